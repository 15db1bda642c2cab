"""Two rows that are one person: nothing is lost, nobody is left without, and it can be undone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import exists, select, update

from models.doctors.tables import Contract
from models.family.duplicates import TellApart, pairs
from models.family.merge_refusals import MergeOver, NotToBeMerged
from models.family.merging import MergePeople, UndoMerge
from models.family.moving import MOVES, STAYS
from models.family.tables import Guardian, Proxy
from models.gate import run
from models.help.opening import OpenCase
from models.help.queries import my_cases
from models.refusals import NotAllowed
from models.register.tables import Account, Person
from models.tables import metadata
from models.work import Work
from tests.permissions.town import SmallTown

HEATING = (("where", "all"), ("freezing", "yes"))


def test_every_column_that_points_to_people_goes_over_or_says_why_it_stays() -> None:
    pointing = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if any(key.column.table.name == "people" for key in column.foreign_keys)
    }
    assert pointing == {move.name for move in MOVES} | set(STAYS)


def same_person(work: Work, there: SmallTown) -> int:
    """Old Mr Yu came once more by himself, and stands there twice since."""
    yu = work.session.get_one(Person, there["yu"])
    yu.born = yu.born or work.now.date()
    twin = Person(
        name=yu.name, born=yu.born, household_id=yu.household_id, called="老于", gender="m",
        consent="1", created_at=work.now, sample=True,
    )  # fmt: skip
    work.session.add(twin)
    work.session.flush()
    return twin.id


def merged(work: Work, there: SmallTown, who: str = "coordinator") -> tuple[int, int]:
    """(merge, twin) after the desk has made them one."""
    twin = same_person(work, there)
    me, work.actor = work.actor, there.who(who)
    merge = run(work, MergePeople(there["yu"], twin))
    work.actor = me
    return merge, twin


def test_they_are_found_in_ones_own_places_and_not_again_once_told_apart(
    small_town: SmallTown,
) -> None:
    def look(work: Work) -> list[set[int]]:
        twin = same_person(work, small_town)
        before = [{pair.one_id, pair.other_id} for pair in pairs(work)]
        assert {small_town["yu"], twin} in before
        run(work, TellApart(twin, small_town["yu"]))
        return [{pair.one_id, pair.other_id} for pair in pairs(work) if twin in pair]

    assert small_town.tries("coordinator", look) == []


def test_another_community_does_not_find_them(small_town: SmallTown) -> None:
    def look(work: Work) -> bool:
        twin = same_person(work, small_town)
        return any(twin in pair for pair in pairs(work))

    assert not small_town.tries("coordinator elsewhere", look)
    assert not small_town.tries("grid worker", look)


def test_what_the_other_one_did_is_theirs_now_and_goes_back_when_undone(
    small_town: SmallTown,
) -> None:
    def job(work: Work) -> None:
        twin = same_person(work, small_town)
        desk, work.actor = work.actor, small_town.actor_like(twin)
        case = run(work, OpenCase("heating", HEATING)).case_id
        work.actor = desk
        merge = run(work, MergePeople(small_town["yu"], twin))
        work.actor = small_town.actor_like(small_town["yu"])
        assert case in {one.id for one in my_cases(work, 50)}
        assert work.session.get_one(Person, small_town["yu"]).called == "于大爷"
        work.actor = desk
        run(work, UndoMerge(merge))
        work.actor = small_town.actor_like(small_town["yu"])
        assert case not in {one.id for one in my_cases(work, 50)}
        work.actor = small_town.actor_like(twin)
        assert case in {one.id for one in my_cases(work, 50)}

    small_town.tries("coordinator", job)


def test_of_two_contracts_one_stands_and_both_are_back_after_undoing(
    small_town: SmallTown,
) -> None:
    def job(work: Work) -> None:
        twin = same_person(work, small_town)
        day = work.now.date()
        work.session.execute(
            update(Contract).where(Contract.person_id == small_town["yu"]).values(state="ended")
        )
        for person in (small_town["yu"], twin):
            work.session.add(
                Contract(
                    person_id=person, team_id="doc_yangguang", package="basic", state="valid",
                    starts_on=day, ends_on=day, how="tap", signed_at=work.now,
                )
            )  # fmt: skip
        work.session.flush()

        def standing() -> set[int]:
            held = select(Contract.person_id).where(
                Contract.state != "ended", Contract.person_id.in_((twin, small_town["yu"]))
            )
            return set(work.session.scalars(held))

        merge = run(work, MergePeople(small_town["yu"], twin))
        assert standing() == {small_town["yu"]}
        run(work, UndoMerge(merge))
        assert standing() == {small_town["yu"], twin}

    small_town.tries("coordinator", job)


def test_the_children_of_one_are_the_others_too_and_never_without(small_town: SmallTown) -> None:
    def job(work: Work) -> None:
        twin = same_person(work, small_town)
        child = Person(
            name="小于", minor=True, guardian_id=twin, household_id=None, created_at=work.now
        )
        work.session.add(child)
        work.session.flush()
        work.session.add(Guardian(child_id=child.id, guardian_id=twin, since=work.now))
        merge = run(work, MergePeople(small_town["yu"], twin))
        assert work.session.get_one(Person, child.id).guardian_id == small_town["yu"]
        run(work, UndoMerge(merge))
        assert work.session.get_one(Person, child.id).guardian_id == twin

    small_town.tries("coordinator", job)


def test_nobody_becomes_their_own_proxy(small_town: SmallTown) -> None:
    def job(work: Work) -> None:
        twin = same_person(work, small_town)
        work.session.add(
            Proxy(
                principal_id=small_town["yu"], proxy_id=twin, state="agreed", purposes=["help"],
                until=work.now.date(), how="own_chat", asked_at=work.now,
            )
        )  # fmt: skip
        run(work, MergePeople(small_town["yu"], twin))
        left = exists().where(
            Proxy.principal_id == small_town["yu"],
            Proxy.proxy_id.in_((small_town["yu"], twin)),
            Proxy.state == "agreed",
        )
        assert not work.session.scalar(select(left))

    small_town.tries("coordinator", job)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"gone": "dead"}, "gone"),
        ({"id_hash": "a"}, "two_id_numbers"),
        ({"minor": True}, "child_and_adult"),
    ],
)
def test_two_who_cannot_be_one_stay_two(
    small_town: SmallTown, change: dict[str, object], why: str
) -> None:
    def job(work: Work) -> None:
        twin = same_person(work, small_town)
        yu = work.session.get_one(Person, small_town["yu"])
        yu.id_hash = "b"
        other = work.session.get_one(Person, twin)
        for name, value in {"guardian_id": small_town["wang"], **change}.items():
            setattr(other, name, value)
        work.session.flush()
        with pytest.raises(NotToBeMerged) as refused:
            run(work, MergePeople(small_town["yu"], twin))
        assert refused.value.why == why

    small_town.tries("coordinator", job)


def test_a_chat_does_not_come_into_a_role_by_a_merge(small_town: SmallTown) -> None:
    def job(work: Work) -> None:
        twin = same_person(work, small_town)
        with pytest.raises(NotToBeMerged):
            run(work, MergePeople(small_town["zhao"], twin))

    small_town.tries("coordinator", job)


def test_somebody_of_another_community_is_not_taken_over(small_town: SmallTown) -> None:
    def job(work: Work) -> None:
        with pytest.raises(NotAllowed):
            run(work, MergePeople(small_town["yu"], small_town["ma"]))

    small_town.tries("coordinator", job)


def test_after_thirty_days_it_stays(small_town: SmallTown) -> None:
    def job(work: Work) -> None:
        merge, _twin = merged(work, small_town)
        work.now += timedelta(days=31)
        with pytest.raises(MergeOver):
            run(work, UndoMerge(merge))

    small_town.tries("coordinator", job)


def test_the_chats_of_both_hear_that_they_were_joined(small_town: SmallTown) -> None:
    def job(work: Work) -> set[int]:
        twin = same_person(work, small_town)
        work.session.add(
            Account(person_id=twin, channel="memory", address="twin", last_used_at=work.now)
        )
        work.session.flush()
        run(work, MergePeople(small_town["yu"], twin))
        theirs = select(Account.id).where(Account.person_id == small_town["yu"])
        return set(work.session.scalars(theirs))

    assert len(small_town.tries("coordinator", job)) == 2
