"""For whom a talk is: oneself, or somebody one may act for.

The trap is a screen that looks like one's own and acts for somebody else: whatever is shown while
acting for another says so in its first line, and its buttons carry for whom they are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import bindparam, select

from bot.dialogue.asking import Choice
from bot.dialogue.reader import Reader
from bot.dialogue.say import Sayable, _, private
from bot.dialogue.screen import Button, Screen
from models.behalf import acting_for
from models.family.kin import kin_word, yours
from models.family.queries import whom_i_may_act_for
from models.prepared import Prepared
from models.register.tables import Person
from models.work import Work

FOR_WHOM = _("给谁办？")
FOR_WHOM_SHORT = _("给谁办")
MYSELF = _("我自己")
FOR = _("给{who}办：")
KIN_AND_NAME = _("{kin} {name}")
SOMEBODY = _("没留名字的人")
KEY = "for_whom"
"""The key of the answer to "for whom?" in every flow that asks it."""
ME = "me"
PUSHED = ("t.", "f.")
LONGEST_TOKEN = 64

_principal = Prepared(
    select(
        Person.id,
        Person.name,
        Person.called,
        Person.consent,
        Person.household_id,
        Person.verified_at,
    ).where(Person.id == bindparam("person_id"))
)


@dataclass(frozen=True, slots=True)
class Standing:
    """In whose place one stands: the principal's reader and work, and how they are named."""

    reader: Reader
    work: Work
    named: Sayable


def stand_for(reader: Reader, work: Work, person_id: int) -> Standing | None:
    """Stand in for ``person_id``; None if there is no such person. Gives no right by itself: what
    is done is asked of the gate, what is looked at of ``models.behalf.purposes``."""
    row = _principal.first(work.connection, {"person_id": person_id})
    if row is None:
        return None
    word = kin_word(work, work.actor.by_id or work.actor.person_id, person_id)
    name = private("name", row.name or row.called) or SOMEBODY
    named = KIN_AND_NAME(kin=yours(word.name), name=name) if word is not None else name
    return Standing(reader.standing_for(row), acting_for(work, person_id), named)


def choices(work: Work, purpose: str) -> Sequence[Choice]:
    """Those one may act for, then oneself; nothing if there is nobody."""
    people = whom_i_may_act_for(work, purpose)
    if not people:
        return ()
    return (
        *(Choice(str(one.person_id), _label(work, one.kin, one.name)) for one in people),
        Choice(ME, MYSELF, ("自己", "我", "me")),
    )


def _label(work: Work, kin: str, name: str) -> Sayable:
    said = private("name", name) or SOMEBODY
    return KIN_AND_NAME(kin=work.town.kin_word(kin).name, name=said) if kin else said


def says_for_whom(
    screen: Screen, person_id: int, named: Sayable, may: Callable[[str], bool] = lambda _token: True
) -> Screen:
    """The same screen, saying for whom it is, and with buttons that go on for them: those that
    ``may`` be used for somebody else."""
    buttons = tuple(
        _carrying(button, person_id)
        for button in screen.buttons
        if not button.tap.startswith(PUSHED) or may(button.tap)
    )
    return replace(screen.below(FOR(who=named)), buttons=buttons)


def _carrying(button: Button, person_id: int) -> Button:
    if not button.tap.startswith(PUSHED):
        return button
    token = f"w.{person_id}.{button.tap}"
    if len(token) > LONGEST_TOKEN:
        raise ValueError("the token of a button is too long to carry for whom it is")
    return replace(button, tap=token)
