"""The team lead of Yangguang also teaches there, checked; somebody stands in from tomorrow."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from models.register.tables import Role
from models.roles.commands import GiveRole, StandIn
from models.roles.days import today
from models.roles.tables import BackgroundCheck
from models.work import Work
from tests.permissions.town import SmallTown


def build(there: SmallTown) -> None:
    ids, day = there.ids, today(there.clock.now())
    ids["tutor"] = there.actors["team lead"].person_id
    ids["tutor_role"] = there.does("coordinator", GiveRole(ids["tutor"], "tutor", "yangguang"))
    ids["unchecked"] = there.newcomer("还没查的老师")
    there.does("coordinator", GiveRole(ids["unchecked"], "tutor", "yangguang"))

    def job(work: Work) -> None:
        check = BackgroundCheck(
            person_id=ids["tutor"],
            checked_on=day - timedelta(days=340),
            valid_until=day + timedelta(days=25),
            at=work.now,
        )
        work.session.add(check)
        work.session.flush()
        ids["check"] = check.id
        post = select(Role.id).where(Role.person_id == ids["zhoumin"], Role.role == "grid_worker")
        ids["post"] = work.session.scalars(post).one()

    there.write(job)
    ids["stands_in"] = there.newcomer("明天来替班的")
    first, last = day + timedelta(days=1), day + timedelta(days=4)
    ids["stand_in_role"] = there.does(
        "coordinator", StandIn(ids["post"], ids["stands_in"], first, last)
    )
