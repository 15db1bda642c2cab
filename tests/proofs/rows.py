"""What the rows must say when all the dying is over, checked one by one.

Each function returns what is wrong, as ids and codes; an empty list is the proof.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select, text
from sqlalchemy.orm import Session

from models.gate import AuditLine
from models.help.tables import Case
from models.outbox.tables import OutboxRow
from models.register.tables import Account, Role
from models.store import Store
from models.talks.tables import DeadLetter, SeenUpdate, TalkRow
from models.tasks.tables import Offer
from tests.proofs.post import Call
from tests.proofs.scripts import SCRIPTS, Course, cases_of
from tests.proofs.town import CHANNEL

REASONS = {
    "dropped": "no longer true when their turn came",
    "expired": "no longer of use",
    "unreachable": "to people without a phone",
}
"""How a row may end that was not sent."""


def rows_sent(session: Session) -> int:
    return session.execute(
        select(func.count()).where(OutboxRow.state == "sent", OutboxRow.op.in_(("send", "edit")))
    ).scalar_one()


def still_due(session: Session, now: datetime) -> int:
    """Messages and steps of cases that should have happened by now."""
    rows = select(func.count()).where(
        OutboxRow.state.in_(("due", "leased")), OutboxRow.not_before <= now
    )
    waves = select(func.count()).where(Case.next_wave_at <= now)
    return session.execute(rows).scalar_one() + session.execute(waves).scalar_one()


def wait_for_backends(store: Store) -> None:
    """On PostgreSQL a statement of a killed process may still be running: let it end."""
    if store.dialect == "sqlite":
        return
    busy = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND state <> 'idle'"
    )
    while store.read_now(lambda session: session.execute(busy).scalar_one()):
        time.sleep(0.01)


@dataclass(frozen=True)
class Driven:
    """What the residents did: scripts finished by each address, updates as (id, script, step)."""

    talks: dict[str, list[int]]
    updates: list[tuple[str, int, int]]
    courses: tuple[Course, ...]
    calls: Sequence[Call]


@dataclass(frozen=True)
class Sum:
    """The figures of a proof."""

    cases_wanted: int
    cases: int
    doubled: int
    updates: int
    due: int
    sent: int
    ended: int
    reasons: str
    offers: int
    repeats: int
    late: int


def summed(session: Session, driven: Driven) -> Sum:
    wanted = sum(len(scripts) for scripts in driven.talks.values())
    opened = cases_of(session)
    states = Counter(session.execute(select(OutboxRow.state)).scalars())
    doubled = sum(
        max(len(opened.get(address, ())) - len(scripts), 0)
        for address, scripts in driven.talks.items()
    )
    return Sum(
        cases_wanted=wanted,
        cases=session.execute(select(func.count(Case.id))).scalar_one(),
        doubled=doubled,
        updates=len(driven.updates),
        due=states.total(),
        sent=states["sent"],
        ended=sum(states[end] for end in REASONS),
        reasons=", ".join(f"{REASONS[end]} {states[end]:,}" for end in REASONS if states[end])
        or "none",
        offers=session.execute(select(func.count(Offer.id))).scalar_one(),
        repeats=sum(call.said for call in driven.calls) - rows_sent(session),
        late=len(replies_that_came_late(session, driven)),
    )


# -- the checks --------------------------------------------------------------------------------------
def each_talk_has_its_case(session: Session, driven: Driven) -> list[str]:
    """Exactly one for each talk that was driven to its end, with the answers that were tapped."""
    opened = cases_of(session)
    wrong = [
        address
        for address, scripts in driven.talks.items()
        if opened.get(address, []) != [SCRIPTS[script].case for script in scripts]
    ]
    strangers = [address for address in opened if address not in driven.talks]
    runs = session.execute(select(func.count()).where(AuditLine.command == "OpenCase")).scalar_one()
    many = [] if runs == sum(map(len, opened.values())) else [f"OpenCase ran {runs} times"]
    return wrong + strangers + many


def no_talk_is_open(session: Session, driven: Driven) -> list[str]:
    query = (
        select(Account.address)
        .join(TalkRow, TalkRow.account_id == Account.id)
        .where(or_(TalkRow.flow.is_not(None), TalkRow.state.is_not(None)))
    )
    return list(session.execute(query).scalars())


def each_update_was_taken_once(session: Session, driven: Driven) -> list[str]:
    seen = Counter(session.execute(select(SeenUpdate.update_id)).scalars())
    wanted = Counter(update for update, _script, _step in driven.updates)
    letters = session.execute(select(DeadLetter.reference)).scalars()
    return [*((seen - wanted) + (wanted - seen)), *letters]


def each_update_was_answered(session: Session, driven: Driven) -> list[str]:
    """As many replies as an undisturbed run gives, each of them in the platform's record."""
    rows = session.execute(
        select(OutboxRow.key, OutboxRow.id, OutboxRow.op, OutboxRow.shown_id).where(
            OutboxRow.message == "", OutboxRow.state == "sent"
        )
    )
    keys = {call.key for call in driven.calls if call.call == "send"}
    shown = {call.id for call in driven.calls if call.said}
    answered: Counter[str] = Counter()
    for row in rows:
        if str(row.id) in keys or (row.op == "edit" and row.shown_id in shown):
            answered[row.key.rpartition(":s")[0]] += 1
    return [
        update
        for update, script, step in driven.updates
        if answered[f"u:{CHANNEL}:{update}"] != driven.courses[script].replies[step]
    ]


def each_row_was_sent_or_says_why_not(session: Session, driven: Driven) -> list[str]:
    keys = {call.key for call in driven.calls if call.call == "send"}
    wrong = []
    for row in session.execute(
        select(OutboxRow.id, OutboxRow.op, OutboxRow.state, OutboxRow.shown_id, OutboxRow.fault)
    ):
        if row.state == "sent":
            fine = row.op != "send" or str(row.id) in keys
        else:
            fine = row.state in REASONS
        if not fine:
            wrong.append(f"{row.id} {row.op} {row.state} {row.fault}")
    return wrong


def nobody_who_was_asked_is_untold(session: Session, driven: Driven) -> list[str]:
    """Each case asks helpers or lies on the desk; each of these has its one telling."""
    told = Counter(session.execute(select(OutboxRow.key).where(OutboxRow.message != "")).scalars())
    offers = list(session.execute(select(Offer.id, Offer.case_id)))
    wrong = [f"offer {one.id}" for one in offers if told[f"offer:{one.id}"] != 1]
    asked = {one.case_id for one in offers}
    desks = set(session.execute(select(Role.person_id).where(Role.role == "coordinator")).scalars())
    heard: dict[int, set[int]] = {}
    for args, person in session.execute(
        select(OutboxRow.args, OutboxRow.person_id).where(OutboxRow.message == "CaseNeedsYou")
    ):
        heard.setdefault(args["case_id"], set()).add(person)
    for case in session.execute(select(Case.id, Case.attention)):
        if case.id not in asked and not case.attention:
            wrong.append(f"case {case.id} asks nobody")
        if case.attention and not desks <= heard.get(case.id, set()):
            wrong.append(f"case {case.id} needs the desk, which was not told")
    return wrong


def replies_that_came_late(session: Session, driven: Driven) -> list[str]:
    """A reply left behind by a killed process may come after the answer to the next message: it is
    counted. (The first appearance of each counts; a repeat of an earlier one may follow.)"""
    replies = set(
        map(str, session.execute(select(OutboxRow.id).where(OutboxRow.message == "")).scalars())
    )
    newest: dict[str, int] = {}
    seen: set[str] = set()
    wrong = []
    for call in driven.calls:
        if call.call != "send" or call.key not in replies or call.key in seen:
            continue
        seen.add(call.key)
        if int(call.key) < newest.get(call.to, 0):
            wrong.append(f"{call.to} {call.key}")
        newest[call.to] = int(call.key)
    return wrong


CHECKS: tuple[Callable[[Session, Driven], list[str]], ...] = (
    each_talk_has_its_case,
    no_talk_is_open,
    each_update_was_taken_once,
    each_update_was_answered,
    each_row_was_sent_or_says_why_not,
    nobody_who_was_asked_is_untold,
)


def what_is_wrong(session: Session, driven: Driven) -> list[str]:
    """By the names of the checks; no line at all is the proof."""
    found = ((check.__name__, check(session, driven)) for check in CHECKS)
    return [f"{name}: {wrong[:5]}" for name, wrong in found if wrong]
