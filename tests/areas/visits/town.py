"""何大夫 has some free times; 王姨 has one this evening, which her daughter booked."""

from __future__ import annotations

from sqlalchemy import select

from models.family.tables import Act
from models.visits.commands import BookDoctor
from tests.permissions.town import SmallTown
from tests.visits.clinic import AT_HOME, clinic

TIMES = ((8, 19, 0), (10, 9, 0), (11, 14, 0), (14, 9, 30), (15, 10, 0), (15, 10, 30))


def build(there: SmallTown) -> None:
    now, ids = there.clock.now(), there.ids
    times = there.store.write_now(lambda session: clinic(session, now, TIMES))
    home = there.store.write_now(lambda session: clinic(session, now, AT_HOME, "home_visit"))
    ids |= {"time_tonight": times[0], "time_free": times[1], "time_other": times[2]}
    ids["time_home"] = home[0]
    ids["visit"] = there.does("proxy", BookDoctor(times[0])).booking_id
    newest = select(Act.id).where(Act.command == "BookDoctor").order_by(Act.id.desc())
    ids["act_visit"] = there.read(lambda work: work.session.scalars(newest).first() or 0)
