"""Choosing people by what they are: one sort after the other, joined by and, or, not."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

from bot.dialogue.asking import Choice, Wrong
from bot.dialogue.chat import Chat
from handlers.audiences import texts
from handlers.audiences.spots import ask_spots, spots_of
from handlers.audiences.words import sentence
from handlers.family.names import grades
from models.audiences.expressions import (
    Aged,
    BookedIn,
    Both,
    Either,
    Expression,
    Family,
    InCategories,
    InGrades,
    Reads,
    SignedWith,
    Without,
    WithRole,
)
from models.audiences.queries import kept_audience, kept_for, programmes_coming
from models.town.notices import NoticeKind

ROUNDS = 4
OLDEST = 120
_AGES = ("60-", "65-", "80-", "90-", "-14")
_OTHER = "other"
_BOTH_ENDS = re.compile(r"(\d{1,3})\s*岁?\s*(?:[-–—~～到至]|to)\s*(\d{1,3})")
_LEAST = re.compile(r"(\d{1,3})\s*岁?\s*(?:以上|往上|及以上|or over|and over|\+)")
_MOST = re.compile(r"(\d{1,3})\s*岁?\s*(?:以下|往下|及以下|or under|and under)")
_ONE = re.compile(r"(\d{1,3})\s*岁?")
_ROLES = ("volunteer", "grid_worker", "team_lead", "tutor", "shared_mum", "doctor", "coordinator")


def ask_people(
    chat: Chat, kind: NoticeKind, place_id: str, prefix: str, *, again: bool
) -> Expression | None:
    """At most four sorts, family or not, and the sentence; None if it is not them after all."""
    found = _ask_rounds(chat, place_id, prefix)
    if not kind.must_reach and _family_too(chat, prefix):
        found = Family(found)
    line = texts.GOES_TO(sentence=sentence(chat.work, found, place_id))
    choices = [Choice("yes", texts.THESE), *([Choice("no", texts.OTHERS)] if again else ())]
    answer = chat.ask(f"{prefix}them", (line, texts.IS_IT_THEM), choices=choices)
    return found if answer == "yes" else None


def _ask_rounds(chat: Chat, place_id: str, prefix: str) -> Expression:
    found = _ask_sort(chat, place_id, f"{prefix}0_", "")
    for number in range(1, ROUNDS):
        line = texts.SO_FAR(sentence=sentence(chat.work, found, place_id))
        how = chat.ask(f"{prefix}{number}_more", (line, texts.AND_MORE), choices=_MORE)
        if how == "enough":
            break
        more = _ask_sort(chat, place_id, f"{prefix}{number}_", how)
        found = joined(found, how, more)
    return found


_MORE = (
    Choice("enough", texts.ENOUGH),
    *(Choice(how, label) for how, label in texts.MORE.items()),
)


def joined(first: Expression, how: str, more: Expression) -> Expression:
    """One more sort. What is joined the same way stays one list: it reads shorter."""
    if how == "or":
        parts = first.parts if isinstance(first, Either) else (first,)
        return Either((*parts, more))
    parts = first.parts if isinstance(first, Both) else (first,)
    return Both((*parts, Without(more) if how == "not" else more))


def _family_too(chat: Chat, prefix: str) -> bool:
    choices = (Choice("yes", texts.YES_FAMILY), Choice("no", texts.NO_FAMILY))
    return chat.ask(f"{prefix}family", texts.FAMILY_TOO, choices=choices) == "yes"


# -- one sort ------------------------------------------------------------------------------------------
def _ask_sort(chat: Chat, place_id: str, prefix: str, how: str) -> Expression:
    sort = chat.ask(
        f"{prefix}sort",
        texts.AND_WHO[how] if how else texts.WHO,
        choices=partial(_sorts, chat, place_id, first=not how),
    )
    if sort == "english":
        return Reads("en")
    if sort in ("places", "buildings", "hamlets"):
        return ask_spots(chat, place_id, prefix)
    return _ASKS[sort](chat, place_id, f"{prefix}{sort}")


def _sorts(chat: Chat, place_id: str, *, first: bool) -> Sequence[Choice]:
    """Only what there is anything of; where they live only besides something else."""
    there = {
        "programme": bool(programmes_coming(chat.work, place_id)),
        "kept": bool(kept_for(chat.work, place_id)),
        **{spot: not first and spot == spots_of(chat.town, place_id) for spot in _SPOTS},
    }
    return [Choice(sort, say) for sort, say in texts.SORTS.items() if there.get(sort, True)]


_SPOTS = ("places", "buildings", "hamlets")


def _ask_age(chat: Chat, _place_id: str, key: str) -> Expression:
    ages = chat.ask(key, texts.HOW_OLD, choices=_AGE_CHOICES)
    if ages == _OTHER:
        ages = chat.ask(f"{key}_typed", texts.TYPE_AGES, parse=read_ages)
    least, _dash, most = ages.partition("-")
    return Aged(int(least) if least else None, int(most) if most else None)


def _age_label(ages: str) -> Choice:
    least, _dash, most = ages.partition("-")
    return Choice(ages, texts.FROM_AGE(age=least) if least else texts.TO_AGE(age=most))


_AGE_CHOICES = (*(_age_label(ages) for ages in _AGES), Choice(_OTHER, texts.OTHER_AGES))


def read_ages(typed: str) -> str:
    """From what somebody typed: "70-79", "85-" or "-14". Wrong with how to write it."""
    text = typed.strip().replace("　", " ")
    if both := _BOTH_ENDS.fullmatch(text):
        least, most = sorted(int(one) for one in both.groups())
        return _within(f"{least}-{most}", most)
    if found := _LEAST.fullmatch(text):
        return _within(f"{int(found[1])}-", int(found[1]))
    if found := _MOST.fullmatch(text):
        return _within(f"-{int(found[1])}", int(found[1]))
    if found := _ONE.fullmatch(text):
        return _within(f"{int(found[1])}-{int(found[1])}", int(found[1]))
    raise Wrong(texts.NOT_AGES)


def _within(ages: str, oldest: int) -> str:
    if oldest > OLDEST:
        raise Wrong(texts.NOT_AGES)
    return ages


def _ask_category(chat: Chat, _place_id: str, key: str) -> Expression:
    listed = [Choice(one.id, one.label) for one in chat.town.categories]
    return InCategories(chat.ask_many(key, texts.WHICH_CATEGORY, choices=listed))


def _ask_grade(chat: Chat, _place_id: str, key: str) -> Expression:
    listed = [Choice(str(number), name) for number, name in grades()]
    ticked = chat.ask_many(key, texts.WHICH_GRADE, choices=listed)
    return InGrades(tuple(sorted(int(one) for one in ticked)))


def _ask_team(chat: Chat, place_id: str, key: str) -> Expression:
    return SignedWith(chat.ask(key, texts.WHICH_TEAM, choices=partial(_teams, chat, place_id)))


def _teams(chat: Chat, place_id: str) -> Sequence[Choice]:
    """Those who serve the place first; anybody may have signed with another."""
    here = {grid.id for grid in chat.town.grids_of(place_id)}
    teams = sorted(chat.town.doctors.teams, key=lambda team: here.isdisjoint(team.grids))
    return [Choice(team.id, team.name) for team in teams]


def _ask_programme(chat: Chat, place_id: str, key: str) -> Expression:
    listed = partial(_programmes, chat, place_id)
    return BookedIn(int(chat.ask(key, texts.WHICH_PROGRAMME, choices=listed)))


def _programmes(chat: Chat, place_id: str) -> Sequence[Choice]:
    return [Choice(str(one.id), one.title) for one in programmes_coming(chat.work, place_id)]


def _ask_role(chat: Chat, _place_id: str, key: str) -> Expression:
    listed = [Choice(one.id, one.name) for one in chat.town.roles if one.id in _ROLES]
    return WithRole(chat.ask_many(key, texts.WHICH_ROLE, choices=listed))


def _ask_kept(chat: Chat, place_id: str, key: str) -> Expression:
    """What was kept, without the family: that is asked at the end."""
    chosen = chat.ask(key, texts.WHICH_KEPT, choices=partial(_kept, chat, place_id))
    found = kept_audience(chat.work, int(chosen)).expression
    return found.of if isinstance(found, Family) else found


def _kept(chat: Chat, place_id: str) -> Sequence[Choice]:
    return [Choice(str(one.id), one.name) for one in kept_for(chat.work, place_id)]


_ASKS: dict[str, Callable[[Chat, str, str], Expression]] = {
    "age": _ask_age,
    "category": _ask_category,
    "grade": _ask_grade,
    "team": _ask_team,
    "programme": _ask_programme,
    "role": _ask_role,
    "kept": _ask_kept,
}
