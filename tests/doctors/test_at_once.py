"""Two who act on one contract in the same instant: one does it, the other is told. On both databases."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError

from models.doctors.commands import (
    ChangePackage,
    EndContract,
    RenewContract,
    SignContract,
    UndoContract,
)
from models.doctors.tables import Contract
from models.gate import Command
from models.work import Work
from tests.doctors.practice import Practice, deed

ROUNDS = 6
LOSES = {"AlreadySigned", "ContractChanged", "NoContract", "TooEarlyToRenew", "SamePackage"}


def current(practice: Practice, who: str) -> int:
    return len([state for state, _why in practice.rows(who) if state != "ended"])


def test_of_many_who_sign_for_one_person_one_does(practice: Practice) -> None:
    for alias in ("tong", "meng", "zhao", "ma"):
        me, by_worker = practice.who(alias), practice.acting("limin", alias)
        if alias == "ma":
            by_worker = me
        ends = practice.at_once(
            [
                deed(practice, actor, SignContract("basic"))
                for actor in (me, by_worker, me, by_worker)
            ]
        )
        assert sorted(ends) == ["AlreadySigned"] * 3 + ["done"], alias
        assert practice.rows(alias) == [("valid", "")]


@pytest.mark.parametrize(
    ("who", "one", "other"),
    [
        ("yu", RenewContract(), RenewContract()),
        ("yu", RenewContract(), EndContract()),
        ("yu", RenewContract(), ChangePackage("basic")),
        ("wang", ChangePackage("basic"), ChangePackage("chronic")),
        ("wang", EndContract(), EndContract()),
    ],
)
def test_whatever_two_do_at_once_at_most_one_contract_stands(
    practice: Practice, who: str, one: Command[int], other: Command[int]
) -> None:
    me = practice.who(who)
    ends = practice.at_once([deed(practice, me, one), deed(practice, me, other)])
    assert "done" in ends
    assert set(ends) <= {"done", *LOSES}
    assert current(practice, who) <= 1


def test_signing_anew_while_the_end_is_undone(practice: Practice) -> None:
    for _round in range(ROUNDS):
        ended = practice.does("wang", EndContract())
        me = practice.who("wang")
        ends = practice.at_once(
            [deed(practice, me, UndoContract(ended)), deed(practice, me, SignContract("basic"))]
        )
        assert sorted(ends) in (["AlreadySigned", "done"], ["ContractChanged", "done"])
        assert current(practice, "wang") == 1


def test_the_database_has_the_last_word(practice: Practice) -> None:
    """Whatever forgets to look first is refused by the index."""
    before = practice.stands("wang")

    def job(work: Work) -> None:
        work.session.add(
            Contract(
                person_id=before.person_id, team_id="doc_aihua", package="basic", state="valid",
                starts_on=before.starts_on, ends_on=before.ends_on, how="tap",
                signed_at=before.signed_at, why="",
            )
        )  # fmt: skip

    with pytest.raises(IntegrityError):
        practice.write(job)
