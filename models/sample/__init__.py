"""Fictional people for the real town: the same ones on every machine, for the same seed.

Nothing here touches a database or a clock. Names are drawn from lists, phones come from a range
that no one can have (100-…), so a sample person can never be mistaken for, or reach, a real one.
"""
