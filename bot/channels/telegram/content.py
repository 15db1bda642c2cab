"""What a message of a private chat holds: words, a picture, a place, or something we cannot take.

Every kind of content the Bot API knows is either taken, refused kindly, or one of the messages
that nobody wrote. A kind that is invented later falls to the kind refusal, never into silence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bot.dialogue.messages import IncomingKind
from models.cleaning import clean_text

LARGEST_FILE = 20 * 1024 * 1024
"""What a bot may fetch."""
LONGEST = 8192
"""Characters of a text that are looked at: the core refuses kindly from 4,096 on."""
_REFERENCE = re.compile(r"[A-Za-z0-9_-]{1,200}")
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")

_AS_KIND: dict[str, IncomingKind] = {
    "voice": "voice", "audio": "voice", "video_note": "voice",
    "video": "file", "animation": "file", "document": "file",
    "sticker": "sticker", "dice": "sticker",
}  # fmt: skip
"""What we cannot take, in the order in which it is looked for (an animation is a document too)."""
_SERVICE = frozenset({
    "new_chat_members", "left_chat_member", "chat_owner_left", "chat_owner_changed",
    "new_chat_title", "new_chat_photo", "delete_chat_photo", "group_chat_created",
    "supergroup_chat_created", "channel_chat_created", "message_auto_delete_timer_changed",
    "migrate_to_chat_id", "migrate_from_chat_id", "pinned_message", "successful_payment",
    "refunded_payment", "users_shared", "user_shared", "chat_shared", "gift", "unique_gift",
    "gift_upgrade_sent", "connected_website", "write_access_allowed", "passport_data",
    "proximity_alert_triggered", "boost_added", "chat_background_set", "checklist_tasks_done",
    "checklist_tasks_added", "direct_message_price_changed", "forum_topic_created",
    "forum_topic_edited", "forum_topic_closed", "forum_topic_reopened",
    "general_forum_topic_hidden", "general_forum_topic_unhidden", "giveaway_created",
    "giveaway_winners", "giveaway_completed", "managed_bot_created", "paid_message_price_changed",
    "poll_option_added", "poll_option_deleted", "suggested_post_approved",
    "suggested_post_approval_failed", "suggested_post_declined", "suggested_post_paid",
    "suggested_post_refunded", "video_chat_scheduled", "video_chat_started", "video_chat_ended",
    "video_chat_participants_invited", "web_app_data",
})  # fmt: skip
"""Messages that nobody wrote: they say that something happened in the chat."""


@dataclass(frozen=True, slots=True)
class Content:
    kind: IncomingKind
    text: str = ""
    photos: tuple[str, ...] = ()
    file: str = ""
    too_large: bool = False
    place: tuple[float, float] | None = None


_NOT_KNOWN = Content("unknown")


def content_of(message: dict[str, Any]) -> Content | None:
    """What the message holds; None if nobody said anything by it."""
    text = message.get("text")
    if isinstance(text, str):
        return _words(text)
    if "photo" in message:
        return _photo(message)
    if "location" in message or "venue" in message:
        return _place(message)
    if isinstance(message.get("contact"), dict):
        phone = clean(message["contact"].get("phone_number"))[:40]
        return Content("contact", phone) if phone else _NOT_KNOWN
    if "animation" not in message and (picture := _picture(message.get("document"))):
        return Content("photo", clean(message.get("caption")), (picture,))
    if "animation" not in message and isinstance(message.get("document"), dict):
        return _document(message["document"])
    for name, kind in _AS_KIND.items():
        if name in message:
            return Content(kind)
    return _NOT_KNOWN if _SERVICE.isdisjoint(message) else None


def _words(text: str) -> Content:
    """Words, or a command: ``/start`` with what its link carried, others as the word they are."""
    cleaned = clean(text)
    if not cleaned:
        return _NOT_KNOWN
    if not cleaned.startswith("/"):
        return Content("text", cleaned)
    command, _space, rest = cleaned.partition(" ")
    command = command.partition("@")[0]
    if command.lower() == "/start":
        return Content("start", rest if _PAYLOAD.fullmatch(rest) else "")
    return Content("text", f"{command} {rest}".rstrip())


def _photo(message: dict[str, Any]) -> Content:
    """The largest size that a bot may fetch."""
    sizes = message["photo"] if isinstance(message["photo"], list) else []
    fit = [(_area(one), name) for one in sizes if (name := _fetchable(one))]
    if not fit:
        return Content("file")
    largest = max(fit, key=lambda one: one[0])[1]
    return Content("photo", clean(message.get("caption")), (largest,))


def _picture(document: Any) -> str:
    """The reference of a picture that was sent as a file; "" for any other file."""
    kind = document.get("mime_type") if isinstance(document, dict) else None
    return _fetchable(document) if isinstance(kind, str) and kind.startswith("image/") else ""


def _document(document: dict[str, Any]) -> Content:
    """Any other file, by its reference: what is in it decides whether it can be taken. Its size is
    known before a byte of it is fetched."""
    return Content("file", file=_fetchable(document), too_large=_too_large(document))


def _too_large(file: dict[str, Any]) -> bool:
    size = file.get("file_size")
    return isinstance(size, int | float) and size > LARGEST_FILE


def _fetchable(file: Any) -> str:
    """The reference of a file, "" if it has none or is too large for a bot."""
    if not isinstance(file, dict) or _too_large(file):
        return ""
    return reference(file.get("file_id"))


def _area(size: dict[str, Any]) -> int:
    width, height = size.get("width"), size.get("height")
    return width * height if type(width) is int and type(height) is int else 0


def _place(message: dict[str, Any]) -> Content:
    venue = message.get("venue")
    spot = message.get("location") or (venue.get("location") if isinstance(venue, dict) else None)
    if not isinstance(spot, dict):
        return _NOT_KNOWN
    latitude, longitude = _degrees(spot.get("latitude"), 90), _degrees(spot.get("longitude"), 180)
    if latitude is None or longitude is None:
        return _NOT_KNOWN
    return Content("location", place=(latitude, longitude))


def _degrees(value: Any, most: int) -> float | None:
    """A number on the globe (NaN is on none)."""
    return float(value) if type(value) in {int, float} and -most <= value <= most else None


def reference(value: Any) -> str:
    return value if isinstance(value, str) and _REFERENCE.fullmatch(value) else ""


def clean(value: Any) -> str:
    return clean_text(value[:LONGEST]) if isinstance(value, str) else ""
