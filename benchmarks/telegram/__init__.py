"""The help flow over Telegram's webhook, beside what people would otherwise build it with.

The bot has one core of its own; the driver and the fake Bot API have another, so that what is
measured is never the one who measures.
"""
