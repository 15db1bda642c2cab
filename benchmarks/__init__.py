"""What things cost. Never a test: a figure from a shared machine passes and fails by the weather."""
