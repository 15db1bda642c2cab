"""How one question is shown and how one answer to it is read: choices, words, ticks, collections.

Everything here is about the newest answer only. Stored answers are never looked at again, so a
talk survives changed lists; what is stored is a chosen id, never a label or a position.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from bot.dialogue.say import LANGUAGES, Sayable, _, say
from bot.dialogue.screen import Button, Screen
from bot.dialogue.talk import Asked

PAGE = 5
"""Choices on one page of a list that has more than six."""

NOT_UNDERSTOOD = _("这句我没看懂。点个数，或者换句话说都行。")
TOO_LONG = _("这段有点长，我一回只能记 {limit} 个字。分几句说吧。")
EMPTY = _("我没看见字。再说一遍吧。")
NOTHING_LIKE_IT = _("没找着带“{part}”的。换个字试试，或者点一个。")

BACK = _("返回")
CANCEL = _("不办了")
PERSON = _("找人说话")
DONE = _("选好了")
NEXT = _("往下看")
PREVIOUS = _("往回看")
YES = _("对")
CHANGE = _("改一改")
WHAT_TO_CHANGE = _("改哪样？")


@dataclass(frozen=True, slots=True)
class Choice:
    """``id`` is stored (at most 40 bytes, no dots); ``label`` is read; ``words`` may be typed too."""

    id: str
    label: Sayable
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """The newest thing a person did, if it can be an answer."""

    kind: Literal["tap", "text", "photo", "file", "place", "contact"]
    value: str = ""
    photos: tuple[str, ...] = ()
    place: tuple[float, float] | None = None
    album: str = ""


class Wrong(Exception):
    """An answer that cannot be taken, with the friendly sentence that says so."""

    def __init__(self, sentence: Sayable) -> None:
        super().__init__("answer not taken")
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Taken:
    """The answer, ready to be stored."""

    value: Any


@dataclass(frozen=True, slots=True)
class Again:
    """Put the question once more, as ``asked`` now says; ``note`` explains why, if need be.
    ``unread`` means that the words fitted nothing: they may have meant something else."""

    asked: Asked
    note: Sayable = ""
    unread: bool = False
    quiet: bool = False


_PUNCTUATION = re.compile(r"[\s，。、！？,.!?~～…“”\"'()（）\-]+")


def plain(text: str) -> str:
    """Words as compared: no spaces, punctuation or case."""
    return _PUNCTUATION.sub("", text).casefold()


def match(text: str, choices: Sequence[Choice]) -> list[Choice]:
    """The choices that typed words may mean: said exactly, else a part of a label, else a label
    somewhere in a longer sentence."""
    wanted = plain(text)
    if not wanted:
        return []
    spoken = [
        (choice, {plain(say(choice.label, language)) for language in LANGUAGES}
         | {plain(word) for word in choice.words})
        for choice in choices
    ]  # fmt: skip
    exact = [choice for choice, labels in spoken if wanted in labels]
    part = exact or [
        choice for choice, labels in spoken if any(wanted in label for label in labels)
    ]
    return part or [
        choice
        for choice, labels in spoken
        if any(len(label) >= 2 and label in wanted for label in labels)
    ]


def read_choice(given: Given, asked: Asked, choices: Sequence[Choice]) -> Taken | Again:
    """Read a tap or typed words as one of ``choices``; page or narrow a long list."""
    if given.kind == "tap":
        if given.value in ("~next", "~prev"):
            step = 1 if given.value == "~next" else -1
            return Again(replace(asked, page=max(asked.page + step, 0)))
        if any(choice.id == given.value for choice in choices):
            return Taken(given.value)
        return Again(replace(asked, page=0, sieve=""), note=_("这一样现在没有了。您再挑一个。"))
    if given.kind != "text":
        return Again(asked, note=NOT_UNDERSTOOD, unread=True)
    found = match(given.value, choices)
    if len(found) == 1:
        return Taken(found[0].id)
    if found and len(choices) > PAGE + 1:
        return Again(replace(asked, page=0, sieve=given.value))
    if len(choices) > PAGE + 1:
        return Again(asked, note=NOTHING_LIKE_IT(part=given.value[:12]), unread=True)
    return Again(asked, note=NOT_UNDERSTOOD, unread=True)


def toggle(
    given: Given, asked: Asked, choices: Sequence[Choice], least: int, first: Sequence[str] = ()
) -> Taken | Again:
    """Read a tick, or Done when at least ``least`` are ticked. ``first`` were from the beginning:
    what is kept while it is open are the taps, so that Back takes away the last one and, before
    the first, leads to the question before."""
    if given.kind == "tap" and given.value == "~done":
        chosen = ticks(first, asked.draft)
        if len(chosen) >= least:
            return Taken(chosen)
        return Again(asked, note=_("先点一个，再点“选好了”。"))
    read = read_choice(given, asked, choices)
    if isinstance(read, Again):
        return read
    tapped = [item for item in asked.draft if item != read.value]
    if len(tapped) == len(asked.draft):
        tapped.append(read.value)
    return Again(replace(asked, draft=tuple(tapped)))


def ticks(first: Sequence[str], tapped: Sequence[str]) -> list[str]:
    """What was ticked from the beginning and not tapped, then what was tapped and not ticked."""
    return [one for one in first if one not in tapped] + [one for one in tapped if one not in first]


def collect(given: Given, asked: Asked, photos: int, letters: int) -> Taken | Again:
    """Gather words, photos and a place until Done. An album is one answer and gets one reply."""
    if given.kind == "tap":
        return Taken(list(asked.draft)) if given.value == "~done" else Again(asked)
    if given.kind == "place" and given.place is not None:
        draft = [item for item in asked.draft if "place" not in item]
        return Again(replace(asked, draft=(*draft, {"place": list(given.place)})))
    if given.kind == "photo":
        room = photos - sum("photo" in item for item in asked.draft)
        taken: tuple[dict[str, Any], ...] = tuple(
            {"photo": photo} for photo in given.photos[: max(room, 0)]
        )
        note: Sayable = _("照片最多 {most} 张，前头的都记下了。")(most=photos)
        same_album = bool(given.album) and given.album == asked.album
        if given.value:
            taken = (*taken, {"words": words(Given("text", given.value), letters)})
        return Again(
            replace(asked, draft=(*asked.draft, *taken), album=given.album),
            note=note if room < len(given.photos) else "",
            quiet=same_album and room >= len(given.photos),
        )
    return Again(replace(asked, draft=(*asked.draft, {"words": words(given, letters)})))


def words(given: Given, limit: int) -> str:
    """Typed words within the limit; Wrong with a friendly sentence otherwise."""
    if given.kind not in ("text", "contact"):
        raise Wrong(NOT_UNDERSTOOD)
    if not given.value.strip():
        raise Wrong(EMPTY)
    if len(given.value) > limit:
        raise Wrong(TOO_LONG(limit=limit))
    return given.value.strip()


def page_of(choices: Sequence[Choice], asked: Asked) -> tuple[Sequence[Choice], bool, bool]:
    """What of a list is on the open page, and whether there is more before and after it."""
    found = match(asked.sieve, choices) if asked.sieve else choices
    found = found or choices
    if len(found) <= PAGE + 1:
        return found, False, False
    start = min(asked.page, (len(found) - 1) // PAGE) * PAGE
    return found[start : start + PAGE], start > 0, start + PAGE < len(found)


def answer_tap(serial: int, step: int, option: str) -> str:
    """The token of an answer button: it carries talk and step, so an old one is known as old."""
    return f"a{serial}.{step}.{option}"


def quiet_row(serial: int, step: int) -> tuple[Button, ...]:
    """Back, Cancel and a person: under every question."""
    return (
        Button(BACK, f"b{serial}.{step}", style="small"),
        Button(CANCEL, f"x{serial}.{step}", style="small"),
        Button(PERSON, "g.person", style="small"),
    )


def question_screen(
    serial: int,
    asked: Asked,
    lines: Sequence[Sayable],
    choices: Sequence[Choice],
    *,
    ticks: bool = False,
    ends: Sequence[Choice] = (),
    extra: Sequence[Choice] = (),
    main: str = "",
    keyboard: Literal["text", "number", "photos", "none"] = "text",
) -> Screen:
    """A question with its page of choices. ``ends`` are Done or Skip; ``extra`` go below, small;
    ``main`` is the id of the choice that stands out (it keeps its place and its number)."""
    shown, before, after = page_of(choices, asked)
    options = [*shown]
    buttons = [
        Button(
            choice.label,
            answer_tap(serial, asked.step, choice.id),
            style="main" if choice.id == main else "choice",
            ticked=choice.id in asked.draft if ticks else None,
        )
        for choice in options
    ]
    turns = [Choice("~prev", PREVIOUS)] * before + [Choice("~next", NEXT)] * after
    buttons += [Button(c.label, answer_tap(serial, asked.step, c.id)) for c in turns]
    buttons += [Button(c.label, answer_tap(serial, asked.step, c.id), style="main") for c in ends]
    small = [
        Button(
            c.label,
            c.id if c.id.startswith("t.") else answer_tap(serial, asked.step, c.id),
            style="small",
        )
        for c in extra
    ]
    return Screen(
        lines=tuple(lines),
        buttons=(*buttons, *small, *quiet_row(serial, asked.step)),
        input=keyboard,
    )


def option_ids(screen: Screen) -> tuple[str, ...]:
    """The answer ids on a screen, in the order they are numbered."""
    return tuple(
        button.tap.split(".", 2)[2] for button in screen.buttons if button.tap.startswith("a")
    )
