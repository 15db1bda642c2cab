"""What guardians, tutors and the lead are told."""

from __future__ import annotations

from models.station.late import SayLate
from models.station.messages import (
    CanYouCollect,
    ChildArrived,
    ChildrenLeft,
    CodesWrong,
    ComesLate,
    EnrolmentDecided,
    NobodyCame,
    OnTheWay,
    SomebodyElseComes,
    StaysNow,
    StayWanted,
    WhereAreYou,
    WrongPersonCame,
)
from models.station.tables import DrawLot, StationTerm
from models.work import Work
from tests.permissions.town import SmallTown
from tests.words.tellings import Telling, done


def _left_out(there: SmallTown, work: Work) -> None:
    """The draw had no place for them."""
    lot = DrawLot(
        programme_id=there["st_drawn"], sign_up_id=there["st_sign_up_waits"], turn=3, left_out=0,
        result="waiting",
    )  # fmt: skip
    work.session.add(lot)
    work.session.get_one(StationTerm, there["st_drawn"]).seed = "0f1e2d3c"
    work.session.flush()


_late = done("st_there", lambda t: SayLate(t["st_pickup_there"], 30))
TELLINGS = (
    Telling("st_there", lambda t: EnrolmentDecided(t["st_sign_up_there"], "in")),
    Telling("st_waits", lambda t: EnrolmentDecided(t["st_sign_up_waits"], "waiting"), _left_out),
    Telling("st_there", lambda t: ChildArrived(t["st_booking_there"])),
    Telling("st_gone", lambda t: ChildrenLeft(t["st_pickup_gone"])),
    Telling("st_tutor", lambda t: ComesLate(t["st_pickup_there"], t["st_there"]), _late),
    Telling("st_tutor", lambda t: OnTheWay(t["st_pickup_there"], t["st_there"])),
    Telling("coordinator", lambda t: StayWanted(t["st_pickup_leaving"])),
    Telling("st_tutor", lambda t: StaysNow(t["st_pickup_there"])),
    Telling("st_there", lambda t: WhereAreYou(t["st_pickup_there"], 1)),
    Telling("st_grandma", lambda t: CanYouCollect(t["st_pickup_there"], t["st_by_grandma_there"])),
    Telling("coordinator", lambda t: NobodyCame(t["st_pickup_there"])),
    Telling("st_there", lambda t: NobodyCame(t["st_pickup_there"])),
    Telling("st_tutor", lambda t: SomebodyElseComes(t["st_pickup_matched"])),
    Telling("st_matched", lambda t: CodesWrong(t["st_pickup_matched"])),
    Telling("coordinator", lambda t: CodesWrong(t["st_pickup_matched"])),
    Telling("st_matched", lambda t: WrongPersonCame(t["st_pickup_matched"])),
    Telling("coordinator", lambda t: WrongPersonCame(t["st_pickup_matched"])),
)
