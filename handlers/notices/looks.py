"""How a notice looks: to those it is for, and quoted in front of whoever sends it."""

from __future__ import annotations

from functools import reduce

from bot.dialogue.book import tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, Text, _
from bot.dialogue.screen import Button
from handlers.notices import texts
from models.notices.files import shown_as
from models.notices.paper import file_path
from models.notices.queries import goes_with
from models.notices.running import words_in
from models.notices.tables import Notice
from models.town.local import Local
from models.town.notices import NoticeKind
from models.town.schema import Town
from models.work import Work

_TWO = _("{some}{more}")
_UNKNOWN = Local("通知", "Notice")


def kind_of(town: Town, kind_id: str) -> NoticeKind | None:
    """None where the town has no such kind any more."""
    return next((kind for kind in town.notice_kinds if kind.id == kind_id), None)


def kind_name(town: Town, kind_id: str) -> Local:
    kind = kind_of(town, kind_id)
    return kind.name if kind is not None else _UNKNOWN


def lines_of(notice: Notice, language: str) -> tuple[str, ...]:
    """Its text, line by line, with place and time where its writer gave them."""
    words = words_in(notice, language)
    lines = [*words["text"].split("\n"), words.get("where", "")]
    return tuple(line for line in lines if line.strip())


def buttons_for(work: Work, notice: Notice, kind: NoticeKind | None) -> tuple[Button, ...]:
    """What stands under it on everybody's phone: got it, the help that goes with it, the file, the
    link."""
    buttons = []
    if notice.acknowledge:
        buttons.append(Button(texts.KNOW, tap_token("notice_know", notice.id)))
    if kind is not None and kind.help is not None and kind.help_label is not None:
        buttons.append(Button(kind.help_label, tap_token("notice_help", notice.id)))
    buttons.extend(file_button(work, notice))
    link = notice.words.get("link", "")
    if link:
        buttons.append(Button(texts.OPEN_LINK, url=link))
    return tuple(buttons)


def file_button(work: Work, notice: Notice) -> tuple[Button, ...]:
    """The way to its PDF, on every platform the same: any phone opens it."""
    if goes_with(work, notice, "file") is None:
        return ()
    return (Button(texts.SEE_FILE, url=file_path(notice.id, notice.expires_at)),)


def photos_of(work: Work, notice: Notice) -> tuple[int, ...]:
    """Its picture, as it is shown."""
    file_id = goes_with(work, notice, "photo")
    return () if file_id is None else (shown_as(file_id),)


def quoted(chat: Chat, notice: Notice, kind: NoticeKind | None) -> Sayable:
    """“……”　[知道了] [帮我接水]: the whole of it, on one line of the screen."""
    words = "\n".join(lines_of(notice, chat.reader.language))
    buttons = buttons_for(chat.work, notice, kind)
    if not buttons:
        return texts.QUOTED_ALONE(words=words)
    named: list[Text] = [texts.BUTTON(label=one.label) for one in buttons]
    row = reduce(lambda some, more: texts.SPACED(some=some, more=more), named)
    return texts.QUOTED(words=words, buttons=row)


def run_on(parts: list[Sayable]) -> Sayable:
    """Sentences one after the other on one line."""
    return reduce(lambda some, more: _TWO(some=some, more=more), parts)
