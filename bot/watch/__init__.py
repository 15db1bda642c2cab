"""Whether the service still does what it is for, and who is told when it does not (decision 0020)."""
