"""What everybody hears of a notice: those it is for, who wrote it, who agrees, who goes there."""

from __future__ import annotations

from models.notices.messages import (
    NoticeAgreed,
    NoticeCounted,
    NoticeTo,
    NoticeToAgree,
    NoticeTried,
    NoticeWaits,
)
from models.notices.sending import AgreeToNotice
from tests.words.tellings import Telling, done

TELLINGS = (
    Telling("asker", lambda t: NoticeTo(t["notice"])),
    Telling("coordinator", lambda t: NoticeCounted(t["notice_ready"])),
    Telling("coordinator", lambda t: NoticeCounted(t["notice_empty"])),
    Telling("coordinator", lambda t: NoticeTried(t["notice_ready"])),
    Telling("coordinator of the city", lambda t: NoticeToAgree(t["notice_waiting"])),
    *(
        Telling(
            "coordinator", lambda t, agreed=agreed: NoticeAgreed(t["notice_waiting"], agreed),  # type: ignore[misc]
            done("coordinator of the city", lambda t, agreed=agreed: AgreeToNotice(t["notice_waiting"], agreed)),  # type: ignore[misc]
        )
        for agreed in (True, False)
    ),
    *(
        Telling("coordinator", lambda t, why=why: NoticeWaits(t["notice_waiting"], why))  # type: ignore[misc]
        for why in ("role_ended", "too_late", "nobody_agreed")
    ),
)  # fmt: skip
