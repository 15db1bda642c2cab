"""A water cut was announced at two doors: 王姨's is still to be told, at 于大爷's 周敏 has rung. Another
notice is one that nobody has to answer."""

from __future__ import annotations

from datetime import timedelta

from models.notices.counting import Count, add
from models.notices.tables import Notice, NoticeTarget
from models.notices.ticking import TickDoor
from models.register.tables import Person
from models.work import Work
from tests.permissions.town import SmallTown

GRID = "g03"
NOTICES = (("round_notice", "315094", "water", True), ("told_notice", "315102", "event", False))


def build(there: SmallTown) -> None:
    ids = there.ids

    def job(work: Work) -> None:
        for name, number, kind, must in NOTICES:
            notice = Notice(
                number=number, kind=kind, by_id=ids["limin"], place_id="yangguang", audience={},
                counts="households" if must else "people", words={"zh": "明天停水。", "en": "No water tomorrow."}, must_reach=must,
                acknowledge=must, state="sending", send_at=work.now, sent_at=work.now,
                begins_at=work.now + timedelta(hours=14), expires_at=work.now + timedelta(hours=14),
                step="result", next_at=work.now + timedelta(hours=13), fingerprint=f"~{name}",
                created_at=work.now, total=2, progress_at=work.now,
            )  # fmt: skip
            work.session.add(notice)
            work.session.flush()
            ids[name] = notice.id
        for name, who, way in (("round_door", "wang", "phone"), ("round_ticked", "yu", "none")):
            ids[name] = _door(there, work, who, way)

    there.write(job)
    there.does("zhoumin", TickDoor(ids["round_ticked"], "phone"))


def _door(there: SmallTown, work: Work, who: str, way: str) -> int:
    home = work.session.get_one(Person, there[who]).household_id
    notice_id = there["round_notice"]
    door = NoticeTarget(
        notice_id=notice_id, household_id=home, grid_id=GRID, way=way,
        worker_id=there["zhoumin"], given_at=work.now,
    )  # fmt: skip
    work.session.add(door)
    work.session.flush()
    add(work, notice_id, [Count(GRID, way, "", 1)])
    return door.id
