"""Whole lists that come from files: tried first, then taken in as a whole, and undone if wrong."""
