"""The list of pairs, the two side by side, and what the desk says about them."""

from __future__ import annotations

from functools import partial

from bot.dialogue.book import Do, Reply, tap, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, private
from bot.dialogue.screen import Button, Screen
from handlers.details import own_chat_at
from handlers.duty.lists import BACK_TO_DESK, Entry, listed
from handlers.duty.names import NOBODY_KNOWN, door_of, full_name
from handlers.merges import texts
from models.family.duplicates import Pair, Side, TellApart, pair_of, pairs
from models.family.merging import UNDO_FOR, MergePeople, UndoMerge


@tap("look_alike")
def look_alike(chat: Chat, page: str) -> Reply:
    rows = [partial(_entry, chat, pair) for pair in pairs(chat.work)]
    return listed(texts.ALIKE_ARE, texts.NONE_ALIKE, rows, int(page), "t.look_alike")


def _entry(chat: Chat, pair: Pair) -> Entry:
    one, _other = pair_of(chat.work, pair.one_id, pair.other_id)
    name = private("name", one.person.name or one.person.called) or NOBODY_KNOWN
    label = texts.PAIR(name=name, why=texts.WHY[pair.why])
    return label, tap_token("alike", pair.one_id, pair.other_id)


@tap("alike")
def alike(chat: Chat, one_id: str, other_id: str) -> Reply:
    """The two, side by side: what tells them apart must be seen before they are made one."""
    one, other = pair_of(chat.work, int(one_id), int(other_id))
    return Screen(
        (*_side(chat, texts.FIRST, one), *_side(chat, texts.SECOND, other)),
        (
            Button(texts.KEEP_FIRST, tap_token("merge", one.person.id, other.person.id)),
            Button(texts.KEEP_SECOND, tap_token("merge", other.person.id, one.person.id)),
            Button(texts.TWO_PEOPLE, tap_token("tell_apart", one.person.id, other.person.id)),
            BACK_TO_DESK,
        ),
        details_at=own_chat_at(chat),
    )


def _side(chat: Chat, called: Sayable, side: Side) -> tuple[Sayable, ...]:
    person = side.person
    who = texts.SIDE(side=called, name=full_name(person), where=door_of(chat, side.home))
    known = texts.KNOWN(
        side=called,
        born=person.born.isoformat() if person.born else texts.NO_BIRTHDAY,
        phone=private("phone", person.phone or "") or texts.NO_PHONE,
        chats=side.chats,
    )
    return who, known


@tap("merge")
def merge(_chat: Chat, kept_id: str, gone_id: str) -> Reply:
    return Do(MergePeople(int(kept_id), int(gone_id)), then=_merged)


def _merged(_chat: Chat, merge_id: int) -> Reply:
    undo = Button(texts.TAKE_BACK, tap_token("unmerge", merge_id))
    return Screen((texts.MERGED(days=UNDO_FOR.days),), (undo, BACK_TO_DESK), keeps=True)


@tap("unmerge")
def unmerge(_chat: Chat, merge_id: str) -> Reply:
    return Do(UndoMerge(int(merge_id)), then=_two_again)


def _two_again(_chat: Chat, _person_id: int) -> Reply:
    return Screen((texts.TWO_AGAIN,), (BACK_TO_DESK,), keeps=True)


@tap("tell_apart")
def tell_apart(_chat: Chat, one_id: str, other_id: str) -> Reply:
    return Do(TellApart(int(one_id), int(other_id)), then=_told_apart)


def _told_apart(_chat: Chat, _nothing: None) -> Reply:
    return Screen((texts.TOLD_APART,), (BACK_TO_DESK,), keeps=True)


ENTRIES = (look_alike, alike, merge, unmerge, tell_apart)
