"""The questions a notice is written by, one function each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from bot.dialogue.asking import Choice, Wrong
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable
from bot.dialogue.talk import ATTACHED
from handlers.notices import spans, texts
from handlers.notices.spans import Span
from models.notices.drafting import LONGEST
from models.notices.queries import templates_of
from models.town.local import Local
from models.town.notices import NoticeKind

SHORT_LETTERS = 40
_ANY = 10_000
"""Letters: more than a message can have. How long a notice may be is said in its own words."""
SAVED = "saved"
_OPTIONAL = (("en", texts.ENGLISH), (ATTACHED, texts.ATTACH), ("link", texts.LINK),
             ("where", texts.PLACE_TIME))  # fmt: skip


def ask_kind(chat: Chat) -> NoticeKind:
    choices = [Choice(kind.id, kind.name) for kind in chat.town.notice_kinds]
    return chat.town.notice_kind(
        chat.ask("kind", texts.WHICH_KIND, choices=choices, what=texts.KIND)
    )


def ask_span(chat: Chat, question: Sayable) -> Span:
    parse = partial(_span, chat.started_at)
    return spans.restored(chat.ask("time", question, parse=parse, what=texts.TIME))


def _span(now: datetime, typed: str) -> str:
    return spans.parsed(typed, now)


def ask_later(chat: Chat) -> datetime | None:
    """When it goes out, if that is not at once. Asked only by those who want it."""
    answer = chat.ask(
        "later", texts.LATER_ASKED, parse=partial(_one_moment, chat.started_at), default="",
        skip=texts.AT_ONCE, what=texts.LATER_SHORT,
    )  # fmt: skip
    return spans.restored(answer).begins if answer else None


def _one_moment(now: datetime, typed: str) -> str:
    span = spans.read(typed, now)
    if span.begins is None or span.ends is not None:
        raise Wrong(texts.ONE_MOMENT)
    return span.to_text()


def ask_short(chat: Chat, key: str, question: Sayable, what: Sayable) -> Local:
    """A name or a place, in one language or in both: "冬天怎么穿 / Winter clothes"."""
    typed = chat.ask(key, question, parse=partial(_short, SHORT_LETTERS), what=what)
    zh, _slash, en = (part.strip() for part in typed.partition("/"))
    return Local(zh or en, en or zh)


def _short(limit: int, typed: str) -> str:
    line = " ".join(typed.split())
    if any(len(side) > limit for side in line.split("/")):
        raise Wrong(texts.SHORTER(most=limit))
    return line


def ask_saved(chat: Chat, place_id: str) -> Mapping[str, str]:
    """Words that are kept for the next time, if somebody wants them: asked by a small button only."""
    kept = {str(one.id): one for one in templates_of(chat.work, place_id)}
    answer = chat.ask(
        SAVED, texts.WHICH_SAVED, choices=[Choice(key, one.name) for key, one in kept.items()],
        default="", skip=texts.WITHOUT, what=texts.USE if kept else "",
    )  # fmt: skip
    return kept[answer].words if answer in kept else {}


def ask_words(chat: Chat, known: str = "", question: Sayable = "") -> str:
    """``known``: kept words, which are taken as they are; they can be changed like any other."""
    extra = (Choice(f"~set.{SAVED}", texts.USE),) if chat.may_change(SAVED) else ()
    return chat.ask(
        "words", question or texts.WORDS(most=LONGEST), parse=_words, extra=extra,
        default=known or None, what=texts.WORDS_SHORT, letters=_ANY,
    )  # fmt: skip


def _words(typed: str) -> str:
    if len(typed) > LONGEST:
        raise Wrong(texts.TOO_LONG(letters=len(typed), most=LONGEST))
    return typed


def ask_english(chat: Chat, known: str = "") -> str:
    return chat.ask(
        "en",
        texts.ENGLISH_ASKED,
        parse=_words,
        default=known,
        skip=texts.WITHOUT,
        what=texts.ENGLISH,
        letters=_ANY,
    )


def ask_attached(chat: Chat) -> str:
    return chat.ask_attachment(
        ATTACHED, texts.ATTACH_ASKED, skip=texts.WITHOUT, what=texts.ATTACHED_SHORT,
        wrong=texts.FILE_FAULTS["too_large"],
    )  # fmt: skip


def ask_link(chat: Chat) -> str:
    return chat.ask(
        "link", texts.LINK_ASKED, parse=_link, default="", skip=texts.WITHOUT, what=texts.LINK_SHORT
    )


def _link(typed: str) -> str:
    if not typed.startswith("https://") or len(typed) > 300 or any(map(str.isspace, typed)):
        raise Wrong(texts.NOT_A_LINK)
    return typed


def ask_place_and_time(chat: Chat) -> str:
    return chat.ask(
        "where", texts.PLACE_TIME_ASKED, parse=partial(_short, 2 * SHORT_LETTERS), default="",
        skip=texts.WITHOUT, what=texts.PLACE_TIME_SHORT,
    )  # fmt: skip


def ask_acknowledge(chat: Chat) -> bool:
    """Asked last, with the way to whatever else one may want to add."""
    choices = (Choice("yes", texts.YES_ASK), Choice("no", texts.NO_NEED))
    extra = tuple(Choice(f"~set.{key}", label) for key, label in _OPTIONAL)
    answer = chat.ask(
        "acknowledge", texts.ACKNOWLEDGE, choices=choices, extra=extra, what=texts.ACKNOWLEDGE_SHORT
    )
    return answer == "yes"
