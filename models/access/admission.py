"""Whose chat a signed link opens: one rule for the web page's door and for a chat program's.

Only decides. A card is a household's: with one person behind it the chat is theirs, with several
who of them writes is asked in the chat, never shown before the tap.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from models.access.signed import Link, read_link
from models.keys import ExpiredLink, ForgedLink
from models.register.absorbing import is_nobody
from models.register.refusals import LinkNotGood
from models.register.tables import Household, Person
from models.tasks.tables import Offer
from models.work import Work


@dataclass(frozen=True, slots=True)
class Whose:
    """``person_id`` is None where one of the people of ``household_id`` is meant."""

    person_id: int | None
    household_id: int | None = None


def whose(session: Session, link: Link, digits: str = "") -> Whose | None:
    """Who a link speaks of; None for a link out of use. ``digits`` are the last four of a phone,
    just checked: they tell apart the people of one household."""
    if link.kind == "card":
        return _behind_card(session, link, digits)
    if session.get(Person, link.subject) is None:
        return None
    if link.kind == "see" and link.what == "task" and not _still_theirs(session, link):
        return None
    return Whose(link.subject)


def person_of_link(work: Work, token: str) -> tuple[Link, Whose]:
    """What a link says and whose chat it opens. LinkNotGood with the reason if it opens none."""
    try:
        link = read_link(token, work.now)
    except ExpiredLink:
        raise LinkNotGood("expired") from None
    except ForgedLink:
        raise LinkNotGood("forged") from None
    found = whose(work.session, link) if link.kind != "see" else None
    if found is None:
        raise LinkNotGood("out_of_use")
    return link, found


def is_mine(work: Work, found: Whose) -> bool:
    """Whether the acting person is who the link speaks of, or one of that household."""
    if found.person_id is not None:
        return found.person_id == work.actor.person_id
    me = work.session.get_one(Person, work.actor.person_id)
    return me.household_id == found.household_id


def am_nobody(work: Work) -> bool:
    """Whether nothing is known yet of the acting person, so that they may turn out to be anybody."""
    return is_nobody(work.session, work.actor.person_id)


def last_four(session: Session, link: Link) -> frozenset[str]:
    """The last digits of the phones on record behind a link."""
    if link.kind == "card":
        people = _known_people(session, link.subject)
    else:
        person = session.get(Person, link.subject)
        people = [person] if person else []
    return frozenset(one.phone[-4:] for one in people if one.phone)


def _behind_card(session: Session, link: Link, digits: str) -> Whose | None:
    household = session.get(Household, link.subject)
    if household is None or household.card_serial != link.serial:
        return None
    people = _known_people(session, household.id)
    if digits:
        people = [one for one in people if one.phone and one.phone.endswith(digits)] or people
    return Whose(people[0].id if len(people) == 1 else None, household.id)


def _known_people(session: Session, household_id: int) -> list[Person]:
    return list(
        session.scalars(
            select(Person).where(
                Person.household_id == household_id,
                Person.name != "",
                Person.verified_at.is_not(None),
            )
        )
    )


def _still_theirs(session: Session, link: Link) -> bool:
    """The details of a task are for the one who has it, while they have it."""
    taken = exists().where(
        Offer.id == link.about, Offer.person_id == link.subject, Offer.state == "accepted"
    )
    return bool(session.execute(select(taken)).scalar())
