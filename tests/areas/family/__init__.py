"""Families: who may act for whom, what was done, and children."""
