"""What happened in all, in a few lines."""

from __future__ import annotations

from collections import Counter

from tests.traffic.living import Tempo
from tests.traffic.script import Script


def figures(script: Script, tempo: Tempo) -> str:
    rules, book = script.rules, script.book
    notices = Counter(one.kind for one in book.notices.values())
    states = Counter(one.state for one in book.notices.values())
    gone = Counter(one.gone or "here" for one in book.people.values())
    withdrew = sum(one.withdrew for one in book.people.values())
    lines = (
        f"{tempo.days} days and nights, {rules.by_type.total()} messages reached a phone",
        f"{rules.at_night.total()} of them between 21:00 and 7:00",
        f"by type: {_most(rules.by_type)}",
        f"at night: {_most(rules.at_night)}",
        f"{notices.total()} notices: {_most(notices)}; at the end {_most(states)}",
        f"{book.ended} of those that must reach everybody ended, with {book.at_the_end.total()} doors",
        f"doors: {_most(book.at_the_end)}; {book.owed} times somebody was owed one by phone",
        f"people: {_most(gone)}, {withdrew} have withdrawn; accounts closed: {len(book.closed)}",
        f"done: {_most(script.done)}",
        f"refused: {_most(script.refused)}",
    )
    return "\n".join(lines)


def _most(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {many}" for name, many in counts.most_common())
