"""What is said after a notice went out: to its writer, and to those who go to the doors."""

from __future__ import annotations

from sqlalchemy import update

from models.gate import run
from models.notices.messages import NoticeChase, NoticeProgress, NoticeResult, NoticeRound
from models.notices.tables import Notice
from models.notices.ticking import TickDoor, TickWithHelp
from models.work import Work
from tests.permissions.town import SmallTown
from tests.words.tellings import Telling, done


def _paused(there: SmallTown, work: Work) -> None:
    mine = update(Notice).where(Notice.id == there["round_notice"])
    work.session.execute(mine.values(state="paused"))


def _all_told(there: SmallTown, work: Work) -> None:
    me, work.actor = work.actor, there.who("grid worker")
    run(work, TickWithHelp(there["round_door"]))
    work.actor = me


_note = done("grid worker", lambda t: TickDoor(t["round_door"], "note"))
TELLINGS = (
    Telling("coordinator", lambda t: NoticeProgress(t["round_notice"])),
    Telling("coordinator", lambda t: NoticeProgress(t["round_notice"]), _paused),
    Telling("coordinator", lambda t: NoticeProgress(t["told_notice"])),
    Telling("coordinator", lambda t: NoticeChase(t["round_notice"])),
    Telling("coordinator", lambda t: NoticeResult(t["round_notice"])),
    Telling("coordinator", lambda t: NoticeResult(t["round_notice"]), _all_told),
    Telling("coordinator", lambda t: NoticeResult(t["round_notice"]), _note),
    Telling("coordinator", lambda t: NoticeResult(t["told_notice"])),
    Telling("grid worker", lambda t: NoticeRound(t["round_notice"])),
)
