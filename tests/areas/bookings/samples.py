"""The commands of this area, on something of the small town."""

from __future__ import annotations

from models.bookings.answering import (
    LapseOffer,
    SayComing,
    SayComingToVisit,
    TakeOffer,
    TakeVisitOffer,
)
from models.bookings.attendance import Tick, TickRest, WalkIn
from models.bookings.clockwork import EndWaiting, OfferFreePlaces
from models.bookings.commands import (
    BookPlace,
    BookVisit,
    CancelPlace,
    CancelVisit,
    ChangePlace,
    ChangeVisit,
    TakeBackPlace,
    TakeBackVisit,
)
from models.bookings.due import SendReminders
from tests.permissions.samples import Sample

SAMPLES = {
    BookPlace: Sample("asker of another case", lambda t: BookPlace(t["slot"])),
    BookVisit: Sample("resident of the place", lambda t: BookVisit(t["time_free"])),
    CancelPlace: Sample("asker", lambda t: CancelPlace(t["place"])),
    CancelVisit: Sample("asker", lambda t: CancelVisit(t["visit"])),
    TakeBackPlace: Sample("asker", lambda t: TakeBackPlace(t["place"])),
    TakeBackVisit: Sample("asker", lambda t: TakeBackVisit(t["visit"])),
    ChangePlace: Sample("asker", lambda t: ChangePlace(t["numbered"], t["other_slot"])),
    ChangeVisit: Sample("asker", lambda t: ChangeVisit(t["visit"], t["time_other"])),
    TakeOffer: Sample("offered_place", lambda t: TakeOffer(t["offer"])),
    TakeVisitOffer: Sample("resident of the place", lambda t: TakeVisitOffer(t["visit_offer"])),
    SayComing: Sample("asker", lambda t: SayComing(t["place"])),
    SayComingToVisit: Sample("asker", lambda t: SayComingToVisit(t["visit"])),
    LapseOffer: Sample("clock", lambda t: LapseOffer(t["offer"])),
    OfferFreePlaces: Sample("clock", lambda t: OfferFreePlaces(t["talk"])),
    EndWaiting: Sample("clock", lambda t: EndWaiting(t["talk"])),
    SendReminders: Sample("clock", lambda _t: SendReminders()),
    Tick: Sample("coordinator", lambda t: Tick(t["tonight"], t["on_roll"], "present")),
    TickRest: Sample("coordinator", lambda t: TickRest(t["tonight"])),
    WalkIn: Sample("coordinator", lambda t: WalkIn(t["tonight"], t["yu"])),
}
