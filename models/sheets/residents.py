"""A row of the list of residents."""

from __future__ import annotations

import re
from datetime import date
from functools import partial

from models.sheets.addresses import Address, FieldFault, Given, Map
from models.sheets.cells import gender, grade, line, name, phone
from models.sheets.one_row import OneRow
from models.sheets.problems import Fault
from models.sheets.rows import PersonPart, ResidentRow

OF_AGE = 18
_PARTED = re.compile(r"[、，,;；/]")
_PLACE = ("text", "community", "estate", "building", "unit", "door")
_KIN: tuple[tuple[str, str], ...] = (
    ("head", r"户主|本人"),
    ("in_law", r"公公|婆婆|公婆|岳父|岳母|儿媳|媳妇|女婿"),
    ("grandchild", r"孙|外甥孙"),
    ("mothers_mother", r"姥姥|外婆|外祖母"),
    ("mothers_father", r"姥爷|外公|外祖父"),
    ("grandmother", r"奶奶|祖母"),
    ("grandfather", r"爷爷|祖父"),
    ("spouse", r"配偶|妻|夫|老伴|爱人"),
    ("mother", r"母|妈"),
    ("father", r"父|爸"),
    ("sibling", r"兄|弟|哥|姐|妹"),
    ("child", r"子|女|儿"),
    ("relative", r"亲"),
    ("neighbour", r"邻"),
    ("friend", r"友"),
)  # fmt: skip


def resident(one: OneRow, places: Map) -> ResidentRow:
    """What the row says; only to be used if it has no problems."""
    person, who = one.person()
    sex = one.take("gender", gender) or ""
    if who and sex and sex != who.gender:
        one.wrong("gender", "id_gender_differs")
    address = _address(one, places)
    guardian = _guardian(one, person)
    return ResidentRow(
        person.name, person.id_number, person.phone, person.born,
        gender=who.gender if who else sex,
        called=one.take("called", lambda text: line(text, 20)) or "",
        estate=address.estate if address else "",
        grid=address.grid if address else "",
        building=address.building if address else None,
        unit=address.unit if address else None,
        door=address.door if address else "",
        relation=relation(one.words("relation"), places),
        guardian_name=guardian.name, guardian_phone=guardian.phone, guardian_id=guardian.id_number,
        school=one.words("school"),
        grade=one.take("grade", grade),
        note=one.note(),
        categories=one.take("categories", partial(categories, places)) or "",
    )  # fmt: skip


def relation(words: str, places: Map) -> str:
    """The town's word for what somebody is to the head of the household, "" if there is none."""
    known = {word.id for word in places.town.kin} | {"head"}
    for kin, form in _KIN:
        if kin in known and re.search(form, words):
            return kin
    return ""


def categories(places: Map, words: str) -> str:
    """The ids of the ledger's categories that are named, with commas; each part of a label will do."""
    named = {
        name: one.id
        for one in places.town.categories
        for name in (one.id, one.label.en.lower(), one.label.zh, *_PARTED.split(one.label.zh))
    }
    found = [named.get(part.strip().lower()) for part in _PARTED.split(words) if part.strip()]
    if None in found:
        raise Fault("category_unknown")
    return ",".join(sorted({one for one in found if one is not None}))


def _address(one: OneRow, places: Map) -> Address | None:
    fields = ("address", *_PLACE[1:])
    given = Given(**dict(zip(_PLACE, map(one.text, fields), strict=True)))
    try:
        address = places.address(given)
    except FieldFault as found:
        one.wrong(found.field, found.fault.code, **found.fault.params)
        return None
    if address is None and not any(map(one.is_bad, fields)):
        one.wrong("address", "address_missing")
    return address


def _guardian(one: OneRow, child: PersonPart) -> PersonPart:
    """Who answers for a child: a name and a way to reach them, and not the child itself."""
    who = one.identity("guardian_id")
    called = one.take("guardian_name", name) or ""
    number = one.take("guardian_phone", phone)
    fields = ("guardian_name", "guardian_phone", "guardian_id")
    if not any(map(one.is_bad, fields)) and bool(called) != bool(number or who):
        one.wrong("guardian_phone" if called else "guardian_name", "guardian_incomplete")
    same_id = who is not None and who.number == child.id_number
    same_name = called and called == child.name and (number == child.phone or who is None)
    if same_id or same_name:
        one.wrong("guardian_name", "own_guardian")
    elif who and not _of_age(who.born, one.today):
        one.wrong("guardian_id", "guardian_is_child")
    return PersonPart(called, who.number if who else None, number)


def _of_age(born: date, today: date) -> bool:
    return (today.year - born.year - ((today.month, today.day) < (born.month, born.day))) >= OF_AGE
