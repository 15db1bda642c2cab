"""Who may come in by the web chat, and what was said there.

The built-in chat is a platform of its own: it has to keep the history, the sessions and the
uploads that other platforms keep for us; there an account is an opaque key. Only signed links know
whom they speak of: ``signed`` their form, ``links`` their use, ``admission`` whose chat they open.
"""
