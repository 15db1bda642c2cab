"""Children: registering one's own, school and grade, and who looks after it together."""

from __future__ import annotations

from datetime import date
from functools import partial

from bot.dialogue.asking import Choice, Wrong
from bot.dialogue.book import Reply, flow
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _
from bot.dialogue.screen import Screen
from handlers.family import names, texts
from handlers.family.flows import a_name, ask_consent, kin_choices, started_on
from handlers.family.looking import child_screen
from models.family.ages import (
    SEPARATE_CONSENT,
    adult_from,
    age_on,
    possible_birth,
    read_birth,
)
from models.family.guardians import CONSENT, AskToGuard, ChangeSchool, RegisterChild
from models.family.leaving import EndGuardian
from models.family.queries import my_child, name_of
from models.gate import Command
from models.refusals import NotFound

NO_GRADE = "none"
STRANGER = "stranger"
ELDERS = (
    "mother", "father", "mothers_mother", "grandmother", "mothers_father", "grandfather", "relative",
)  # fmt: skip
"""Who usually looks after a child, in the order in which they are offered; the rest come after."""
READ_CHILD = Choice("t.read_child", texts.WHOLE_TEXT)


# -- registering -----------------------------------------------------------------------------------
def _registered(chat: Chat, child_id: int) -> Reply:
    child = my_child(chat.work, child_id)
    return Screen((texts.REGISTERED(child=names.child_name(child)),), keeps=True)


@flow("child", say=texts.REGISTER_CHILD, then=_registered, purpose="register")
def register_child(chat: Chat) -> Command[int] | None:
    """What is kept is little, and it is agreed to separately before anything is."""
    name = chat.ask("name", texts.CHILDS_NAME, parse=a_name, what=_("大名"))
    called = chat.ask(
        "called", texts.CHILDS_CALLED, parse=a_name, skip=texts.NO_CALLED, what=_("小名")
    )
    gender = chat.ask("gender", texts.BOY_OR_GIRL, choices=_BOY_OR_GIRL, what=_("男孩女孩"))
    typed = chat.ask(
        "birthday", texts.WHEN_BORN, parse=partial(_birth, day=started_on(chat)), what=_("生日")
    )
    born = date.fromisoformat(typed)
    grade, school = _ask_school(chat)
    kin = chat.ask("kin", texts.WHAT_ARE_YOU, choices=partial(elders, chat), what=_("您是谁"))
    if not _agrees(chat, born):
        return None
    chat.confirm(*_summary(chat, name, born, grade, school, kin), yes=texts.SAVE)
    version = chat.town.purpose(CONSENT).version
    return RegisterChild(version, name, called, gender, born, school, grade, kin)


_BOY_OR_GIRL = (
    Choice("m", texts.BOY, ("男",)),
    Choice("f", texts.GIRL, ("女",)),
    Choice("-", texts.NOT_SAID),
)


def _birth(typed: str, day: date) -> str:
    born = read_birth(typed)
    if born is None:
        raise Wrong(texts.BORN_UNCLEAR)
    if not possible_birth(born, day):
        raise Wrong(texts.BORN_IMPOSSIBLE)
    if adult_from(born) <= day:
        raise Wrong(texts.GROWN_UP)
    return born.isoformat()


def _ask_school(chat: Chat) -> tuple[int | None, str]:
    choices = [Choice(NO_GRADE, names.NOT_AT_SCHOOL)]
    choices += [Choice(str(number), label) for number, label in names.grades()]
    answer = chat.ask("grade", texts.WHICH_GRADE, choices=choices, what=_("年级"))
    if answer == NO_GRADE:
        return None, ""
    school = chat.ask(
        "school", texts.WHICH_SCHOOL, parse=a_name, skip=texts.NO_SCHOOL, what=_("学校")
    )
    return int(answer), school


def elders(chat: Chat) -> list[Choice]:
    """Parents and grandparents first."""
    order = {kin: at for at, kin in enumerate(ELDERS)}
    return sorted(kin_choices(chat), key=lambda choice: order.get(choice.id, len(order)))


def _agrees(chat: Chat, born: date) -> bool:
    """The guardian's own tap on this one text; under fourteen the law wants it apart."""
    young = age_on(born, started_on(chat)) < SEPARATE_CONSENT
    lines = (
        texts.UNDER_14 if young else texts.FROM_14,
        chat.town.purpose(CONSENT).short,
        texts.TAKE_BACK_ANY_DAY,
    )
    choices = (Choice("yes", texts.AGREE, ("行", "好")), Choice("no", texts.DISAGREE, ("不行",)))
    return chat.ask("agreed", lines, choices=choices, extra=(READ_CHILD,)) == "yes"


def _summary(
    chat: Chat, name: str, born: date, grade: int | None, school: str, kin: str
) -> tuple[Sayable, Sayable]:
    first = texts.CHILD_SUMMARY(name=name, born=names.full_date(born), grade=names.grade(grade))
    word = names.kin_of(chat, kin)
    who = names.in_a_sentence(word.name) if word is not None else ""
    second = texts.CHILD_SUMMARY_SCHOOL(school=school, kin=who)
    return first, second if school else texts.CHILD_SUMMARY_KIN(kin=who)


# -- school ----------------------------------------------------------------------------------------
def _changed(chat: Chat, child_id: int) -> Reply:
    child = my_child(chat.work, child_id)
    line = texts.SCHOOL_CHANGED(child=names.child_name(child), grade=names.grade(child.grade))
    return Screen((line, texts.MOVES_UP), keeps=True)


@flow("school", say=texts.CHANGE_SCHOOL, then=_changed)
def change_school(chat: Chat, child_id: int) -> Command[int]:
    my_child(chat.work, child_id)
    grade, school = _ask_school(chat)
    return ChangeSchool(child_id, school, grade)


# -- together ----------------------------------------------------------------------------------------
def _asked(_chat: Chat, _child_id: int) -> Reply:
    return Screen((texts.GUARD_ASKED,), keeps=True)


@flow("guard_with", say=texts.GUARD_WITH, then=_asked)
def guard_with(chat: Chat, token: str) -> Command[int] | None:
    """Who came by a guardian's link. The child is not named before the guardian has said yes."""
    choices = [*elders(chat), Choice(STRANGER, texts.NOT_MINE)]
    kin = chat.ask("kin", texts.WHOSE_CHILD, choices=choices)
    if kin == STRANGER:
        return None
    version = ask_consent(chat)
    if version is None:
        return None
    known = name_of(chat.work, chat.work.actor.person_id)
    name = known.name or chat.ask("name", texts.MY_NAME, parse=a_name)
    return AskToGuard(token, kin, name, version)


def _ended(chat: Chat, child_id: int) -> Reply:
    """Whoever left sees no more of the child than that."""
    try:
        return child_screen(chat, my_child(chat.work, child_id))
    except NotFound:
        return Screen((texts.YOU_NO_LONGER(child=names.called(chat, child_id)),), keeps=True)


@flow("unguard", say=texts.END_GUARDIAN, then=_ended)
def end_guardian(chat: Chat, child_id: int) -> Command[int]:
    child = my_child(chat.work, child_id)
    me = chat.work.actor.person_id
    choices = [
        Choice(str(one), texts.MYSELF if one == me else names.of_the_child(chat, child.id, one))
        for one in child.guardians
        if one in child.mine
    ]
    who = chat.ask("who", texts.WHO_STOPS(child=names.child_name(child)), choices=choices)
    return EndGuardian(child_id, int(who))


ENTRIES = (register_child, change_school, guard_with, end_guardian)
