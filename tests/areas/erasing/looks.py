"""What erasing and forgetting read, and why none of it shows anybody anything."""

from __future__ import annotations

from models.privacy.retention import month_for_admins
from tests.permissions.looks import look

look(month_for_admins, frozenset({"admin"}))(
    lambda _t, work: len(month_for_admins(work, "2026-11")) == 4
)

_COMMAND = "a command calls it, behind the gate"
_CLOCK = "the clock calls it; it returns numbers"
BEHIND = {
    "privacy.erasing.erase": _COMMAND,
    "privacy.wiping.wipe": _COMMAND,
    "privacy.wiping.traces_of": "stays sealed with the erasure until the clock has used it",
    "privacy.retention.before": "an instant",
    "privacy.retention.forget_some": _CLOCK,
    "privacy.retention.forgotten_in": "numbers of rows by kind, of nobody in particular",
    "privacy.retention.is_due": "a yes or no about a night",
    "privacy.retention.note_done": _CLOCK,
    "privacy.retention.overview": "numbers of rows by kind, for the operator",
    "privacy.retention.today": "a day",
}
_AFTER = "the service's own work after a deletion or a restore; nothing of it is shown to anybody"
_OWN = "of the person whose own session fetches the file: the door has checked that"
BEHIND |= {
    **dict.fromkeys(
        (
            "privacy.aftermath.unfinished", "privacy.aftermath.look_through",
            "privacy.aftermath.finish", "privacy.replaying.in_database",
            "privacy.replaying.to_replay", "register.hashes.take_turns",
        ),
        _AFTER,
    ),
    **dict.fromkeys(
        (
            "privacy.gather.gather", "privacy.gather.gather_photos",
            "privacy.own_file.may_fetch",
        ),
        _OWN,
    ),
}  # fmt: skip
