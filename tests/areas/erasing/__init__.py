"""Deleting somebody's data, and what the clock forgets."""
