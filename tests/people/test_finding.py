"""A worker finds people by whatever they know of them, and nobody outside their own places."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import update

from models.people.finding import find_people
from models.people.refusals import SayMore
from models.register.hashes import id_hashes
from models.register.tables import Person
from models.work import Work
from tests.permissions.town import SmallTown

NOWHERE = "990101194405121234"
"""No region has the code 990101."""
BY_WANG = (
    "王桂兰", "王", "桂兰", "兰", "王姨", "0021", "100-0000-0021", "10000000021", "+86 100 0000 0021",
    "3号楼2单元401", "3-2-401", "三号楼二单元401室", "阳光 3号楼", "阳光小区3号楼2单元", "3-2",
    "王桂兰 3号楼", "阳光 王桂兰", "Building 3, Unit 2, 401", "３号楼２单元４０１",
)  # fmt: skip


def names(work: Work, typed: str, *, gone: bool = False) -> list[str]:
    return [one.person.name for one in find_people(work, typed, gone=gone)]


@pytest.mark.parametrize("who", ["grid worker", "coordinator", "admin"])
@pytest.mark.parametrize("typed", BY_WANG)
def test_every_way_leads_to_her(small_town: SmallTown, who: str, typed: str) -> None:
    def job(work: Work) -> list[str]:
        try:
            return names(work, typed)
        except SayMore:
            return ["too many"]

    found = small_town.tries(who, job)
    wide = who == "admin" and typed in ("3-2", "王")
    assert "王桂兰" in found or (wide and found)


def test_a_whole_name_comes_before_those_who_only_have_it_in_theirs(
    small_town: SmallTown,
) -> None:
    def job(work: Work) -> list[str]:
        for name in ("王桂兰花", "小王桂兰"):
            work.session.add(Person(name=name, household_id=_home(work, small_town["wang"]),
                                    created_at=work.now))  # fmt: skip
        work.session.flush()
        return names(work, "王桂兰")

    assert small_town.tries("grid worker", job) == ["王桂兰", "王桂兰花", "小王桂兰"]


def _home(work: Work, person_id: int) -> int | None:
    return work.session.get_one(Person, person_id).household_id


@pytest.mark.parametrize("who", ["grid worker elsewhere", "coordinator elsewhere", "team lead"])
@pytest.mark.parametrize("typed", ["王桂兰", "0021", "3-2-401", "阳光 3号楼", "兰"])
def test_nobody_finds_her_from_elsewhere_by_what_many_know(
    small_town: SmallTown, who: str, typed: str
) -> None:
    def job(work: Work) -> list[int]:
        try:
            return [one.person.id for one in find_people(work, typed)]
        except SayMore:
            return []

    assert small_town["wang"] not in small_town.tries(who, job)


@pytest.mark.parametrize("typed", ["100-0000-0021", "王桂兰 1948-02-02", NOWHERE])
def test_what_only_who_knows_her_knows_finds_her_from_elsewhere_too(
    small_town: SmallTown, typed: str
) -> None:
    def job(work: Work) -> list[tuple[int, bool]]:
        changed = {"born": date(1948, 2, 2), "id_hash": id_hashes(NOWHERE)[0]}
        wang = Person.id == small_town["wang"]
        work.session.execute(update(Person).where(wang).values(changed))
        return [(one.person.id, one.outside) for one in find_people(work, typed)]

    assert small_town.tries("grid worker elsewhere", job) == [(small_town["wang"], True)]
    assert small_town.tries("grid worker", job) == [(small_town["wang"], False)]
    assert small_town.tries("team lead", job) == []


def test_who_is_gone_is_found_when_asked_for_only(small_town: SmallTown) -> None:
    def job(work: Work) -> tuple[list[str], list[str]]:
        wang = Person.id == small_town["wang"]
        work.session.execute(update(Person).where(wang).values(gone="dead"))
        return names(work, "王桂兰"), names(work, "王桂兰", gone=True)

    assert small_town.tries("grid worker", job) == ([], ["王桂兰"])


def test_who_was_made_one_with_another_row_is_not_found_at_all(small_town: SmallTown) -> None:
    def job(work: Work) -> list[str]:
        wang = Person.id == small_town["wang"]
        work.session.execute(update(Person).where(wang).values(gone="merged"))
        return names(work, "王桂兰") + names(work, "王桂兰", gone=True)

    assert small_town.tries("grid worker", job) == []


@pytest.mark.parametrize(("typed", "what"), [("阳光", "building"), ("3号楼", "estate")])
def test_too_many_is_said_with_what_is_missing(
    small_town: SmallTown, typed: str, what: str
) -> None:
    with pytest.raises(SayMore) as refused:
        small_town.sees("admin", lambda work: find_people(work, typed))
    assert refused.value.what == what


@pytest.mark.parametrize("typed", ["", " ", "%", "_", "a%b", "'", "\\", "*", "?", "-", "99999"])
def test_signs_that_mean_something_to_a_database_find_nobody(
    small_town: SmallTown, typed: str
) -> None:
    assert small_town.sees("grid worker", lambda work: find_people(work, typed)) == []
    assert small_town.sees("admin", lambda work: find_people(work, typed)) == []
