"""Notices: written, sent, heard of, and carried to the last door."""
