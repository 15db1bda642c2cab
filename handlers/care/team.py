"""The family doctors' list of whom something is due for: numbers first, then people by day, then one.

A list says who, where and until when. What is due, and so perhaps an illness, stands only in the
opened item, and that somebody opened it is written down where the person can read it.
"""

from __future__ import annotations

from functools import reduce

from bot.dialogue.book import Do, Entry, Reply, Start, tap, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, say
from bot.dialogue.screen import Button, Screen
from handlers.care import texts
from handlers.care.words import HOME, LISTS, day, line, number, today
from handlers.details import own_chat_at
from handlers.duty.names import door_of, full_name, phone_buttons
from models.care.commands import AskForVisit, EndCondition, MarkDone, NotDoneYet, OpenHealth
from models.care.queries import Opened, health_of, opened_item, whose_item
from models.care.tables import DOUBTED, IS_SAID, SAID
from models.care.teams import LISTS as WHICH
from models.care.teams import due_counts, due_list, due_numbers
from models.refusals import NotFound

PAGE = 4
RESULTS = {"c": "controlled", "u": "uncontrolled", "d": ""}
"""What a button's one letter says of how it was."""


@tap("care_team")
def care_team(chat: Chat) -> Reply:
    counts = due_counts(chat.work)
    lists = [
        Button(
            texts.LIST_AND_COUNT(list=texts.LISTS[which], count=counts[which]),
            tap_token("care_list", which, 0),
        )
        for which in WHICH
    ]
    kinds = Button(texts.BY_KIND, tap_token("care_kinds"), style="small")
    return Screen((texts.NUMBERS(**counts),), (*lists, kinds, HOME))


@tap("care_kinds")
def care_kinds(chat: Chat) -> Reply:
    """Numbers of each rule, without a name."""
    lines = [
        texts.OF_KIND(kind=chat.town.care_rule(rule).name, overdue=late, soon=soon)
        for rule, late, soon in due_numbers(chat.work)
    ]
    return Screen(tuple(lines[:PAGE]), (LISTS, HOME))


@tap("care_list")
def care_list(chat: Chat, which: str, page: str) -> Reply:
    """What is longest overdue first, four at a time."""
    if which not in texts.LISTS:
        raise NotFound("list")
    at = number(page)
    rows = due_list(chat.work, which, start=at * PAGE, most=PAGE + 1)
    if not rows:
        return Screen((texts.NOBODY(list=texts.LISTS[which]),), (LISTS, HOME))
    people = [Button(line(chat, one), tap_token("care_open", one.item_id)) for one in rows[:PAGE]]
    more = (Button(texts.NEXT, tap_token("care_list", which, at + 1)),) if len(rows) > PAGE else ()
    title = texts.LIST_TITLE(list=texts.LISTS[which])
    return Screen((title,), (*people, *more, LISTS, HOME))


# -- one of them -------------------------------------------------------------------------------------
@tap("care_open")
def care_open(chat: Chat, item_id: str) -> Reply:
    """Noted first, then shown."""
    found = number(item_id)
    look = OpenHealth(whose_item(chat.work, found), say(texts.WHY_LOOK, "zh"))
    return Do(look, lambda chat, _person_id: item_screen(chat, found))


def item_screen(chat: Chat, item_id: int) -> Screen:
    opened = opened_item(chat.work, item_id)
    if opened.item.state not in ("open", "booked"):
        return Screen((texts.OVER,), (LISTS, HOME))
    who = texts.WHO(who=full_name(opened.person), where=door_of(chat, opened.home))
    what = texts.WHAT_BY(kind=opened.rule.name, day=day(chat, opened.item.due_on))
    last = texts.LAST_DONE(day=day(chat, opened.last)) if opened.last else texts.NEVER_DONE
    return Screen(
        (who, what, last, _how_it_stands(chat, opened)),
        (*phone_buttons(opened.person), *_ticks(opened), *_more(opened), LISTS, HOME),
        details_at=own_chat_at(chat),
    )


def _how_it_stands(chat: Chat, opened: Opened) -> Sayable:
    if opened.item.result == DOUBTED:
        return texts.NOT_CONFIRMED
    if opened.item.result == SAID:
        return texts.SAYS_DONE
    if opened.booked is not None:
        return texts.HAS_TIME(day=day(chat, opened.booked.ends_at.date()))
    return texts.ASKED(times=opened.item.rung) if opened.item.rung else texts.NOT_ASKED


def _ticks(opened: Opened) -> tuple[Button, ...]:
    item = opened.item.id
    if opened.rule.sooner_days:
        return (
            Button(texts.CONTROLLED, tap_token("care_done", item, "c"), style="main"),
            Button(texts.UNCONTROLLED, tap_token("care_done", item, "u")),
        )
    return (Button(texts.DONE, tap_token("care_done", item, "d"), style="main"),)


def _more(opened: Opened) -> tuple[Button, ...]:
    item = opened.item.id
    said = opened.item.result in IS_SAID
    instead = (
        Button(texts.NOT_DONE, tap_token("care_not_yet", item))
        if said
        else Button(texts.VISIT_THEM, tap_token("care_go", item))
    )
    return (
        Button(texts.NOT_TODAY, tap_token("care_other_day", item)),
        instead,
        Button(texts.HEALTH, tap_token("care_health", opened.person.id), style="small"),
    )


@tap("care_done")
def care_done(chat: Chat, item_id: str, result: str) -> Reply:
    if result not in RESULTS:
        raise NotFound("result")
    return Do(MarkDone(number(item_id), today(chat), RESULTS[result]), done_screen)


def done_screen(chat: Chat, item_id: int) -> Screen:
    """That it is written down, and when the next one is due."""
    opened = opened_item(chat.work, item_id)
    open_now = health_of(chat.work, opened.person.id).due
    following = next((due for _id, rule, due in open_now if rule == opened.rule.id), None)
    said: Sayable = texts.IS_DONE_LAST
    if following is not None:
        said = texts.IS_DONE(day=day(chat, following))
    return Screen((said,), (LISTS, HOME), keeps=True)


@tap("care_other_day")
def care_other_day(chat: Chat, item_id: str) -> Reply:
    return Start("care_done_on", (item_id,))


@tap("care_not_yet")
def care_not_yet(chat: Chat, item_id: str) -> Reply:
    return Do(NotDoneYet(number(item_id)), _asks_again)


def _asks_again(_chat: Chat, _item_id: int) -> Screen:
    return Screen((texts.ASKS_TOMORROW,), (LISTS, HOME), keeps=True)


@tap("care_go")
def care_go(chat: Chat, item_id: str) -> Reply:
    return Do(AskForVisit(number(item_id)), _sent)


def _sent(_chat: Chat, made: bool) -> Screen:  # noqa: FBT001 - a command's result
    line = texts.WORKER_GOES if made else texts.WORKER_KNOWS
    return Screen((line,), (LISTS, HOME), keeps=True)


# -- what is followed up -----------------------------------------------------------------------------
@tap("care_health")
def care_health(chat: Chat, person_id: str) -> Reply:
    look = OpenHealth(number(person_id), say(texts.WHY_LOOK, "zh"))
    return Do(look, health_screen)


def health_screen(chat: Chat, person_id: int, *before: Sayable) -> Screen:
    """The illnesses that are followed up, what is due, and noting or ending one."""
    health = health_of(chat.work, person_id)
    who = texts.WHO(who=full_name(health.person), where=door_of(chat, health.home))
    names: list[Sayable] = [chat.town.condition(one).name for one, _since in health.conditions]
    followed: Sayable = texts.NOT_FOLLOWED
    if names:
        followed = texts.FOLLOWED(names=reduce(_and, names))
    due: list[Sayable] = [
        texts.DUE_BY(kind=chat.town.care_rule(rule).name, day=day(chat, by))
        for _item, rule, by in health.due
    ]
    lines = (*before, who, followed, *((reduce(_and, due),) if due else ()))
    note = Button(texts.NOTE_ONE, tap_token("care_note", person_id))
    ends = [
        Button(
            texts.END_ONE(name=chat.town.condition(one).name),
            tap_token("care_end", person_id, one, "ask"), style="small",
        )
        for one, _since in health.conditions
    ]  # fmt: skip
    return Screen(lines, (note, *ends, LISTS, HOME), details_at=own_chat_at(chat))


def _and(some: Sayable, more: Sayable) -> Sayable:
    return texts.SOME_MORE(some=some, more=more)


@tap("care_note")
def care_note(chat: Chat, person_id: str) -> Reply:
    return Start("care_condition", (person_id,))


@tap("care_end")
def care_end(chat: Chat, person_id: str, condition: str, sure: str) -> Reply:
    """Asked once more: what is due for it goes with it."""
    found = number(person_id)
    name = next((one.name for one in chat.town.conditions if one.id == condition), None)
    if name is None:
        raise NotFound("condition")
    if sure == "yes":
        return Do(EndCondition(found, condition), _ended)
    yes = Button(texts.YES_END, tap_token("care_end", found, condition, "yes"))
    keep = Button(texts.NO_KEEP, tap_token("care_health", found), style="main")
    return Screen((texts.SURE(name=name),), (yes, keep))


def _ended(chat: Chat, person_id: int) -> Screen:
    return health_screen(chat, person_id, texts.ENDED)


ENTRIES: tuple[Entry, ...] = (
    care_team, care_kinds, care_list, care_open, care_done, care_other_day, care_not_yet, care_go,
    care_health, care_note, care_end,
)  # fmt: skip
