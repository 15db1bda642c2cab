"""One row becomes one call: send, edit, withdraw or strip, as far as the channel can.

An edit whose message is unknown, vanished or refused becomes a new message: better twice on the
phone than not at all; but not one that only counts on. Faults of the channel reach the caller, who knows about trying again.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import structlog

from bot.channels.base import Channel, ChannelFault, Gone, RetryLater
from bot.dialogue.messages import Outgoing
from bot.outbox.leased import Leased
from models.outbox.record import Shown

_log = structlog.get_logger("bot.outbox")

Lookup = Callable[[int], Awaitable[Shown | None]]


class NotYet(Exception):
    """What is to be withdrawn may still be on its way."""


class CannotDo(Exception):
    """The channel has no such call; the reason is a code."""


async def perform(channel: Channel, row: Leased, lookup: Lookup) -> str | None:
    """Do what the row says and return the channel's id of the message it is about."""
    if row.op == "withdraw":
        return await _withdraw(channel, row, lookup)
    if row.op == "strip":
        target = await _message_id(row, lookup)
        if target is not None and channel.abilities.buttons:
            await channel.take_off_buttons(row.address, target)
        return target
    if row.outgoing is None:
        raise CannotDo("nothing_to_show")
    if row.op == "edit" and channel.abilities.edit:
        edited = await _edit(channel, row, row.outgoing, lookup)
        if edited is not None:
            return edited
    if row.op == "edit" and row.in_place:
        raise CannotDo("cannot_edit")
    return await channel.send(row.address, row.outgoing, key=str(row.id))


async def _edit(channel: Channel, row: Leased, message: Outgoing, lookup: Lookup) -> str | None:
    target = await _message_id(row, lookup)
    if target is None:
        return None
    try:
        await channel.edit(row.address, target, message)
    except (Gone, RetryLater, TimeoutError):
        raise
    except Exception:  # noqa: BLE001 - whatever it was, the message is sent anew
        return None
    return target


async def _withdraw(channel: Channel, row: Leased, lookup: Lookup) -> str | None:
    target = await lookup(row.target_id) if row.target_id is not None else None
    if target is not None and target.state in ("due", "leased"):
        raise NotYet
    if target is None or target.shown_id is None:
        return None
    if not channel.abilities.withdraw:
        if channel.abilities.buttons:
            await channel.take_off_buttons(row.address, target.shown_id)
        raise CannotDo("cannot_withdraw")
    await channel.withdraw(row.address, target.shown_id, language=row.language)
    return target.shown_id


async def _message_id(row: Leased, lookup: Lookup) -> str | None:
    target = await lookup(row.target_id) if row.target_id is not None else None
    return target.shown_id if target is not None else None


async def take_off_old_buttons(channel: Channel, row: Leased, new: str, lookup: Lookup) -> None:
    """After a new screen the old one has no buttons: best effort, a fault here changes nothing."""
    if row.op not in ("send", "edit") or not channel.abilities.buttons:
        return
    try:
        old = await _message_id(row, lookup)
        if old is not None and old != new:
            await channel.take_off_buttons(row.address, old)
    except (ChannelFault, TimeoutError):
        return
    except Exception:  # noqa: BLE001 - what matters has been sent
        _log.warning("old buttons could not be taken off", outbox_id=row.id, exc_info=True)
