"""李敏's notices at 阳光: one that is out, one that is ready, one that waits for a yes, one that is
paused, one for which there is nobody; and words that she has kept."""

from __future__ import annotations

from sqlalchemy import update

from models.audiences.expressions import Everybody, Expression, InGrades
from models.notices.clockwork import GoOnNotice, StepNotice, in_hand
from models.notices.drafting import WriteNotice
from models.notices.files import keep_piece
from models.notices.sending import PauseNotice, SendNotice
from models.notices.tables import Notice, NoticeFile
from models.notices.templates import KeepTemplate
from models.notices.topics import SwitchTopicOff
from models.work import CLOCK, Work
from tests.permissions.town import SmallTown
from tests.programmes.calendar import CHRISTMAS, at

TEXT = ENGLISH = "No water tomorrow."
"""In Latin letters, like all words of people here: nothing of ours is left in Chinese by mistake."""


def build(there: SmallTown) -> None:
    ids = there.ids
    ids["notice"] = written(there, "water")
    there.does("limin", SendNotice(ids["notice"]))
    settle(there)
    there.write(lambda work: with_picture(work, ids))
    there.does("wang", SwitchTopicOff("weather"))
    ids["notice_ready"] = written(there, "own", words="Snow on Saturday.")
    ids["notice_waiting"] = written(there, "own", words="Snow on Sunday.")
    there.write(lambda work: put(work, ids["notice_waiting"], "waiting"))
    ids["notice_paused"] = written(there, "own", words="Snow on Monday.")
    there.does("limin", SendNotice(ids["notice_paused"]))
    settle(there)
    there.does("limin", PauseNotice(ids["notice_paused"]))
    settle(there)
    ids["notice_empty"] = written(there, "own", words="Nobody.", whom=InGrades((12,)))
    ids["notice_counting"] = written(there, "own", words="Counting.", count=False)
    ids["notice_template"] = there.does("limin", KeepTemplate(ids["notice_ready"], "Snow"))


def written(
    there: SmallTown,
    kind: str,
    *,
    words: str = TEXT,
    whom: Expression | None = None,
    count: bool = True,
) -> int:
    begins = at(CHRISTMAS, 8) if kind == "water" else None
    notice = WriteNotice(
        kind, "yangguang", whom or Everybody(), words, ENGLISH, begins_at=begins, acknowledge=True,
        answers=(("kind", kind), ("place", "yangguang"), ("whom", "all"), ("whom_sure", "yes")),
    )  # fmt: skip
    notice_id = there.does("limin", notice)
    if count:
        settle(there)
    return notice_id


def settle(there: SmallTown) -> None:
    """Whatever is due is done, and what the clock does in pieces."""
    while True:
        notice_id = there.read(in_hand)
        if notice_id is not None:
            there.does(CLOCK, GoOnNotice(notice_id))
        elif not there.does(CLOCK, StepNotice()):
            return


def with_picture(work: Work, ids: dict[str, int]) -> None:
    picture = NoticeFile(
        by_id=ids["limin"], channel="memory", source="p1", kind="photo", state="ready", attempts=1,
        at=work.now,
    )  # fmt: skip
    work.session.add(picture)
    work.session.flush()
    keep_piece(work.session, picture.id, 0, b"a picture")
    ids["notice_picture"] = picture.id
    there = update(Notice).where(Notice.id == ids["notice"])
    work.session.execute(there.values(picture_id=picture.id))


def put(work: Work, notice_id: int, state: str, step: str = "") -> None:
    """Where it would come to by way of others."""
    there = update(Notice).where(Notice.id == notice_id)
    due = {"step": step, "next_at": work.now} if step else {}
    work.session.execute(there.values(state=state, **due))
