"""The platforms beside the web chat, as far as the settings ask for them.

A platform that is not asked for is not even imported: a town without Telegram runs without its
library being loaded.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.core import Core
from bot.settings import SHOWABLE, Settings
from models.clocks import TownClock, WallClock
from models.photos.showing import picture_for
from models.register.tables import Account
from models.store import Store

if TYPE_CHECKING:
    from bot.channels.telegram.service import TelegramService

TELEGRAM = "telegram"


def hidden_on(settings: Settings) -> dict[str, frozenset[str]]:
    """What the operator does not want to be shown on a platform itself."""
    return {TELEGRAM: frozenset(SHOWABLE) - settings.telegram_may_show}


def telegram_of(settings: Settings, store: Store, wall: WallClock) -> TelegramService | None:
    """Telegram, if there is a token for it."""
    if settings.telegram_token is None:
        return None
    from bot.channels.telegram.service import Choices, TelegramService  # noqa: PLC0415 - see above

    clock = TownClock(wall, movable=settings.demo)

    async def picture(address: str, photo_id: int) -> bytes | None:
        return await store.read(
            lambda session: _picture(session, TELEGRAM, address, photo_id, clock)
        )

    choices = Choices(
        token=settings.telegram_token.get_secret_value(),
        base=settings.telegram_api_base,
        base_url=settings.base_url,
        mode="webhook" if settings.telegram_mode == "webhook" else "polling",
        secret=settings.telegram_secret.get_secret_value(),
        connections=settings.telegram_connections,
    )
    return TelegramService(choices, store, wall, pictures=picture)


def join_telegram(telegram: TelegramService, core: Core, tell: Callable[[str], None]) -> None:
    """Let in what comes from Telegram, and count it. ``tell`` says one line to the operator."""
    from bot.channels.telegram.service import Counts  # noqa: PLC0415 - see above

    metrics, mode = core.metrics, telegram.choices.mode
    counts = Counts(
        refused=lambda reason: metrics.turned_away.labels(TELEGRAM, reason).inc(),
        conflicts=lambda reason: metrics.conflicts.labels(TELEGRAM, reason).inc(),
        waiting=metrics.waiting_there.labels(TELEGRAM).set,
        settled=lambda name: tell(f"Telegram: @{name}, {mode} · https://t.me/{name}"),
    )
    telegram.join(core.intake, core.supervisor, counts)


def _picture(
    session: Session, channel: str, address: str, photo_id: int, clock: TownClock
) -> bytes | None:
    """A photo as far as the person of this account may see it."""
    person_id = session.execute(
        select(Account.person_id).where(Account.channel == channel, Account.address == address)
    ).scalar()
    return (
        picture_for(session, person_id, photo_id, clock.now(session))
        if person_id is not None
        else None
    )
