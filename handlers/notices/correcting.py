"""Putting right what is out already: another time, or other words."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from bot.dialogue.asking import Choice
from bot.dialogue.book import Entry, Reply, Start, flow, tap
from bot.dialogue.chat import Chat
from bot.dialogue.screen import Screen
from handlers import when
from handlers.notices import spans, texts
from handlers.notices.asking import ask_english, ask_words
from handlers.notices.composing import Gaps, before, compose, read_on, where_in, who_sends
from handlers.notices.looks import kind_of
from handlers.notices.span_words import said
from models.audiences.expressions import from_json
from models.gate import Command
from models.notices.queries import notice_of
from models.notices.refusals import NoticeMovedOn
from models.notices.sending import ONCE_OUT, CorrectNotice, correction_held
from models.notices.tables import Notice
from models.town.local import Local
from models.town.notices import NoticeKind

NOW, MORNING = "now", "morning"


def _corrected(_chat: Chat, _version: int) -> Reply:
    return Screen((texts.CORRECTED,), keeps=True)


@tap("notice_correct")
def correct(chat: Chat, notice_id: str) -> Reply:
    notice = notice_of(chat.work, int(notice_id))
    if notice.state not in ONCE_OUT:
        raise NoticeMovedOn(notice.id, notice.state)
    return Start("notice_correct", (notice.id,))


@flow("notice_correct", say=texts.CORRECT, then=_corrected)
def correct_notice(chat: Chat, notice_id: int) -> Command[int]:
    """A prepared outage is given its new time, anything else new words; looked over once."""
    notice = notice_of(chat.work, notice_id)
    kind = kind_of(chat.town, notice.kind)
    if kind is not None and kind.form == "outage":
        return _new_time(chat, notice, kind)
    words, english = ask_words(chat, question=texts.CORRECT_WORDS), ask_english(chat)
    hour = _hour(chat, notice, notice.expires_at)
    chat.confirm(texts.QUOTED_ALONE(words=words), yes=texts.YES_CORRECT)
    return CorrectNotice(notice.id, words, english, loud=hour == NOW, held=hour == MORNING)


def _new_time(chat: Chat, notice: Notice, kind: NoticeKind) -> CorrectNotice:
    typed = chat.ask("time", texts.CORRECT_TIME, parse=partial(_span, chat), what=texts.TIME)
    span = spans.restored(typed)
    day = read_on(chat, None)
    words: Local = compose(kind, Gaps(
        when=said(span, day),
        where=where_in(chat.town, from_json(notice.audience), notice.place_id),
        who=who_sends(chat.town, notice.place_id), before=before(span, day),
    ))  # fmt: skip
    hour = _hour(chat, notice, span.begins or notice.expires_at)
    chat.confirm(texts.QUOTED_ALONE(words=words), yes=texts.YES_CORRECT)
    return CorrectNotice(
        notice.id,
        words.zh,
        words.en,
        span.begins,
        span.ends,
        loud=hour == NOW,
        held=hour == MORNING,
    )


def _hour(chat: Chat, notice: Notice, expires_at: datetime) -> str:
    """Where the night would hold it past its use, whoever sends it decides; else nobody is asked."""
    if not correction_held(chat.work, notice, expires_at):
        return ""
    morning = when.by(chat.work.calendar.next_loud(chat.work.now), chat.work.now)
    choices = (Choice(NOW, texts.NOW), Choice(MORNING, texts.IN_THE_MORNING(when=morning)))
    return chat.ask(
        "hour", texts.NIGHT_ASKED(when=morning), choices=choices, what=texts.LATER_SHORT
    )


def _span(chat: Chat, typed: str) -> str:
    return spans.parsed(typed, chat.started_at)


ENTRIES: tuple[Entry, ...] = (correct, correct_notice)
