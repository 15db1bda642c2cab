"""王姨's yearly check-up is near, and what 何大夫 follows up for her is overdue; 于大爷 says that he
has been. The doctor has just looked at 王姨's."""

from __future__ import annotations

from datetime import timedelta

from models.care.commands import HEALTH
from models.care.people import today_of
from models.care.tables import DueItem, PersonCondition
from models.privacy.tables import AccessNote
from models.work import Work
from tests.permissions.town import SmallTown
from tests.visits.clinic import clinic

TIMES = ((10, 8, 0), (11, 8, 0), (14, 8, 0))


def build(there: SmallTown) -> None:
    ids = there.ids

    def job(work: Work) -> None:
        day, session = today_of(work), work.session
        session.add(
            PersonCondition(
                person_id=ids["wang"], condition="hypertension", since=day - timedelta(days=400)
            )
        )
        rows = {
            "due_wang": ("wang", "checkup65", 12, 1, ""),
            "due_followed": ("wang", "hypertension", -3, 2, ""),
            "due_said": ("yu", "checkup65", 5, 1, "said"),
            "due_said_wang": ("wang", "diabetes", 8, 1, "said"),
        }
        for name, (who, rule, days, rung, result) in rows.items():
            item = DueItem(
                person_id=ids[who], rule=rule, due_on=day + timedelta(days=days), rung=rung,
                result=result, team_id="doc_yangguang",
            )  # fmt: skip
            session.add(item)
            session.flush()
            ids[name] = item.id
        session.add(
            AccessNote(
                person_id=ids["wang"],
                by_person=ids["he"],
                role="doctor",
                what=HEALTH,
                why="follow-up",
                at=work.now,
            )
        )

    there.write(job)
    now = there.clock.now()
    times = there.store.write_now(lambda session: clinic(session, now, TIMES, "checkup"))
    ids["time_checkup"] = times[0]
