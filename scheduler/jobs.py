"""The one list of what happens by the clock. A new kind of work is one line here."""

from __future__ import annotations

from scheduler.alarms import Alarms
from scheduler.bookings import PlacesOffered, Reminders
from scheduler.care import Care
from scheduler.clock import Job
from scheduler.closing import Closing
from scheduler.contracts import Contracts
from scheduler.family import Families
from scheduler.handovers import HandOvers
from scheduler.ladder import Ladder
from scheduler.notices import NoticeCounts, NoticePieces, NoticeSteps
from scheduler.offers import Offers
from scheduler.outbox import HeldBack
from scheduler.pages import ForgetPages
from scheduler.programmes import SessionNews, SessionsOver, SessionsToMake
from scheduler.promises import Promises
from scheduler.retention import Forgetting
from scheduler.roles import Roles
from scheduler.station import Pickups, Stations
from scheduler.talks import Talks
from scheduler.visits import Visits


def jobs(blind: tuple[str, ...]) -> tuple[Job, ...]:
    """In the order of their urgency. ``blind``: channels that cannot tell what was seen."""
    return (
        Alarms(),
        Pickups(),
        Offers(blind),
        Promises(),
        Ladder(blind),
        NoticeSteps(),
        NoticePieces(),
        NoticeCounts(),
        SessionNews(),
        PlacesOffered(),
        Reminders(),
        HandOvers(),
        Closing(),
        Families(),
        Talks(),
        Roles(),
        Contracts(),
        Care(),
        SessionsToMake(),
        SessionsOver(),
        Visits(),
        Stations(),
        HeldBack(),
        ForgetPages(),
        Forgetting(),
    )
