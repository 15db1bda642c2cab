"""Before it goes out: how it looks, whom it reaches and how, and how long that takes."""

from __future__ import annotations

from functools import reduce
from math import ceil

from bot.dialogue.book import Entry, says, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.pace import NO_LIMIT
from bot.dialogue.say import Sayable, Text
from bot.dialogue.screen import Button, Screen
from handlers import when
from handlers.notices import texts
from handlers.notices.looks import file_button, kind_of, lines_of, photos_of, quoted, run_on
from handlers.notices.parts import long_one, parts_of
from models.notices.messages import NoticeCounted, NoticeTried
from models.notices.queries import file_of
from models.notices.reckoning import Reckoned, reckoned
from models.notices.sending import needs_agreeing
from models.notices.tables import Notice

_WHY = (("no_account", texts.NO_ACCOUNT), ("opted_out", texts.OPTED_OUT), ("withdrew", texts.WITHDREW))  # fmt: skip
_LONG = 90
"""From so many minutes on it is said in hours."""


@says(NoticeCounted)
def counted(chat: Chat, message: NoticeCounted) -> Screen | None:
    notice = chat.work.session.get(Notice, message.notice_id)
    if notice is None or notice.by_id != chat.reader.person_id:
        return None
    if notice.state == "empty":
        return _nobody(notice)
    return preview(chat, notice) if notice.state == "ready" else None


def preview(chat: Chat, notice: Notice) -> Screen:
    """Talk F: the text, the count, and the four ways on."""
    return Screen(
        (texts.LOOKS, quoted(chat, notice, kind_of(chat.town, notice.kind)),
         counts_line(notice), run_on(_how(chat, notice))),
        (
            Button(texts.SEND, tap_token("notice_send", notice.id), style="main"),
            Button(texts.CHANGE, tap_token("notice_change", notice.id)),
            Button(texts.TRY, tap_token("notice_try", notice.id)),
            Button(texts.DROP, tap_token("notice_drop", notice.id), style="small"),
            Button(texts.LATER, tap_token("notice_later", notice.id), style="small"),
        ),
        keeps=True,
    )  # fmt: skip


def _nobody(notice: Notice) -> Screen:
    again = Button(texts.CHOOSE_AGAIN, tap_token("notice_whom", notice.id))
    drop = Button(texts.DROP, tap_token("notice_drop", notice.id), style="small")
    return Screen((texts.NOBODY,), (again, drop), keeps=True)


# -- the count ---------------------------------------------------------------------------------------
def counts_line(notice: Notice) -> Sayable:
    """一共 126 户：手机能收到 97 户，家里人代收 11 户，手机收不到 18 户，要打电话或上门。"""
    found = reckoned(notice)
    pattern = texts.HOMES_COUNTED if notice.counts == "households" else texts.PEOPLE_COUNTED
    ways = {way: found.ways.get(way, 0) for way in ("phone", "family", "none")}
    line = pattern(total=notice.total, **ways)
    reasons = _reasons(found)
    said = texts.WHY_NOT(count=line, why=reasons) if reasons else line
    to_go = notice.must_reach and ways["none"]
    return (texts.CALL_OR_GO if to_go else texts.NOT_CALLED)(count=said)


def _reasons(found: Reckoned) -> Sayable:
    """Why some are not reached; nothing where it is the usual: they have no phone here."""
    why = [label(n=found.why_not[code]) for code, label in _WHY if found.why_not.get(code)]
    if not why or set(found.why_not) == {"no_account"}:
        return ""
    return reduce(lambda some, more: texts.TWO_REASONS(some=some, more=more), why)


# -- how it goes ---------------------------------------------------------------------------------------
def _how(chat: Chat, notice: Notice) -> list[Sayable]:
    """What else is to be known, in sentences: which way, how long, when, and who has to agree."""
    said: list[Sayable] = []
    if notice.must_reach:
        said.append(texts.EVERY_DOOR if notice.counts == "households" else texts.EVERY_ONE)
    found = reckoned(notice)
    if len(found.channels) > 1:
        said.append(_channels(found))
    said.append(takes(chat, notice, found))
    said.extend(long_one(chat, notice))
    if notice.send_at > chat.work.now:
        said.append(texts.GOES_AT(when=when.at(notice.send_at)))
    if needs_agreeing(chat.work, notice):
        said.append(texts.NEEDS_YES)
    said.extend(_file(chat, notice))
    return said


def _file(chat: Chat, notice: Notice) -> list[Sayable]:
    """What goes with it, or why it does not."""
    file = file_of(chat.work, notice)
    if file is None:
        return []
    if file.state == "rejected":
        return [texts.FILE_FAULTS[file.fault or "broken"]]
    return [texts.WITH[file.kind]]


def _channels(found: Reckoned) -> Text:
    each = [
        texts.BY_CHANNEL(channel=texts.CHANNEL_NAMES.get(name, name), n=many)
        for name, many in sorted(found.channels.items())
    ]
    return texts.CHANNELS(
        list=reduce(lambda some, more: texts.TWO_REASONS(some=some, more=more), each)
    )


def takes(chat: Chat, notice: Notice, found: Reckoned) -> Text:
    """At the pace of its channels, each for itself; less than a minute is one."""
    parts = parts_of(chat, notice) + len(photos_of(chat.work, notice))
    paces = {name: chat.paces.get(name, NO_LIMIT).per_second for name in found.channels}
    seconds = [many * parts / paces[name] for name, many in found.channels.items() if paces[name]]
    minutes = max(ceil(max(seconds, default=0) / 60), 1)
    if minutes > _LONG:
        return texts.TAKES_HOURS(n=ceil(minutes / 60))
    return texts.TAKES_MINUTES(n=minutes)


# -- to its writer alone ---------------------------------------------------------------------------------
@says(NoticeTried)
def tried(chat: Chat, message: NoticeTried) -> Screen | None:
    """As the others will see it; its buttons do nothing yet, but that to its file."""
    notice = chat.work.session.get(Notice, message.notice_id)
    if notice is None or notice.state not in ("draft", "ready", "waiting", "set"):
        return None
    shown = lines_of(notice, chat.reader.language)
    file = file_button(chat.work, notice)
    return Screen((texts.TRIED, *shown), file, photos=photos_of(chat.work, notice), keeps=True)


ENTRIES: tuple[Entry, ...] = (counted, tried)
