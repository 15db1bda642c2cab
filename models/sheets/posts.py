"""A row of the list of roles: who does what where, from when, and checked until when."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from models.sheets.addresses import Map
from models.sheets.contracts import months_after
from models.sheets.dates import any_day
from models.sheets.one_row import OneRow
from models.sheets.problems import Fault
from models.sheets.rows import RoleRow
from models.town.schema import Place, Role, Town

_ALSO = {
    "网格长": "grid_worker", "专职网格员": "grid_worker", "队长": "team_lead", "志愿者队长": "team_lead",
    "值班": "coordinator", "值班员": "coordinator", "社区值班员": "coordinator", "社区工作者": "coordinator",
    "家医": "doctor", "签约医生": "doctor", "医生": "doctor", "老师": "tutor", "辅导老师": "tutor",
    "四点半老师": "tutor", "妈妈": "shared_mum",
}  # fmt: skip
_GRID = re.compile(r"第?([一二三四五六七八九十\d]{1,3})网格")
_NUMERALS = "零一二三四五六七八九十"


def post(one: OneRow, places: Map) -> RoleRow:
    """What the row says; only to be used if it has no problems."""
    town = places.town
    person, _who = one.person()
    if not (person.id_number or person.phone) and not any(map(one.is_bad, ("id_number", "phone"))):
        one.wrong("phone", "nothing_to_know_by")
    role_id = one.need("role", lambda text: _role(text, town))
    place = _place(one, town, town.role(role_id) if role_id else None)
    starts, ends = one.day("starts", any_day), one.day("ends", any_day)
    if starts and ends and ends < starts:
        one.wrong("ends", "end_before_start")
    checked, until = _check(one, town)
    if role_id and town.role(role_id).child_contact:
        _must_be_checked(one, until)
    return RoleRow(
        person.name, person.id_number, person.phone, person.born,
        role=role_id or "",
        place=place.id if place else "",
        starts=starts, ends=ends, checked=checked, check_until=until,
        note=one.note(),
    )  # fmt: skip


def _role(text: str, town: Town) -> str:
    wanted = unicodedata.normalize("NFKC", text).strip().lower()
    for role in town.roles:
        if wanted in {role.id, role.name.zh.lower(), role.name.en.lower()}:
            return role.id
    also = _ALSO.get(wanted, "")
    if also not in {role.id for role in town.roles}:
        raise Fault("role_unknown")
    return also


def _check(one: OneRow, town: Town) -> tuple[date | None, date | None]:
    """The day of the check and the last day it counts, each from the other where one is missing."""
    checked, until = one.day("checked"), one.day("check_until", any_day)
    if checked and until and until < checked:
        one.wrong("check_until", "end_before_start")
    if checked and until is None:
        until = months_after(checked, town.checks.valid_months) - timedelta(days=1)
    return checked, until


def _must_be_checked(one: OneRow, until: date | None) -> None:
    if until is None and not any(map(one.is_bad, ("checked", "check_until"))):
        one.wrong("checked", "check_missing")
    elif until is not None and until < one.today:
        one.wrong("check_until", "check_ended", until=until.isoformat())


def _place(one: OneRow, town: Town, role: Role | None) -> Place | None:
    """The place that is named, of a kind at which the role is held."""
    field = "place" if one.text("place") else "community"
    if not one.text(field):
        if not any(map(one.is_bad, ("place", "community"))):
            one.wrong("place", "missing")
        return None
    found = one.take(field, lambda text: _places(text, one.text("community"), town))
    if not found or role is None:
        return None
    fits = [place for place in found if place.kind in role.at]
    if not fits:
        one.wrong(field, "place_not_for_role")
    elif len(fits) > 1:
        one.wrong(field, "place_unclear")
    return fits[0] if len(fits) == 1 else None


def _places(text: str, community: str, town: Town) -> list[Place]:
    wanted, within = _tidy(text), _tidy(community)
    found = [place for place in town.places if wanted in _names(place)]
    if not found:
        found = [place for place in town.grids if _as_grid(wanted) in _names(place)]
    if within and len(found) > 1:
        above = [place for place in town.communities if within in _names(place)]
        inside = [one for one in found if any(town.contains(up.id, one.id) for up in above)]
        found = inside or found
    if not found:
        raise Fault("place_unknown")
    return found


def _names(place: Place) -> set[str]:
    names = {place.id, _tidy(place.name.zh), _tidy(place.name.en)}
    return names | ({_tidy(place.short.zh)} if place.short else set())


def _tidy(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def _as_grid(text: str) -> str:
    """阳光社区第3网格 is 阳光社区三网格."""

    def named(found: re.Match[str]) -> str:
        digits = found[1]
        number = int(digits) if digits.isdecimal() else 0
        return (_NUMERALS[number] if 0 < number <= 10 else digits) + "网格"

    return _GRID.sub(named, text)
