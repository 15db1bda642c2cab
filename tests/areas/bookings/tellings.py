"""What people are told of their places."""

from __future__ import annotations

from sqlalchemy import update

from models.bookings.commands import CancelPlace
from models.bookings.messages import (
    BookingRefused,
    NotThisTime,
    OfferLapsed,
    PlaceOffered,
    Remind,
)
from models.bookings.tables import SignUp
from models.work import Work
from tests.permissions.town import SmallTown
from tests.words.tellings import Telling, done


def _booked_by_the_daughter(there: SmallTown, work: Work) -> None:
    work.session.execute(update(SignUp).values(by_id=there["lifang"]))
    done("asker", lambda t: CancelPlace(t["place"]))(there, work)


TELLINGS = (
    Telling("offered_place", lambda t: PlaceOffered(t["offer"])),
    Telling("resident of the place", lambda t: PlaceOffered(t["visit_offer"])),
    Telling("let_lapse", lambda t: OfferLapsed(t["let_lapse_booking"])),
    Telling("left_out", lambda t: NotThisTime(t["left_out_booking"])),
    Telling("asker", lambda t: Remind(t["reminder"], t["numbered"], "evening")),
    Telling("asker", lambda t: Remind(t["link"], t["online_place"], "link")),
    Telling("lifang", lambda t: BookingRefused(t["place"]), _booked_by_the_daughter),
)
