"""One refusal of every type, for its sentence."""

from __future__ import annotations

from handlers.notices.refusing import MOVED_ON
from models.notices.refusals import (
    AlreadySent,
    HeldPastUse,
    NoticeInThePast,
    NoticeMovedOn,
    NoticeTooLong,
    NotYetCounted,
    OwnNotice,
    UnknownNoticeKind,
)

REFUSALS = (
    UnknownNoticeKind("comet"), NoticeTooLong(600), NoticeInThePast(), AlreadySent(1),
    HeldPastUse(1), NotYetCounted(1), *(NoticeMovedOn(1, state) for state in MOVED_ON), OwnNotice(),
)  # fmt: skip
