"""Writing a notice. It ends without a yes: the yes is said to the preview, when everybody whom it
reaches has been counted."""

from __future__ import annotations

from bot.dialogue.book import Entry, Quiet, Reply, flow
from bot.dialogue.chat import Chat
from bot.dialogue.screen import Screen
from handlers.audiences.choosing import ask_place, ask_whom
from handlers.notices import texts
from handlers.notices.asking import (
    ask_acknowledge,
    ask_attached,
    ask_english,
    ask_kind,
    ask_later,
    ask_link,
    ask_place_and_time,
    ask_saved,
    ask_short,
    ask_span,
    ask_words,
)
from handlers.notices.composing import Gaps, before, compose, read_on, where_in, who_sends
from handlers.notices.span_words import said
from models.audiences.expressions import Expression
from models.gate import Command
from models.notices.drafting import WriteNotice, takes_a_while
from models.town.notices import NoticeKind


def _written(chat: Chat, notice_id: int) -> Reply:
    """The preview comes by itself; only where a city is counted somebody has to wait for it."""
    if takes_a_while(chat.work, notice_id):
        return Screen((texts.COUNTING,), keeps=True)
    return Quiet()


@flow("notice", say=texts.NEW, then=_written)
def notice(chat: Chat, instead: int) -> Command[int]:
    """``instead``: a draft that this one takes the place of, 0 for none."""
    kind = ask_kind(chat)
    place = ask_place(chat)
    whom = ask_whom(chat, kind, place)
    ask = {"outage": _outage, "event": _event, "free": _own}[kind.form]
    return ask(chat, kind, place, whom, instead or None)


def _outage(
    chat: Chat, kind: NoticeKind, place: str, whom: Expression, instead: int | None
) -> WriteNotice:
    span = ask_span(chat, texts.SINCE_UNTIL)
    later = ask_later(chat)
    chat.change_first()
    day = read_on(chat, later)
    words = compose(kind, Gaps(
        when=said(span, day), where=where_in(chat.town, whom, place),
        who=who_sends(chat.town, place), before=before(span, day),
    ))  # fmt: skip
    return WriteNotice(
        kind.id, place, whom, words.zh, words.en, begins_at=span.begins, ends_at=span.ends,
        send_at=later, instead_id=instead, answers=chat.answers,
    )  # fmt: skip


def _event(
    chat: Chat, kind: NoticeKind, place: str, whom: Expression, instead: int | None
) -> WriteNotice:
    what = ask_short(chat, "what", texts.EVENT_NAME, texts.NAME)
    span = ask_span(chat, texts.EVENT_TIME)
    where = ask_short(chat, "event.where", texts.EVENT_WHERE, texts.WHERE)
    link, attached = ask_link(chat), ask_attached(chat)
    later = ask_later(chat)
    chat.change_first()
    day = read_on(chat, later)
    words = compose(kind, Gaps(
        when=said(span, day), where=where, what=what, who=who_sends(chat.town, place)
    ))  # fmt: skip
    return WriteNotice(
        kind.id, place, whom, words.zh, words.en, link=link, begins_at=span.begins,
        ends_at=span.ends, send_at=later, attached=attached, instead_id=instead,
        answers=chat.answers,
    )  # fmt: skip


def _own(
    chat: Chat, kind: NoticeKind, place: str, whom: Expression, instead: int | None
) -> WriteNotice:
    known = ask_saved(chat, place)
    words, english = ask_words(chat, known.get("zh", "")), ask_english(chat, known.get("en", ""))
    attached, link, where = ask_attached(chat), ask_link(chat), ask_place_and_time(chat)
    acknowledge = ask_acknowledge(chat)
    later = ask_later(chat)
    chat.change_first()
    return WriteNotice(
        kind.id, place, whom, words, english, link=link, where=where, send_at=later,
        acknowledge=acknowledge, attached=attached, instead_id=instead, answers=chat.answers,
    )  # fmt: skip


ENTRIES: tuple[Entry, ...] = (notice,)
