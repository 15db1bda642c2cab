"""What follows a notice: the counting, the round of the doors, the result."""
