"""The sample town on the evening of talk A, with one thing of each sort that may be acted on.

The trap is the negative that holds by accident: everybody who is refused here stands in a town
where there is something to take, and next door to those who may.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import func, insert, literal, select, union_all, update
from sqlalchemy.orm import Session

from models.alarms.commands import AcknowledgeAlarm, RaiseAlarm
from models.clocks import FixedClock, to_town
from models.duty.calls import PutOnCallList
from models.duty.commands import SayToAsker
from models.duty.hand_overs import AskForPerson, SayInHandOver, TakeHandOver
from models.duty.tables import Call
from models.family.tables import Guardian, Proxy
from models.gate import Command, run
from models.help.commands import AnswerClosing
from models.help.opening import OpenCase
from models.help.tables import Attachment
from models.register.tables import Account, Person, Role
from models.store import Store
from models.tables import metadata
from models.talks.rows import open_account
from models.talks.tables import TalkRow
from models.tasks.answering import AcceptOffer, AssignCase
from models.tasks.doing import FinishTask
from models.tasks.tables import Offer
from models.tasks.volunteers import JoinVolunteers
from models.town.schema import Town
from models.work import CLOCK, OPERATOR, Actor, Work
from tests.areas import each
from tests.furniture import huadian, settle

T = TypeVar("T")
HEATING = (("where", "all"), ("freezing", "yes"))
WORDS = "厨房的灯也不亮，钥匙在邻居老关家"
"""Said by somebody in confidence: must turn up nowhere."""
SOON = timedelta(minutes=40)


class _Undone(Exception):
    """Carries the result out of a transaction that is rolled back."""

    def __init__(self, result: Any) -> None:
        super().__init__("rolled back on purpose")
        self.result = result


@dataclass
class SmallTown:
    """``actors`` are those who try: the columns of the table. ``ids`` name what they try it on."""

    store: Store
    clock: FixedClock
    town: Town
    ids: dict[str, int] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    _keys: itertools.count[int] = field(default_factory=itertools.count)

    def __getitem__(self, name: str) -> int:
        return self.ids[name]

    # -- acting ------------------------------------------------------------------------------------
    def work(self, session: Session, actor: Actor = CLOCK) -> Work:
        return Work(session, self.clock.now(), self.town, 1, actor, f"p{next(self._keys)}")

    def write(self, job: Callable[[Work], T], actor: Actor = CLOCK) -> T:
        return self.store.write_now(lambda session: job(self.work(session, actor)))

    def read(self, job: Callable[[Work], T], actor: Actor = CLOCK) -> T:
        return self.store.read_now(lambda session: job(self.work(session, actor)))

    def does(self, who: str | Actor, command: Command[T]) -> T:
        return self.write(lambda work: run(work, command), self.who(who))

    def sees(self, who: str | Actor, query: Callable[[Work], T]) -> T:
        """A query as this person runs it."""
        return self.read(query, self.who(who))

    def tries(self, who: str | Actor, job: Callable[[Work], T]) -> T:
        """Do it in a transaction of its own and undo it; whatever it raises comes out."""

        def whole(session: Session) -> None:
            raise _Undone(job(self.work(session, self.who(who))))

        try:
            self.store.write_now(whole)
        except _Undone as undone:
            result: T = undone.result
            return result
        raise AssertionError("a transaction that should have been undone was committed")

    def who(self, who: str | Actor) -> Actor:
        if isinstance(who, Actor):
            return who
        return self.actors[who] if who in self.actors else self.actor(self.ids[who])

    def actor(self, person_id: int) -> Actor:
        """The person at their phone."""
        found = select(Account.id).where(Account.person_id == person_id)
        account = self.read(lambda work: work.session.scalars(found).first())
        if account is None:
            account = self.write(
                lambda work: open_account(
                    work.connection, "memory", f"q{person_id}", work.now, person_id=person_id
                )
            )
        return Actor("person", person_id, account, "memory")

    def actor_like(self, person_id: int) -> Actor:
        """Somebody who may have been made a moment ago, in a transaction that is still open."""
        return replace(self.actors["stranger"], person_id=person_id)

    # -- people ------------------------------------------------------------------------------------
    def newcomer(self, name: str, *, home: int | None = None, phone: str = "") -> int:
        """Somebody with a phone in their hand; nobody knows them yet if they have no name."""

        def job(work: Work) -> int:
            account = open_account(work.connection, "memory", f"p{next(self._keys)}", work.now)
            person_id = work.session.get_one(Account, account).person_id
            changes = {"name": name, "household_id": home, "phone": phone or None, "sample": True}
            if name:
                changes["consent"] = self.town.purpose("help").version
            work.session.execute(update(Person).where(Person.id == person_id).values(**changes))
            return person_id

        return self.write(job)

    def with_role(self, name: str, role: str, place: str, **more: Any) -> Actor:
        person_id = self.newcomer(name)
        row = {"person_id": person_id, "role": role, "place_id": place, "on_duty": True}

        def job(work: Work) -> None:
            work.session.execute(insert(Role).values(**{"since": work.now, **row, **more}))

        self.write(job)
        return self.actor(person_id)

    def holder(self, role: str, place: str) -> int:
        """The sample person at this post."""
        held = select(Role.person_id).where(
            Role.role == role, Role.place_id == place, Role.ended_at.is_(None)
        )
        return self.read(lambda work: work.session.scalars(held.order_by(Role.id)).first() or 0)

    def offer(self, case_id: int, state: str = "open") -> int:
        found = select(Offer.id).where(Offer.case_id == case_id, Offer.state == state)
        return self.read(lambda work: work.session.scalars(found).one())


_COUNTS = union_all(
    *(
        select(literal(table.name), func.count()).select_from(table)
        for table in metadata.sorted_tables
    )
)


def counts(work: Work) -> dict[str, int]:
    """Rows in every table."""
    return {str(name): int(count) for name, count in work.session.execute(_COUNTS)}


def build(store: Store, clock: FixedClock) -> SmallTown:
    ids = store.write_now(lambda session: settle(session, "memory"))
    there = SmallTown(store, clock, huadian(), dict(ids))
    _people(there)
    _cases(there)
    _talking(there)
    _alarms(there)
    _lists(there)
    for area in each("town"):
        area.build(there)
    return there


def _people(there: SmallTown) -> None:
    ids = there.ids
    street = there.with_role("街道甲", "coordinator", "minghua")
    now, day = there.clock.now(), timedelta(days=1)
    ids["applicant"] = there.newcomer("报名的人")
    ids["unknown"] = there.newcomer("")
    ids["confirmable"] = there.newcomer("新搬来的人", home=_home_of(there, "yu"))
    there.actors |= {
        "stranger": there.actor(ids["unknown"]),
        "newcomer by a card": there.actor(there.write(_let_in_by_card)),
        "resident of the place": there.actor(ids["yu"]),
        "asker": there.actor(ids["wang"]),
        "asker of another case": there.actor(ids["tong"]),
        "offered": there.actor(ids["sun"]),
        "taker": there.actor(ids["zhao"]),
        "other volunteer": there.actor(there.holder("volunteer", "fuhua")),
        "team lead": there.actor(there.holder("team_lead", "yangguang")),
        "team lead elsewhere": there.actor(there.holder("team_lead", "fuhua")),
        "grid worker": there.actor(ids["zhoumin"]),
        "grid worker elsewhere": there.actor(ids["hanxue"]),
        "coordinator": there.actor(ids["limin"]),
        "coordinator elsewhere": there.actor(ids["zheng"]),
        "coordinator of the street": street,
        "coordinator of another street": there.with_role("街道乙", "coordinator", "xinhua"),
        "coordinator of the city": there.with_role("市里甲", "coordinator", "huadian"),
        "admin": there.actor(there.holder("admin", "huadian")),
        "former coordinator": there.with_role(
            "以前的值班", "coordinator", "yangguang", ended_at=there.clock.now() - timedelta(days=1)
        ),
        "substitute": there.with_role(
            "替班的", "grid_worker", "g03", ends_at=now + day, counts_until=now + day
        ),
        "substitute until yesterday": there.with_role(
            "替过班的", "grid_worker", "g03", ends_at=now - day, counts_until=now - day
        ),
        "substitute from tomorrow": there.with_role(
            "明天替班的", "grid_worker", "g03", since=now + day
        ),
        **_acting_for_the_asker(there),
        "clock": CLOCK,
        "operator": OPERATOR,
    }


def _acting_for_the_asker(there: SmallTown) -> dict[str, Actor]:
    """Everybody who ever acted, or tries to act, for Aunt Wang; and those who act for a child."""
    ids, day = there.ids, timedelta(days=1)
    today = to_town(there.clock.now()).date()
    child = there.newcomer("孩子", home=_home_of(there, "wang"))
    guardian, former = there.newcomer("孩子的姥姥"), there.newcomer("孩子的舅舅")
    ended = there.newcomer("以前的代办人")
    for name, purposes, until, state in (
        (ids["lifang"], ["help", "visits", "contract", "copies"], today, "agreed"),
        (ids["ma"], ["visits"], today, "agreed"),
        (ids["meng"], ["help"], today - day, "agreed"),
        (ended, ["help"], today + day, "ended"),
    ):
        there.write(
            partial(
                _proxy,
                principal=ids["wang"],
                proxy=name,
                purposes=purposes,
                until=until,
                state=state,
            )
        )
    there.write(lambda work: _guards(work, child, guardian, former))
    ids |= {"child": child, "guardian": guardian, "former_guardian": former}

    def acting(person_id: int, whom: int) -> Actor:
        return replace(there.actor(person_id), person_id=whom, by_id=person_id)

    wang = ids["wang"]
    return {
        "proxy": acting(ids["lifang"], wang),
        "proxy for visits": acting(ids["ma"], wang),
        "proxy until yesterday": acting(ids["meng"], wang),
        "former proxy": acting(ended, wang),
        "guardian": acting(guardian, child),
        "former guardian": acting(former, child),
        "grid worker for the asker": acting(ids["zhoumin"], wang),
        "grid worker elsewhere for the asker": acting(ids["hanxue"], wang),
        "volunteer for the asker": acting(ids["zhao"], wang),
    }


def _proxy(
    work: Work, principal: int, proxy: int, purposes: list[str], until: date, state: str
) -> None:
    work.session.add(
        Proxy(
            principal_id=principal, proxy_id=proxy, state=state, purposes=purposes, until=until,
            how="own_chat", asked_at=work.now, agreed_at=work.now,
        )
    )  # fmt: skip


def _guards(work: Work, child: int, guardian: int, former: int) -> None:
    work.session.execute(
        update(Person).where(Person.id == child).values(minor=True, guardian_id=guardian)
    )
    work.session.add(Guardian(child_id=child, guardian_id=guardian, since=work.now))
    work.session.add(
        Guardian(child_id=child, guardian_id=former, since=work.now, ended_at=work.now)
    )


def _home_of(there: SmallTown, alias: str) -> int | None:
    person = there.ids[alias]
    return there.read(lambda work: work.session.get_one(Person, person).household_id)


def _let_in_by_card(work: Work) -> int:
    """Somebody whom the card of 王姨's household has just let in, and nothing more is known."""
    home = select(Person.household_id).where(Person.called == "王姨").scalar_subquery()
    found: int = work.session.execute(
        insert(Person)
        .values(household_id=home, created_at=work.now, name="", called="", language="zh",
                consent="", sample=False)
        .returning(Person.id)
    ).scalar_one()  # fmt: skip
    return found


def _cases(there: SmallTown) -> None:
    """Open and offered; taken; finished and not yet closed; closed; somebody else's."""
    ids, arrive = there.ids, there.clock.now() + SOON
    for name in ("offered_case", "taken_case", "reported_case", "closed_case"):
        ids[name] = there.does("wang", OpenCase("heating", HEATING)).case_id
    ids["other_case"] = there.does("tong", OpenCase("water", (("what", "leak"),))).case_id
    ids["far_case"] = there.does("ma", OpenCase("water", (("what", "leak"),))).case_id
    ids["homeless_case"] = there.does("lifang", OpenCase("talk", ())).case_id
    ids["open_offer"] = there.does("limin", AssignCase(ids["offered_case"], ids["sun"]))
    for state in ("taken", "reported", "closed"):
        offer = there.does("limin", AssignCase(ids[f"{state}_case"], ids["zhao"]))
        there.does("zhao", AcceptOffer(offer, arrive))
        ids[f"{state}_offer"] = offer
    for state in ("reported", "closed"):
        there.does("zhao", FinishTask(ids[f"{state}_offer"], "done"))
    there.does("wang", AnswerClosing(ids["closed_case"], "yes"))
    ids["said"] = there.does("limin", SayToAsker(ids["taken_case"], WORDS))
    ids["photo"] = there.write(lambda work: _photo(work, ids["taken_case"], ids["wang"]))


def _photo(work: Work, case_id: int, person_id: int) -> int:
    photo = Attachment(
        case_id=case_id, person_id=person_id, channel="memory", source="x", state="ready",
        attempts=1, content=b"picture", at=work.now,
    )  # fmt: skip
    work.session.add(photo)
    work.session.flush()
    return photo.id


def _talking(there: SmallTown) -> None:
    """Aunt Wang speaks with Li Min; old Mr Yu still waits for somebody."""
    ids = there.ids
    ids["taken_talk"] = there.does("wang", AskForPerson())
    there.does("limin", TakeHandOver(ids["taken_talk"]))
    ids["line"] = there.does("wang", SayInHandOver(ids["taken_talk"], WORDS))
    ids["waiting_talk"] = there.does("yu", AskForPerson())


def _alarms(there: SmallTown) -> None:
    ids = there.ids
    group = there.town.emergency.groups[0].id
    ids["answered_alarm"] = there.does("wang", RaiseAlarm(group, WORDS, exact=True))
    there.does("limin", AcknowledgeAlarm(ids["answered_alarm"]))
    ids["alarm"] = there.does("wang", RaiseAlarm(group, WORDS, exact=True))


def _lists(there: SmallTown) -> None:
    """Somebody to phone, somebody to welcome, a talk left in the middle, a role to end."""
    ids = there.ids
    args = (("case_id", ids["taken_case"]), ("offer_id", ids["taken_offer"]))
    there.does(CLOCK, PutOnCallList("call", ids["wang"], "HelperFound", args, "unseen"))
    there.does(
        "applicant", JoinVolunteers("报名的人", "10000009999", ("heating",), "yangguang", ("day",))
    )
    ids["account"] = there.actors["asker"].account_id

    def job(work: Work) -> None:
        ids["other_account"] = open_account(
            work.connection, "telegram", "1", work.now, person_id=ids["wang"]
        )
        ids["call"] = work.session.scalars(select(Call.id)).one()
        role = select(Role.id).where(Role.person_id == ids["zhoumin"])
        ids["role"] = work.session.scalars(role).one()
        work.session.execute(
            update(TalkRow).where(TalkRow.account_id == ids["account"]).values(flow="help")
        )

    there.write(job)
