"""Deleting, forgetting, and the proof that nothing is left."""
