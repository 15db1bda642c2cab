"""The commands of this area, on something of the small town."""

from __future__ import annotations

from models.bookings.enrolling import CONSENT, DeclineStation, EnrolChildren
from models.station.changing import ChangeDays, LeaveStation, LetInWaiting
from models.station.clockwork import AskWhoComes
from models.station.codes import CheckCode, HandOver, LetThrough, NotThatPerson, SendSomebody
from models.station.collectors import SayWhoCollects
from models.station.drawing import DrawPlaces
from models.station.elsewhere import GoElsewhere
from models.station.excusing import ComeAfterAll, ExcuseDay
from models.station.late import ComingNow, MustGo, SayLate, Stay, StayInstead
from models.station.leaving import SignOut, StillHere, TookBy
from models.station.making import MakeBookings
from models.station.roll import NotHereAfterAll, OpenRoll, SignIn
from models.station.stations import SCHOOL_DAYS
from tests.permissions.samples import Sample
from tests.permissions.town import SmallTown


def _enrol(there: SmallTown) -> EnrolChildren:
    version = there.town.purpose(CONSENT).version
    return EnrolChildren(
        (there["st_kid_new"],), there["st_programme"], SCHOOL_DAYS, (there["st_new"],), (), version
    )


SAMPLES = {
    EnrolChildren: Sample("st_new", _enrol),
    DeclineStation: Sample("st_new", lambda t: DeclineStation((t["st_kid_new"],))),
    LeaveStation: Sample("st_there", lambda t: LeaveStation(t["st_sign_up_there"])),
    ChangeDays: Sample("st_there", lambda t: ChangeDays(t["st_sign_up_there"], 0b00011)),
    GoElsewhere: Sample(
        "st_waits", lambda t: GoElsewhere(t["st_sign_up_waits"], t["st_programme"])
    ),
    SayWhoCollects: Sample(
        "st_there", lambda t: SayWhoCollects((t["st_kid_there"],), (t["st_there"],))
    ),
    ExcuseDay: Sample("st_there", lambda t: ExcuseDay((t["st_next_day"],))),
    ComeAfterAll: Sample("st_there", lambda t: ComeAfterAll((t["st_off"],))),
    OpenRoll: Sample("st_tutor", lambda t: OpenRoll(t["st_session"])),
    SignIn: Sample("st_tutor", lambda t: SignIn(t["st_booking_later"])),
    NotHereAfterAll: Sample("st_tutor", lambda t: NotHereAfterAll(t["st_booking_there"])),
    SignOut: Sample("st_tutor", lambda t: SignOut(t["st_pickup_there"])),
    TookBy: Sample("st_tutor", lambda t: TookBy(t["st_pickup_there"], t["st_by_grandma_there"])),
    StillHere: Sample("st_tutor", lambda t: StillHere(t["st_pickup_gone"])),
    SayLate: Sample("st_there", lambda t: SayLate(t["st_pickup_there"], 30)),
    ComingNow: Sample("st_there", lambda t: ComingNow(t["st_pickup_there"])),
    Stay: Sample("st_tutor", lambda t: Stay(t["st_pickup_there"])),
    MustGo: Sample("st_tutor", lambda t: MustGo(t["st_pickup_there"])),
    StayInstead: Sample("coordinator", lambda t: StayInstead(t["st_pickup_leaving"])),
    SendSomebody: Sample(
        "st_there", lambda t: SendSomebody(t["st_pickup_there"], t["st_by_grandma_there"])
    ),
    CheckCode: Sample("st_tutor", lambda t: CheckCode(t["st_pickup_matched"], "1234")),
    HandOver: Sample("st_tutor", lambda t: HandOver(t["st_pickup_matched"])),
    NotThatPerson: Sample("st_tutor", lambda t: NotThatPerson(t["st_pickup_matched"])),
    LetThrough: Sample(
        "coordinator", lambda t: LetThrough(t["st_pickup_there"], t["st_by_grandma_there"])
    ),
    AskWhoComes: Sample("clock", lambda t: AskWhoComes(t["st_pickup_leaving"])),
    DrawPlaces: Sample("clock", lambda t: DrawPlaces(t["st_draw"])),
    LetInWaiting: Sample("clock", lambda t: LetInWaiting(t["st_drawn"])),
    MakeBookings: Sample("clock", lambda _t: MakeBookings()),
}
