"""Turning the keys while the service runs (decision 0012).

The trap is a row that nobody finds or opens at some moment in between. So a new key is readable
everywhere before it writes anywhere, every row is moved by itself, and an old key goes only when
every row was looked at and none needs it.
"""
