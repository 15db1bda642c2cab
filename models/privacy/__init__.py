"""What is kept about somebody, for how long, who looked at it, and how it is erased."""
