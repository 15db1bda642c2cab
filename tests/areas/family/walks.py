"""Whose screens of the talks of families are looked at."""

from __future__ import annotations

from models.family.invites import invite
from tests.permissions.town import SmallTown
from tests.words.talking import Walk


def _code(there: SmallTown, kind: str, subject: str, by: str) -> tuple[str]:
    return (invite(kind, there[subject], there[by], there.clock.now()),)  # type: ignore[arg-type]  # both are kinds


WALKS = {
    "act_for": Walk("stranger", lambda t: _code(t, "act", "yu", "yu")),
    "proxy_until": Walk("asker", lambda t: (t["asked"],)),
    "proxy_day": Walk("asker", lambda t: (t["agreed"],)),
    "proxy_things": Walk("asker", lambda t: (t["agreed"],)),
    "stop_acting": Walk("asker"),
    "proxy_face_to_face": Walk("grid worker", lambda t: (t["wang"],)),
    "child": Walk("asker"),
    "school": Walk("taker", lambda t: (t["kid"],)),
    "guard_with": Walk("stranger", lambda t: _code(t, "child", "kid", "zhao")),
    "unguard": Walk("taker", lambda t: (t["kid"],)),
}
