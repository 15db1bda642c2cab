"""One command of every type, on something of the small town, and somebody who may run it.

A new command fails the table until it has a sample here: it cannot be forgotten.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import models.tables  # noqa: F401 - every table is known
import scheduler.jobs  # noqa: F401 - and every command of the clock
from handlers.book import book  # noqa: F401 - and every command of the handlers
from models.access.signed import link_for_me
from models.alarms.commands import (
    AcknowledgeAlarm,
    CallHelpersNow,
    EndAlarm,
    EscalateAlarm,
    IAmSafe,
    PressedByMistake,
    RaiseAlarm,
    SayForWhom,
)
from models.duty.calls import PutOnCallList, TickCall
from models.duty.commands import (
    AskIfSolved,
    CloseByDuty,
    ConfirmResident,
    GoOffDuty,
    GoOnDuty,
    LookIntoCase,
    MarkWithCompany,
    SayToAsker,
    SeenTo,
)
from models.duty.hand_overs import (
    AskForPerson,
    EndHandOver,
    EndIdleHandOver,
    PassHandOverOn,
    SayInHandOver,
    TakeHandOver,
)
from models.duty.promising import CallAboutClosing, RemindOfClosing, SayPromiseMissed
from models.gate import Command
from models.help.calling_off import CancelCase
from models.help.commands import (
    AddToCase,
    AnswerClosing,
    NotTonight,
    ReopenCase,
    ThankHelper,
    WordIsWrong,
)
from models.help.opening import OpenCase, SomebodyElse
from models.register.commands import (
    ChooseCalled,
    ChooseLanguage,
    GiveConsent,
    IAm,
    SettleIn,
    WithdrawConsent,
)
from models.register.linking import LinkAccount, UnlinkAccount, unlink_mark
from models.roles.commands import EndRole, GiveRole
from models.talks.commands import ExpireTalk, NudgeTalk
from models.tasks.answering import AcceptOffer, AssignCase, DeclineOffer, TakeCaseMyself
from models.tasks.clockwork import CheckOffer, OfferNextWave
from models.tasks.doing import (
    AddTaskNote,
    FinishTask,
    GiveUpTask,
    NobodyOpens,
    ShowTask,
    StartOut,
)
from models.tasks.minutes import CorrectMinutes
from models.tasks.volunteers import (
    ApproveVolunteer,
    JoinVolunteers,
    PauseTasks,
    RefuseVolunteer,
    TakeTasks,
)
from tests.areas import each
from tests.permissions.town import SOON, WORDS, SmallTown

PHONE = "10000008888"
CALLED = "老关头儿"


@dataclass(frozen=True)
class Sample:
    """``by`` is somebody for whom it succeeds."""

    by: str
    make: Callable[[SmallTown], Command[Any]]


def _arrival(there: SmallTown) -> Any:
    return there.clock.now() + SOON


def _call(there: SmallTown) -> PutOnCallList:
    args = (("case_id", there["taken_case"]),)
    return PutOnCallList("another", there["yu"], "HelperCannot", args, "unseen")


def _settle(there: SmallTown) -> SettleIn:
    version = there.town.purpose("help").version
    return SettleIn(version, "yangguang_xiaoqu", 3, 1, "201", PHONE, CALLED)


def _join(there: SmallTown) -> JoinVolunteers:
    return JoinVolunteers(CALLED, PHONE, ("heating",), "yangguang", ("evening",))


def _undone(there: SmallTown) -> UnlinkAccount:
    """Undone by Aunt Wang in the chat that was told of it."""
    asker, other = there.actors["asker"], there["other_account"]
    return UnlinkAccount(other, unlink_mark(other, asker.account_id))


SAMPLES: dict[type[Command[Any]], Sample] = {
    # help
    OpenCase: Sample(
        "stranger",
        lambda _t: OpenCase(
            "talk", (), SomebodyElse(CALLED, "邻居", "yangguang_xiaoqu", 5, 1, "101")
        ),
    ),
    AddToCase: Sample("asker", lambda t: AddToCase(t["taken_case"], ({"words": WORDS},))),
    CancelCase: Sample("asker", lambda t: CancelCase(t["offered_case"])),
    AnswerClosing: Sample("asker", lambda t: AnswerClosing(t["reported_case"], "yes")),
    ThankHelper: Sample("asker", lambda t: ThankHelper(t["reported_case"], WORDS)),
    ReopenCase: Sample("asker", lambda t: ReopenCase(t["closed_case"])),
    NotTonight: Sample("asker", lambda t: NotTonight(t["taken_case"])),
    WordIsWrong: Sample("asker", lambda t: WordIsWrong(t["taken_case"])),
    # tasks
    AcceptOffer: Sample("offered", lambda t: AcceptOffer(t["open_offer"], _arrival(t))),
    DeclineOffer: Sample("offered", lambda t: DeclineOffer(t["open_offer"])),
    AssignCase: Sample("coordinator", lambda t: AssignCase(t["offered_case"], t["zhao"])),
    TakeCaseMyself: Sample("grid worker", lambda t: TakeCaseMyself(t["offered_case"], _arrival(t))),
    ShowTask: Sample("taker", lambda t: ShowTask(t["taken_offer"])),
    StartOut: Sample("taker", lambda t: StartOut(t["taken_offer"])),
    FinishTask: Sample("taker", lambda t: FinishTask(t["taken_offer"], "half")),
    NobodyOpens: Sample("taker", lambda t: NobodyOpens(t["taken_offer"])),
    GiveUpTask: Sample("taker", lambda t: GiveUpTask(t["taken_offer"])),
    AddTaskNote: Sample("taker", lambda t: AddTaskNote(t["taken_offer"], WORDS)),
    CorrectMinutes: Sample("taker", lambda t: CorrectMinutes(t["reported_offer"], 45)),
    OfferNextWave: Sample("clock", lambda t: OfferNextWave(t["offered_case"])),
    CheckOffer: Sample("clock", lambda t: CheckOffer(t["open_offer"])),
    JoinVolunteers: Sample("stranger", _join),
    ApproveVolunteer: Sample("coordinator", lambda t: ApproveVolunteer(t["applicant"])),
    RefuseVolunteer: Sample("coordinator", lambda t: RefuseVolunteer(t["applicant"])),
    TakeTasks: Sample("offered", lambda _t: TakeTasks()),
    PauseTasks: Sample("offered", lambda _t: PauseTasks()),
    # duty
    LookIntoCase: Sample("coordinator", lambda t: LookIntoCase(t["offered_case"])),
    MarkWithCompany: Sample("coordinator", lambda t: MarkWithCompany(t["offered_case"])),
    SayToAsker: Sample("coordinator", lambda t: SayToAsker(t["offered_case"], WORDS)),
    SeenTo: Sample("coordinator", lambda t: SeenTo(t["offered_case"])),
    AskIfSolved: Sample("coordinator", lambda t: AskIfSolved(t["offered_case"])),
    CloseByDuty: Sample("coordinator", lambda t: CloseByDuty(t["reported_case"], "no_answer")),
    TickCall: Sample("coordinator", lambda t: TickCall(t["call"], "told")),
    PutOnCallList: Sample("clock", _call),
    ConfirmResident: Sample("grid worker", lambda t: ConfirmResident(t["confirmable"])),
    GoOnDuty: Sample("coordinator", lambda _t: GoOnDuty()),
    GoOffDuty: Sample("coordinator", lambda _t: GoOffDuty()),
    AskForPerson: Sample("stranger", lambda _t: AskForPerson()),
    TakeHandOver: Sample("coordinator", lambda t: TakeHandOver(t["waiting_talk"])),
    SayInHandOver: Sample("asker", lambda t: SayInHandOver(t["taken_talk"], WORDS)),
    EndHandOver: Sample("asker", lambda t: EndHandOver(t["taken_talk"])),
    EndIdleHandOver: Sample("clock", lambda t: EndIdleHandOver(t["taken_talk"])),
    PassHandOverOn: Sample("clock", lambda t: PassHandOverOn(t["waiting_talk"])),
    SayPromiseMissed: Sample("clock", lambda t: SayPromiseMissed(t["offered_case"])),
    RemindOfClosing: Sample("clock", lambda t: RemindOfClosing(t["reported_case"])),
    CallAboutClosing: Sample("clock", lambda t: CallAboutClosing(t["reported_case"])),
    # alarms
    RaiseAlarm: Sample("stranger", lambda t: RaiseAlarm(_group(t), WORDS, exact=True)),
    CallHelpersNow: Sample("asker", lambda t: CallHelpersNow(t["alarm"])),
    IAmSafe: Sample("asker", lambda t: IAmSafe(t["alarm"])),
    PressedByMistake: Sample("asker", lambda t: PressedByMistake(t["alarm"])),
    SayForWhom: Sample("asker", lambda t: SayForWhom(t["alarm"], "neighbour", WORDS)),
    AcknowledgeAlarm: Sample("coordinator", lambda t: AcknowledgeAlarm(t["alarm"])),
    EndAlarm: Sample("coordinator", lambda t: EndAlarm(t["answered_alarm"])),
    EscalateAlarm: Sample("clock", lambda t: EscalateAlarm(t["alarm"])),
    # register
    GiveConsent: Sample("stranger", lambda _t: GiveConsent("1", agreed=True)),
    ChooseLanguage: Sample("stranger", lambda _t: ChooseLanguage("en")),
    ChooseCalled: Sample("stranger", lambda _t: ChooseCalled(CALLED)),
    WithdrawConsent: Sample("resident of the place", lambda _t: WithdrawConsent()),
    SettleIn: Sample("stranger", _settle),
    IAm: Sample("newcomer by a card", lambda t: IAm(t["wang"])),
    LinkAccount: Sample(
        "stranger", lambda t: LinkAccount(link_for_me(t["wang"], t.clock.now()), "0021")
    ),
    UnlinkAccount: Sample("asker", _undone),
    GiveRole: Sample("coordinator", lambda t: GiveRole(t["yu"], "grid_worker", "g03")),
    EndRole: Sample("coordinator", lambda t: EndRole(t["role"])),
    # talks
    NudgeTalk: Sample("clock", lambda t: NudgeTalk(t["account"])),
    ExpireTalk: Sample("clock", lambda t: ExpireTalk(t["account"])),
}

for _area in each("samples"):
    SAMPLES |= _area.SAMPLES


def _group(there: SmallTown) -> str:
    return there.town.emergency.groups[0].id


def commands() -> list[type[Command[Any]]]:
    """Every command that can be run; bases of several are no dataclasses and are left out."""
    return [cls for cls in Command.known.values() if "__dataclass_fields__" in vars(cls)]


def bases() -> list[type[Command[Any]]]:
    return [cls for cls in Command.known.values() if "__dataclass_fields__" not in vars(cls)]
