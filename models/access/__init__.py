"""Who may come in by the web chat, and what was said there.

The built-in chat is a platform of its own: it has to keep the history, the sessions and the
uploads that other platforms keep for us. Nothing here knows a person; an account is an opaque key.
"""
