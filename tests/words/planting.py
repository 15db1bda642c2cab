"""People with planted, recognisable words in everything that is theirs: what they are called, where
they live, their phone, what they wrote. Whatever shows one of these words shows something of them.

Staff keep their names and words: they speak for an office.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select, update

from bot.dialogue.messages import Outgoing
from models.alarms.tables import Alarm
from models.duty.people import STAFF
from models.duty.tables import HandOverLine
from models.help.tables import Case, CaseEvent
from models.register.tables import Household, Person, Role
from models.work import Work

NAME, CALLED, PHONE, DOOR = "欧阳桂兰", "芍药奶奶", "10000055577", "7788"
BUILDING, UNIT = 88, 97
OTHER = {"name": "令狐百岁", "relation": "结拜姐妹", "address": "蓝旗大院东头第九家"}
WORDS = "心脏搭过桥，一个人住"

PLANTED: dict[str, tuple[str, ...]] = {
    "name": ("欧阳", "芍药", "令狐", "结拜"),
    "door": (DOOR, f"{UNIT} 单元", f"unit {UNIT}", "蓝旗", f"{BUILDING} 号楼", f"uilding {BUILDING}"),
    "phone": (PHONE, PHONE[-4:]),
    "words": ("心脏",),
}  # fmt: skip
BUILDING_SAID = PLANTED["door"][-2:]
"""Whoever runs to an alarm must know which house to run to, on every channel."""
EVERYTHING = frozenset({*PLANTED, "photos"})
BY_DEFAULT = frozenset({"door", "phone"})


def plant(work: Work, *, for_other: bool) -> None:
    """In everybody who is no staff. ``for_other``: what they asked is for somebody else."""
    staff = select(Role.person_id).where(Role.role.in_(STAFF))
    people = update(Person).where(Person.id.not_in(staff))
    work.session.execute(people.where(Person.name != "").values(name=NAME, called=CALLED))
    work.session.execute(people.where(Person.phone.is_not(None)).values(phone=PHONE))
    work.session.execute(update(Household).values(door=DOOR))
    with_buildings = update(Household).where(Household.building.is_not(None))
    work.session.execute(with_buildings.values(building=BUILDING, unit=UNIT))
    theirs = CaseEvent.words.is_not(None), CaseEvent.by_person.not_in(staff)
    work.session.execute(update(CaseEvent).where(*theirs).values(words=WORDS))
    said = update(HandOverLine).where(HandOverLine.by_person.not_in(staff))
    work.session.execute(said.values(words=WORDS))
    place = f"neighbour {OTHER['address']}" if for_other else "family ~home"
    work.session.execute(update(Alarm).values(words=WORDS, for_whom=place))
    work.session.expire_all()
    for case in work.session.scalars(select(Case)):
        other = {"other": OTHER} if for_other else {}
        case.details = {**case.details, "words": WORDS, **other}
        for what in ("thanked", "words_added"):
            work.session.add(
                CaseEvent(
                    case_id=case.id, at=work.now, what=what, by_person=case.asker_id, words=WORDS
                )
            )
    work.session.flush()
    work.session.expire_all()


def leaks(shown: Outgoing, hidden: frozenset[str]) -> Iterator[str]:
    """What stands on a message that shows none of ``hidden``."""
    text = "\n".join(words_in(shown))
    for kind in sorted(hidden & PLANTED.keys()):
        allowed = BUILDING_SAID if shown.urgent else ()
        found = [word for word in PLANTED[kind] if word in text and word not in allowed]
        yield from (f"{kind}: {word!r} in {text!r}" for word in found)
    if "photos" in hidden and shown.photos:
        yield f"photos in {text!r}"


def words_in(shown: Outgoing) -> Iterator[str]:
    """Everything a message says, and the numbers behind its buttons."""
    yield from (*shown.lines, shown.speaker, shown.code)
    yield from (option.label + option.url for option in shown.options)
