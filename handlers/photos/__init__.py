"""What people read about the pictures they sent."""

from handlers.photos import texts

ENTRIES = (texts.photo_rejected,)
