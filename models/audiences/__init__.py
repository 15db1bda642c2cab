"""Whom something is for: an expression, the people it means now, and its sentence."""
