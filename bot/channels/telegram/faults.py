"""What an error of the Bot API means for the message: never, later, or nobody is there any more.

The Bot API says why in English sentences only; the few that decide something are listed here and
matched by their beginning or by a word, case aside.
"""

from __future__ import annotations

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
)

from bot.channels.base import Gone, Refused, RetryLater
from bot.channels.telegram.pulse import NoAnswer, Pulse
from bot.channels.telegram.request import TooMany

REVOKED_REST = 60.0
"""Seconds until a refused token is tried again."""

NOBODY_THERE = (
    "chat not found",
    "user not found",
    "user is deactivated",
    "peer_id_invalid",
    "input_user_deactivated",
)
_NOT_MODIFIED = "message is not modified"
_GONE_MESSAGE = (
    "message to edit not found",
    "message can't be edited",
    "message to delete not found",
    "message identifier is not specified",
    "message_id_invalid",
)


def translate(error: TelegramError, chat: str, pulse: Pulse) -> Exception:
    """The fault of the channel port for an error of a call about ``chat``.

    ``TimeoutError`` is "no answer": the call may have arrived, it is made again. While the
    platform as a whole is away, nobody's tries are used up: everybody waits.
    """
    if isinstance(error, TooMany):
        return RetryLater(error.seconds, everyone=pulse.flooded(chat))
    if isinstance(error, InvalidToken):
        return RetryLater(REVOKED_REST, everyone=True)
    if isinstance(error, Forbidden | ChatMigrated):
        return Gone("the account does not take messages from us")
    if isinstance(error, BadRequest):
        said = error.message.lower()
        if any(words in said for words in NOBODY_THERE):
            return Gone("there is no such account")
        return Refused("the platform does not take this message")
    if isinstance(error, NoAnswer) and error.rest:
        return RetryLater(error.rest, everyone=True)
    if isinstance(error, NetworkError):
        return TimeoutError("no answer")
    return Refused("the platform does not take this call")


def is_unchanged(error: TelegramError) -> bool:
    """An edit to what stands there already."""
    return isinstance(error, BadRequest) and _NOT_MODIFIED in error.message.lower()


def has_vanished(error: TelegramError) -> bool:
    """The message is not there any more, or cannot be changed any more."""
    if not isinstance(error, BadRequest):
        return False
    said = error.message.lower()
    return any(words in said for words in _GONE_MESSAGE)
