"""Signing, renewing, changing, ending and undoing: by oneself, for somebody, after a move."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from models.doctors.commands import (
    ChangePackage,
    ChangeTeam,
    EndContract,
    LetContractLapse,
    RenewContract,
    SignContract,
    UndoContract,
)
from models.doctors.queries import contract_of, my_team
from models.doctors.terms import last_day
from models.family.tables import Act
from models.gate import run
from models.refusals import NotFound, Refusal
from models.register.commands import SettleIn, WithdrawConsent
from models.register.tables import Person
from models.work import Work
from tests.doctors.practice import Practice

SUNNY = ("yangguang_xiaoqu", 3, 2, "501", "", "张大爷")


# -- signing -----------------------------------------------------------------------------------------
def test_one_signs_with_the_team_of_ones_grid_from_today_for_a_year(practice: Practice) -> None:
    practice.does("tong", SignContract("elder"))
    signed = practice.stands("tong")
    assert signed.team == practice.town.doctor_team("doc_yangguang")
    assert (signed.state, signed.package) == ("valid", "elder")
    assert (signed.starts_on, signed.ends_on) == (practice.today, last_day(practice.today, 12))


def test_each_answer_is_in_the_ledger_with_its_lawful_basis(practice: Practice) -> None:
    practice.does("tong", SignContract("elder"))
    practice.does("tong", EndContract())
    until = last_day(practice.today, 12)
    assert practice.ledger("tong") == [
        (True, "contract", "tap", until), (False, "contract", "withdrawn", None),
    ]  # fmt: skip


def test_nobody_has_two(practice: Practice) -> None:
    practice.does("tong", SignContract("elder"))
    assert practice.refused("tong", SignContract("basic")) == "AlreadySigned"
    assert practice.refused("yu", SignContract("basic")) == "AlreadySigned"


def test_where_no_team_serves_nothing_is_signed(practice: Practice) -> None:
    practice.town = practice.town.model_copy(
        update={
            "doctors": practice.town.doctors.model_copy(
                update={"teams": practice.town.doctors.teams[1:]}
            )
        }
    )
    for cached in ("_team_of_grid", "_doctor_teams"):
        practice.town.__dict__.pop(cached, None)
    assert practice.refused("tong", SignContract("elder")) == "NoTeamHere"
    assert practice.contract("tong") is None


def test_whose_home_we_do_not_know_is_asked_for_it_first(practice: Practice) -> None:
    practice.ids["new"] = practice.newcomer("")
    assert practice.refused("new", SignContract("basic")) == "HomeUnknown"
    practice.does("new", SignContract("basic", SettleIn("1", *SUNNY)))
    team = practice.stands("new").team
    assert team is not None
    assert team.id == "doc_yangguang"


def test_a_package_the_town_does_not_have_leaves_nothing_behind(practice: Practice) -> None:
    practice.ids["new"] = practice.newcomer("")
    unknown = SignContract("gold", SettleIn("1", *SUNNY))
    assert practice.refused("new", unknown) == "UnknownPackage"
    home = practice.read(
        lambda work: work.session.get_one(Person, practice.ids["new"]).household_id
    )
    assert home is None


# -- going on ----------------------------------------------------------------------------------------
def test_renewed_it_goes_on_the_day_after_the_last_one(practice: Practice) -> None:
    before = practice.stands("yu")
    practice.does("yu", RenewContract())
    after = practice.stands("yu")
    assert after.starts_on == before.ends_on + timedelta(days=1)
    assert after.ends_on == last_day(after.starts_on, 12)
    assert (after.state, after.package) == ("valid", before.package)
    assert practice.rows("yu") == [("ended", "renewed"), ("valid", "")]


def test_a_lapsed_one_begins_anew_today(practice: Practice) -> None:
    practice.goes_to(practice.stands("yu").ends_on + timedelta(days=40))
    practice.does("yu", RenewContract("basic"))
    after = practice.stands("yu")
    assert (after.starts_on, after.package) == (practice.today, "basic")


def test_a_lapsed_one_may_be_signed_anew_too(practice: Practice) -> None:
    practice.goes_to(practice.stands("yu").ends_on + timedelta(days=1))
    practice.does("yu", SignContract("basic"))
    assert practice.rows("yu") == [("ended", "renewed"), ("valid", "")]


def test_it_is_too_early_months_ahead_and_too_late_without_any(practice: Practice) -> None:
    assert practice.refused("wang", RenewContract()) == "TooEarlyToRenew"
    assert practice.refused("tong", RenewContract()) == "NoContract"


def test_another_package_runs_until_the_same_day(practice: Practice) -> None:
    before = practice.stands("wang")
    practice.does("wang", ChangePackage("chronic"))
    after = practice.stands("wang")
    assert (after.package, after.ends_on) == ("chronic", before.ends_on)
    assert after.starts_on == practice.today
    assert practice.refused("wang", ChangePackage("chronic")) == "SamePackage"
    assert practice.refused("wang", ChangePackage("gold")) == "UnknownPackage"
    assert practice.refused("tong", ChangePackage("basic")) == "NoContract"


# -- after a move ------------------------------------------------------------------------------------
def test_who_moves_keeps_the_contract_and_is_offered_the_other_team(practice: Practice) -> None:
    practice.moves("wang", "g01")
    mine = practice.sees("wang", my_team)
    assert mine.contract is not None
    assert mine.contract.moved
    assert (mine.team, mine.home_team) == (
        practice.town.doctor_team("doc_yangguang"), practice.town.doctor_team("doc_aihua"),
    )  # fmt: skip
    practice.does("wang", ChangeTeam())
    after = practice.stands("wang")
    assert after.team == practice.town.doctor_team("doc_aihua")
    assert not after.moved
    assert after.ends_on == last_day(practice.today, 12)
    assert practice.rows("wang")[0] == ("ended", "moved")


def test_who_stays_has_nothing_to_change(practice: Practice) -> None:
    assert practice.refused("wang", ChangeTeam()) == "SameTeam"
    practice.moves("wang", "g04")  # another grid of the same team
    assert practice.refused("wang", ChangeTeam()) == "SameTeam"


def test_a_renewed_contract_follows_the_move(practice: Practice) -> None:
    practice.moves("yu", "g01")
    practice.does("yu", RenewContract())
    assert practice.stands("yu").team == practice.town.doctor_team("doc_aihua")


def test_who_says_where_they_live_now_is_told_once_whose_it_is(practice: Practice) -> None:
    estate = practice.town.estates_of("aihua")[0]
    building = estate.buildings[0].numbers[0]
    moves = SettleIn("1", estate.id, building, 1, "101", "", "王姨")
    practice.does("wang", moves)
    practice.does("wang", moves)
    assert practice.told("wang", "ContractMoved") == ["ContractMoved"]


# -- no longer ---------------------------------------------------------------------------------------
def test_ended_it_is_over_at_once_and_may_be_signed_again(practice: Practice) -> None:
    practice.does("wang", EndContract())
    assert practice.contract("wang") is None
    assert practice.refused("wang", EndContract()) == "NoContract"
    practice.does("wang", SignContract("basic"))
    assert practice.rows("wang") == [("ended", "ended"), ("valid", "")]


def test_nobody_ends_one_for_a_reason_that_is_not_theirs_to_give(practice: Practice) -> None:
    assert practice.refused("wang", EndContract("dead")) == "NotFound"


def test_whoever_takes_back_their_name_is_not_signed_any_more(practice: Practice) -> None:
    practice.does("wang", WithdrawConsent())
    assert practice.contract("wang") is None


# -- taken back --------------------------------------------------------------------------------------
def test_undone_on_the_same_day_it_is_as_if_it_had_never_been(practice: Practice) -> None:
    made = practice.does("tong", SignContract("elder"))
    assert practice.does("tong", UndoContract(made)) == 0
    assert practice.rows("tong") == [("ended", "undone")]


@pytest.mark.parametrize("command", [RenewContract(), ChangePackage("basic")])
def test_what_it_took_the_place_of_stands_again(
    practice: Practice, command: RenewContract | ChangePackage
) -> None:
    before = practice.stands("yu")
    practice.clock.advance(hours=1)
    made = practice.does("yu", command)
    assert practice.does("yu", UndoContract(made)) == before.id
    assert practice.stands("yu") == before
    assert [why for _state, why in practice.rows("yu")] == ["", "undone"]


def test_days_later_it_ends_and_the_old_one_goes_on_if_it_is_not_over(practice: Practice) -> None:
    before = practice.stands("yu")
    made = practice.does("yu", RenewContract())
    practice.clock.advance(days=3)
    practice.does("yu", UndoContract(made))
    assert practice.stands("yu").id == before.id
    practice.does("yu", RenewContract())
    practice.clock.advance(days=20)
    practice.does("yu", UndoContract(practice.stands("yu").id))
    assert practice.contract("yu") is None


def test_an_end_can_be_undone_today_and_not_tomorrow(practice: Practice) -> None:
    before = practice.stands("wang")
    ended = practice.does("wang", EndContract())
    assert practice.does("wang", UndoContract(ended)) == before.id
    assert practice.stands("wang").id == before.id
    practice.does("wang", EndContract())
    practice.clock.advance(days=1)
    assert practice.refused("wang", UndoContract(ended)) == "ContractChanged"


def test_nobody_undoes_what_is_somebody_elses(practice: Practice) -> None:
    theirs = practice.stands("yu").id
    assert practice.refused("wang", UndoContract(theirs)) == "NotFound"
    assert practice.refused("wang", UndoContract(987654)) == "NotFound"


# -- for somebody ------------------------------------------------------------------------------------
def test_a_daughter_signs_for_her_mother_who_may_not_want_it(practice: Practice) -> None:
    practice.proxy("lifang", "tong", "contract")
    made = practice.does(practice.acting("lifang", "tong"), SignContract("elder"))
    assert practice.stands("tong").id == made
    (act,) = practice.read(lambda work: work.session.query(Act).all())
    assert act.undo == {"command": "UndoContract", "args": {"contract_id": made}}
    assert practice.ledger("tong")[0][:2] == (True, "contract")
    practice.does("tong", UndoContract(**act.undo["args"]))
    assert practice.contract("tong") is None


def test_a_proxy_for_other_things_signs_nothing(practice: Practice) -> None:
    practice.proxy("lifang", "tong", "visits", "help")
    assert (
        practice.refused(practice.acting("lifang", "tong"), SignContract("elder")) == "NotAllowed"
    )


def test_a_proxy_for_contracts_does_not_say_where_somebody_lives(practice: Practice) -> None:
    practice.ids["new"] = practice.newcomer("")
    practice.proxy("lifang", "new", "contract")
    assert (
        practice.refused(
            practice.acting("lifang", "new"), SignContract("basic", SettleIn("1", *SUNNY))
        )
        == "NotAllowed"
    )


@pytest.mark.parametrize("worker", ["zhoumin", "limin", "he"])
def test_whoever_stands_at_the_door_writes_it_down(practice: Practice, worker: str) -> None:
    practice.does(practice.acting(worker, "tong"), SignContract("elder"))
    assert practice.ledger("tong")[0][2] == "face_to_face"


@pytest.mark.parametrize("worker", ["hanxue", "zheng", "zhao"])
def test_nobody_from_elsewhere_does(practice: Practice, worker: str) -> None:
    assert practice.refused(practice.acting(worker, "tong"), SignContract("elder")) == "NotAllowed"


# -- who sees it -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "sees"),
    [("wang", True), ("zhoumin", True), ("limin", True), ("he", True), ("hanxue", False),
     ("zheng", False), ("yu", False), ("lifang", False)],
)  # fmt: skip
def test_who_knows_whether_somebody_signed(practice: Practice, who: str, *, sees: bool) -> None:
    def job(work: Work) -> bool:
        return contract_of(work, practice.ids["wang"]) is not None

    try:
        found = practice.sees(who, job)
    except NotFound:
        found = False
    assert found == sees


def test_the_state_is_right_before_the_clock_gets_to_it(practice: Practice) -> None:
    practice.goes_to(practice.stands("yu").ends_on + timedelta(days=1))
    assert practice.sees("yu", my_team).state == "expired"


def test_whoever_is_hushed_keeps_the_contract(practice: Practice) -> None:
    practice.does("yu", LetContractLapse())
    assert practice.stands("yu").stands
    assert practice.refused("tong", LetContractLapse()) == "NoContract"


def test_a_command_run_twice_in_one_piece_of_work_is_refused_the_second_time(
    practice: Practice,
) -> None:
    def job(work: Work) -> str:
        run(work, SignContract("elder"))
        work.session.execute(update(Person).where(Person.id == -1).values(called=""))
        try:
            run(work, SignContract("elder"))
        except Refusal as refusal:
            return type(refusal).__name__
        return ""

    assert practice.write(job, practice.who("tong")) == "AlreadySigned"
