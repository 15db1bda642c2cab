"""The built-in web chat: the platform that is complete on its own.

It keeps what other platforms keep for us (history, sessions, uploads), so a town that has no
other platform loses nothing.
"""
