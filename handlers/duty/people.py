"""People the desk decides about: volunteers to welcome, residents to confirm."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.book import tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _
from bot.dialogue.screen import Button, Screen
from handlers.details import own_chat_at
from handlers.duty.lists import BACK_TO_DESK
from handlers.duty.names import door_of, full_name, phone_buttons
from models.duty.queries import residents_waiting, volunteers_waiting

GONE = _("这个已经办过了。")


def volunteer_screen(chat: Chat, person_id: int) -> Screen:
    """What they can do and when; a yes or no is the tasks' own tap."""
    found = next(
        (pair for pair in volunteers_waiting(chat.work) if pair[0].person_id == person_id), None
    )
    if found is None:
        return Screen((GONE,), (BACK_TO_DESK,))
    volunteer, person = found
    shifts = {shift.id: shift.name for shift in chat.town.shifts}
    skills = [chat.town.skill(skill).name for skill in volunteer.skills]
    hours = [shifts[hour] for hour in volunteer.hours if hour in shifts]
    place = chat.town.place(volunteer.community_id).name
    return Screen(
        (
            _("{who}，{place}，想当志愿者。")(who=full_name(person), place=place),
            _("会：{skills}")(skills=joined(skills)),
            _("有空：{hours}")(hours=joined(hours)),
        ),
        (
            Button(_("行"), tap_token("approve", person_id), style="main"),
            Button(_("先不行"), tap_token("refuse", person_id)),
            *phone_buttons(person),
            BACK_TO_DESK,
        ),
        details_at=own_chat_at(chat),
    )


def resident_screen(chat: Chat, person_id: int) -> Screen:
    found = next((pair for pair in residents_waiting(chat.work) if pair[0].id == person_id), None)
    if found is None:
        return Screen((GONE,), (BACK_TO_DESK,))
    person, home = found
    return Screen(
        (
            _("{who}，{where}")(who=full_name(person), where=door_of(chat, home)),
            _("是这一户的人、您见过，就点一下。"),
        ),
        (
            Button(_("是本人"), tap_token("confirm", person_id), style="main"),
            *phone_buttons(person),
            BACK_TO_DESK,
        ),
        details_at=own_chat_at(chat),
    )


def joined(words: Sequence[Sayable]) -> Sayable:
    """A few words in a row, each in the reader's language."""
    if not words:
        return _("没说")
    said = words[0]
    for word in words[1:4]:
        said = _("{some}、{more}")(some=said, more=word)
    return said
