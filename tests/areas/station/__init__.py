"""The after-school room: signing up, the roll, and who collects."""
