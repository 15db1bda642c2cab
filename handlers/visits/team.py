"""The doctors' list of today: who comes, opened to what they said, and ticked off with one tap."""

from __future__ import annotations

from bot.dialogue.book import Do, Reply, Start, tap, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, private, say
from bot.dialogue.screen import Button, Screen
from handlers import when
from handlers.care import texts as care
from handlers.care.team import RESULTS, done_screen
from handlers.care.words import today
from handlers.details import own_chat_at
from handlers.duty.names import door_of, full_name, phone_buttons
from handlers.visits import texts
from handlers.visits.words import HOME_BUTTON
from models.care.commands import MarkDone, OpenHealth
from models.care.queries import whose_item
from models.refusals import NotFound
from models.visits.attending import Marked, MarkVisit
from models.visits.listing import (
    Expected,
    OpenedVisit,
    OpenVisit,
    opened_visit,
    todays_count,
    todays_visits,
)

PAGE = 5
_TODAY = Button(texts.BACK_TO_TODAY, tap_token("visits_today", 0), style="small")


@tap("visits_today")
def visits_today(chat: Chat, page: str) -> Reply:
    """Five at a time, in the order they come."""
    number = int(page) if page.isdecimal() else 0
    rows = todays_visits(chat.work, start=number * PAGE, most=PAGE + 1)
    if not rows:
        return Screen((texts.TODAY_NOBODY,), (HOME_BUTTON,))
    buttons = [Button(_line(one), tap_token("visit_open", one.booking_id)) for one in rows[:PAGE]]
    if len(rows) > PAGE:
        buttons.append(Button(texts.NEXT, tap_token("visits_today", number + 1)))
    title = texts.TODAY_COUNT(count=todays_count(chat.work))
    return Screen((title,), (*buttons, HOME_BUTTON))


def _line(one: Expected) -> Sayable:
    name = private("name", one.name) or texts.SOMEBODY_NAMELESS
    sentence = texts.LINE_HOME if one.at_home else texts.LINE
    line = sentence(time=when.clock(one.begins_at), name=name)
    mark = _mark(one.attended, left=one.gone_home)
    return texts.LINE_MARKED(line=line, mark=texts.MARKS[mark]) if mark else line


def _mark(attended: str, *, left: bool) -> str:
    if attended == "present":
        return "done" if left else "arrived"
    return attended if attended in ("absent", "late") else ""


# -- one visit ---------------------------------------------------------------------------------------
@tap("visit_open")
def visit_open(_chat: Chat, booking_id: str) -> Reply:
    """That it was opened is written down before anything is shown."""
    return Do(OpenVisit(int(booking_id)), then=_opened)


def _opened(chat: Chat, booking_id: int) -> Reply:
    return _screen(chat, opened_visit(chat.work, booking_id))


def _screen(chat: Chat, one: OpenedVisit) -> Screen:
    visit = one.visit
    who = texts.ONE(
        time=when.at(visit.begins_at), name=full_name(one.person), where=door_of(chat, one.home)
    )
    mark = _mark(visit.attended, left=one.left)
    stands = (texts.HOW_IT_STANDS(mark=texts.MARKS[mark]),) if mark else ()
    return Screen(
        (who, _what_for(one.note), *stands),
        (*_ticks(visit.booking_id, mark), *phone_buttons(one.person), _TODAY),
        details_at=own_chat_at(chat),
    )


def _what_for(note: str) -> Sayable:
    """What was chosen in the reader's language; what was written as it was written."""
    if not note:
        return texts.SAID_NOTHING
    chosen = texts.TROUBLES.get(note.removeprefix("~")) if note.startswith("~") else None
    return texts.FOR_WHAT(what=private("words", chosen if chosen is not None else note))


def _ticks(booking_id: int, mark: str) -> tuple[Button, ...]:
    """What may come next; a slip is taken back, and that leaves a trace too."""
    came = Button(texts.CAME, tap_token("visit_mark", booking_id, "arrived"), style="main")
    seen = Button(texts.SEEN, tap_token("visit_mark", booking_id, "done"), style="main")
    absent = Button(texts.ABSENT, tap_token("visit_mark", booking_id, "absent"))
    slip = Button(texts.SLIP, tap_token("visit_mark", booking_id, "open"), style="small")
    postpone = Button(texts.POSTPONE, tap_token("visit_postpone", booking_id))
    return {
        "": (came, seen, absent, postpone),
        "arrived": (seen, slip),
        "done": (slip,),
        "absent": (came, postpone, slip),
        "late": (),
    }[mark]


@tap("visit_mark")
def visit_mark(_chat: Chat, booking_id: str, mark: str) -> Reply:
    return Do(MarkVisit(int(booking_id), mark), then=_marked)


def _marked(chat: Chat, marked: Marked) -> Reply:
    asks = tuple(_how_was_it(item_id) for item_id in marked.asks)
    said = Screen((texts.MARKED[marked.mark],), keeps=True)
    return (said, visits_today.run(chat, "0"), *asks)


def _how_was_it(item_id: int) -> Screen:
    """Of a follow-up that this visit was; the question says nothing of what is followed up."""
    buttons = [
        Button(care.RESULTS[result], tap_token("visit_how", item_id, letter))
        for letter, result in RESULTS.items()
        if result
    ]
    return Screen((care.HOW_WAS_IT,), tuple(buttons), keeps=True)


@tap("visit_how")
def visit_how(chat: Chat, item_id: str, result: str) -> Reply:
    """Written down like any look into what is followed up, then kept with it."""
    if result not in RESULTS:
        raise NotFound("result")
    found = int(item_id)
    look = OpenHealth(whose_item(chat.work, found), say(care.WHY_LOOK, "zh"))
    keep = MarkDone(found, today(chat), RESULTS[result])
    return Do(look, then=lambda _chat, _person_id: Do(keep, then=done_screen))


@tap("visit_postpone")
def visit_postpone(chat: Chat, booking_id: str) -> Reply:
    """Done for the patient, who hears of it: only of a visit that was opened."""
    visit = opened_visit(chat.work, int(booking_id)).visit
    return Start("move_visit", (str(visit.booking_id),), whom=visit.person_id)


ENTRIES = (visits_today, visit_open, visit_mark, visit_how, visit_postpone)
