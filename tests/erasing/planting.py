"""Somebody who did everything: a row in every table that can hold something of a person, and an
unmistakable word in every column that can hold one."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, cast
from urllib.parse import quote

from sqlalchemy import Boolean, Column, Date, DateTime, Integer, Table, Time, insert
from sqlalchemy import update as change
from sqlalchemy.orm import Session

from models.access.tables import Upload, WebMessage, WebSession, WebTalk
from models.alarms.tables import Alarm
from models.base import Base, SecretBytes, SecretJson, UtcTime
from models.bookings.tables import AttendanceNote, Booking, Enrolment, ReminderRow, SignUp
from models.care.tables import DueItem, PersonCondition
from models.doctors.tables import Contract
from models.duty.tables import Call, HandOver, HandOverLine
from models.family.tables import Act, Guardian, Kin, Merge, NotTheSame, Proxy
from models.gate import AuditLine
from models.help.tables import Attachment, Case, CaseEvent
from models.imports.tables import Import, ImportRow
from models.ledger.tables import PersonCategory
from models.outbox.tables import OutboxRow
from models.privacy.tables import AccessNote
from models.programmes.tables import Programme
from models.programmes.tables import Session as Hour
from models.register.tables import Account, Consent, Household, Person, Role
from models.roles.tables import BackgroundCheck
from models.station.tables import Collector, DrawLot, Pickup
from models.talks.tables import DeadLetter, SeenUpdate, TalkRow
from models.tasks.tables import MinuteEntry, Offer, Volunteer
from tests.erasing.columns import holds_words, is_text

MARK = "饕餮"
"""A word that nobody in the town ever says."""
GRID = "g03"


def word(column: Column[Any], which: int = 0) -> str:
    """What is planted in a column; ``which`` tells several rows of a table apart."""
    return f"{MARK}{column.table.name}.{column.name}.{which}"


def encodings(text: str) -> Iterator[bytes]:
    """Every way a text could stand in a file."""
    yield text.encode()
    yield text.encode("utf-16-le")
    yield text.encode("gbk")
    yield json.dumps(text).strip('"').encode()
    yield quote(text).encode()
    yield text.encode().hex().encode()
    for shift in range(3):
        coded = base64.b64encode(b"x" * shift + text.encode())
        yield coded[4:-4] if shift else coded[:-4]


@dataclass
class Plants:
    """Puts rows in and remembers what was planted where."""

    session: Session
    now: datetime
    words: dict[str, str] = field(default_factory=dict)

    def row(self, table: type[Base], **given: Any) -> int:
        values = dict(self._values(table, given))
        result = self.session.connection().execute(insert(table), values)
        key = result.inserted_primary_key
        return int(key[0]) if key and isinstance(key[0], int) else 0

    def _values(self, table: type[Base], given: dict[str, Any]) -> Iterator[tuple[str, Any]]:
        for column in cast("Table", table.__table__).columns:
            if column.name in given:
                yield column.name, given[column.name]
            elif holds_words(column):
                yield column.name, self._planted(column)
            elif not column.nullable and not column.primary_key:
                yield column.name, self._plain(column)

    def _planted(self, column: Column[Any]) -> Any:
        which = sum(key.startswith(f"{column.table.name}.{column.name}.") for key in self.words)
        text = self.words[f"{column.table.name}.{column.name}.{which}"] = word(column, which)
        if isinstance(column.type, SecretBytes):
            return text.encode()
        if isinstance(column.type, SecretJson) or "json" in type(column.type).__name__.lower():
            return {"some_id": text, "words": text}
        return text

    def _plain(self, column: Column[Any]) -> Any:
        if column.default is not None and column.default.is_scalar:
            return column.default.arg  # type: ignore[attr-defined]
        kind = column.type
        if isinstance(kind, UtcTime | DateTime):
            return self.now
        if isinstance(kind, Date):
            return self.now.date()
        if isinstance(kind, Time):
            return time(15)
        if isinstance(kind, Boolean):
            return False
        if is_text(column):
            return {} if "json" in type(kind).__name__.lower() else "code"
        return 0 if isinstance(kind, Integer) else 1


@dataclass(frozen=True)
class Somebody:
    person_id: int
    child_id: int
    household_id: int
    account_id: int
    case_id: int
    words: dict[str, str]


def plant(session: Session, now: datetime, others: dict[str, int]) -> Somebody:
    """``others``: people of the sample town by alias; nothing of theirs may be touched."""
    plants = Plants(session, now)
    row, before = plants.row, now - timedelta(days=3)
    door = row(Household, grid_id=GRID, estate_id="yangguang_xiaoqu", building=9, unit=1,
               door="909", door_hash="909")  # fmt: skip
    me = row(Person, household_id=door, born=date(1950, 3, 4), created_at=before, consent="1",
             verified_at=before)  # fmt: skip
    twin = row(Person, household_id=door, gone="merged", gone_at=before, merged_into=me)
    child = row(Person, household_id=door, minor=True, guardian_id=others["zhao"], name="小宝",
                called="", school="", phone=None, phone_hash=None, tail_hash=None, id_number=None,
                id_hash=None, created_at=before)  # fmt: skip
    telegram = row(Account, person_id=me, channel="telegram")
    web = row(Account, person_id=me, channel="webchat")
    address = plants.words["accounts.address.1"]
    for account in (telegram, web):
        row(TalkRow, account_id=account, flow="help", screen_id=None)
    _web(plants, address)
    _family(plants, me, twin, child, others)
    case = _cases(plants, me, telegram, others)
    _places(plants, me, child, others)
    _talks(plants, me, telegram, others)
    _books(plants, me, telegram, others)
    session.expire_all()
    return Somebody(me, child, door, telegram, case, plants.words)


def _web(plants: Plants, address: str) -> None:
    row = plants.row
    row(WebTalk, address=address)
    for _number in range(2):
        row(WebMessage, address=address, sender="person")
    row(WebSession, address=address, expires_at=plants.now)
    row(Upload, address=address, media_type="image/jpeg")


def _family(plants: Plants, me: int, twin: int, child: int, others: dict[str, int]) -> None:
    row, wang, zhao = plants.row, others["wang"], others["zhao"]
    row(Guardian, child_id=child, guardian_id=me, ended_at=plants.now)
    row(Guardian, child_id=child, guardian_id=zhao)
    row(Kin, person_id=me, other_id=wang, kin="mother")
    row(Kin, person_id=child, other_id=me, kin="mother")
    row(Proxy, principal_id=me, proxy_id=zhao, state="agreed", purposes=["help"])
    row(Proxy, principal_id=wang, proxy_id=me, state="agreed", purposes=["help"])
    row(Act, person_id=me, by_person=zhao, command="OpenCase")
    row(Merge, kept_id=me, gone_id=twin, undo_until=plants.now)
    row(NotTheSame, one_id=min(me, wang), other_id=max(me, wang))
    row(Contract, person_id=me, team_id="team", package="basic", state="valid", how="tap")
    row(Role, person_id=me, role="tutor", place_id=GRID, ended_at=plants.now)
    row(BackgroundCheck, person_id=me)


def _cases(plants: Plants, me: int, account: int, others: dict[str, int]) -> int:
    row, now, zhao = plants.row, plants.now, others["zhao"]
    mine = row(Case, number="900001", kind="heating", town_version=1, asker_id=me, grid_id=GRID,
               urgency="ordinary", stage="closed", route="near", closed_at=now)  # fmt: skip
    theirs = row(Case, number="900002", kind="heating", town_version=1, asker_id=others["wang"],
                 grid_id=GRID, urgency="ordinary", stage="closed", route="near", closed_at=now,
                 details={"answers": {}, "other": None, "words": ""}, door_word=None)  # fmt: skip
    row(CaseEvent, case_id=mine, what="words_added", by_person=me)
    row(CaseEvent, case_id=mine, what="task_note", by_person=zhao)
    row(CaseEvent, case_id=theirs, what="task_note", by_person=me)
    row(Attachment, case_id=mine, person_id=me, channel="telegram", state="waiting", content=None)
    row(Attachment, case_id=mine, person_id=zhao, channel="telegram", state="ready")
    row(Attachment, case_id=theirs, person_id=me, channel="telegram", state="rejected")
    row(Alarm, person_id=me, account_id=account, group="heart", state="acknowledged", told=[zhao])
    row(Volunteer, person_id=me, community_id="yangguang", skills=[], hours=[], state="approved")
    offer = row(Offer, case_id=theirs, person_id=me, wave=1, why=[], state="ended")
    row(MinuteEntry, person_id=me, offer_id=offer, minutes=40)
    return mine


def _places(plants: Plants, me: int, child: int, others: dict[str, int]) -> None:
    """She came to a talk, waits for another, collects a child, and is followed up by the doctors."""
    row, now, zhao = plants.row, plants.now, others["zhao"]
    programme = row(Programme, kind="lecture", title_zh="x", title_en="x", place_id="yangguang",
                    places=9, minutes=90, link=None, leader_id=me)  # fmt: skip
    hour = timedelta(hours=1)
    was, comes = (
        row(Hour, programme_id=programme, begins_at=at, ends_at=at + hour, places=9, taken=taken)
        for at, taken in ((now - 2 * hour, 2), (now + 24 * hour, 1))
    )
    mine = row(SignUp, programme_id=programme, by_id=zhao, number="700001")
    family = row(SignUp, programme_id=programme, by_id=me, number="700002", note=None)
    told = {"said": "comes", "attended": "present", "came_at": now, "left_at": now}
    booking = row(Booking, session_id=was, person_id=me, sign_up_id=mine, state="booked", place=1,
                  **told)  # fmt: skip
    childs = row(Booking, session_id=was, person_id=child, sign_up_id=family, state="booked",
                 place=2)  # fmt: skip
    coming = row(Booking, session_id=comes, person_id=me, sign_up_id=mine, state="booked", place=1)
    row(Enrolment, programme_id=programme, person_id=me, sign_up_id=mine, days=1, state="waiting")
    row(DrawLot, programme_id=programme, sign_up_id=mine, turn=1, left_out=0)
    row(ReminderRow, booking_id=coming, step="before", moves=0, at=now + 22 * hour)
    row(AttendanceNote, booking_id=booking, was="", now="present", by_id=zhao)
    row(AttendanceNote, booking_id=childs, was="", now="present", by_id=me)
    collects = row(Collector, child_id=child, person_id=me, name=None, phone=None, named_by=zhao)
    aunt = row(Collector, child_id=me, named_by=zhao)
    row(Pickup, booking_id=booking, with_id=zhao, collector_id=aunt, closed_at=now)
    row(Pickup, booking_id=childs, with_id=zhao, collector_id=collects, closed_at=now,
        code_hash=None)  # fmt: skip
    row(PersonCondition, person_id=me, condition="diabetes")
    row(PersonCategory, person_id=me, category="alone", since=now)
    row(DueItem, person_id=me, rule="diabetes", state="booked", booking_id=coming)


def _talks(plants: Plants, me: int, account: int, others: dict[str, int]) -> None:
    row, now, limin = plants.row, plants.now, others["limin"]
    talk = row(HandOver, account_id=account, person_id=me, state="taken", taken_by=limin)
    for by in (me, limin):
        row(HandOverLine, hand_over_id=talk, by_person=by)
    row(Call, person_id=me, message="HelperCannot", why="unseen")
    shown = row(OutboxRow, person_id=me, account_id=account, message="", state="sent",
                priority=1)  # fmt: skip
    plants.session.connection().execute(
        change(TalkRow).where(TalkRow.account_id == account).values(screen_id=shown)
    )
    row(OutboxRow, person_id=me, account_id=account, message="HandOverTaken", priority=1)
    row(OutboxRow, person_id=me, message="HandOverTaken", state="due", priority=1)
    row(OutboxRow, person_id=limin, whom_id=me, message="HandOverTaken", priority=1)
    row(DeadLetter, reference="r1", channel="telegram", account_id=account, fault="KeyError")
    address = plants.words["accounts.address.0"]
    row(DeadLetter, reference="r2", channel="telegram", account_id=None, fault="KeyError",
        body=f"{MARK} {address}")  # fmt: skip
    plants.session.connection().execute(
        insert(SeenUpdate), {"channel": "telegram", "update_id": "77", "at": now}
    )


def _books(plants: Plants, me: int, account: int, others: dict[str, int]) -> None:
    row, limin = plants.row, others["limin"]
    row(Consent, person_id=me, purpose="help", text_version="1", agreed=True, how="tap")
    row(AccessNote, person_id=me, by_person=limin, role="grid_worker", what="record")
    for column in ("person_id", "whom_id"):
        row(AuditLine, **{column: me}, actor="person", channel="telegram", command="SettleIn",
            account_id=account)  # fmt: skip
    sheet = row(Import, what="residents", state="applied", by_person=limin, place_path="x",
                source=None, content=None, fault=None, about=None)  # fmt: skip
    row(ImportRow, import_id=sheet, number=1, person_id=me, verdict="new")
    phone = plants.words["people.phone.0"]
    row(ImportRow, import_id=sheet, number=2, person_id=None, verdict="refused",
        data={"phone": phone, "words": f"{MARK} in a refused row"}, problems=None,
        undo=None)  # fmt: skip
