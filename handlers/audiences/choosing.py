"""Choosing whom a notice is for, inside the talk that writes one.

``ask_place`` says at which place it is sent, ``ask_whom`` for whom there. Every question depends only
on the answers before it and on the town; lists of what may be chosen are queries.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from bot.dialogue.asking import Choice
from bot.dialogue.chat import Chat
from handlers.audiences import texts
from handlers.audiences.people import ask_people
from handlers.audiences.spots import ask_spots, spots_of
from handlers.audiences.where import kind_of_place, place_name, whole_place
from models.audiences.expressions import Everybody, Expression
from models.audiences.queries import own_places, places_to_send
from models.town.notices import NoticeKind

TURNS = 5
"""So often one may begin choosing people anew."""


def ask_place(chat: Chat) -> str:
    """The id of the place it is sent at: asked of who may send at more than one."""
    own = own_places(chat.work)
    alone = len(own) == 1 and own[0].kind == "community"
    return chat.ask(
        "place", texts.WHICH_PLACE, choices=partial(_places, chat), what=texts.SHORT_PLACE,
        default=own[0].id if alone else None,
    )  # fmt: skip


def _places(chat: Chat) -> Sequence[Choice]:
    return [Choice(one.id, place_name(chat.town, one.id)) for one in places_to_send(chat.work)]


def ask_whom(chat: Chat, kind: NoticeKind, place_id: str) -> Expression:
    """For whom it is, of those who belong to the place. Talk F: the whole of it (asked back in words
    and numbers), some buildings, or people of some kind. Keys begin with ``whom``."""
    where = chat.ask("whom", texts.WHERE_TO, choices=_wheres(chat, place_id), what=texts.SHORT_WHOM)
    if where == "all" and _sure(chat, kind, place_id) == "yes":
        return Everybody()
    if where in ("all", "spots"):
        return ask_spots(chat, place_id, "whom_")
    for turn in range(TURNS):
        found = ask_people(chat, kind, place_id, f"whom_{turn}_", again=turn < TURNS - 1)
        if found is not None:
            return found
    raise AssertionError("the last turn offers no other")


def _wheres(chat: Chat, place_id: str) -> Sequence[Choice]:
    whole = texts.WHOLE[kind_of_place(chat.town.place(place_id))]
    return (
        Choice("all", whole),
        Choice("spots", texts.PICK[spots_of(chat.town, place_id)]),
        Choice("people", texts.PICK_PEOPLE),
    )


def _sure(chat: Chat, kind: NoticeKind, place_id: str) -> str:
    """Everybody by a slip is asked back in words and numbers."""
    cut = kind.form == "outage" and kind.counts == "households"
    return chat.ask(
        "whom_sure",
        texts.ASKED_BACK(
            size=whole_place(chat.work, place_id), sure=texts.ALL_CUT if cut else texts.ALL_TOLD
        ),
        choices=(
            Choice("yes", texts.YES_CUT if cut else texts.YES_TOLD),
            Choice("no", texts.NO_BUT[spots_of(chat.town, place_id)]),
        ),
    )
