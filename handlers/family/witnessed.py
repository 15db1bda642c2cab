"""Face to face: the worker reads it out, hears the yes, and writes down that they were there.

The first part of talk B. The one it is done for need not have a phone; the one who is to act is
said by name and phone, and whether we knew them before shows nowhere.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from bot.dialogue.asking import Choice
from bot.dialogue.book import Reply, flow
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _
from bot.dialogue.screen import Screen
from handlers import reading
from handlers.family import names, texts
from handlers.family.flows import (
    a_name,
    ask_gender,
    ask_purposes,
    ask_until,
    kin_choices,
    started_on,
)
from models.access.signed import Link, short_link
from models.family.ages import end_of_next_year
from models.family.queries import can_be_written_to, witnessed
from models.family.witnessing import AgreeFaceToFace
from models.gate import Command

INVITED_FOR = timedelta(days=7)


def _agreed(chat: Chat, agreement_id: int) -> Reply:
    found = witnessed(chat.work, agreement_id)
    here = chat.work.actor.by_id or chat.work.actor.person_id
    line = texts.AGREED_THERE(
        called=names.called(chat, found.principal_id), witness=names.just_name(chat, here)
    )
    told = Screen((line, texts.HOW_TO_STOP), keeps=True)
    if can_be_written_to(chat.work, found.proxy_id):
        return told
    until = chat.work.now + INVITED_FOR
    link = f"/in/{short_link(Link('invite', found.proxy_id, until=until))}"
    line = texts.LET_THEM_SCAN(name=names.just_name(chat, found.proxy_id))
    return (told, Screen((line,), code=link, keeps=True))


@flow("proxy_face_to_face", say=texts.FACE_TO_FACE, then=_agreed, purpose="look")
def proxy_face_to_face(chat: Chat, principal_id: int) -> Command[int] | None:
    principal = names.called(chat, principal_id)
    name = chat.ask("name", texts.THEIR_NAME(called=principal), parse=a_name, what=_("谁来办"))
    phone = chat.ask(
        "phone",
        texts.THEIR_PHONE(name=name),
        parse=partial(reading.phone, sentence=texts.NOT_A_PHONE),
        what=_("电话"),
        keyboard="number",
    )
    question = texts.WHAT_IS_PRINCIPAL(called=principal, name=name)
    kin = chat.ask("kin", question, choices=partial(kin_choices, chat), what=_("什么人"))
    word = names.kin_of(chat, kin)
    gender = ask_gender(chat, texts.WHICH_IS_THAT(name=name), word, "")
    purposes = ask_purposes(chat, texts.WHICH_ASKED(called=principal, name=name))
    who = names.KIN_NAME(kin=names.back_word(word, gender), name=name)
    aloud = _read_aloud(chat, principal, who, gender, purposes)
    answer = chat.ask("willing", aloud, choices=WILLING)
    if answer == "no":
        return None
    until = ask_until(chat) if answer == "other" else end_of_next_year(started_on(chat))
    return AgreeFaceToFace(principal_id, name, phone, kin, gender, purposes, until)


WILLING = (
    Choice("yes", texts.YES_NEXT_YEAR, ("愿意",)),
    Choice("other", texts.YES_OTHER_DAY),
    Choice("no", texts.NOT_WILLING),
)


def _read_aloud(
    chat: Chat, principal: Sayable, who: Sayable, gender: str, purposes: tuple[str, ...]
) -> tuple[Sayable, ...]:
    they = names.SHE if gender == "f" else names.HE
    asked = names.purposes_asked(chat, purposes)
    return (
        texts.READ_ALOUD(called=principal, who=who, asked=asked),
        texts.READ_ALOUD_2(they=they),
    )


ENTRIES = (proxy_face_to_face,)
