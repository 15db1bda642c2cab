"""Who wants no news carried abroad and has no other account is not counted as reached, and sent nothing."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.audiences.expressions import Everybody
from models.notices.reach import Way, ways_of_doors, ways_of_people
from models.notices.tables import Notice, NoticeTarget
from models.outbox.claim import REFUSED
from models.outbox.tables import OutboxRow
from models.register.tables import Account, Person
from models.talks.rows import open_account
from models.work import Work
from tests.notices.after import After
from tests.notices.homes import of_talk_f
from tests.talks.world import World


def _refuse(after: After, *addresses: str) -> list[int]:
    """These people, in the order of their addresses."""
    some = Account.address.in_(addresses)
    after.changes(update(Account).where(some).values(abroad=REFUSED))
    rows = select(Account.person_id).where(some).order_by(Account.id)
    return after.sees("zheng", lambda work: list(work.session.scalars(rows)))


def _second_account(after: After, person_id: int) -> None:
    def job(session: Session) -> None:
        open_account(
            session.connection(), after.town.channel.name, "at-home", after.town.wall.now(),
            person_id=person_id,
        )  # fmt: skip

    after.write(job)


def _sent_to(after: After, *people: int) -> set[int]:
    mine = select(OutboxRow.person_id).where(
        OutboxRow.notice_id == after.notice_id, OutboxRow.person_id.in_(people)
    )
    return after.sees("zheng", lambda work: {one or 0 for one in work.session.scalars(mine)})


async def test_they_are_counted_among_those_to_be_told_at_the_door(town: World) -> None:
    homes = of_talk_f(town)
    after = After(town)
    first, second, both = _refuse(after, *homes[:3])
    _second_account(after, both)
    await after.goes_out()
    ways = {way: len(after.targets(NoticeTarget.way == way)) for way in ("phone", "family", "none")}
    assert ways == {"phone": 95, "family": 11, "none": 20}
    refused = after.targets(NoticeTarget.why_not == "withdrew")
    assert {after.at_home(door) for door in refused} == {first, second}
    assert _sent_to(after, first, second, both) == {both}
    lost = OutboxRow.notice_id == after.notice_id, OutboxRow.state.in_(("unreachable", "failed"))
    rows = select(OutboxRow.id).where(*lost)
    assert not after.sees("zheng", lambda work: work.session.scalars(rows).all())
    assert after.figures().silent == 20


async def test_family_far_away_who_refused_gets_no_copy(town: World) -> None:
    of_talk_f(town)
    after = After(town)
    far = select(Account.address).where(Account.address.startswith("far-")).order_by(Account.id)
    address = after.sees("zheng", lambda work: work.session.scalars(far).first())
    assert address is not None
    (relative,) = _refuse(after, address)
    await after.goes_out()
    assert len(after.targets(NoticeTarget.way == "family")) == 10
    assert not _sent_to(after, relative)


async def test_people_are_asked_like_doors(town: World) -> None:
    homes = of_talk_f(town)
    after = After(town)
    refused, both = _refuse(after, *homes[:2])
    _second_account(after, both)
    of_people = Notice(must_reach=True, topic="")
    found = after.sees("zheng", lambda w: ways_of_people(w, of_people, [refused, both]))
    assert found == [(refused, "none", "withdrew"), (both, "phone", "")]
    home = select(Person.household_id).where(Person.id == refused)

    def doors(work: Work) -> list[Way]:
        return ways_of_doors(work, of_people, [work.session.scalars(home).one() or 0])

    assert [way[1:] for way in after.sees("zheng", doors)] == [("none", "withdrew")]
    await after.goes_out(Everybody(), kind="event")
    assert _sent_to(after, refused, both) == {both}
