"""Telegram: a platform that keeps the messages itself, and keeps them abroad.

What may be shown here at all is a setting, details are taken back by editing, and everything a
platform can do to us (pace, blocks, outages, a second poller) is turned into the few faults the
outbox understands. python-telegram-bot brings the transport, the errors and the typed calls of the
setting up; conversations, retries and pace are ours (docs/decisions/0008).
"""
