"""Whom a notice has reached: residents tap, family taps, workers ring and knock; and what must be true
of its doors at every step and at its end."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, time
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.clocks import to_town
from models.notices.doors import my_round
from models.notices.tables import Notice, NoticeCount, NoticeTarget
from models.notices.ticking import TICKS, TickDoor
from models.work import Work
from tests.furniture import huadian
from tests.traffic.book import INFORMED, Sent
from tests.traffic.recording import Heard
from tests.traffic.rules import Fault
from tests.traffic.script import Script

KNOCKS = (time(7, 30), time(20))
"""Nobody knocks outside of these hours."""
GOING = ("sending", "paused")
LAST = ("over", "refused", "stopped")


# -- people ------------------------------------------------------------------------------------------------
def reads(script: Script, heard: Heard) -> None:
    """Every third taps that they know, some of them much later; some ask for the help with it."""
    if heard.call == "send" and script.chance(0.3):
        act = partial(_knows, script, heard.address, heard.args["notice_id"])
        script.later(5, 700, act)
    elif script.chance(0.02):
        script.later(5, 60, partial(_wants_no_more, script, heard))


async def _knows(script: Script, address: str, notice_id: int) -> None:
    one = script.book.at(address)
    if one is None or one.silent or address in script.book.closed:
        return
    notice = script.book.notices[notice_id]
    helps = notice.kind == "water" and script.chance(0.1)
    await script.taps(address, f"t.{'notice_help' if helps else 'notice_know'}.{notice_id}")
    if helps:
        script.book.taps_help(one.id, notice)
    else:
        script.book.taps_known(one.id, notice)


async def _wants_no_more(script: Script, heard: Heard) -> None:
    one = script.book.at(heard.address)
    topic = script.book.notices[heard.args["notice_id"]].topic
    if one is None or one.silent or not topic or heard.address in script.book.closed:
        return
    await script.taps(heard.address, f"t.topic_off.{topic}")
    one.off.add(topic)


# -- workers -----------------------------------------------------------------------------------------------
def has_doors(script: Script, heard: Heard) -> None:
    for _ in range(2):
        script.later(10, 400, partial(_goes_round, script, heard.address, heard.args["notice_id"]))


def _goes_round(script: Script, address: str, notice_id: int) -> None:
    one = script.book.at(address)
    if one is None or one.silent:
        return

    def look(work: Work) -> list[tuple[int, int | None]]:
        page = my_round(work, notice_id)
        return [(door.target_id, door.home.id if door.home else None) for door in page.doors]

    notice = script.book.notices[notice_id]
    for target, home in script.sees(one.id, look) or []:
        if not script.chance(0.4):
            continue
        how = script.rng.choice(TICKS)
        if script.does(one.id, TickDoor(target, how)) is not None:
            notice.hears(home, how)
            if how == "face" and not KNOCKS[0] <= to_town(script.now).time() < KNOCKS[1]:
                _fault(script, "knocked at night", notice, str(target))


REACTS = {"NoticeTo": reads, "NoticeRound": has_doors}


# -- at every step -----------------------------------------------------------------------------------------
def stand(script: Script) -> None:
    """The counts are the rows, and the rows are what the script has done; and whatever has come to its
    end since the last look has left nobody out."""
    script.town.core.store.read_now(lambda session: _stand(script, session))


def _stand(script: Script, session: Session) -> None:
    live = [one.id for one in script.book.notices.values() if one.state not in LAST]
    rows = select(Notice.id, Notice.state).where(Notice.id.in_(live))
    for notice_id, state in session.execute(rows).all():
        notice = script.book.notices[notice_id]
        if state in GOING:
            _counts(script, session, notice)
            if notice.must_reach:
                _as_done(script, session, notice)
        _ends(script, session, notice, state)


def _counts(script: Script, session: Session, notice: Sent) -> None:
    kept: Counter[tuple[str, str, str]] = Counter()
    for row in session.execute(
        select(NoticeCount.grid_id, NoticeCount.way, NoticeCount.reached, NoticeCount.many).where(
            NoticeCount.notice_id == notice.id
        )
    ):
        kept[(row[0], row[1], row[2])] += row[3]
    counted: Counter[tuple[str, str, str]] = Counter()
    for row in session.execute(
        select(NoticeTarget.grid_id, NoticeTarget.way, NoticeTarget.reached, func.count())
        .where(NoticeTarget.notice_id == notice.id)
        .group_by(NoticeTarget.grid_id, NoticeTarget.way, NoticeTarget.reached)
    ):
        counted[(row[0], row[1], row[2])] = row[3]
    if +kept != counted or min(kept.values(), default=0) < 0:
        _fault(script, "counts", notice, f"{+kept} {counted}")


def _as_done(script: Script, session: Session, notice: Sent) -> None:
    rows = select(NoticeTarget.household_id, NoticeTarget.reached).where(
        NoticeTarget.notice_id == notice.id
    )
    there = {row[0]: row[1] for row in session.execute(rows)}
    if there != notice.doors:
        wrong = {home: (how, notice.doors.get(home or 0)) for home, how in there.items()
                 if notice.doors.get(home or 0) != how}  # fmt: skip
        _fault(script, "doors", notice, f"{wrong} {notice.doors.keys() - there.keys()}")
        notice.doors = {home: how for home, how in there.items() if home is not None}


def _fault(script: Script, rule: str, notice: Sent, about: str) -> None:
    script.rules.faults.append(Fault(rule, script.now, "notice", f"{notice.id} {about}"))


# -- at the end --------------------------------------------------------------------------------------------
def _ends(script: Script, session: Session, notice: Sent, state: str) -> None:
    """Every door is informed, or somebody who is there has it."""
    if state in GOING and notice.ends_use < script.now:
        _fault(script, "does not end", notice, state)
        notice.state = "over"
    if state not in ("over", "refused"):
        return
    if state == "over" and script.now < notice.ends_use:
        _fault(script, "ends before its time", notice, state)
    notice.state = state
    if notice.must_reach and state == "over":
        script.book.ended += 1
        _each_has_a_name(script, session, notice)
        _each_has_heard(script, notice)


def _each_has_heard(script: Script, notice: Sent) -> None:
    """Who could be written to when it was sent, still can, and nothing came between."""
    for person in notice.owed if not notice.held_up else ():
        phones = script.book.phones(person)
        if script.book.people[person].silent or len(phones) < len(
            script.book.people[person].addresses
        ):
            continue
        script.book.owed += 1
        if not any((notice.id, phone) in script.rules.heard_notice for phone in phones):
            _fault(script, "never heard", notice, str(person))


def _each_has_a_name(script: Script, session: Session, notice: Sent) -> None:
    rows = session.execute(
        select(
            NoticeTarget.reached,
            NoticeTarget.worker_id,
            NoticeTarget.grid_id,
            NoticeTarget.given_at,
        ).where(NoticeTarget.notice_id == notice.id)
    ).all()
    for row in rows:
        script.book.at_the_end[row.reached or "with a name"] += 1
        if row.reached in INFORMED:
            continue
        if row.worker_id is None:
            _fault(script, "no name", notice, row.grid_id)
        elif not _goes_there(script, notice, row.worker_id, row.grid_id, row.given_at):
            _fault(script, "the wrong name", notice, f"{row.worker_id} {row.grid_id}")


def _goes_there(script: Script, notice: Sent, worker: int, grid: str, given: datetime) -> bool:
    """Living, and the grid's worker or at a desk it belongs to when it was given; or its writer."""
    if script.book.people[worker].gone:
        return False
    path = f"{huadian().path(grid)}/"
    for role in script.book.roles:
        desk = role.role in ("coordinator", "admin")
        mine = role.role == "grid_worker" and role.place == grid
        there = path.startswith(f"{huadian().path(role.place)}/")
        if role.person == worker and role.at(given) and there and (desk or mine):
            return True
    return worker == notice.by
