"""Doorstep: the messaging service itself. ``app.py`` builds it, ``python -m bot`` runs it."""
