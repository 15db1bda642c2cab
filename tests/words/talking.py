"""Walking a talk: every choice of a screen (of a long list the first ones) is tried, so that no branch
of a talk shows a screen that nobody has looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select, update

from bot.dialogue.asking import Given
from bot.dialogue.book import Do, Flow, Reply, Start
from bot.dialogue.replay import Asking, Event, Finished, replay
from bot.dialogue.say import NOTHING
from bot.dialogue.screen import Screen
from bot.dialogue.talk import Talk
from models.access.signed import link_for_me
from models.gate import run
from models.refusals import Refusal
from models.register.tables import Person
from models.work import Work
from tests.areas import each
from tests.permissions.town import WORDS, SmallTown
from tests.words.screens import BOOK, chat_of

MOST = 100
WIDE = {"help": 500, "notice": 600}
"""States of a talk that are looked at; the catalogue is a wide one."""
TYPED = {
    "building": "3", "unit": "2", "door": "401", "phone": "10000001234", "called": "Guan",
    "name": "Guan", "born": "1948-5-3", "birthday": "2017-5-3", "day": "2027-05-01",
    "school": "Green School", "digits": "0021", "minutes": "45", "part": "桂兰", "other.name": "Guan", "other.relation": "friend",
    "whom": "桂兰", "first": "2026-12-10", "until": "2026-12-20", "checked_on": "2026-12-1",
    "other.building": "3", "other.unit": "2", "other.door": "401", "where": "here", "title": "Winter clothes",
    "link": "https://meeting.example/a", "places": "80", "words": "Snow on Saturday.",
    "time": "25 Dec 8:00-16:00", "en": "Snow on Saturday.", "later": "tomorrow 7 am",
    "what": "Dumplings", "event.where": "here",
}  # fmt: skip
"""In Latin letters, so that no person's own words look like a text of ours left in Chinese."""
NOT_TAKEN = (Given("photo", photos=("p1",)), Given("text", "hm"))
"""Answers that fit few questions: above the question stands one line that says so."""


@dataclass(frozen=True)
class Walk:
    who: str
    args: Callable[[SmallTown], tuple[Any, ...]] = lambda _t: ()
    before: Callable[[SmallTown, Work], None] = lambda _t, _w: None


def _at_the_card(there: SmallTown, work: Work) -> None:
    """Two people live behind the card that was scanned."""
    wang = Person.id == there["wang"]
    home = work.session.scalars(select(Person.household_id).where(wang)).one()
    me = Person.id.in_((work.actor.person_id, there["yu"]))
    work.session.execute(update(Person).where(me).values(household_id=home))


def _of(name: str) -> Callable[[SmallTown], tuple[Any, ...]]:
    return lambda there: (there[name],)


def _of_case(name: str) -> Callable[[SmallTown], tuple[Any, ...]]:
    return lambda there: (str(there[name]),)


WALKS: dict[str, Walk] = {
    "help": Walk("asker"),
    "add": Walk("asker", _of_case("taken_case")),
    "cancel_case": Walk("asker", _of_case("taken_case")),
    "thank": Walk("asker", _of_case("reported_case")),
    "consent": Walk("stranger", before=_at_the_card),
    "who": Walk("stranger", before=_at_the_card),
    "settle": Walk("stranger"),
    "withdraw": Walk("resident of the place"),
    "called": Walk("asker"),
    "it_is_me": Walk("stranger", lambda t: (link_for_me(t["wang"], t.clock.now()), "digits")),
    "accept": Walk("offered", _of("open_offer")),
    "finish": Walk("taker", _of("taken_offer")),
    "minutes": Walk("taker", _of("reported_offer")),
    "tasknote": Walk("taker", _of("taken_offer")),
    "join": Walk("stranger"),
    "assign": Walk("coordinator", _of_case("offered_case")),
    "take_case": Walk("coordinator", _of_case("offered_case")),
    "say_to_asker": Walk("coordinator", _of_case("offered_case")),
    "give_role": Walk("coordinator"),
    "alarm_where": Walk("asker", lambda t: (str(t["alarm"]), "neighbour")),
}
for _area in each("walks"):
    WALKS |= _area.WALKS


Look = Callable[[Screen, int], list[str]]
"""What is wrong with a screen; the number is of lines above the question."""


def walk_talk(
    work: Work, flow: Flow, args: tuple[Any, ...], look: Look, hides: frozenset[str] = NOTHING
) -> tuple[list[str], set[str], set[str]]:
    """What was found, the keys of the questions that were put, and how the talk ended."""
    start = Talk(flow.name, 1, flow.version, work.town_number, work.now, args=args)
    waiting: list[tuple[Talk, Event]] = [(start, "show")]
    found: list[str] = []
    seen: set[str] = set()
    tried: set[str] = set()
    asked: set[str] = set()
    ended: set[str] = set()
    while waiting and len(seen) < WIDE.get(flow.name, MOST):
        talk, event = waiting.pop()
        reader = chat_of(work, "zh", hides=hides).reader
        outcome = replay(flow.run, talk, event, reader, work)
        if isinstance(outcome, Finished):
            ended.add(str(getattr(outcome.result, "kind", outcome.result)))
            screens = _end(work, flow, outcome, hides)
        elif isinstance(outcome, Asking):
            screens = [outcome.screen]
            asked.add(outcome.talk.asked.key if outcome.talk.asked else "")
            state = _state(outcome.talk)
            if state not in seen:
                seen.add(state)
                waiting.extend(_next(outcome.talk, tried))
        else:
            screens = []
        more = int(event in NOT_TAKEN)
        for screen in screens:
            found += look(screen, more)
    return sorted(set(found)), asked, ended


def _state(talk: Talk) -> str:
    """Where a talk stands, whatever number the question has by now."""
    asked = replace(talk.asked, step=0) if talk.asked is not None else None
    return repr((talk.answers, sorted(talk.kept), talk.changing, asked))


def _next(talk: Talk, tried: set[str]) -> list[tuple[Talk, Event]]:
    """What can be done here, the last first: go on, tap what is shown, type what does not fit.

    Change and what does not fit are tried once at each question, not in each of its states."""
    asked = talk.asked
    if asked is None:
        return []
    options = [option for option in asked.options if not option.startswith("t.")]
    ways_on = [option for option in options if option in ("~done", "~yes")]
    beside = [option for option in options if option.startswith(("~change", "~set.", "~be."))]
    events: list[Event] = []
    if asked.key + asked.mode not in tried:
        tried.add(asked.key + asked.mode)
        events = [*NOT_TAKEN, *(Given("tap", option) for option in beside)]
    rest = [option for option in options if option not in (*ways_on, *beside)]
    if asked.key.endswith(("community", "estate")):
        rest = rest[-2:]  # one place is asked like another
    events += [Given("tap", option) for option in rest]
    if not set(options) - {"~skip", "~done"}:
        events.append(Given("text", TYPED.get(asked.key, WORDS)))
    events += [Given("tap", option) for option in ways_on]
    return [(talk, event) for event in events]


def _end(work: Work, flow: Flow, outcome: Finished, hides: frozenset[str]) -> list[Screen]:
    """Run the command it came to, see what is said, and undo it."""
    if outcome.result is None or flow.then is None:
        return []
    screens: list[Screen] = []
    point = work.session.begin_nested()
    try:
        result = run(work, outcome.result)
        work.session.flush()
        work.session.expire_all()
        _show(flow.then(chat_of(work, "zh", hides=hides), result), screens)
    except Refusal as refusal:
        screens.append(Screen((BOOK.sentence(chat_of(work, "zh", hides=hides), refusal),)))
    finally:
        point.rollback()
        work.session.expire_all()
    return screens


def _show(reply: Reply, screens: list[Screen]) -> None:
    if isinstance(reply, tuple):
        for part in reply:
            _show(part, screens)
    elif isinstance(reply, Screen):
        screens.append(reply)
    else:
        assert isinstance(reply, Do | Start) or reply is not None
