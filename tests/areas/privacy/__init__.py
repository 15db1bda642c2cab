"""One's own data, and those who have died or moved away."""
