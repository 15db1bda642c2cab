"""Where else a person can have a chat with us."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import SettingRow
from models.register.tables import Account

TELEGRAM_USERNAME = "telegram.username"
"""The settings row that the channel writes when it has asked Telegram who it is."""


def telegram_username(session: Session) -> str:
    """What the bot is called on Telegram, "" if the service is not there."""
    name = select(SettingRow.value).where(SettingRow.key == TELEGRAM_USERNAME)
    return session.scalar(name) or ""


def telegram_link(username: str, payload: str) -> str:
    """Opens the bot there and hands it ``payload`` at a tap on Start."""
    return f"https://t.me/{username}?start={payload}"


def has_chat_on(session: Session, person_id: int, channel: str) -> bool:
    """Whether a person has a live chat on a channel."""
    theirs = Account.person_id == person_id, Account.channel == channel
    found = select(Account.id).where(*theirs, Account.state == "live").limit(1)
    return session.scalar(found) is not None
