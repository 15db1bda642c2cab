"""What people are told of a visit."""

from __future__ import annotations

from sqlalchemy import select, update

from models.bookings.tables import Booking, SignUp
from models.family.messages import DoneForYou
from models.help.tables import Case
from models.visits.attending import MarkVisit
from models.visits.messages import CompanyFound, GoAlong, VisitMade, VisitMark
from models.work import Work
from tests.permissions.town import SmallTown
from tests.words.tellings import Telling, done


def _somebody_goes(there: SmallTown, work: Work) -> None:
    of_visit = select(Booking.sign_up_id).where(Booking.id == there["visit"]).scalar_subquery()
    mine = update(SignUp).where(SignUp.id == of_visit)
    work.session.execute(mine.values(case_id=there["taken_case"]))


def _goes_to_the_doctor(there: SmallTown, work: Work) -> None:
    _somebody_goes(there, work)
    case = update(Case).where(Case.id == there["taken_case"])
    work.session.execute(case.values(kind="go_along"))


def _came_with(there: SmallTown, work: Work) -> None:
    _somebody_goes(there, work)
    done("he", lambda t: MarkVisit(t["visit"], "done"))(there, work)


TELLINGS = (
    Telling("asker", lambda t: DoneForYou(t["act_visit"])),
    Telling("grid worker for the asker", lambda t: VisitMade(t["visit"])),
    Telling("lifang", lambda t: VisitMark(t["visit"], "arrived"),
            done("he", lambda t: MarkVisit(t["visit"], "arrived"))),
    Telling("lifang", lambda t: VisitMark(t["visit"], "done"),
            done("he", lambda t: MarkVisit(t["visit"], "done"))),
    Telling("lifang", lambda t: VisitMark(t["visit"], "arrived"), _came_with),
    Telling("lifang", lambda t: VisitMark(t["visit"], "done"), _came_with),
    Telling("taker", lambda t: GoAlong(t["taken_offer"], "soon"), _goes_to_the_doctor),
    Telling("taker", lambda t: GoAlong(t["taken_offer"], "moved"), _goes_to_the_doctor),
    Telling("lifang", lambda t: CompanyFound(t["visit"], t["taken_offer"]), _somebody_goes),
)  # fmt: skip
