"""For every message type somebody to whom it is true now, and what has to happen before it is.

A new message type fails the wording test until it stands here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import update

from models.alarms import messages as alarms
from models.alarms.commands import EndAlarm, IAmSafe, PressedByMistake
from models.duty import messages as duty
from models.duty.hand_overs import EndHandOver
from models.duty.tables import HandOver
from models.gate import Command, run
from models.help import messages as help_messages
from models.help.tables import Case
from models.messages import Message
from models.outbox.tables import OutboxRow
from models.photos.messages import PhotoRejected
from models.register.messages import AccountLinked
from models.talks.messages import TalkWaiting, UpdateFailed
from models.tasks import messages as tasks
from models.tasks.answering import AcceptOffer, AssignCase
from models.tasks.volunteers import ApproveVolunteer, RefuseVolunteer
from models.work import Work
from tests.areas import each
from tests.permissions.town import SOON, SmallTown

Before = Callable[[SmallTown, Work], None]


def _nothing(_there: SmallTown, _work: Work) -> None:
    """It is true as the town stands."""


@dataclass(frozen=True)
class Telling:
    """``to`` is an actor of the small town or a name of its ids."""

    to: str
    make: Callable[[SmallTown], Message]
    before: Before = _nothing


def done(who: str, make: Callable[[SmallTown], Command[Any]]) -> Before:
    """Before it is told, somebody does this."""

    def before(there: SmallTown, work: Work) -> None:
        me, work.actor = work.actor, there.who(who)
        run(work, make(there))
        work.actor = me
        work.session.flush()
        work.session.expire_all()

    return before


def needing(why: str) -> Before:
    def before(there: SmallTown, work: Work) -> None:
        changed = update(Case).where(Case.id == there["taken_case"])
        work.session.execute(changed.values(attention=why, attention_at=work.now))

    return before


def somebody_went(there: SmallTown, work: Work) -> None:
    sent = update(OutboxRow).where(OutboxRow.key == f"offer:{there['open_offer']}")
    work.session.execute(sent.values(state="sent"))
    found: list[int] = []
    me, work.actor = work.actor, there.who("coordinator")
    found.append(run(work, AssignCase(there["offered_case"], there["zhao"])))
    work.actor = there.who("taker")
    run(work, AcceptOffer(found[0], work.now + SOON))
    work.actor = me


def at_night(_there: SmallTown, work: Work) -> None:
    work.now += timedelta(hours=8)


def told_all(there: SmallTown, work: Work) -> None:
    """Everybody up to the city was asked, and nobody came."""
    waits = update(HandOver).where(HandOver.id == there["waiting_talk"])
    work.session.execute(waits.values(answer_by=None))


_ended = done("asker", lambda t: EndHandOver(t["taken_talk"]))
_over = done("coordinator", lambda t: EndAlarm(t["answered_alarm"]))
_case: Callable[[Any], Callable[[SmallTown], Message]] = lambda kind: (  # noqa: E731 - one word for many rows
    lambda t: kind(t["taken_case"])
)
_both: Callable[[Any], Callable[[SmallTown], Message]] = lambda kind: (  # noqa: E731
    lambda t: kind(t["taken_case"], t["taken_offer"])
)
WHYS = (
    "overdue", "professional", "call_company", "no_address", "nobody_opens", "half",
    "needs_professional", "not_solved", "not_tonight", "word_wrong", "promise",
)  # fmt: skip
TELLINGS: tuple[Telling, ...] = (
    # to the one who asked
    Telling("asker", _both(help_messages.HelperFound)),
    Telling("asker", _both(help_messages.HelperOnWay)),
    Telling("asker", _case(help_messages.HelperCannot)),
    Telling("asker", _case(help_messages.HelperAtDoor)),
    Telling("asker", lambda t: help_messages.ClosingAsked(t["reported_case"], "done")),
    Telling("asker", lambda t: help_messages.ClosingAsked(t["taken_case"], "company")),
    Telling("asker", _case(help_messages.PromiseMissed)),
    Telling("asker", lambda t: help_messages.CompanyTold(t["taken_case"], t["limin"])),
    Telling("asker", _case(help_messages.NotSolvedYet)),
    Telling("asker", lambda t: help_messages.CaseClosedByDuty(t["closed_case"])),
    Telling("asker", lambda t: duty.DutySaid(t["said"], t["taken_case"])),
    *(
        Telling("asker", lambda t, fault=fault: PhotoRejected(t["taken_case"], fault))  # type: ignore[misc]
        for fault in ("broken", "too_large", "not_fetched")
    ),
    Telling("asker", lambda t: duty.HandOverTaken(t["taken_talk"])),
    Telling("yu", lambda t: duty.HandOverLate(t["waiting_talk"])),
    Telling("yu", lambda t: duty.HandOverLate(t["waiting_talk"]), at_night),
    Telling("yu", lambda t: duty.HandOverLate(t["waiting_talk"]), told_all),
    Telling("asker", lambda t: duty.HandOverEnded(t["taken_talk"]), _ended),
    Telling("yu", lambda t: duty.ResidentConfirmed(t["zhoumin"])),
    Telling("asker", lambda t: AccountLinked(t["other_account"])),
    # to the helper
    Telling("offered", lambda t: tasks.TaskOffered(t["open_offer"])),
    Telling("taker", lambda t: tasks.TaskYours(t["taken_offer"])),
    Telling("taker", lambda t: tasks.TaskAdded(t["taken_offer"])),
    Telling("offered", lambda t: tasks.SomebodyWent(t["open_offer"]), somebody_went),
    Telling("taker", lambda t: help_messages.ThanksArrived(t["reported_case"], t["reported_offer"])),
    Telling("taker", _both(help_messages.CalledOff)),
    Telling("applicant", lambda t: tasks.VolunteerWelcome(t["applicant"]),
            done("coordinator", lambda t: ApproveVolunteer(t["applicant"]))),
    Telling("applicant", lambda t: tasks.VolunteerNotNow(t["applicant"]),
            done("coordinator", lambda t: RefuseVolunteer(t["applicant"]))),
    # to the staff
    *(Telling("coordinator", lambda t, why=why: duty.CaseNeedsYou(t["taken_case"], why),  # type: ignore[misc]
              needing(why)) for why in WHYS),
    Telling("coordinator", lambda t: duty.CaseMovedOn(t["taken_case"], "taken")),
    Telling("coordinator", lambda t: duty.CaseMovedOn(t["closed_case"], "closed")),
    Telling("coordinator", lambda t: duty.CallNeeded(t["call"])),
    Telling("grid worker", lambda t: duty.CallNeeded(t["call"], knock=True)),
    Telling("coordinator", lambda t: duty.HandOverWaiting(t["waiting_talk"])),
    Telling("coordinator", lambda t: duty.HandOverSaid(t["line"])),
    Telling("coordinator", lambda t: duty.HandOverEnded(t["taken_talk"]), _ended),
    Telling("coordinator", lambda t: tasks.VolunteerWaiting(t["applicant"])),
    Telling("admin", lambda _t: UpdateFailed("K3F9")),
    # alarms
    Telling("coordinator", lambda t: alarms.AlarmRaised(t["alarm"])),
    Telling("coordinator", lambda t: alarms.AlarmRaised(t["alarm"], step=2)),
    Telling("coordinator", lambda t: alarms.AlarmMore(t["alarm"])),
    Telling("grid worker", lambda t: alarms.AlarmTaken(t["answered_alarm"])),
    Telling("coordinator", lambda t: alarms.AlarmOver(t["alarm"]),
            done("asker", lambda t: PressedByMistake(t["alarm"]))),
    Telling("coordinator", lambda t: alarms.AlarmOver(t["alarm"]),
            done("asker", lambda t: IAmSafe(t["alarm"]))),
    Telling("asker", lambda t: alarms.AlarmTold(t["alarm"])),
    Telling("asker", lambda t: alarms.AlarmAcknowledged(t["answered_alarm"])),
    Telling("asker", lambda t: alarms.AlarmPassedOn(t["alarm"])),
    Telling("asker", lambda t: alarms.AlarmEnded(t["answered_alarm"]), _over),
    *(telling for area in each("tellings") for telling in area.TELLINGS),
)  # fmt: skip
SAID_IN_A_TALK = (TalkWaiting,)
"""Needs an open talk: rendered by a test of its own."""
