"""王姨 is signed until the summer, 于大爷's contract ends in twelve days; somebody has moved here
from Aihua and is still signed there; 何大夫 is the doctor of Yangguang."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from sqlalchemy import Select, select

from models.clocks import to_town
from models.doctors.tables import Contract
from models.register.tables import Person
from models.work import Work
from tests.permissions.town import SmallTown


def _the_only(found: Select[int], work: Work) -> int:
    return work.session.scalars(found).one()


def build(there: SmallTown) -> None:
    ids = there.ids
    for alias in ("wang", "yu"):
        current = select(Contract.id).where(
            Contract.person_id == ids[alias], Contract.state != "ended"
        )
        ids[f"contract_{alias}"] = there.read(partial(_the_only, current))
    home = there.read(lambda work: work.session.get_one(Person, ids["yu"]).household_id)
    ids["mover"] = there.newcomer("搬过来的人", home=home)
    ids["lapsed"] = there.newcomer("到期没续的人", home=home)

    def job(work: Work) -> None:
        day = to_town(work.now).date()
        for name, team, days in (("mover", "doc_aihua", 100), ("lapsed", "doc_yangguang", -3)):
            contract = Contract(
                person_id=ids[name],
                team_id=team,
                package="basic",
                state="valid" if days > 0 else "expired",
                starts_on=day - timedelta(days=364 - days),
                ends_on=day + timedelta(days=days),
                how="tap",
                signed_at=work.now - timedelta(days=364 - days),
                why="",
            )
            work.session.add(contract)
            work.session.flush()
            ids[f"contract_{name}"] = contract.id

    there.write(job)
