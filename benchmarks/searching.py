"""How long a worker waits for a name, a door or four digits in a town of any size."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from statistics import median
from time import perf_counter

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks.measure import MILLI, Verdict, say
from benchmarks.scene import NOW
from models.people.finding import find_people
from models.people.refusals import SayMore
from models.register.tables import Role
from models.store import Store
from models.town.schema import Town
from models.work import Actor, Work

POSTS = (("grid_worker", "g03"), ("coordinator", "yangguang"), ("admin", "huadian"))
TYPED = (
    "王桂兰", "桂兰", "兰", "王", "敏", "郝不存在", "不存在", "国", "建", "姨", "0121", "3-2-401",
    "3号楼2单元401", "阳光 3号楼", "3号楼", "阳光", "100-0000-0121", "王桂兰 1948-02-02", "A",
    "a%", "胡家屯 12号",
)  # fmt: skip
"""Names that many have and nobody has, single characters, doors, digits."""
TARGET = 50.0
ROUNDS = 5


def search(store: Store, town: Town) -> None:
    """Everything by everybody, the median of some rounds each; the slowest decides."""
    slowest = 0.0
    for role, place in POSTS:
        holder = store.read_now(partial(_holder, role, place))
        took = {typed: median(_once(store, town, holder, typed)) for typed in TYPED}
        worst = max(took.values())
        slowest = max(slowest, worst)
        say(f"search by the {role}: median {median(took.values()):.1f} ms, slowest {worst:.1f} ms")
    say("", Verdict("search, the slowest of all", TARGET, slowest, "ms"))


def _holder(role: str, place: str, session: Session) -> int:
    held = select(Role.person_id).where(Role.role == role, Role.place_id == place)
    return session.scalars(held).first() or 0


def _once(store: Store, town: Town, holder: int, typed: str) -> list[float]:
    return [store.read_now(partial(_timed, town, holder, typed)) for _ in range(ROUNDS)]


def _timed(town: Town, holder: int, typed: str, session: Session) -> float:
    work = Work(session, NOW, town, 1, Actor("person", holder, 0, "memory"), "search")
    began = perf_counter()
    with suppress(SayMore):
        find_people(work, typed)
    return (perf_counter() - began) * MILLI
