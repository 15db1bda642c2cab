"""What happens by the clock: one file a kind of work."""
