"""The team's own people, and how many of a place have signed: exact against a slow count."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import select, update

from models.doctors.commands import EndContract, SignContract
from models.doctors.queries import (
    LISTS,
    Building,
    team_buildings,
    team_counts,
    team_list,
    teams_of_mine,
)
from models.doctors.rates import Rate, my_rate_places, signing_rate
from models.doctors.tables import Contract
from models.refusals import NotFound
from models.register.tables import Household, Person, Role
from models.work import Work
from tests.doctors.practice import Practice

MANY = 10_000


def slow(practice: Practice, grids: list[str]) -> tuple[int, int]:
    """One person after the other."""

    def job(work: Work) -> tuple[int, int]:
        session = work.session
        residents = signed = 0
        for person in session.scalars(select(Person)):
            home = session.get(Household, person.household_id) if person.household_id else None
            if home is None or person.gone or home.grid_id not in grids:
                continue
            residents += 1
            rows = session.scalars(select(Contract).where(Contract.person_id == person.id))
            signed += any(row.state in ("valid", "expiring") for row in rows)
        return residents, signed

    return practice.read(job)


def everything(practice: Practice, rate: Rate) -> None:
    """Each number of a place and of its parts is what the slow count says."""
    town = practice.town
    for one in (rate, *rate.parts):
        grids = [grid.id for grid in town.grids_of(one.place.id)]
        assert (one.residents, one.signed) == slow(practice, grids), one.place.id


# -- the rate ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "place"), [("limin", "yangguang"), ("he", "yangguang"), ("admin", "huadian"),
                       ("admin", "minghua"), ("admin", "yongji")],
)  # fmt: skip
def test_the_rate_of_a_place_is_exact(practice: Practice, who: str, place: str) -> None:
    practice.ids["admin"] = practice.holder("admin", "huadian")
    practice.does("tong", SignContract("elder"))
    practice.does("wang", EndContract())
    practice.moves("sun", "g01")  # signed in Yangguang, and lives in Aihua

    def gone(work: Work) -> None:
        dead = update(Person).where(Person.id == practice.ids["zhao"])
        work.session.execute(dead.values(gone="dead", gone_at=work.now))

    practice.write(gone)
    everything(practice, practice.sees(who, lambda work: signing_rate(work, place)))


def test_who_lapsed_does_not_count(practice: Practice) -> None:
    def rate() -> Rate:
        return practice.sees("limin", lambda work: signing_rate(work, "yangguang"))

    before = rate()
    practice.goes_to(practice.stands("yu").ends_on.replace(year=2028))
    practice.tick()
    after = rate()
    assert after.residents == before.residents
    assert after.signed == 0


def test_the_parts_make_the_whole(practice: Practice) -> None:
    practice.ids["admin"] = practice.holder("admin", "huadian")
    whole = practice.sees("admin", lambda work: signing_rate(work, "huadian"))
    assert whole.residents == sum(part.residents for part in whole.parts)
    assert whole.signed == sum(part.signed for part in whole.parts)
    assert 500 <= whole.tenths <= 750


@pytest.mark.parametrize(
    ("who", "place"),
    [("limin", "aihua"), ("limin", "minghua"), ("he", "huadian"), ("zheng", "yangguang"),
     ("zhoumin", "g03"), ("wang", "yangguang"), ("limin", "nowhere")],
)  # fmt: skip
def test_whoever_has_nothing_to_do_with_a_place_learns_nothing_of_it(
    practice: Practice, who: str, place: str
) -> None:
    with pytest.raises(NotFound):
        practice.sees(who, lambda work: signing_rate(work, place))


def test_where_one_may_ask(practice: Practice) -> None:
    assert [place.id for place in practice.sees("he", my_rate_places)] == ["yangguang"]
    assert practice.sees("wang", my_rate_places) == []


# -- the lists ---------------------------------------------------------------------------------------
def on(practice: Practice, who: str, which: str) -> set[int]:
    found = practice.sees(who, lambda work: team_list(work, which, most=MANY))
    return {one.person_id for one in found}


def test_the_lists_hold_everybody_of_the_team_once(practice: Practice) -> None:
    lists = {which: on(practice, "he", which) for which in LISTS}
    assert practice.ids["wang"] in lists["valid"]
    assert {practice.ids["yu"], practice.ids["tong_yushan"]} <= lists["expiring"]
    assert {practice.ids["tong"], practice.ids["meng"], practice.ids["zhao"]} <= lists["to_sign"]
    assert sum(len(one) for one in lists.values()) == len(set.union(*lists.values()))
    assert practice.sees("he", team_counts) == {which: len(one) for which, one in lists.items()}
    residents, _signed = slow(practice, ["g03", "g04", "g05"])
    assert sum(len(one) for one in lists.values()) == residents


def test_whose_contract_ends_first_stands_first(practice: Practice) -> None:
    found = practice.sees("he", lambda work: team_list(work, "expiring", most=MANY))
    days = [one.ends_on for one in found if one.ends_on is not None]
    assert days == sorted(days)


def test_pages_put_together_are_the_list(practice: Practice) -> None:
    whole = practice.sees("he", lambda work: team_list(work, "to_sign", most=MANY))
    pages = [
        one
        for start in range(0, len(whole) + 4, 4)
        for one in practice.sees("he", partial(team_list, which="to_sign", start=start, most=4))
    ]
    assert pages == whole


@pytest.mark.parametrize("which", LISTS)
def test_the_buildings_of_a_list_hold_all_of_it(practice: Practice, which: str) -> None:
    whole = on(practice, "he", which)
    found: list[int] = []
    for building, count in practice.sees("he", lambda work: team_buildings(work, which)):
        there = practice.sees("he", partial(team_list, which=which, building=building, most=MANY))
        assert len(there) == count
        found += [one.person_id for one in there]
    assert sorted(found) == sorted(whole)


def test_one_building(practice: Practice) -> None:
    house = Building("yangguang_xiaoqu", 3)
    found = practice.sees("he", lambda work: team_list(work, "expiring", building=house, most=MANY))
    assert {one.building for one in found} == {3}
    assert practice.ids["yu"] in {one.person_id for one in found}


def test_who_moved_away_stays_on_the_list_until_the_contract_changes(practice: Practice) -> None:
    practice.moves("wang", "g01")
    assert practice.ids["wang"] in on(practice, "he", "valid")


@pytest.mark.parametrize("who", ["limin", "zhoumin", "wang", "zheng"])
def test_the_lists_are_the_doctors_own(practice: Practice, who: str) -> None:
    assert practice.sees(who, teams_of_mine) == []
    for query in (team_counts, lambda work: team_list(work, "valid"),
                  lambda work: team_buildings(work, "valid")):  # fmt: skip
        with pytest.raises(NotFound):
            practice.sees(who, query)


def test_a_doctor_of_a_street_sees_its_teams_and_a_former_one_nothing(practice: Practice) -> None:
    doctor = practice.with_role("街道大夫", "doctor", "minghua")
    teams = {team.id for team in practice.sees(doctor, teams_of_mine)}
    assert teams == {"doc_aihua", "doc_yangguang", "doc_yongsheng", "doc_hongsheng"}

    def ends(work: Work) -> None:
        held = update(Role).where(Role.person_id == doctor.person_id)
        work.session.execute(held.values(ended_at=work.now))

    practice.write(ends)
    assert practice.sees(doctor, teams_of_mine) == []


def test_a_line_has_nothing_that_tells_of_an_illness(practice: Practice) -> None:
    (one, *_rest) = practice.sees("he", lambda work: team_list(work, "valid"))
    assert not {"package", "born", "called", "phone"} & set(one.__slots__)
