"""Kinds of notice that can be sent: topics and helps that exist, lines whose gaps something fills.

A notice goes to everybody at once, so what is wrong with a kind is noticed here and not by a city.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.town.checks.finding import Finding, doubles
from models.town.schema import Town

_GAP = re.compile(r"\{(\w*)\}")
_GAPS = {
    "outage": frozenset({"when", "where", "who", "before"}),
    "event": frozenset({"when", "where", "what", "who"}),
    "free": frozenset[str](),
}
_LINES = 2


def what_a_notice_names_exists(town: Town) -> Iterator[Finding]:
    yield from doubles(("notice_kinds",), (kind.id for kind in town.notice_kinds))
    yield from doubles(("topics",), (topic.id for topic in town.topics))
    yield from doubles(("categories",), (one.id for one in town.categories))
    topics = {topic.id for topic in town.topics}
    helps = {kind.id for kind in town.kinds}
    for number, kind in enumerate(town.notice_kinds):
        loc = ("notice_kinds", number)
        if kind.topic is not None and kind.topic not in topics:
            what = f"There is no topic `{kind.topic}`."
            yield Finding((*loc, "topic"), what, "Correct the id or add it under topics.")
        if kind.help is not None and kind.help not in helps:
            what = f"There is no kind of help `{kind.help}`."
            yield Finding((*loc, "help"), what, "Correct the id or add it to the catalogue.")


def notices_can_be_written(town: Town) -> Iterator[Finding]:
    for number, kind in enumerate(town.notice_kinds):
        loc = ("notice_kinds", number)
        gaps = _GAPS[kind.form]
        for row, line in enumerate(kind.text):
            odd = {gap for side in (line.zh, line.en) for gap in _GAP.findall(side)} - gaps
            if odd:
                what = f"`{kind.id}` has a gap that nothing fills: {', '.join(sorted(odd))}."
                yield Finding(
                    (*loc, "text", row), what, f"Use {', '.join(sorted(gaps)) or 'none'}."
                )
        if bool(kind.text) == (kind.form == "free"):
            what = f"`{kind.id}` has lines of its own if it is prepared, and none if it is free."
            yield Finding((*loc, "text"), what, "Write lines, or let the form be free.")
        if len(kind.text) > _LINES:
            what = f"`{kind.id}` is more than {_LINES} lines."
            yield Finding((*loc, "text"), what, "Two short lines are read; four are not.")


def notices_reach_and_are_answered(town: Town) -> Iterator[Finding]:
    for number, kind in enumerate(town.notice_kinds):
        loc = ("notice_kinds", number)
        if kind.must_reach and kind.topic is not None:
            what = f"Nobody may switch off `{kind.id}`: it must reach everybody."
            yield Finding((*loc, "topic"), what, "Leave the topic out.")
        if kind.must_reach and not kind.acknowledge:
            what = f"Nobody can say that they know of `{kind.id}`."
            yield Finding((*loc, "acknowledge"), what, "Write acknowledge: true.")
        if (kind.help is None) != (kind.help_label is None):
            what = f"The help of `{kind.id}` and its button belong together."
            yield Finding((*loc, "help"), what, "Name both, or neither.")
    if town.notice_kinds and all(kind.form != "free" for kind in town.notice_kinds):
        what = "Nobody can send words of their own."
        yield Finding(("notice_kinds",), what, "Add a kind of the form free.")


NOTICE_REFERENCES = (what_a_notice_names_exists,)
NOTICES = (notices_can_be_written, notices_reach_and_are_answered)
