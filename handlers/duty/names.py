"""How staff, people, places and waiting times are said on the desk."""

from __future__ import annotations

from datetime import datetime

from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _
from bot.dialogue.screen import Button
from models.duty.people import called, role_at
from models.duty.queries import minutes_since
from models.register.queries import address_in_words
from models.register.tables import Household, Person

NOBODY_KNOWN = _("没留名字的人")
NO_ADDRESS = _("住址还不知道")
CALL_THEM = _("打电话 {phone}")
_ROLES = {
    "coordinator": _("值班{name}"),
    "admin": _("市里值班{name}"),
    "grid_worker": _("网格员{name}"),
}


def staff_name(chat: Chat, person_id: int | None, place_path: str) -> Sayable:
    """值班李敏, 网格员周敏: the role they have at the place it is about."""
    name = called(chat.work, person_id)
    role = role_at(chat.work, person_id, place_path) if person_id else ""
    return _ROLES[role](name=name) if role in _ROLES else name or _("社区的人")


def person_name(person: Person) -> Sayable:
    return person.called or person.name or NOBODY_KNOWN


def full_name(person: Person) -> Sayable:
    """For staff: the name, and what the person is called if that is something else."""
    if person.called and person.name and person.called != person.name:
        return _("{name}（{called}）")(name=person.name, called=person.called)
    return person_name(person)


def door_of(chat: Chat, home: Household | None) -> Sayable:
    """The whole address, for those who may know it."""
    return address_in_words(chat.town, home) if home is not None else NO_ADDRESS


def whereabouts(chat: Chat, home: Household | None, grid_id: str | None) -> Sayable:
    """As much as a list needs: the building, else the grid."""
    if home is not None:
        return chat.town.address_of(home.estate_id, home.building)
    if grid_id is not None:
        return chat.town.place(grid_id).name
    return NO_ADDRESS


def waited(chat: Chat, since: datetime) -> Sayable:
    """How long somebody has been waiting."""
    minutes = minutes_since(chat.work, since)
    if minutes < 90:  # a minute begun is a minute: nobody waits 0 minutes
        return _("{minutes} 分钟")(minutes=max(minutes, 1))
    if minutes < 48 * 60:
        return _("{hours} 小时")(hours=minutes // 60)
    return _("{days} 天")(days=minutes // 1440)


def phone_buttons(person: Person) -> tuple[Button, ...]:
    """The phone as a button that dials, its number to be read at a desk; none while unknown."""
    if not person.phone:
        return ()
    return (Button(CALL_THEM(phone=person.phone), url=f"tel:{person.phone}"),)


def short(words: str, most: int = 40) -> str:
    """A person's words as one short line."""
    line = " ".join(words.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
