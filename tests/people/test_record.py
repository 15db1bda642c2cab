"""A record opens for the workers of the place; a child's, and one elsewhere, with a reason that is
written down before anything is shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from models.gate import run
from models.people.opening import OpenRecord
from models.people.record import record_of
from models.people.refusals import ReasonNeeded
from models.privacy.tables import AccessNote
from models.refusals import NotAllowed, NotFound
from models.work import Work
from tests.permissions.town import SmallTown

PHONE = "100-0000-0021"
WHY = "上门核对"


def notes(work: Work, person_id: int) -> list[AccessNote]:
    found = select(AccessNote).where(
        AccessNote.person_id == person_id, AccessNote.by_person == work.actor.person_id
    )
    return list(work.session.scalars(found.order_by(AccessNote.id)))


def test_ones_own_resident_opens_without_a_word(small_town: SmallTown) -> None:
    def job(work: Work) -> str:
        before = len(notes(work, small_town["tong"]))
        run(work, OpenRecord(small_town["tong"]))
        assert len(notes(work, small_town["tong"])) == before
        return record_of(work, small_town["tong"]).person.name

    assert small_town.tries("coordinator", job) == "佟秀芝"


def test_a_child_opens_with_a_reason_and_not_before(small_town: SmallTown) -> None:
    child = small_town["child"]

    def job(work: Work) -> tuple[str, str, tuple[str, ...]]:
        with pytest.raises(NotFound):
            record_of(work, child)
        with pytest.raises(ReasonNeeded):
            run(work, OpenRecord(child))
        with pytest.raises(ReasonNeeded):
            run(work, OpenRecord(child, "  "))
        run(work, OpenRecord(child, WHY))
        (note,) = notes(work, child)
        record = record_of(work, child)
        return note.why, note.role, tuple(one.name for one in record.may_act)

    assert small_town.tries("grid worker", job) == (WHY, "grid_worker", ("孩子的姥姥",))


def test_a_reason_holds_for_an_hour(small_town: SmallTown) -> None:
    child = small_town["child"]

    def job(work: Work) -> None:
        run(work, OpenRecord(child, WHY))
        soon = replace(work, now=work.now + timedelta(minutes=59))
        run(soon, OpenRecord(child))
        assert record_of(soon, child).person.id == child
        assert len(notes(work, child)) == 1
        later = replace(work, now=work.now + timedelta(minutes=61))
        with pytest.raises(NotFound):
            record_of(later, child)
        with pytest.raises(ReasonNeeded):
            run(later, OpenRecord(child))

    small_town.tries("grid worker", job)


def test_somebody_elsewhere_opens_to_who_knows_them_and_says_why(small_town: SmallTown) -> None:
    wang = small_town["wang"]

    def job(work: Work) -> str:
        for known_by in ("", "王桂兰", "0021", "100-0000-0034"):
            with pytest.raises(NotAllowed):
                run(work, OpenRecord(wang, WHY, known_by))
        with pytest.raises(ReasonNeeded):
            run(work, OpenRecord(wang, "", PHONE))
        run(work, OpenRecord(wang, WHY, PHONE))
        record = record_of(work, wang)
        assert record.protected == "outside"
        return notes(work, wang)[-1].role

    assert small_town.tries("coordinator elsewhere", job) == "coordinator"


@pytest.mark.parametrize("who", ["team lead", "taker", "former coordinator", "proxy", "stranger"])
def test_who_does_not_work_with_people_never_opens_one(small_town: SmallTown, who: str) -> None:
    def job(work: Work) -> None:
        with pytest.raises(NotAllowed):
            run(work, OpenRecord(small_town["tong"], WHY, "100-0000-0036"))

    small_town.tries(who, job)
