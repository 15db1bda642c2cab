"""Somebody's record on the screen: who and where, who acts for them, their doctors, what goes on.

Only for whoever has opened it (``models.people.record``): the query asks, not this screen.
"""

from __future__ import annotations

from functools import reduce

from bot.dialogue.book import Start, tap, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, private
from bot.dialogue.screen import Button, Screen
from handlers import when
from handlers.care.texts import HEALTH
from handlers.details import own_chat_at
from handlers.duty.lists import BACK_TO_DESK
from handlers.duty.names import door_of, full_name, phone_buttons
from handlers.ledger.texts import LEDGER
from handlers.people import texts
from handlers.people.days import on_day
from models.behalf import acting_for, purposes
from models.clocks import to_town
from models.duty.people import my_paths
from models.family.duplicates import DESK
from models.help.cases import kind_of
from models.people.finding import STAFF
from models.people.record import MayAct, Record, record_of
from models.register.tables import Person

CASES = 2
"""So many open with one tap from here; the rest stand on the desk."""
NAMED = 3


def record_screen(chat: Chat, person_id: int) -> Screen:
    """Four lines and what can be done."""
    record = record_of(chat.work, person_id)
    return Screen(
        (_who(chat, record), _helpers(chat, record), _doctors(chat, record), _goes_on(chat, record)),
        (*_acting(chat, record), *phone_buttons(record.person), *_cases(chat, record), *_more(chat, record)),
        details_at=own_chat_at(chat),
    )  # fmt: skip


def _who(chat: Chat, record: Record) -> Sayable:
    person = record.person
    line: Sayable = texts.WHO_WHERE(who=full_name(person), where=door_of(chat, record.home))
    for role in record.roles[:1]:
        line = texts.WITH_ROLE(line=line, role=chat.town.role(role.role).name)
    gone = texts.HAS_GONE.get(person.gone)
    return gone(line=line) if gone else line


def _helpers(chat: Chat, record: Record) -> Sayable:
    if not record.may_act:
        return texts.NOBODY_ACTS
    named = [_helper(chat, one) for one in record.may_act[:NAMED]]
    names = reduce(lambda some, more: texts.SOME_MORE(some=some, more=more), named)
    return texts.MAY_ACT(names=names)


def _helper(chat: Chat, one: MayAct) -> Sayable:
    name = private("name", one.name)
    if one.until is None:
        return texts.GUARDIAN(name=name)
    return texts.UNTIL(name=name, day=on_day(one.until, to_town(chat.work.now).date()))


def _doctors(chat: Chat, record: Record) -> Sayable:
    contract = record.contract
    if contract is None:
        return texts.NO_CONTRACT
    team = next((one for one in chat.town.doctors.teams if one.id == contract.team_id), None)
    if team is None:
        return texts.NO_CONTRACT
    day = on_day(contract.ends_on, to_town(chat.work.now).date())
    return texts.CONTRACT(team=team.name, day=day)


def _goes_on(chat: Chat, record: Record) -> Sayable:
    last = record.last_contact
    contact: Sayable = texts.NO_CONTACT
    if last is not None:
        contact = texts.LAST_CONTACT(when=when.stamp(last, chat.work.now))
    if not record.cases:
        return texts.NOTHING_GOES_ON(contact=contact)
    kinds: list[Sayable] = [kind_of(chat.work, case).title for case in record.cases[:NAMED]]
    cases = reduce(lambda some, more: texts.SOME_MORE(some=some, more=more), kinds)
    return texts.GOING_ON(cases=cases, contact=contact)


def _acting(chat: Chat, record: Record) -> tuple[Button, ...]:
    """Only for those who may do something for them: the gate would say no to anybody else."""
    person = record.person
    if not purposes(acting_for(chat.work, person.id)):
        return ()
    health: tuple[Button, ...] = ()
    if my_paths(chat.work, ("doctor",)):
        health = (_small(HEALTH, tap_token("care_health", person.id)),)
    return (Button(texts.FOR_THEM, tap_token("for_them", person.id), style="main"), *health)


def _cases(chat: Chat, record: Record) -> tuple[Button, ...]:
    if record.protected == "outside":
        return ()
    return tuple(
        Button(texts.CASE(kind=kind_of(chat.work, case).title), tap_token("duty_case", case.id))
        for case in record.cases[:CASES]
    )


def _more(chat: Chat, record: Record) -> tuple[Button, ...]:
    """What changes who they are here; for the workers of their own place."""
    person = record.person
    if record.protected == "outside" or not my_paths(chat.work, STAFF):
        return (BACK_TO_DESK,)
    merging, is_me = my_paths(chat.work, DESK), person.id == chat.work.actor.person_id
    return (
        *(_of_the_living(person) if not person.gone else ()),
        *((_small(texts.IS_HERE, tap_token("undo_gone", person.id)),) if person.gone else ()),
        *((_small(LEDGER, tap_token("ledger", person.id)),) if not is_me else ()),
        *((_small(texts.ONE_PERSON, tap_token("twins", person.id)),) if merging else ()),
        _small(BACK_TO_DESK.label, BACK_TO_DESK.tap),
    )


def _of_the_living(person: Person) -> tuple[Button, ...]:
    family = Button(texts.FAMILY_ACTS, tap_token("let_family_act", person.id))
    return (
        *(() if person.minor else (family,)),
        _small(texts.CORRECT, f"w.{person.id}.t.correct"),
        _small(texts.GONE, tap_token("report_gone", person.id)),
    )


def _small(label: Sayable, token: str) -> Button:
    return Button(label, token, style="small")


@tap("let_family_act")
def let_family_act(chat: Chat, person_id: str) -> Start:
    """Talk B, face to face: the family's own talk, begun from the record, for this resident."""
    person = record_of(chat.work, int(person_id)).person
    return Start("proxy_face_to_face", (person.id,))


ENTRIES = (let_family_act,)
