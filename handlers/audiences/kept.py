"""Audiences under a name: keeping the one a notice was for, looking at those kept, dropping one."""

from __future__ import annotations

from bot.dialogue.asking import Wrong
from bot.dialogue.book import Do, Entry, Reply, Start, flow, tap, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.screen import Button, Screen
from handlers.audiences import texts
from handlers.audiences.words import sentence
from handlers.duty.lists import BACK_TO_DESK
from models.audiences.keeping import LONGEST, DropAudience, KeepAudience
from models.audiences.queries import audience_of, kept_audience, kept_audiences
from models.cleaning import clean_name
from models.gate import Command

PAGE = 5


def _kept(chat: Chat, saved_id: int) -> Reply:
    name = kept_audience(chat.work, saved_id).name
    return Screen((texts.KEPT_AS(name=name),), (_ALL, BACK_TO_DESK), keeps=True)


@tap("keep_whom")
def keep_whom(_chat: Chat, notice_id: str) -> Reply:
    """From the screen of a notice."""
    return Start("keep_audience", (notice_id,))


@flow("keep_audience", say=texts.KEEP, then=_kept)
def keep_audience(chat: Chat, notice_id: str) -> Command[int]:
    """The people of a notice, under a name for the next time."""
    place_id, expression = audience_of(chat.work, int(notice_id))
    name = chat.ask("name", texts.WHICH_NAME, parse=_name)
    return KeepAudience(place_id, name, expression)


def _name(typed: str) -> str:
    name = clean_name(typed)
    if not name or len(name) > LONGEST:
        raise Wrong(texts.NAME_LONG(most=LONGEST))
    return name


@tap("kept_all")
def kept_all(chat: Chat, page: str) -> Reply:
    """What is kept at the reader's places."""
    number = int(page) if page.isdecimal() else 0
    found = kept_audiences(chat.work)
    shown = found[number * PAGE : (number + 1) * PAGE]
    if not shown:
        return Screen((texts.NOTHING_KEPT,), (BACK_TO_DESK,))
    buttons = [Button(one.name, tap_token("kept_one", one.id)) for one in shown]
    if len(found) > (number + 1) * PAGE:
        buttons.append(Button(texts.NEXT, tap_token("kept_all", number + 1)))
    return Screen((texts.KEPT_ONES,), (*buttons, BACK_TO_DESK))


@tap("kept_one")
def kept_one(chat: Chat, saved_id: str) -> Reply:
    kept = kept_audience(chat.work, int(saved_id))
    whom = sentence(chat.work, kept.expression, kept.place_id)
    drop = Button(texts.DROP, tap_token("drop_kept", kept.id), style="small")
    return Screen((texts.KEPT_IS(name=kept.name, sentence=whom),), (_ALL, drop))


@tap("drop_kept")
def drop_kept(_chat: Chat, saved_id: str) -> Reply:
    return Do(DropAudience(int(saved_id)), then=_dropped)


def _dropped(_chat: Chat, _nothing: None) -> Reply:
    return Screen((texts.DROPPED,), (_ALL, BACK_TO_DESK), keeps=True)


_ALL = Button(texts.KEPT_LIST, tap_token("kept_all", 0), style="small")

ENTRIES: tuple[Entry, ...] = (keep_whom, keep_audience, kept_all, kept_one, drop_kept)
