"""Roles at places: given, ended, stood in for, and the background checks some of them need."""
