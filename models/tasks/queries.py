"""What a helper may see of tasks, and a coordinator of volunteers. Each asks who is asking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select

from models.gate import holds
from models.help.adding import ready_photos
from models.help.cases import town_of
from models.help.tables import Case
from models.outbox.tables import OutboxRow
from models.prepared import Prepared
from models.refusals import NotFound
from models.register.queries import address_in_words
from models.register.tables import Household, Person
from models.tasks.door import door_word_of
from models.tasks.minutes import standing_entry
from models.tasks.tables import Offer, Volunteer
from models.tasks.volunteers import DECIDERS
from models.town.schema import Kind, Local, Town
from models.work import Work


@dataclass(frozen=True, slots=True)
class Task:
    """An offer with its case, without anything about the person in need."""

    offer: Offer
    case_id: int
    number: str
    stage: str
    kind: Kind
    town: Town
    grid_id: str | None
    arrive_by: Any
    urgent: bool

    @property
    def community(self) -> Local:
        """Where about, as far as a push may say it."""
        place = self.town.up(self.grid_id, "community") if self.grid_id else self.town.city
        return place.name


@dataclass(frozen=True, slots=True)
class TaskDetails:
    """Who, which door, which phone: only while the task is the reader's."""

    called: str
    address: Local | str
    phone: str
    door_word: Local | None
    says: tuple[Local | str, ...]
    words: str
    photos: tuple[int, ...]


def my_offer(work: Work, offer_id: int) -> Task:
    """An offer that was put to the acting person; NotFound for anybody else's."""
    row = work.session.execute(
        select(Offer, Case)
        .join(Case, Case.id == Offer.case_id)
        .where(Offer.id == offer_id, Offer.person_id == work.actor.person_id)
    ).first()
    if row is None:
        raise NotFound("offer")
    return _task(work, *row)


def my_tasks(work: Work, most: int = 5) -> list[Task]:
    """What the acting person took and has not finished, the earliest first."""
    rows = work.session.execute(
        select(Offer, Case)
        .join(Case, Case.id == Offer.case_id)
        .where(Offer.person_id == work.actor.person_id, Offer.state == "accepted")
        .order_by(Offer.arrive_at, Offer.id)
        .limit(most)
    ).all()
    return [_task(work, offer, case) for offer, case in rows]


def my_open_offers(work: Work, most: int = 5) -> list[Task]:
    """What the acting person was asked and has not answered."""
    rows = work.session.execute(
        select(Offer, Case)
        .join(Case, Case.id == Offer.case_id)
        .where(Offer.person_id == work.actor.person_id, Offer.state == "open")
        .order_by(Offer.id)
        .limit(most)
    ).all()
    return [_task(work, offer, case) for offer, case in rows]


def _offers(state: str) -> ColumnElement[int]:
    mine = (Offer.person_id == bindparam("person_id"), Offer.state == state)
    return select(func.count()).select_from(Offer).where(*mine).scalar_subquery()


_my_round = Prepared(
    select(
        (_offers("accepted") + _offers("open")).label("waiting"),
        select(Volunteer.on_duty)
        .where(Volunteer.person_id == bindparam("person_id"), Volunteer.state == "approved")
        .scalar_subquery()
        .label("on_duty"),
    )
)


def my_round(work: Work) -> Any:
    """What every menu asks, in one statement: a row with ``waiting``, how many tasks and offers
    the acting person has, and ``on_duty``, None for who is no approved volunteer."""
    return _my_round.first(work.connection, {"person_id": work.actor.person_id})


def details(work: Work, offer_id: int) -> TaskDetails | None:
    """Who is helped and where; None as soon as the task is not the acting person's any more."""
    row = work.session.execute(
        select(Case, Person, Household)
        .join(Offer, Offer.case_id == Case.id)
        .join(Person, Person.id == Case.asker_id)
        .outerjoin(Household, Household.id == Case.household_id)
        .where(
            Offer.id == offer_id,
            Offer.person_id == work.actor.person_id,
            Offer.state == "accepted",
        )
    ).first()
    if row is None:
        return None
    case, person, household = row
    town, other = town_of(work, case), case.details.get("other")
    address: Local | str = ""
    if other:
        address = other["address"]
    elif household is not None:
        address = address_in_words(town, household)
    return TaskDetails(
        called=other["name"] if other else person.called or person.name,
        address=address,
        phone=person.phone or "",
        door_word=door_word_of(work, case),
        says=_says(town.kind(case.kind), case.details),
        words=case.details.get("words", ""),
        photos=ready_photos(work, case.id),
    )


def asker_called(work: Work, case_id: int) -> str:
    """What the one who is helped wants to be called; for whoever has or had the task."""
    row = work.session.execute(
        select(Case, Person.called, Person.name)
        .join(Person, Person.id == Case.asker_id)
        .join(Offer, Offer.case_id == Case.id)
        .where(
            Case.id == case_id,
            Offer.person_id == work.actor.person_id,
            Offer.state.in_(("accepted", "ended", "given_up")),
            Offer.arrive_at.is_not(None),
        )
    ).first()
    if row is None:
        return ""
    other = row[0].details.get("other")
    return str(other["name"] if other else row.called or row.name)


def minutes_of(work: Work, offer_id: int) -> int:
    """What stands in the books for a finished task of the acting person."""
    entry = standing_entry(work, offer_id)
    return entry.minutes if entry and entry.person_id == work.actor.person_id else 0


def was_shown(work: Work, offer_id: int) -> bool:
    """Whether the push of an offer went out at all."""
    state = work.session.scalar(select(OutboxRow.state).where(OutboxRow.key == f"offer:{offer_id}"))
    return state in ("sent", "leased")


def me_as_volunteer(work: Work) -> Volunteer | None:
    return work.session.get(Volunteer, work.actor.person_id)


def my_phone(work: Work) -> str:
    """The acting person's own phone, to be shown to themselves."""
    return work.session.scalar(select(Person.phone).where(Person.id == work.actor.person_id)) or ""


def applicant(work: Work, person_id: int) -> tuple[Volunteer, Person]:
    """A volunteer as those see them who decide at that community; NotFound for all others."""
    row = work.session.execute(
        select(Volunteer, Person)
        .join(Person, Person.id == Volunteer.person_id)
        .where(Volunteer.person_id == person_id)
    ).first()
    if row is None or not holds(work, DECIDERS, work.town.path(row[0].community_id)):
        raise NotFound("volunteer")
    return row[0], row[1]


def waiting_volunteers(work: Work, most: int) -> Sequence[int]:
    """Who waits for the acting person's yes, the longest first."""
    rows = work.session.execute(
        select(Volunteer.person_id, Volunteer.community_id)
        .where(Volunteer.state == "waiting")
        .order_by(Volunteer.asked_at, Volunteer.person_id)
    )
    mine = (
        row.person_id for row in rows if holds(work, DECIDERS, work.town.path(row.community_id))
    )
    return [person_id for _, person_id in zip(range(most), mine, strict=False)]


def _task(work: Work, offer: Offer, case: Case) -> Task:
    town = town_of(work, case)
    return Task(
        offer=offer,
        case_id=case.id,
        number=case.number,
        stage=case.stage,
        kind=town.kind(case.kind),
        town=town,
        grid_id=case.grid_id,
        arrive_by=case.arrive_by,
        urgent=case.urgency == "urgent",
    )


def _says(kind: Kind, told: dict[str, Any]) -> tuple[Local | str, ...]:
    """What was answered, as it reads in a summary, and the person's own words."""
    found: list[Local | str] = []
    for field in kind.fields:
        answer = told.get("answers", {}).get(field.id, "")
        option = field.option(answer)
        if option is not None:
            found.append(option.say)
        elif answer:
            found.append(field.say.fill(answer=answer) if field.say else answer)
    if told.get("words"):
        found.append(told["words"])
    return tuple(found)
