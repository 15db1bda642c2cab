"""Every telling, every refusal and every tap, as it goes out, in both languages."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from bot.dialogue.say import LANGUAGES, say
from bot.dialogue.screen import Screen
from bot.dialogue.talk import Talk
from models.alarms.refusals import AlarmAnswered, AlarmIsOver
from models.duty.refusals import CallIsDone, HandOverIsOver, HandOverTakenBy, NoCompany
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
from tests.areas import each
from tests.permissions.town import SmallTown
from tests.words.screens import BOOK, chat_of, faults, say_of
from tests.words.tapping import WALKERS, Tapping
from tests.words.tellings import SAID_IN_A_TALK, TELLINGS, Telling
from tests.words.texts import han

# -- tellings --------------------------------------------------------------------------------------


def test_every_message_type_has_words_and_is_rendered_here(small_town: SmallTown) -> None:
    rendered = {type(one.make(small_town)) for one in TELLINGS} | set(SAID_IN_A_TALK)
    # Other tests of this process may have types of their own.
    ours = {kind for kind in Message.known.values() if kind.__module__.startswith("models.")}
    assert ours == rendered
    assert set(BOOK.words) == {kind.__name__ for kind in ours}


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
    *(one for area in each("refusals") for one in area.REFUSALS),
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
def test_whatever_one_taps_from_the_first_screen_on_reads_well_and_no_tap_is_left_out(
    small_town: SmallTown,
) -> None:
    tapped: set[str] = set()
    for walker in WALKERS:
        tapping = Tapping(small_town, walker)

        def job(work: Work, tapping: Tapping = tapping) -> tuple[list[str], set[str]]:
            return tapping.walk(work, lambda screen: faults(screen, work))

        found, taps = small_town.tries(walker, job)
        assert found == [], walker
        tapped |= taps
    assert not sorted(set(BOOK.taps) - tapped)
