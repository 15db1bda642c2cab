"""A picture that could not be kept: said plainly, blamed on us, with what to do."""

from __future__ import annotations

from bot.dialogue.book import says
from bot.dialogue.chat import Chat
from bot.dialogue.say import _
from bot.dialogue.screen import Screen
from models.photos.messages import PhotoRejected

BROKEN = _("有张照片我没打开，没存上。别的都在。再照一张发来就行。")
TOO_LARGE = _("有张照片太大，我没存下。别的都在。再照一张发来就行。")
NOT_FETCHED = _("有张照片没传过来。别的都在。再发一回就行。")
_SENTENCES = {"broken": BROKEN, "too_large": TOO_LARGE}


@says(PhotoRejected)
def photo_rejected(chat: Chat, message: PhotoRejected) -> Screen:
    return Screen((_SENTENCES.get(message.fault, NOT_FETCHED),), keeps=True)
