"""Notices: written, counted, sent, heard of, and carried to the last door."""
