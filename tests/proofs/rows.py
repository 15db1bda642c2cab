"""What the rows must say when all the dying is over, checked one by one.

Each function returns what is wrong, as ids and codes; an empty list is the proof.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select, text
from sqlalchemy.orm import Session

from models.clocks import WallClock
from models.gate import AuditLine
from models.help.tables import Case
from models.outbox.tables import OutboxRow
from models.register.tables import Account, Role
from models.store import Store
from models.talks.tables import DeadLetter, SeenUpdate, TalkRow
from models.tasks.tables import Offer
from tests.proofs.phones import Call
from tests.proofs.scripts import SCRIPTS, Course, cases_of
from tests.proofs.town import TELEGRAM

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


def unsent(session: Session) -> int:
    """Messages that are still on their way, or wait to be."""
    rows = select(func.count()).where(OutboxRow.state.in_(("due", "leased")))
    return session.execute(rows).scalar_one()


def still_due(session: Session, clock: WallClock) -> int:
    """Messages that are not sent, and steps of cases that should have happened by now."""
    rows = unsent(session)
    # Asked once the snapshot stands: of what is written in between neither half would know.
    waves = select(func.count()).where(Case.next_wave_at <= clock.now())
    return rows + session.execute(waves).scalar_one()


def wait_for_backends(store: Store) -> None:
    """On PostgreSQL a statement of a killed process may still be running, and what it led is not
    free before its connection is found broken: let it end."""
    if store.dialect == "sqlite":
        return
    busy = text(
        "SELECT (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND state <> 'idle')"
        " + (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database ="
        " (SELECT oid FROM pg_database WHERE datname = current_database()))"
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
    """As many replies as an undisturbed run gives, each of them on the person's phone."""
    shown = _shown(driven)
    answered: Counter[str] = Counter()
    for row in session.execute(_sent().where(OutboxRow.message == "")):
        if (row.address, row.shown_id) in shown:
            answered[row.key.rpartition(":s")[0]] += 1
    return [
        update
        for update, script, step in driven.updates
        if answered[f"u:{TELEGRAM}:{update}"] != driven.courses[script].replies[step]
    ]


def each_row_was_sent_or_says_why_not(session: Session, driven: Driven) -> list[str]:
    """And no message stands for two rows."""
    shown = _shown(driven)
    wrong = [
        f"{row.id} {row.op}, which nobody got"
        for row in session.execute(_sent())
        if row.op in ("send", "edit") and (row.address, row.shown_id) not in shown
    ]
    others = select(OutboxRow.id, OutboxRow.op, OutboxRow.state, OutboxRow.fault).where(
        OutboxRow.state.not_in(("sent", *REASONS))
    )
    wrong += [f"{row.id} {row.op} {row.state} {row.fault}" for row in session.execute(others)]
    many = Counter(row.shown_id for row in session.execute(_sent().where(OutboxRow.op == "send")))
    return wrong + [f"message {shown_id}" for shown_id, times in many.items() if times > 1]


def _sent() -> Select[int, str, str, str | None, str]:
    """The rows that were sent, and to which chat."""
    columns = OutboxRow.id, OutboxRow.key, OutboxRow.op, OutboxRow.shown_id, Account.address
    return (
        select(*columns)
        .join(Account, Account.id == OutboxRow.account_id)
        .where(OutboxRow.state == "sent")
    )


def _shown(driven: Driven) -> set[tuple[str, str]]:
    """Chats and the messages that came there."""
    return {(call.to, str(call.id)) for call in driven.calls if call.said}


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
    """A reply left behind by a killed process may stand below the answer to the next message: it
    is counted. (Of one that came twice the later one counts.)"""
    newest: dict[str, int] = {}
    wrong = []
    replies = _sent().where(OutboxRow.message == "", OutboxRow.op == "send")
    for row in sorted(session.execute(replies), key=lambda one: int(one.shown_id)):
        if row.id < newest.get(row.address, 0):
            wrong.append(f"{row.address} {row.id}")
        newest[row.address] = row.id
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
