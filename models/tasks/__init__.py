"""Volunteers, offers, and the minutes given."""
