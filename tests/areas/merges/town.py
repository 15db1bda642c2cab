"""One resident who stands in the register four times; two of the rows are merged already."""

from __future__ import annotations

from sqlalchemy import update

from models.family.merging import MergePeople
from models.register.tables import Person
from tests.permissions.town import SmallTown


def build(there: SmallTown) -> None:
    ids, home = (
        there.ids,
        there.read(lambda work: work.session.get_one(Person, there["yu"]).household_id),
    )
    names = ("twin", "other_twin", "third_twin", "fourth_twin")
    for name in names:
        ids[name] = there.newcomer("佟双", home=home)
    born = there.clock.now().date().replace(year=1951)
    there.write(
        lambda work: work.session.execute(
            update(Person).where(Person.id.in_([ids[name] for name in names])).values(born=born)
        )
    )
    ids["merge"] = there.does("coordinator", MergePeople(ids["other_twin"], ids["fourth_twin"]))
