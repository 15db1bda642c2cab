"""Whom a notice is for: what is kept, and where one may send."""
