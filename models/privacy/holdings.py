"""Every table that holds something about a person: whose row it is, what of it is shown to them,
and what becomes of it when they delete their data. One list for the file, the erasing and the
report; a test walks the metadata, so that no new table can forget to say it.

Two ways a person stands in a row are told apart. ``mine``: the row is about them. ``named``: they
did something in somebody else's row (who decided, who witnessed); that stays as a number, for it
belongs to the other one's story and is what the law keeps.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, or_, select

from models.access.tables import Upload, WebMessage, WebSession, WebTalk
from models.alarms.tables import Alarm
from models.doctors.tables import Contract
from models.duty.tables import Call, HandOver, HandOverLine
from models.family.tables import Act, Guardian, Kin, Merge, NotTheSame, Proxy
from models.gate import AuditLine
from models.help.tables import Attachment, Case, CaseEvent
from models.imports.tables import Import, ImportRow
from models.outbox.tables import OutboxRow
from models.privacy.holding import Holding, Through
from models.privacy.holdings_notices import NOTICES
from models.privacy.holdings_places import PLACES
from models.privacy.tables import AccessNote, Erasure
from models.register.tables import Account, Consent, Household, Person, Role
from models.roles.tables import BackgroundCheck
from models.talks.tables import DeadLetter, TalkRow
from models.tasks.tables import MinuteEntry, Offer, Volunteer

__all__ = ["BY_TABLE", "HOLDINGS", "NOBODY", "WEB", "Holding"]

WEB = "webchat"
"""The channel whose addresses the tables of the web chat go by."""


def _by_account(column: Any) -> Through:
    return lambda person_id: column.in_(select(Account.id).where(Account.person_id == person_id))


def _by_address(column: Any) -> Through:
    return lambda person_id: column.in_(
        select(Account.address).where(Account.person_id == person_id, Account.channel == WEB)
    )


def _by_case(person_id: int) -> ColumnElement[bool]:
    return CaseEvent.case_id.in_(select(Case.id).where(Case.asker_id == person_id))


def _by_talk(person_id: int) -> ColumnElement[bool]:
    return HandOverLine.hand_over_id.in_(select(HandOver.id).where(HandOver.person_id == person_id))


def _said_by_or_to_me(person_id: int) -> ColumnElement[bool]:
    return or_(CaseEvent.by_person == person_id, CaseEvent.what == "duty_said")


def _written_by_me(_person_id: int) -> ColumnElement[bool]:
    return WebMessage.sender == "person"


def _own_door(person_id: int) -> ColumnElement[bool]:
    return Household.id.in_(select(Person.household_id).where(Person.id == person_id))


HOLDINGS: tuple[Holding, ...] = (
    Holding(
        Person,
        mine=("id", "merged_into"),
        named=("guardian_id", "gone_by", "verified_by"),
        shown=(
            "name",
            "called",
            "phone",
            "born",
            "gender",
            "id_number",
            "school",
            "grade",
            "language",
            "verified_at",
            "created_at",
        ),
        end="blank",
        blank=(
            "household_id",
            "name",
            "called",
            "phone",
            "phone_hash",
            "tail_hash",
            "born",
            "gender",
            "id_number",
            "id_hash",
            "school",
            "grade",
            "grade_year",
            "consent",
            "verified_at",
            "verified_by",
        ),
    ),
    # A door is not a person's: it is shown to them, and forgotten when nobody lives behind it.
    Holding(
        Household,
        through=_own_door,
        shown=("estate_id", "building", "unit", "door"),
        end="keep",
    ),
    # Audit lines and talks point to an account: it stays as a number that nobody writes to.
    Holding(
        Account,
        mine=("person_id",),
        shown=("channel", "state", "abroad", "last_used_at"),
        end="blank",
        blank=("address", "abroad"),
    ),
    Holding(
        Consent,
        mine=("person_id",),
        named=("by_person", "other_id", "witness_id"),
        other="other_id",
        shown=("purpose", "text_version", "agreed", "basis", "how", "channel", "until", "at"),
        end="keep",
        law="consent",
    ),
    Holding(
        Role,
        mine=("person_id",),
        named=("given_by",),
        shown=("role", "place_id", "since", "ends_at", "ended_at"),
    ),
    Holding(
        BackgroundCheck,
        mine=("person_id",),
        named=("noted_by",),
        shown=("checked_on", "valid_until"),
    ),
    Holding(
        Kin,
        mine=("person_id", "other_id"),
        told=lambda person_id: Kin.person_id == person_id,
        other="other_id",
        shown=("kin",),
    ),
    Holding(
        Guardian,
        mine=("child_id", "guardian_id"),
        named=("by_person",),
        other="guardian_id",
        shown=("since", "ended_at"),
    ),
    Holding(
        Proxy,
        mine=("principal_id", "proxy_id"),
        other="proxy_id",
        named=("witness_id", "ended_by"),
        shown=("state", "purposes", "more", "until", "how", "asked_at", "agreed_at", "ended_at"),
    ),
    Holding(
        Act,
        mine=("person_id",),
        named=("by_person",),
        other="by_person",
        shown=("command", "state", "at"),
    ),
    Holding(
        Merge,
        mine=("kept_id", "gone_id"),
        named=("by_person",),
        shown=("at", "undone_at"),
        end="blank",
        blank=("moved",),
    ),
    Holding(NotTheSame, mine=("one_id", "other_id"), named=("by_person",)),
    Holding(
        Contract,
        mine=("person_id",),
        named=("signed_by",),
        shown=("team_id", "package", "state", "starts_on", "ends_on", "how", "signed_at", "why"),
    ),
    Holding(
        Case,
        mine=("asker_id",),
        shown=(
            "number",
            "kind",
            "details",
            "stage",
            "urgency",
            "opened_at",
            "outcome",
            "closed_at",
        ),
        end="blank",
        blank=("details", "door_word", "household_id"),
    ),
    Holding(
        CaseEvent,
        named=("by_person",),
        through=_by_case,
        told=_said_by_or_to_me,
        shown=("what", "words", "at"),
        end="blank",
        blank=("words",),
    ),
    Holding(
        Attachment,
        mine=("person_id",),
        shown=("state", "at"),
        end="blank",
        blank=("source", "content"),
    ),
    Holding(
        Alarm,
        mine=("person_id",),
        named=("acknowledged_by",),
        shown=("group", "words", "for_whom", "state", "raised_at", "ended_at"),
        end="blank",
        blank=("words", "for_whom"),
    ),
    *PLACES,
    *NOTICES,
    Holding(
        HandOver,
        mine=("person_id",),
        named=("taken_by",),
        shown=("state", "asked_at", "taken_at", "ended_at"),
    ),
    # Lines of a talk go before the talk: this order is the order of deleting only with care.
    Holding(
        HandOverLine,
        named=("by_person",),
        through=_by_talk,
        shown=("words", "at"),
    ),
    Holding(
        Call,
        mine=("person_id",),
        named=("done_by",),
        shown=("message", "why", "since", "done_at", "outcome"),
    ),
    Holding(
        Volunteer,
        mine=("person_id",),
        named=("decided_by",),
        shown=("community_id", "skills", "hours", "state", "asked_at"),
    ),
    Holding(
        Offer,
        mine=("person_id",),
        shown=("state", "offered_at", "answered_at", "arrive_at", "done_at", "result"),
        end="keep",
        law="hours",
    ),
    Holding(
        MinuteEntry,
        mine=("person_id",),
        shown=("minutes", "at"),
        end="keep",
        law="hours",
    ),
    Holding(
        OutboxRow,
        mine=("person_id", "whom_id"),
        through=_by_account(OutboxRow.account_id),
        shown=("message", "state", "created_at", "sent_at"),
    ),
    Holding(TalkRow, through=_by_account(TalkRow.account_id), shown=("flow", "touched_at")),
    Holding(WebTalk, through=_by_address(WebTalk.address), shown=("language",)),
    Holding(
        WebMessage,
        through=_by_address(WebMessage.address),
        told=_written_by_me,
        shown=("body", "at"),
    ),
    Holding(
        WebSession,
        through=_by_address(WebSession.address),
        shown=("created_at", "used_at", "expires_at"),
    ),
    Holding(Upload, through=_by_address(Upload.address), shown=("media_type", "size", "at")),
    Holding(
        AccessNote,
        mine=("person_id",),
        named=("by_person",),
        other="by_person",
        shown=("role", "what", "why", "at"),
    ),
    Holding(
        AuditLine,
        mine=("person_id", "whom_id"),
        shown=("command", "channel", "at"),
        end="keep",
        law="audit",
    ),
    # The file that a worker sent holds other people's rows; it goes by the clock, as a whole.
    Holding(Import, named=("by_person",), end="keep"),
    Holding(
        ImportRow,
        mine=("person_id",),
        shown=("data",),
        end="blank",
        blank=("data", "problems", "undo"),
    ),
    Holding(DeadLetter, through=_by_account(DeadLetter.account_id)),
    Holding(Erasure, mine=("person_id",), shown=("why", "at"), end="keep", law="audit"),
)

BY_TABLE: dict[str, Holding] = {holding.name: holding for holding in HOLDINGS}

NOBODY: frozenset[str] = frozenset(
    {
        "care_cursors", "notice_counts", "places", "retention_runs", "seen_updates", "settings_rows", "station_terms",
        "town_clock", "town_versions", "web_link_uses", "weekday_places",
    }
)  # fmt: skip
"""Tables with no way to a person. Rows of files and failed updates that were not known to be
anybody's may quote somebody all the same: erasing opens and searches them."""
