"""What is kept no longer than the town says is forgotten at night, in small steps, and reported."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest
from sqlalchemy import func, select, update

from models.access.tables import WebMessage
from models.alarms.tables import Alarm
from models.duty.tables import Call, HandOver, HandOverLine
from models.family.tables import Act
from models.gate import AuditLine
from models.help.tables import Attachment, Case, CaseEvent
from models.imports.tables import Import, ImportRow
from models.notices.tables import Notice, NoticeTarget, NoticeTick
from models.outbox.tables import OutboxRow
from models.privacy.forgetting import KINDS, MANY, ONE_BY_ONE
from models.privacy.retention import forgotten_in, is_due, overview
from models.privacy.tables import AccessNote, Erasure, RetentionRun
from models.register.tables import Account, Person
from models.talks.rows import open_account
from models.talks.tables import DeadLetter, SeenUpdate
from models.town.people import Kept
from scheduler.retention import Forgetting
from tests.erasing import old_places
from tests.erasing.conftest import Town
from tests.erasing.old_places import put
from tests.erasing.planting import Plants

NIGHT = datetime(2026, 12, 8, 18, 0, tzinfo=UTC)
"""Two in the morning in the town."""
LONG = timedelta(days=4000)


@pytest.fixture
def night(town: Town) -> Town:
    """A town without anything old, at night."""
    town.clock.advance(NIGHT - town.clock.now())
    town.write(lambda work: work.session.execute(update(Case).values(forgotten_at=work.now)))
    town.write(lambda work: work.session.execute(update(Alarm).values(forgotten_at=work.now)))
    return town


def through(town: Town, job: Forgetting | None = None) -> None:
    """Everything that is to be done now."""
    job = job or Forgetting()
    while town.write(job.run):
        pass


def count(town: Town, table: type[Any], *where: Any) -> int:
    return (
        town.read(
            lambda session: session.scalar(select(func.count()).select_from(table).where(*where))
        )
        or 0
    )


def test_there_is_a_way_to_forget_each_kind(town: Town) -> None:
    assert set(KINDS) == set(get_args(Kept)) == {kept.id for kept in town.file.retention}


Make = Callable[[Town, datetime], tuple[type[Any], Any]]


def _message(town: Town, at: datetime) -> tuple[type[Any], Any]:
    me = town.somebody.person_id
    return OutboxRow, OutboxRow.id == put(
        town, OutboxRow, key=f"k{at}", person_id=me, message="X", state="sent", priority=1,
        args={}, created_at=at,
    )  # fmt: skip


def _hand_over(town: Town, at: datetime) -> tuple[type[Any], Any]:
    one = town.somebody
    talk = put(town, HandOver, account_id=one.account_id, person_id=one.person_id, state="ended",
               ended_at=at)  # fmt: skip
    put(town, HandOverLine, hand_over_id=talk, by_person=one.person_id)
    return HandOverLine, HandOverLine.hand_over_id == talk


def _case(town: Town, at: datetime) -> tuple[type[Any], Any]:
    me = town.somebody.person_id
    case = put(
        town, Case, number=f"8{at:%y%m%d%H}", kind="heating", town_version=1, asker_id=me,
        urgency="ordinary", stage="closed", route="near", closed_at=at,
    )  # fmt: skip
    put(town, Attachment, case_id=case, person_id=me, channel="telegram", state="ready")
    event = put(town, CaseEvent, case_id=case, what="words_added", by_person=me)
    return CaseEvent, (CaseEvent.id == event) & CaseEvent.words.is_not(None)


def _import(town: Town, at: datetime) -> tuple[type[Any], Any]:
    sheet = put(town, Import, what="residents", state="applied", place_path="x", at=at)
    put(town, ImportRow, import_id=sheet, number=1, verdict="new")
    return Import, Import.id == sheet


def _stranger(town: Town, at: datetime) -> tuple[type[Any], Any]:
    def job(work: Any) -> int:
        account = open_account(work.connection, "telegram", f"address {at}", at)
        return int(work.session.get_one(Account, account).person_id)

    return Person, (Person.id == town.write(job)) & (Person.gone == "")


def _gone(town: Town, at: datetime) -> tuple[type[Any], Any]:
    person = put(town, Person, gone="dead", gone_at=at)
    return Person, (Person.id == person) & (Person.name != "")


def _plain(table: type[Any], at_name: str, **given: Any) -> Make:
    def make(town: Town, at: datetime) -> tuple[type[Any], Any]:
        me = town.somebody.person_id
        more = {name: me for name in ("person_id", "by_person") if hasattr(table, name)}
        if table is Attachment:
            more["case_id"] = town.somebody.case_id
        if table is SeenUpdate:
            put(town, table, update_id=f"{at}", **{at_name: at}, **given)
            return table, SeenUpdate.update_id == f"{at}"
        keys = {
            name: f"{name}{at}" for name in ("key", "reference", "address") if hasattr(table, name)
        }
        return table, table.id == put(town, table, **{**keys, **more, at_name: at, **given})

    return make


def _notice(town: Town, at: datetime) -> tuple[type[Any], Any]:
    me = town.somebody.person_id
    notice = put(
        town, Notice, number=f"n{at:%y%m%d%H}", kind="own", by_id=me, place_id="yangguang",
        audience=["everybody"], counts="people", words={"zh": "x"}, must_reach=False,
        acknowledge=False, state="over", send_at=at, expires_at=at, fingerprint=f"{at}",
        created_at=at, over_at=at,
    )  # fmt: skip
    target = put(town, NoticeTarget, notice_id=notice, person_id=me, way="phone")
    put(town, NoticeTick, target_id=target, was="", now="self", at=at)
    return NoticeTarget, NoticeTarget.id == target


RECORDS: dict[str, Make] = {
    "seen_updates": _plain(SeenUpdate, "at", channel="telegram"),
    "messages": _message,
    "web_pages": _plain(WebMessage, "at", sender="person"),
    "hand_overs": _hand_over,
    "closed_cases": _case,
    "photos": _plain(Attachment, "at", channel="telegram", state="rejected"),
    "audit": _plain(AuditLine, "at", actor="person", channel="", command="X"),
    "access_notes": _plain(AccessNote, "at", what="record"),
    "dead_letters": _plain(DeadLetter, "at", channel="telegram", fault="X"),
    "calls": _plain(Call, "since", message="X", why="unseen", done_at=NIGHT),
    "imports": _import,
    "acts": _plain(Act, "at", command="X"),
    "sign_up_notes": old_places.noted,
    "bookings": old_places.booked,
    "pickups": old_places.picked_up,
    "attendance_notes": old_places.ticked,
    "due_items": old_places.done,
    "notices": _notice,
    "strangers": _stranger,
    "gone_people": _gone,
}


@pytest.mark.parametrize("kind", RECORDS)
def test_what_is_over_for_long_is_forgotten_and_what_is_younger_stays(
    night: Town, kind: str
) -> None:
    days = timedelta(days=next(one.days for one in night.file.retention if one.id == kind))
    hour = timedelta(hours=1) if kind != "due_items" else timedelta(days=1)
    table, old = RECORDS[kind](night, night.clock.now() - days - hour)
    _table, young = RECORDS[kind](night, night.clock.now() - days + hour)
    assert (count(night, table, old), count(night, table, young)) == (1, 1)
    due = {line.kind: line.due for line in night.write(overview)}
    assert due[kind] >= 1
    through(night)
    assert (count(night, table, old), count(night, table, young)) == (0, 1)
    assert {line.kind: line.due for line in night.write(overview)} == dict.fromkeys(KINDS, 0)
    assert count(night, RetentionRun, RetentionRun.kind == kind) == 1


def test_every_kind_has_a_record_here() -> None:
    assert RECORDS.keys() == KINDS.keys()


def test_what_still_shows_details_or_is_watched_or_waits_stays(night: Town) -> None:
    me, long_ago = night.somebody.person_id, night.clock.now() - LONG
    given = {"person_id": me, "message": "X", "priority": 1, "args": {}, "created_at": long_ago}
    kept = [
        put(night, OutboxRow, key="a", state="due", **given),
        put(night, OutboxRow, key="b", state="sent", details_of=1, **given),
        put(night, OutboxRow, key="c", state="unreachable", watch_at=night.clock.now(), **given),
    ]
    gone = put(night, OutboxRow, key="d", state="sent", **given)
    # Rows are old in the order of their ids: the first of the planted ones is too young.
    night.write(lambda work: work.session.execute(
        update(OutboxRow).where(OutboxRow.id < min(kept)).values(created_at=long_ago, state="due")
    ))  # fmt: skip
    through(night)
    assert count(night, OutboxRow, OutboxRow.id.in_(kept)) == 3
    assert count(night, OutboxRow, OutboxRow.id == gone) == 0


def test_a_stranger_who_asked_for_something_is_none(night: Town) -> None:
    table, old = RECORDS["strangers"](night, night.clock.now() - LONG)
    person = night.read(lambda session: session.scalar(select(Person.id).where(old)))
    night.write(lambda work: work.session.execute(
        update(Case).where(Case.id == night.somebody.case_id).values(asker_id=person)
    ))  # fmt: skip
    through(night)
    assert count(night, table, old) == 1


def test_many_strangers_go_a_few_at_a_time(night: Town) -> None:
    for number in range(30):
        RECORDS["strangers"](night, night.clock.now() - LONG + timedelta(minutes=number))
    assert count(night, Erasure) == 0
    through(night)
    assert count(night, Erasure, Erasure.why == "retention") == 30


def test_it_is_done_once_a_night(night: Town) -> None:
    assert night.write(is_due)
    through(night)
    assert not night.write(is_due)
    night.clock.advance(hours=12)
    assert not night.write(is_due)
    night.clock.advance(hours=12)
    assert night.write(is_due)


def test_not_in_the_day_unless_nights_were_missed(night: Town) -> None:
    through(night)
    night.clock.advance(hours=34)
    assert not night.write(is_due), "noon of the day after tomorrow's night"
    night.clock.advance(hours=24)
    assert night.write(is_due), "the service slept through two nights"


def test_admins_hear_once_a_month_how_much_it_was(night: Town) -> None:
    for days in (0, 31, 32):
        RECORDS["calls"](night, night.clock.now() - LONG)
        night.clock.advance(days=days and 31)
        through(night)
    told = night.read(
        lambda session: session.scalars(
            select(OutboxRow).where(OutboxRow.message == "ForgottenMonth")
        ).all()
    )
    months = sorted(row.args["month"] for row in told)
    assert set(months) == {"2026-12", "2027-01"}
    assert len(told) == len({row.key for row in told})
    assert night.write(lambda work: forgotten_in(work, "2026-12"))[0][0] == "calls"


def test_every_step_is_a_small_one(night: Town) -> None:
    """A thousand old lines, and people who left long ago: the writer is never held for long."""
    long_ago = night.clock.now() - LONG

    def fill(work: Any) -> None:
        plants = Plants(work.session, work.now)
        for number in range(1000):
            plants.row(AuditLine, actor="person", channel="", command="X", at=long_ago,
                       about={"n": number})  # fmt: skip
        for _number in range(12):
            plants.row(Person, gone="moved", gone_at=long_ago)

    night.write(fill)
    job, sizes = Forgetting(), []
    while size := night.write(job.run):
        sizes.append(size)
    assert max(sizes) <= MANY
    assert sum(size == ONE_BY_ONE for size in sizes) >= 12 / ONE_BY_ONE
    assert count(night, AuditLine, AuditLine.command == "X") == 0
    assert count(night, Erasure) == 12
