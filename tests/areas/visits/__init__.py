"""Visits to the doctor."""
