"""Every telling, every refusal and every tap, as it goes out, in both languages."""

from __future__ import annotations

from collections import deque
from typing import Any

import pytest
from sqlalchemy import update

from bot.dialogue.book import Do, Quiet, Reply, Start
from bot.dialogue.say import LANGUAGES, say
from bot.dialogue.screen import Screen
from bot.dialogue.talk import Talk
from handlers.menu import home
from models.alarms.refusals import AlarmAnswered, AlarmIsOver
from models.duty.refusals import CallIsDone, HandOverIsOver, HandOverTakenBy, NoCompany
from models.gate import run
from models.help.refusals import KindGone, ReopenOver, TooManyOpen
from models.help.tables import Case
from models.messages import Message
from models.refusals import NoLongerPossible, NotAllowed, NotFound, Refusal
from models.register.refusals import (
    AlarmStillOpen,
    AlreadyLinked,
    KnownAsAnother,
    LinkNotGood,
    NotOfThisHousehold,
    StillOpen,
    StillServing,
    UnknownBuilding,
)
from models.talks.messages import TalkWaiting
from models.tasks.messages import TaskOffered, TaskYours
from models.tasks.refusals import (
    AlreadyDecided,
    AlreadyTaken,
    MinutesOutOfRange,
    NotAHelper,
    OfferGone,
    OnlyProfessionals,
    TaskOver,
    UnknownCommunity,
)
from models.work import Work
from tests.permissions.town import SmallTown
from tests.words.screens import BOOK, chat_of, every_button, faults, say_of, screens_in
from tests.words.tellings import SAID_IN_A_TALK, TELLINGS, Telling
from tests.words.texts import han

# -- tellings --------------------------------------------------------------------------------------


def test_every_message_type_has_words_and_is_rendered_here(small_town: SmallTown) -> None:
    rendered = {type(one.make(small_town)) for one in TELLINGS} | set(SAID_IN_A_TALK)
    assert set(Message.known.values()) == rendered
    assert set(BOOK.words) == set(Message.known)


@pytest.mark.parametrize("number", range(len(TELLINGS)))
def test_a_telling_reads_well(small_town: SmallTown, number: int) -> None:
    one: Telling = TELLINGS[number]
    message = one.make(small_town)

    def job(work: Work) -> list[str]:
        one.before(small_town, work)
        screen = say_of(work, message)
        assert screen is not None, f"{message} is not true here: nothing was rendered"
        return faults(screen, work)

    assert small_town.tries(one.to, job) == []


def test_the_nudge_reads_well(small_town: SmallTown) -> None:
    actor = small_town.actors["asker"]

    def job(work: Work) -> list[str]:
        chat = chat_of(work, "zh", Talk("help", 1, 1, 1, work.now))
        screen = BOOK.put_into_words(chat, TalkWaiting(actor.account_id, 1))
        assert screen is not None
        return faults(screen, work)

    assert small_town.tries(actor, job) == []


@pytest.mark.parametrize("kind", range(11))
def test_every_kind_of_help_reads_well_to_those_who_go(small_town: SmallTown, kind: int) -> None:
    chosen = small_town.town.kinds[kind]

    def job(work: Work) -> list[str]:
        work.session.execute(update(Case).values(kind=chosen.id))
        work.session.expire_all()
        found = []
        for who, message in (
            ("offered", TaskOffered(small_town["open_offer"])),
            ("taker", TaskYours(small_town["taken_offer"])),
        ):
            work.actor = small_town.who(who)
            screen = say_of(work, message)
            assert screen is not None
            found += faults(screen, work)
        return found

    assert small_town.tries("offered", job) == []


# -- refusals --------------------------------------------------------------------------------------
REFUSALS: tuple[Refusal, ...] = (
    AlarmAnswered(1, 10), AlarmAnswered(1, 1), AlarmIsOver(1, "safe"), AlreadyDecided(1),
    AlreadyTaken(1), CallIsDone(1), HandOverIsOver(1), HandOverTakenBy(1, 10), KindGone(),
    MinutesOutOfRange(5, 600), NoCompany(1), NoLongerPossible("case", "closed"), NotAHelper(1),
    NotAllowed("CancelCase"), NotFound("case"), NotOfThisHousehold(), OfferGone(1), ReopenOver(7),
    TaskOver(1, "ended"), TaskOver(1, "gone"), TooManyOpen(10), UnknownBuilding("yangguang_xiaoqu"),
    UnknownCommunity(), OnlyProfessionals(1), StillOpen(2), StillServing(), LinkNotGood("forged"),
    LinkNotGood("expired"), LinkNotGood("out_of_use"), AlreadyLinked(), KnownAsAnother(),
    AlarmStillOpen(),
)  # fmt: skip


def test_every_refusal_has_a_sentence() -> None:
    assert {type(one) for one in REFUSALS} == set(Refusal.known.values())
    assert set(BOOK.refusals) == set(Refusal.known)


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda one: type(one).__name__)
def test_a_refusal_is_one_friendly_sentence(small_town: SmallTown, refusal: Refusal) -> None:
    def job(work: Work) -> list[str]:
        sentence = BOOK.sentence(chat_of(work, "zh"), refusal)
        assert all(say(sentence, language) for language in LANGUAGES)
        assert han(say(sentence, "zh")) <= 40
        return faults(Screen((sentence,)), work)

    assert small_town.tries("asker", job) == []


# -- taps ------------------------------------------------------------------------------------------
WALKERS = (
    "stranger", "newcomer by a card", "asker", "resident of the place", "offered", "taker", "grid worker", "coordinator",
    "admin",
)  # fmt: skip
DEPTH = 5
BESIDE: dict[str, tuple[str, ...]] = {
    "stranger": ("t.read_consent", "t.go_on", "t.help_kind.heating"),
    "newcomer by a card": ("t.settle_at.g03", "t.on_telegram"),
    "asker": ("t.call_now.{alarm}", "t.safe.{alarm}", "t.alarm_for.{alarm}.self"),
    "taker": ("t.task.{taken_offer}", "t.minutes.{reported_offer}", "t.tasknote.{taken_offer}"),
    "offered": ("t.offer.{open_offer}",),
    "coordinator": ("t.desk_page.1", "t.seen_to.{taken_case}", "t.applicant.{applicant}"),
}
"""Buttons that stand on screens of their own moment: in the middle of an alarm or of a talk."""


def test_whatever_one_taps_from_the_first_screen_on_reads_well_and_no_tap_is_left_out(
    small_town: SmallTown,
) -> None:
    tapped: set[str] = set()
    for walker in WALKERS:
        found, taps = _walks(small_town, walker)
        assert found == [], walker
        tapped |= taps
    assert not sorted(set(BOOK.taps) - tapped)


def _walks(small_town: SmallTown, walker: str) -> tuple[list[str], set[str]]:
    """What reads badly on the way of one person, and the taps they made."""

    def job(work: Work) -> tuple[list[str], set[str]]:
        found: list[str] = []
        first: list[Screen] = [home(chat_of(work, "zh"))]
        for one in TELLINGS:
            if small_town.who(one.to) == work.actor:
                screen = say_of(work, one.make(small_town))
                first += [screen] if screen is not None else []
        done = {token.format(**small_town.ids) for token in BESIDE.get(walker, ())}
        first += [screen for token in sorted(done) for screen in _tapped(work, token)]
        waiting = deque((screen, 0) for screen in first)
        while waiting:
            screen, depth = waiting.popleft()
            found += faults(screen, work)
            for token in every_button(screen):
                found += _leads_nowhere(token)
                if token in done or not token.startswith("t.") or depth >= DEPTH:
                    continue
                done.add(token)
                waiting.extend((after, depth + 1) for after in _tapped(work, token))
        return sorted(set(found)), {token.split(".")[1] for token in done}

    return small_town.tries(walker, job)


def _leads_nowhere(token: str) -> list[str]:
    """A button for a talk must name one that begins without knowing more."""
    if not token.startswith("f."):
        return []
    begun = BOOK.flows.get(token.removeprefix("f."))
    return [] if begun is not None and not begun.takes else [f"{token} is no talk"]


def _tapped(work: Work, token: str) -> list[Screen]:
    """The screens after a tap; what the tap did is undone."""
    _t, name, *args = token.split(".")
    handler = BOOK.taps[name]
    if len(args) != handler.takes:
        raise AssertionError(f"{token} carries {len(args)} arguments")
    screens: list[Screen] = []
    point = work.session.begin_nested()
    try:
        _follow(work, handler.run(chat_of(work, "zh"), *args), screens)
    except Refusal as refusal:
        screens.append(Screen((BOOK.sentence(chat_of(work, "zh"), refusal),)))
    finally:
        point.rollback()
        work.session.expire_all()
    return screens


def _follow(work: Work, reply: Reply | None, screens: list[Screen]) -> None:
    if isinstance(reply, tuple):
        for part in reply:
            _follow(work, part, screens)
    elif isinstance(reply, Do):
        try:
            result: Any = run(work, reply.command)
        except Refusal as refusal:
            screens.append(Screen((BOOK.sentence(chat_of(work, "zh"), refusal),)))
            return
        work.session.flush()
        work.session.expire_all()
        if reply.then is not None:
            _follow(work, reply.then(chat_of(work, "zh"), result), screens)
    elif not isinstance(reply, Quiet | Start):
        screens.extend(screens_in(reply))
