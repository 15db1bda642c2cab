"""Notices: one text to everybody whom it concerns, and who has not heard of it yet."""
