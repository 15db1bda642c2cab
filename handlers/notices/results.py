"""For the writer: who has not been heard of, handing them over, and what became of everybody."""

from __future__ import annotations

from bot.dialogue.book import Do, Entry, Reply, says, tap, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable
from bot.dialogue.screen import Button, Screen
from handlers.notices import round_texts as texts
from handlers.notices.progress import messages, not_arrived
from handlers.notices.round_words import (
    HOME,
    back_to_result,
    day_alone,
    grid_name,
    help_name,
    kind_name,
    kind_of,
    listed,
    number,
    staff_called,
    unit,
)
from handlers.when import clock
from models.notices.messages import NoticeChase, NoticeResult
from models.notices.progress import going
from models.notices.results import HOWS, Figures, Result, may_look, result_of
from models.notices.rounds import HandOverDoors, Share, shares
from models.notices.tables import Notice
from models.town.notices import NoticeKind

SAID_SHARES = 4
LISTED = 5


# -- chasing -------------------------------------------------------------------------------------------
@says(NoticeChase)
def chase(chat: Chat, message: NoticeChase) -> Screen | None:
    """Dropped when everybody has been heard of before it arrives."""
    if not may_look(chat.work, chat.work.session.get(Notice, message.notice_id)):
        return None
    found = result_of(chat.work, message.notice_id)
    if not found.figures.nothing or found.notice.state not in ("sending", "paused"):
        return None
    night = chat.town.notices.no_knock.opens
    line = texts.NO_KNOCKING(hour=night.hour % 12 or 12)
    return Screen((_chased(found.figures), line), _chase_buttons(found.notice.id), keeps=True)


def _chased(now: Figures) -> Sayable:
    one = unit(now.counts)
    silent: Sayable = texts.SILENT(many=now.silent, unit=one) if now.silent else ""
    others = [
        texts.PARTS[how](many=now.how(how)) for how in ("phone", "face", "note") if now.how(how)
    ]
    also: Sayable = texts.ALSO(others=listed(others)) if others else ""
    return texts.CHASE(
        total=now.total, unit=one, known=now.how("self"), family=now.how("family"), also=also,
        nothing=now.nothing, silent=silent,
    )  # fmt: skip


def _chase_buttons(notice_id: int) -> tuple[Button, ...]:
    return (
        Button(texts.WHO, tap_token("notice_who", notice_id)),
        Button(texts.GIVE, tap_token("notice_give", notice_id)),
    )


@tap("notice_who")
def notice_who(chat: Chat, notice_id: str) -> Reply:
    """By grid, each opening to its doors."""
    found = number(notice_id)
    rows = shares(chat.work, found)
    if not rows:
        return Screen((texts.ALL_HEARD,), (HOME,))
    counts = result_of(chat.work, found).figures.counts
    buttons = [
        Button(_share(chat, one, counts), tap_token("notice_grid", found, one.grid_id or "-", 0))
        for one in rows[:LISTED]
    ]
    give = Button(texts.GIVE, tap_token("notice_give", found))
    return Screen((texts.BY_GRID,), (*buttons, give, HOME))


@tap("notice_give")
def notice_give(chat: Chat, notice_id: str) -> Reply:
    """How they would be given out; nothing has happened yet."""
    found = number(notice_id)
    rows = shares(chat.work, found)
    if not rows:
        return Screen((texts.ALL_HEARD,), (HOME,))
    counts = result_of(chat.work, found).figures.counts
    said = listed([_share(chat, one, counts) for one in rows[:SAID_SHARES]])
    more = len(rows) - SAID_SHARES
    line = texts.SHARED_MANY(shares=said, more=more) if more > 0 else texts.SHARED(shares=said)
    buttons = (
        Button(texts.GO_NOW, tap_token("notice_go", found), style="main"),
        Button(texts.NOT_YET, tap_token("notice_not_yet", found)),
    )
    return Screen((line,), buttons)


def _share(chat: Chat, one: Share, counts: str) -> Sayable:
    return texts.SHARE(
        grid=grid_name(chat, one.grid_id), name=staff_called(chat, one.worker_id), many=one.many,
        unit=unit(counts, one.many),
    )  # fmt: skip


@tap("notice_go")
def notice_go(chat: Chat, notice_id: str) -> Reply:
    return Do(HandOverDoors(number(notice_id)), _they_go)


def _they_go(_chat: Chat, _result: None) -> Reply:
    return Screen((texts.THEY_GO,), (HOME,), keeps=True)


@tap("notice_not_yet")
def notice_not_yet(chat: Chat, notice_id: str) -> Reply:
    found = result_of(chat.work, number(notice_id)).notice.id
    give = Button(texts.GIVE, tap_token("notice_give", found))
    return Screen((texts.NOT_NOW,), (give, HOME), keeps=True)


# -- the result ----------------------------------------------------------------------------------------
@says(NoticeResult)
def result(chat: Chat, message: NoticeResult) -> Screen | None:
    if not may_look(chat.work, chat.work.session.get(Notice, message.notice_id)):
        return None
    return result_screen(chat, message.notice_id)


@tap("notice_result")
def notice_result(chat: Chat, notice_id: str) -> Reply:
    return result_screen(chat, number(notice_id))


def result_screen(chat: Chat, notice_id: int) -> Screen:
    """All of it in three lines: who heard how, the help, and who still goes where somebody is left."""
    found = result_of(chat.work, notice_id)
    kind, now = kind_of(chat, found.notice), found.figures
    if not found.notice.acknowledge and not found.notice.must_reach:
        out = going(chat.work, found.notice)
        return Screen((messages(out), *not_arrived(out)), (HOME,), keeps=True)
    lines = (result_line(found), *_helped(kind, now), *_still_goes(chat, found))
    buttons = (
        Button(texts.SEE_EACH, tap_token("notice_each", notice_id)),
        Button(texts.FOR_OFFICE, tap_token("notice_reply", notice_id)),
    )
    return Screen(lines, buttons, keeps=True)


def result_line(found: Result) -> Sayable:
    now = found.figures
    one, parts = unit(now.counts), _parts(found)
    if not parts:
        return texts.NOBODY_HEARD(total=now.total, unit=one)
    said: dict[str, Sayable] = {"total": now.total, "unit": one, "parts": listed(parts)}
    if now.nothing:
        return texts.NOT_ALL(**said, nothing=now.nothing)
    return texts.ALL_ACCOUNTED(**said)


def _parts(found: Result) -> list[Sayable]:
    now = found.figures
    parts: list[Sayable] = [texts.PARTS[how](many=now.how(how)) for how in HOWS if now.how(how)]
    if found.whys:  # the notes are said last
        parts[-1] = texts.NOTE_WHY(note=parts[-1], whys=listed(_whys(found)))
    return parts


def _whys(found: Result) -> list[Sayable]:
    """人在外地，电话没通: of one door as it is, of several with their numbers."""
    if found.figures.how("note") == 1:
        return [texts.WHY[why] for why in found.whys]
    return [texts.WHY_MANY(why=texts.WHY[why], many=many) for why, many in found.whys.items()]


def _helped(kind: NoticeKind | None, now: Figures) -> tuple[Sayable, ...]:
    what = help_name(kind)
    if not now.helps or what is None:
        return ()
    said: dict[str, Sayable] = {"what": what, "many": now.helps, "unit": _homes(now.helps)}
    if now.helped == now.helps:
        return (texts.HELPED_ALL(**said),)
    if not now.helped:
        return (texts.HELPED_NONE(**said),)
    return (texts.HELPED_SOME(**said, done=now.helped),)


def _homes(many: int) -> Sayable:
    """Help comes to a home, whatever was counted."""
    return unit("households", many)


def _still_goes(chat: Chat, found: Result) -> tuple[Sayable, ...]:
    """To whom those who are left were given."""
    if not found.notice.must_reach or not found.figures.left:
        return ()
    rows = shares(chat.work, found.notice.id, notes=True)
    names = dict.fromkeys(one.worker_id for one in rows)
    said = listed([staff_called(chat, person_id) for person_id in list(names)[:SAID_SHARES]])
    return (texts.STILL_GOES(names=said),)


@tap("notice_reply")
def notice_reply(chat: Chat, notice_id: str) -> Reply:
    """The honest sentence for those above, alone in a message: to be copied as it is. It names none."""
    found = result_of(chat.work, number(notice_id))
    return (
        Screen(reply_lines(chat, found), keeps=True),
        Screen((texts.COPY_IT,), (back_to_result(found.notice.id), HOME)),
    )


def reply_lines(chat: Chat, found: Result) -> tuple[Sayable, ...]:
    notice, now = found.notice, found.figures
    kind, one = kind_name(chat, notice), unit(now.counts)
    left = now.nothing
    rest = [_reply_notes(found)] if now.how("note") else []
    rest += [texts.REPLY_LEFT(nothing=left, unit=one)] if left else []
    line = texts.REPLY(
        where=chat.town.place(notice.place_id).name, day=_day(notice), kind=kind,
        total=now.total, unit=one, informed=now.informed,
        rest=_run(rest),
    )  # fmt: skip
    return (line, *_reply_helped(kind_of(chat, notice), now), texts.REPLY_AT(clock=clock(found.at)))


def _reply_notes(found: Result) -> Sayable:
    note = found.figures.how("note")
    one = unit(found.figures.counts, note)
    if not found.whys:
        return texts.REPLY_NOTES(note=note, unit=one)
    whys: list[Sayable] = [
        texts.REPLY_WHY[why]
        if note == 1
        else texts.REPLY_WHY_MANY(
            why=texts.REPLY_WHY[why], many=many, unit=unit(found.figures.counts, many)
        )
        for why, many in found.whys.items()
    ]
    return texts.REPLY_NOTES_WHY(note=note, unit=one, whys=listed(whys))


def _run(parts: list[Sayable]) -> Sayable:
    if not parts:
        return ""
    return parts[0] if len(parts) == 1 else texts.RUN(some=parts[0], more=parts[1])


def _reply_helped(kind: NoticeKind | None, now: Figures) -> tuple[Sayable, ...]:
    what = help_name(kind)
    if not now.helps or what is None:
        return ()
    said: dict[str, Sayable] = {"what": what, "many": now.helps, "unit": _homes(now.helps)}
    if now.helped == now.helps:
        return (texts.REPLY_HELPED(**said),)
    if not now.helped:
        return (texts.REPLY_HELPED_NONE(**said),)
    return (texts.REPLY_HELPED_SOME(**said, done=now.helped),)


def _day(notice: Notice) -> Sayable:
    """12月17日: the day it is about, else the day it went out."""
    return day_alone(notice.begins_at or notice.sent_at or notice.created_at)


ENTRIES: tuple[Entry, ...] = (
    chase, notice_who, notice_give, notice_go, notice_not_yet, result, notice_result, notice_reply,
)  # fmt: skip
