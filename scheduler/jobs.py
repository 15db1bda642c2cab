"""The one list of what happens by the clock. A new kind of work is one line here."""

from __future__ import annotations

from scheduler.alarms import Alarms
from scheduler.clock import Job
from scheduler.closing import Closing
from scheduler.contracts import Contracts
from scheduler.family import Families
from scheduler.handovers import HandOvers
from scheduler.ladder import Ladder
from scheduler.offers import Offers
from scheduler.outbox import HeldBack
from scheduler.pages import ForgetPages
from scheduler.promises import Promises
from scheduler.retention import Forgetting
from scheduler.roles import Roles
from scheduler.talks import Talks


def jobs(blind: tuple[str, ...]) -> tuple[Job, ...]:
    """In the order of their urgency. ``blind``: channels that cannot tell what was seen."""
    return (
        Alarms(),
        Offers(blind),
        Promises(),
        Ladder(blind),
        HandOvers(),
        Closing(),
        Families(),
        Talks(),
        Roles(),
        Contracts(),
        HeldBack(),
        ForgetPages(),
        Forgetting(),
    )
