"""How staff, people, places and waiting times are said on the desk."""

from __future__ import annotations

from datetime import datetime

from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _, private
from bot.dialogue.screen import Button
from models.duty.people import called, role_at
from models.duty.queries import minutes_since
from models.register.queries import address_in_words
from models.register.tables import Household, Person

NOBODY_KNOWN = _("没留名字的人")
NO_ADDRESS = _("住址还不知道")
CALL_THEM = _("打电话 {phone}")
NEAR = _("{near}，〔门牌在网页上〕")
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
    return private("name", person.called or person.name) or NOBODY_KNOWN


def full_name(person: Person) -> Sayable:
    """For staff: the name, and what the person is called if that is something else."""
    if person.called and person.name and person.called != person.name:
        both = _("{name}（{called}）")(name=person.name, called=person.called)
        return private("name", both)
    return person_name(person)


def door_of(chat: Chat, home: Household | None, *, urgent: bool = False) -> Sayable:
    """The whole address, for those who may know it. Where the door is hidden, the community stays;
    ``urgent``: the building, because whoever runs must know which house to run to."""
    if home is None:
        return NO_ADDRESS
    building = chat.town.address_of(home.estate_id, home.building)
    near = building if urgent else _community(chat, home)
    return private("door", address_in_words(chat.town, home), NEAR(near=near))


def _community(chat: Chat, home: Household) -> Sayable:
    """As near as everybody may know: still enough to know which way to set out."""
    return chat.town.place(chat.town.estate(home.estate_id).community).name


def whereabouts(chat: Chat, home: Household | None, grid_id: str | None) -> Sayable:
    """As much as a list needs: the building, else the grid."""
    if home is not None:
        building = chat.town.address_of(home.estate_id, home.building)
        return private("door", building, _community(chat, home))
    if grid_id is not None:
        return chat.town.place(grid_id).name
    return NO_ADDRESS


def called_here(
    chat: Chat, person_id: int | None, unknown: Sayable = "", instead: Sayable | None = None
) -> Sayable:
    """What somebody is called, ``unknown`` if we do not know, ``instead`` where it is hidden."""
    return private("name", called(chat.work, person_id), instead) or unknown


def waited(chat: Chat, since: datetime) -> Sayable:
    """How long somebody has been waiting."""
    minutes = minutes_since(chat.work, since)
    if minutes < 90:  # a minute begun is a minute: nobody waits 0 minutes
        return _("{minutes} 分钟")(minutes=max(minutes, 1))
    if minutes < 48 * 60:
        hours, rest = divmod(minutes, 60)
        return (_("{hours} 个半小时") if rest >= 30 else _("{hours} 小时"))(hours=hours)
    return _("{days} 天")(days=minutes // 1440)


def phone_buttons(person: Person) -> tuple[Button, ...]:
    """The phone as a button that dials, its number to be read at a desk; none while unknown."""
    if not person.phone:
        return ()
    label = CALL_THEM(phone=private("phone", person.phone))
    return (Button(label, url=f"tel:{person.phone}", private="phone"),)


def short(words: str, most: int = 40) -> str:
    """A person's words as one short line."""
    line = " ".join(words.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
