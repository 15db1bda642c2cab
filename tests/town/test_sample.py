"""The fictional people: the cast exactly as in the talks, everybody else the same everywhere."""

from __future__ import annotations

import hashlib
from collections import Counter
from itertools import islice

import pytest

from models.sample.full import full
from models.sample.people import SampleTown
from models.sample.small import small
from models.town.schema import Town


@pytest.fixture(scope="session")
def people(town: Town) -> SampleTown:
    return small(town)


def fingerprint(sample: SampleTown) -> str:
    return hashlib.sha256(repr(sample).encode()).hexdigest()


def test_wang_is_who_she_is_in_the_model_talk(people: SampleTown, town: Town) -> None:
    wang = people.person("wang")
    assert (wang.name, wang.called, wang.phone) == ("王桂兰", "王姨", "100-0000-0021")
    assert wang.birth_year == 2026 - 78
    home = people.household_of(wang)
    assert home is not None
    address = town.address_of(home.estate, home.building, home.unit, home.door)
    assert address.zh == "阳光社区 3 号楼 2 单元 401"
    assert home.grid == "g03"


def test_wang_lives_alone(people: SampleTown) -> None:
    home = people.person("wang").household
    assert [person.alias for person in people.people if person.household == home] == ["wang"]


def test_zhao_can_do_heating_and_lives_in_the_next_grid(people: SampleTown) -> None:
    zhao = people.person("zhao")
    (joined,) = [one for one in people.volunteers if one.person == zhao.key]
    assert zhao.called == "赵师傅"
    assert (joined.community, joined.grid, joined.team) == ("yangguang", "g04", "red_yangguang")
    assert {"heating", "plumbing"} <= set(joined.skills)


@pytest.mark.parametrize(
    ("alias", "name", "role", "place"),
    [
        ("limin", "李敏", "coordinator", "yangguang"),
        ("zhoumin", "周敏", "grid_worker", "g03"),
        ("sun", "孙秀丽", "volunteer", "yangguang"),
        ("zheng", "郑丽华", "coordinator", "fuhua"),
        ("hanxue", "韩雪", "grid_worker", "g21"),
    ],
)
def test_the_cast_is_at_its_posts(
    people: SampleTown, alias: str, name: str, role: str, place: str
) -> None:
    person = people.person(alias)
    assert person.name == name
    held = [(r.role, r.place) for r in people.roles if r.person == person.key]
    assert held == [(role, place)]


def test_every_post_is_filled_once(people: SampleTown, town: Town) -> None:
    held = Counter((role.role, role.place) for role in people.roles if role.role != "volunteer")
    assert set(held.values()) == {1}
    assert {place for role, place in held if role == "grid_worker"} == {g.id for g in town.grids}
    leads = {place for role, place in held if role == "team_lead"}
    coordinators = {place for role, place in held if role == "coordinator"}
    communities = {place.id for place in town.urban_communities}
    assert leads == communities
    assert communities < coordinators


def test_the_small_town_has_about_two_hundred_homes_and_sixty_volunteers(
    people: SampleTown, town: Town
) -> None:
    assert len(people.households) == 208
    assert 60 <= len(people.volunteers) <= 70
    here = Counter(town.estate(home.estate).community for home in people.households)
    assert set(here) == {place.id for place in town.urban_communities}


def test_doors_are_on_the_map_and_belong_to_one_family(people: SampleTown, town: Town) -> None:
    doors = [(h.estate, h.building, h.unit, h.door) for h in people.households]
    assert len(doors) == len(set(doors))
    assert all(town.grid_of(h.estate, h.building) == h.grid for h in people.households)


def test_keys_and_phones_are_nobody_elses(people: SampleTown) -> None:
    keys = [person.key for person in people.people]
    phones = [person.phone for person in people.people if person.phone]
    assert len(keys) == len(set(keys))
    assert len(phones) == len(set(phones))
    assert all(phone.startswith("100-0000-") for phone in phones)


def test_every_skill_can_be_found(people: SampleTown, town: Town) -> None:
    found = {skill for one in people.volunteers for skill in one.skills}
    assert found == {skill.id for skill in town.skills}


def test_the_same_seed_makes_the_same_people_in_every_process(town: Town) -> None:
    assert fingerprint(small(town, 7)) == fingerprint(small(town, 7))
    assert fingerprint(small(town, 7)) != fingerprint(small(town, 8))


def test_the_full_town_begins_with_the_cast(town: Town) -> None:
    first = next(full(town))
    assert first.person("wang").phone == "100-0000-0021"


def test_a_chunk_refers_only_to_itself(town: Town) -> None:
    for chunk in islice(full(town), 4):
        homes = {home.key for home in chunk.households}
        assert all(person.household in homes for person in chunk.people if person.household)
        members = {person.key for person in chunk.people}
        assert all(role.person in members for role in chunk.roles)


@pytest.mark.prove
def test_the_full_town_has_exactly_341300_people(town: Town) -> None:
    elders: set[int] = set()
    keys: set[int] = set()
    phones: set[str] = set()
    for chunk in full(town):
        for person in chunk.people:
            assert person.key not in keys
            assert person.phone == "" or person.phone not in phones
            keys.add(person.key)
            phones.add(person.phone)
        elders |= {one.person for one in chunk.categories}
    assert len(keys) == 341_300
    assert len(elders) == 5_266
