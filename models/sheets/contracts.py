"""A row of the list of contracts with the family doctor's team."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from models.sheets.addresses import Map
from models.sheets.dates import any_day
from models.sheets.one_row import OneRow
from models.sheets.problems import Fault
from models.sheets.rows import ContractRow
from models.town.schema import DoctorTeam, Package, Town

_NOISE = re.compile(r"[\s()（）·]|家庭医生|家医|签约|团队|服务队|服务包|服务$")


def contract(one: OneRow, places: Map) -> ContractRow:
    """What the row says; only to be used if it has no problems."""
    town = places.town
    person, _who = one.person()
    if not (person.id_number or person.phone or person.born) and not _is_bad(one):
        one.wrong("id_number", "nothing_to_know_by")
    starts = one.day("starts")
    if starts is None and not one.is_bad("starts"):
        one.wrong("starts", "missing")
    ends = one.day("ends", any_day)
    if starts and ends and ends < starts:
        one.wrong("ends", "end_before_start")
    starts = starts or one.today
    return ContractRow(
        person.name, person.id_number, person.phone, person.born,
        team=one.take("team", lambda text: _one_of(text, town.doctors.teams, "team_unknown")) or "",
        starts=starts,
        ends=ends or end_of_term(starts, town),
        package=one.take(
            "package", lambda text: _one_of(text, town.doctors.packages, "package_unknown")
        ) or "",
        note=one.note(),
    )  # fmt: skip


def end_of_term(starts: date, town: Town) -> date:
    """The last day of a contract as the town makes them."""
    return months_after(starts, town.doctors.term_months) - timedelta(days=1)


def months_after(start: date, months: int) -> date:
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _is_bad(one: OneRow) -> bool:
    return any(map(one.is_bad, ("id_number", "phone", "born")))


def _one_of(text: str, things: tuple[DoctorTeam, ...] | tuple[Package, ...], code: str) -> str:
    """The id of what is named: in full, or without the words that all of them share."""
    wanted = text.strip().lower()
    for thing in things:
        if wanted in {thing.id, thing.name.zh.lower(), thing.name.en.lower()}:
            return thing.id
    short = _NOISE.sub("", wanted)
    near = [thing.id for thing in things if short and _NOISE.sub("", thing.name.zh) == short]
    if len(near) != 1:
        raise Fault(code)
    return near[0]
