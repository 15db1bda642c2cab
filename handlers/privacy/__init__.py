"""My data: what is kept, who looked, what I agreed to, taking it home, deleting it; and those who
have died or moved away."""

from handlers.privacy import about, agreeing, correcting, deleting, gone, texts

ENTRIES = (
    *about.ENTRIES,
    *agreeing.ENTRIES,
    *correcting.ENTRIES,
    *deleting.ENTRIES,
    *gone.ENTRIES,
    *texts.ENTRIES,
)
