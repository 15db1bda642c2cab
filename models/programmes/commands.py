"""Making programmes and sessions, and ending them. By whoever runs things of their kind there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import ClassVar

from sqlalchemy import update

from models.clocks import to_town, town_instant
from models.gate import Command, May
from models.programmes.kinds import kind_of
from models.programmes.making import ALL_MADE, add_sessions
from models.programmes.overlapping import LONGEST, Needs, refuse_overlaps, take_turns
from models.programmes.recurrence import Plan, check_plan, occurrences, slots
from models.programmes.refusals import EndBeforeStart, InThePast, TooFewPlaces
from models.programmes.running import (
    RUNS,
    kind_named,
    locked_programme,
    programme_of,
    runs,
    runs_programme,
    wanted_kind,
)
from models.programmes.tables import Programme, Session
from models.refusals import NotFound
from models.station.again import look_again
from models.town.programmes import ProgrammeKind
from models.work import Work

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class MakeProgramme(Command[int]):
    """With a ``rule`` it meets from ``first`` to ``last`` as the rule says, and the clock makes the
    sessions; without one it meets once, on ``first``, and further sessions are made one by one.
    None and 0 stand for what the kind says. Returns its id."""

    may: ClassVar[May] = May(relations=(RUNS,))
    kind: str
    place_id: str
    starts: time
    first: date
    last: date
    rule: str = ""
    minutes: int = 0
    title_zh: str = ""
    title_en: str = ""
    team_id: str = ""
    where_zh: str = ""
    where_en: str = ""
    room: str = ""
    leader_id: int | None = None
    link: str = ""
    places: int | None = None
    min_age: int | None = None
    max_age: int | None = None
    community_only: bool = False
    term_only: bool = False
    on_holidays: bool = False

    def relations(self, work: Work) -> Collection[str]:
        return runs(work, kind_named(work, self.kind), self.place_id)

    def run(self, work: Work) -> int:
        kind = wanted_kind(work, self.kind)
        row = self._row(work, kind)
        today = to_town(work.now).date()
        needs = Needs(row.leader_id, row.place_id, row.room)
        take_turns(work, needs)
        if row.rule:
            check_plan(Plan.of(row))
            if row.last < today:
                raise InThePast
            row.made_until = max(row.first, today) - _DAY
            begins = list(occurrences(Plan.of(row), work.town, today, row.last, guess=True))
        else:
            begins = [town_instant(row.first, row.starts)]
            if begins[0] <= work.now:
                raise InThePast
        length = timedelta(minutes=row.minutes)
        refuse_overlaps(work, needs, [(begin, begin + length) for begin in begins])
        work.session.add(row)
        work.session.flush()
        if not row.rule:
            add_sessions(work, row, begins)
        return row.id

    def _row(self, work: Work, kind: ProgrammeKind) -> Programme:
        """What was asked for, with what the kind says where nothing was. Not in the session yet."""
        minutes, places = self.minutes or kind.minutes, self.places
        length = timedelta(minutes=minutes)
        if self.last < self.first or not timedelta() < length <= LONGEST:
            raise EndBeforeStart
        if places is not None and places < 1:
            raise TooFewPlaces(0)
        if kind.way == "team" and self.team_id not in _teams_at(work, self.place_id):
            raise NotFound("team")
        title = self.title_zh.strip() or kind.name.zh
        return Programme(
            kind=kind.id, place_id=self.place_id, starts=self.starts, first=self.first,
            last=self.last, rule=self.rule.strip(), minutes=minutes, title_zh=title,
            title_en=self.title_en.strip() or (kind.name.en if title == kind.name.zh else title),
            team_id=self.team_id, where_zh=self.where_zh.strip(),
            where_en=self.where_en.strip() or self.where_zh.strip(), room=self.room.strip(),
            leader_id=self.leader_id, link=self.link.strip() or None,
            places=kind.places if places is None else places, min_age=self.min_age,
            max_age=self.max_age, community_only=self.community_only, term_only=self.term_only,
            on_holidays=self.on_holidays, state="open", made_by=work.actor.person_id or None,
            made_at=work.now, town=work.town_number,
        )  # fmt: skip


def _teams_at(work: Work, place_id: str) -> set[str]:
    return {team.id for team in work.town.doctors.teams if team.place == place_id}


@dataclass(frozen=True)
class MakeSession(Command[int]):
    """One more session of a programme, or as many as it has numbered times. Returns the id of the
    first."""

    may: ClassVar[May] = May(relations=(RUNS,))
    programme_id: int
    begins_at: datetime
    minutes: int = 0

    def relations(self, work: Work) -> Collection[str]:
        return runs_programme(work, programme_of(work, self.programme_id))

    def run(self, work: Work) -> int:
        programme = locked_programme(work, self.programme_id)
        minutes = self.minutes or programme.minutes
        end = self.begins_at + timedelta(minutes=minutes)
        if not self.begins_at < end <= self.begins_at + LONGEST:
            raise EndBeforeStart
        if self.begins_at <= work.now:
            raise InThePast
        needs = Needs(programme.leader_id, programme.place_id, programme.room)
        take_turns(work, needs)
        refuse_overlaps(work, needs, [(self.begins_at, end)])
        made = [
            Session(
                programme_id=programme.id, begins_at=start, ends_at=stop, places=programme.places,
                leader_id=programme.leader_id, room=programme.room,
            )
            for start, stop in slots(kind_of(work, programme), self.begins_at, minutes)
        ]  # fmt: skip
        work.session.add_all(made)
        work.session.flush()
        look_again(work, programme.id)
        return made[0].id


@dataclass(frozen=True)
class EndProgramme(Command[int]):
    """No more of it: what was still to come does not take place, and the clock tells those who had
    a place, session by session. Returns how many sessions that is."""

    may: ClassVar[May] = May(relations=(RUNS,))
    programme_id: int

    def relations(self, work: Work) -> Collection[str]:
        return runs_programme(work, programme_of(work, self.programme_id))

    def run(self, work: Work) -> int:
        programme = locked_programme(work, self.programme_id)
        programme.state = "ended"
        programme.made_until = ALL_MADE if programme.rule else None
        off = work.session.execute(
            update(Session)
            .where(
                Session.programme_id == programme.id,
                Session.state == "planned",
                Session.begins_at > work.now,
            )
            .values(state="cancelled", news="off", news_after=0)
            .execution_options(synchronize_session=False)
        )
        work.session.flush()
        return int(off.rowcount)  # type: ignore[attr-defined]  # an UPDATE's result counts
