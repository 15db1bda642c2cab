"""The people of the model talks, with the very doors and phone numbers they have there.

They are in every sample town, whatever the seed: the demo, the transcript tests and the
screenshots all speak of the same Wang Guilan.
"""

from __future__ import annotations

from dataclasses import dataclass

from models.sample.names import phone
from models.sample.people import (
    Gender,
    RoleName,
    SampleCategory,
    SampleContract,
    SampleHousehold,
    SamplePerson,
    SampleRole,
    SampleTown,
    SampleVolunteer,
)
from models.town.schema import Town


@dataclass(frozen=True, slots=True)
class _Cast:
    """``home`` is estate, building, unit, door; ``tail`` the last digits of the phone, 0 for none."""

    alias: str
    name: str
    called: str
    gender: Gender
    born: int
    tail: int
    home: tuple[str, int, int, str] | None = None
    role: RoleName | None = None
    place: str = ""
    skills: tuple[str, ...] = ()
    shifts: tuple[str, ...] = ()


_SUNNY = "yangguang_xiaoqu"
_CAST = (
    _Cast("wang", "王桂兰", "王姨", "f", 1948, 21, (_SUNNY, 3, 2, "401")),
    _Cast("yu", "于德海", "于大爷", "m", 1944, 0, (_SUNNY, 3, 2, "502")),
    _Cast("meng", "孟凡玉", "", "m", 1950, 34, (_SUNNY, 3, 3, "101")),
    _Cast("tong", "佟秀芝", "", "f", 1951, 36, (_SUNNY, 5, 1, "202")),
    _Cast("tong_yushan", "佟玉山", "", "m", 1946, 37, (_SUNNY, 5, 1, "301")),
    _Cast("lifang", "李芳", "", "f", 1975, 55),
    _Cast("ma", "马晓燕", "", "f", 1988, 61, ("yongji_dianli", 2, 1, "302")),
    _Cast(
        "zhao", "赵建国", "赵师傅", "m", 1968, 41, (_SUNNY, 12, 1, "302"), "volunteer", "yangguang",
        ("heating", "plumbing"), ("evening", "weekend"),
    ),
    _Cast(
        "sun", "孙秀丽", "孙姐", "f", 1971, 42, (_SUNNY, 7, 1, "201"), "volunteer", "yangguang",
        ("heating", "go_along", "talk"), ("day", "evening"),
    ),
    _Cast("limin", "李敏", "", "f", 1985, 51, None, "coordinator", "yangguang"),
    _Cast("zhoumin", "周敏", "", "f", 1990, 52, None, "grid_worker", "g03"),
    _Cast("zheng", "郑丽华", "郑书记", "f", 1976, 53, None, "coordinator", "fuhua"),
    _Cast("hanxue", "韩雪", "", "f", 1993, 56, None, "grid_worker", "g21"),
    _Cast("mengqiang", "孟强", "", "m", 1989, 57, None, "grid_worker", "g22"),
    _Cast("he", "何振华", "何大夫", "m", 1972, 58, None, "doctor", "yangguang"),
)  # fmt: skip
_DOCTORS = "doc_yangguang"
_CONTRACTS = {
    "wang": ("elder", 200), "yu": ("elder", 12), "tong_yushan": ("elder", 4), "sun": ("basic", 300),
}  # fmt: skip
"""Package and days left. 佟秀芝, 孟凡玉 and 赵师傅 have not signed; 于大爷 and 佟玉山 soon have to renew."""
_LEDGER = {
    "wang": ("alone",), "yu": ("over80",), "meng": ("alone",), "tong": ("empty_nest",),
    "tong_yushan": ("over80", "alone"),
}  # fmt: skip
FIRST_FREE_KEY = 1_000
FIRST_FREE_PHONE = 100


def cast(town: Town) -> SampleTown:
    """The cast alone; keys below ``FIRST_FREE_KEY``, phones below ``FIRST_FREE_PHONE``."""
    households, people, roles, volunteers = [], [], [], []
    for key, one in enumerate(_CAST, start=1):
        home = _home(town, key, one)
        if home is not None:
            households.append(home)
        people.append(
            SamplePerson(
                key=key,
                household=home.key if home else None,
                name=one.name,
                called=one.called,
                phone=phone(one.tail) if one.tail else "",
                gender=one.gender,
                birth_year=one.born,
                alias=one.alias,
            )
        )
        if one.role is None:
            continue
        team = f"red_{one.place}" if one.role == "volunteer" else ""
        roles.append(SampleRole(key, one.role, one.place, team))
        if one.role == "volunteer" and home is not None:
            volunteers.append(
                SampleVolunteer(key, one.place, home.grid, team, one.skills, one.shifts)
            )
    keys = {person.alias: person.key for person in people}
    contracts = [
        SampleContract(keys[alias], _DOCTORS, package, days)
        for alias, (package, days) in _CONTRACTS.items()
    ]
    entered = [
        SampleCategory(keys[alias], category)
        for alias, categories in _LEDGER.items()
        for category in categories
    ]
    return SampleTown(
        tuple(households), tuple(people), tuple(roles), tuple(volunteers), tuple(contracts),
        tuple(entered),
    )  # fmt: skip


def _home(town: Town, key: int, one: _Cast) -> SampleHousehold | None:
    if one.home is None:
        return None
    estate, building, unit, door = one.home
    grid = town.grid_of(estate, building)
    if grid is None:
        raise ValueError(f"the town has no building {building} in {estate}")
    return SampleHousehold(key, estate, building, unit, door, grid)
