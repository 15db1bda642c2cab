"""One adapter for each messaging platform."""
