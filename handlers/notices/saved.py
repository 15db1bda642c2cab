"""Words kept for the next time."""

from __future__ import annotations

from functools import partial

from bot.dialogue.asking import Wrong
from bot.dialogue.book import Do, Entry, Reply, Start, flow, tap, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.screen import Button, Screen
from handlers.notices import texts
from models.gate import Command
from models.notices.queries import notice_of, places_of_mine, template_of, templates_of
from models.notices.templates import LETTERS, DropTemplate, KeepTemplate

MOST = 6


def _kept(_chat: Chat, _template: int) -> Reply:
    return Screen((texts.KEPT,), keeps=True)


@tap("notice_keep")
def keep(chat: Chat, notice_id: str) -> Reply:
    return Start("notice_keep", (notice_of(chat.work, int(notice_id)).id,))


@flow("notice_keep", say=texts.KEEP, then=_kept)
def keep_words(chat: Chat, notice_id: int) -> Command[int]:
    name = chat.ask("name", texts.KEEP_NAMED, parse=partial(_short, LETTERS))
    return KeepTemplate(notice_id, name)


def _short(limit: int, typed: str) -> str:
    if len(typed) > limit:
        raise Wrong(texts.SHORTER(most=limit))
    return typed


# -- using one ---------------------------------------------------------------------------------------
@tap("notice_saved")
def saved(chat: Chat) -> Reply:
    found = {one.id: one for place in places_of_mine(chat.work)
             for one in templates_of(chat.work, place.id)}  # fmt: skip
    if not found:
        return Screen((texts.NONE_SAVED,), (Button(texts.NEW, tap_token("notice_new")),))
    buttons = [
        Button(one.name, tap_token("notice_use", one.id)) for one in list(found.values())[:MOST]
    ]
    return Screen((texts.WHICH_SAVED,), (*buttons, Button(texts.HOME, "g.menu", style="small")))


@tap("notice_use")
def use(chat: Chat, template_id: str) -> Reply:
    """Its text, to be looked at; it is used, or dropped."""
    one = template_of(chat.work, int(template_id))
    text = one.words.get("zh") or one.words.get("en") or ""
    return Screen(
        (one.name, texts.QUOTED_ALONE(words=text)),
        (
            Button(texts.USE_THIS, tap_token("notice_from", one.id), style="main"),
            Button(texts.DROP_SAVED, tap_token("notice_unkeep", one.id), style="small"),
        ),
    )


@tap("notice_from")
def begin_with(chat: Chat, template_id: str) -> Reply:
    """The talk of one's own words, with these filled in: whom it is for is asked as ever."""
    one = template_of(chat.work, int(template_id))
    words = {"words": one.words.get("zh") or one.words.get("en"), "en": one.words.get("en")}
    known = tuple((key, text) for key, text in words.items() if text)
    return Start("notice", (0,), (("kind", one.kind),), kept=known)


@tap("notice_unkeep")
def unkeep(chat: Chat, template_id: str) -> Reply:
    return Do(DropTemplate(int(template_id)), lambda _c, _d: Screen((texts.SAVED_DROPPED,)))


ENTRIES: tuple[Entry, ...] = (keep, keep_words, saved, use, begin_with, unkeep)
