"""Children: registered by their own, looked after by several, never by nobody, and one day grown up."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.behalf import acting_for, may_act_for
from models.family.ages import (
    adult_from,
    age_on,
    grade_on,
    grown_if_born_by,
    read_birth,
    read_until,
)
from models.family.guardians import AddGuardian, AskToGuard, ChangeSchool, RegisterChild, asks_mark
from models.family.invites import invite
from models.family.kin import kin_word
from models.family.leaving import EndGuardian, let_go
from models.family.queries import home_mates, my_child, my_children, whom_i_may_act_for
from models.refusals import NotFound
from models.work import Work
from tests.family.home import Home

DAYS = st.dates(date(1930, 1, 1), date(2100, 1, 1))


def register(home: Home, **more: object) -> RegisterChild:
    values: dict[str, object] = {
        "version": "1", "name": "马浩", "called": "浩浩", "gender": "m", "born": date(2017, 5, 3),
        "school": "永吉小学", "grade": 3, "kin": "mother",
    }  # fmt: skip
    return RegisterChild(**{**values, **more})  # type: ignore[arg-type]  # the fields by name


# -- registering -----------------------------------------------------------------------------------
def test_a_child_has_its_guardian_from_the_first_moment(home: Home) -> None:
    ma = home.ids["ma"]
    child = home.someone(home.does(ma, register(home)))
    assert (child.minor, child.guardian_id) == (True, ma)
    assert child.household_id == home.someone(ma).household_id
    assert home.guardians(child.id) == [ma]
    row = home.ledger(child.id)[0]
    assert (row.purpose, row.by_person, row.agreed, row.how) == ("child", ma, True, "own_chat")


def test_mother_and_child_are_that_to_each_other(home: Home) -> None:
    ma = home.ids["ma"]
    child = home.child(ma)

    def look(work: Work) -> list[str]:
        pairs = ((child, ma), (ma, child))
        return [found.name.zh for pair in pairs if (found := kin_word(work, *pair))]

    assert home.read(look) == ["妈妈", "儿子"]


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"born": date(2027, 1, 1)}, "ImpossibleBirth"),
        ({"born": date(1880, 1, 1)}, "ImpossibleBirth"),
        ({"born": date(2008, 12, 8)}, "NotAChild"),
        ({"born": date(1980, 1, 1)}, "NotAChild"),
        ({"grade": 0}, "NoSuchGrade"),
        ({"grade": 13}, "NoSuchGrade"),
        ({"name": " \u200b "}, "NamelessProxy"),
        ({"born": date(2008, 12, 9)}, ""),
        ({"grade": None, "school": ""}, ""),
    ],
)
def test_what_cannot_be_is_refused(home: Home, wrong: dict[str, object], refusal: str) -> None:
    assert home.refused(home.ids["ma"], register(home, **wrong)) == refusal


def test_the_same_child_is_not_registered_twice(home: Home) -> None:
    home.does(home.ids["ma"], register(home))
    assert home.refused(home.ids["ma"], register(home)) == "ChildKnown"


def test_a_child_registers_no_child(home: Home) -> None:
    child = home.child(home.ids["ma"])
    assert home.refused(child, register(home, name="马小")) == "GuardianTooYoung"


def test_the_worker_registers_for_a_parent_who_is_there(home: Home) -> None:
    """It is the parent who agrees, and the worker who was there."""
    ma, zhou = home.ids["ma"], home.ids["zhou"]
    child = home.does_for(zhou, ma, register(home))
    row = home.ledger(child)[0]
    assert (row.by_person, row.how, row.witness_id) == (ma, "face_to_face", zhou)
    assert home.guardians(child) == [ma]


# -- school ----------------------------------------------------------------------------------------
def test_the_grade_moves_up_by_itself(home: Home) -> None:
    ma = home.ids["ma"]
    child = home.child(ma)
    assert home.sees(ma, lambda work: my_child(work, child).grade) == 3
    home.clock.advance(days=280)
    assert home.sees(ma, lambda work: my_child(work, child).grade) == 4
    home.does(ma, ChangeSchool(child, "桦甸四中", 7))
    assert home.sees(ma, lambda work: my_child(work, child).grade) == 7


@pytest.mark.parametrize(
    ("grade", "day", "now"),
    [
        (3, date(2027, 8, 31), 3),
        (3, date(2027, 9, 1), 4),
        (12, date(2027, 9, 1), None),
        (1, date(2026, 8, 31), None),
        (None, date(2027, 9, 1), None),
    ],
)
def test_grades_belong_to_school_years(grade: int | None, day: date, now: int | None) -> None:
    assert grade_on(grade, 2026, day) == now


# -- together ----------------------------------------------------------------------------------------
def test_the_father_asks_by_a_link_and_the_mother_says_yes(home: Home) -> None:
    ma, father = home.ids["ma"], home.ids["father"]
    child = home.child(ma)
    home.does(father, AskToGuard(invite("child", child, ma, home.clock.now()), "father"))
    assert home.guardians(child) == [ma]
    assert home.heard(ma) == ["GuardianAsks"]
    home.does(ma, AddGuardian(child, father, "father", asks_mark(child, father, "father")))
    assert home.guardians(child) == [ma, father]
    assert home.heard(father) == ["GuardianAdded"]
    found = home.sees(father, lambda work: whom_i_may_act_for(work, "visits"))
    assert [(one.person_id, one.name) for one in found] == [(child, "浩浩")]


def test_help_at_home_is_the_households_and_is_not_asked_for_a_child(home: Home) -> None:
    home.child(home.ids["ma"])
    assert home.sees(home.ids["ma"], lambda work: whom_i_may_act_for(work, "help")) == []


def test_a_guardian_acts_for_the_child_and_a_former_one_does_not(home: Home) -> None:
    ma, father = home.ids["ma"], home.ids["father"]
    child = home.child(ma)
    home.does(home.ids["zhou"], AddGuardian(child, father))

    def look(work: Work) -> bool:
        return may_act_for(acting_for(work, child), "help")

    assert home.sees(father, look)
    home.does(ma, EndGuardian(child, ma))
    assert not home.sees(ma, look)
    assert home.sees(father, look)


def test_nobody_is_added_whom_one_only_thought_of(home: Home) -> None:
    ma = home.ids["ma"]
    child = home.child(ma)
    for mark in ("", asks_mark(child, home.ids["lifang"], "father")):
        command = AddGuardian(child, home.ids["liqiang"], "father", mark)
        assert home.refused(ma, command) == "NotFound"


@pytest.mark.parametrize("who", ["lifang", "hanxue"])
def test_who_has_nothing_to_do_with_it_adds_nobody(home: Home, who: str) -> None:
    child = home.child(home.ids["ma"])
    assert home.refused(home.ids[who], AddGuardian(child, home.ids[who])) == "NotAllowed"


def test_neither_the_child_itself_nor_another_child_answers_for_it(home: Home) -> None:
    ma, zhou = home.ids["ma"], home.ids["zhou"]
    child, other = home.child(ma), home.child(ma, date(2019, 1, 1), "马悦")
    assert home.refused(zhou, AddGuardian(child, child)) == "OwnGuardian"
    assert home.refused(zhou, AddGuardian(child, other)) == "GuardianTooYoung"
    token = invite("child", child, ma, home.clock.now())
    assert home.refused(child, AskToGuard(token, "mother")) == "OwnGuardian"


def test_a_link_of_somebody_who_no_longer_answers_for_it_is_of_no_use(home: Home) -> None:
    ma, father, zhou = home.ids["ma"], home.ids["father"], home.ids["zhou"]
    child = home.child(ma)
    token = invite("child", child, ma, home.clock.now())
    home.does(zhou, AddGuardian(child, father))
    home.does(zhou, EndGuardian(child, ma))
    assert home.refused(home.ids["liqiang"], AskToGuard(token, "relative")) == "InviteNotGood"


def test_who_lives_in_the_same_home_is_added_at_a_tap(home: Home) -> None:
    ma, father = home.ids["ma"], home.ids["father"]
    home.changes(father, household_id=home.someone(ma).household_id)
    child = home.child(ma)
    assert home.sees(ma, lambda work: home_mates(work, child)) == [(father, "李国栋")]
    home.does(ma, AddGuardian(child, father, "father"))
    assert home.sees(ma, lambda work: home_mates(work, child)) == []


# -- one less ----------------------------------------------------------------------------------------
def test_the_last_one_stays(home: Home) -> None:
    ma = home.ids["ma"]
    child = home.child(ma)
    assert home.refused(ma, EndGuardian(child, ma)) == "LastGuardian"
    assert home.refused(home.ids["zhou"], EndGuardian(child, ma)) == "LastGuardian"


def test_the_childs_own_row_goes_over_to_who_stays(home: Home) -> None:
    ma, father = home.ids["ma"], home.ids["father"]
    child = home.child(ma)
    home.does(home.ids["zhou"], AddGuardian(child, father))
    home.does(ma, EndGuardian(child, ma))
    assert home.someone(child).guardian_id == father
    assert home.guardians(child) == [father]
    assert home.heard(father)[-1] == "GuardianEnded"


def test_who_was_let_in_later_does_not_put_the_first_one_out(home: Home) -> None:
    ma, father = home.ids["ma"], home.ids["father"]
    home.changes(father, household_id=home.someone(ma).household_id)
    child = home.child(ma)
    home.does(ma, AddGuardian(child, father, "father"))
    assert home.refused(father, EndGuardian(child, ma)) == "NotAllowed"
    assert home.refused(ma, EndGuardian(child, father)) == ""


def test_whoever_is_gone_counts_for_nobody(home: Home) -> None:
    ma, father = home.ids["ma"], home.ids["father"]
    child = home.child(ma)
    home.does(home.ids["zhou"], AddGuardian(child, father))
    home.changes(father, gone="dead")
    assert home.refused(ma, EndGuardian(child, ma)) == "LastGuardian"
    assert home.write(lambda work: let_go(work, father)) == []
    assert home.write(lambda work: let_go(work, ma)) == [child]
    assert home.guardians(child) == [ma]


def test_nobody_sees_a_child_of_others(home: Home) -> None:
    child = home.child(home.ids["ma"])
    assert home.sees(home.ids["lifang"], my_children) == []
    with pytest.raises(NotFound):
        home.sees(home.ids["lifang"], lambda work: my_child(work, child))


# -- grown up ----------------------------------------------------------------------------------------
def test_on_the_eighteenth_birthday_it_decides_for_itself(home: Home) -> None:
    ma = home.ids["ma"]
    child = home.child(ma, date(2008, 12, 10))
    assert home.days_go_by(1) == 0
    assert home.days_go_by(1) == 1
    grown = home.someone(child)
    assert (grown.minor, grown.guardian_id, home.guardians(child)) == (False, None, [])
    assert home.sees(ma, lambda work: whom_i_may_act_for(work, "visits")) == []
    assert "CameOfAge" in home.heard(ma)
    assert home.days_go_by(2) == 0


@given(DAYS, DAYS)
def test_the_day_one_is_grown_up_is_the_day_the_clock_finds_one(born: date, day: date) -> None:
    if born.year + 18 > 2100:
        return
    assert (adult_from(born) <= day) == (age_on(born, day) >= 18)
    if day.year > 1948:
        assert (born <= grown_if_born_by(day)) == (age_on(born, day) >= 18)


# -- days in plain words -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("到年底", date(2026, 12, 31)),
        ("明年年底", date(2027, 12, 31)),
        ("到明年6月底", date(2027, 6, 30)),
        ("三个月", date(2027, 3, 8)),
        ("半年", date(2027, 6, 8)),
        ("一年", date(2027, 12, 8)),
        ("2027年5月1日", date(2027, 5, 1)),
        ("２０２７年５月１号", date(2027, 5, 1)),
        ("2027-05-01", date(2027, 5, 1)),
        ("5月1日", date(2027, 5, 1)),
        ("12月底", date(2026, 12, 31)),
        ("end of next year", date(2027, 12, 31)),
        ("six months", date(2027, 6, 8)),
        ("6月31日", None),
        ("再说吧", None),
        ("", None),
    ],
)
def test_a_last_day_is_read_as_people_say_it(words: str, day: date | None) -> None:
    assert read_until(words, date(2026, 12, 8)) == day


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_day_or_none(words: str) -> None:
    assert isinstance(read_until(words, date(2028, 2, 29)), date | None)
    assert isinstance(read_birth(words), date | None)


@pytest.mark.parametrize(
    ("words", "born"),
    [
        ("2017年5月3日", date(2017, 5, 3)),
        ("20170503", date(2017, 5, 3)),
        ("2017.5.3", date(2017, 5, 3)),
        ("2017-02-30", None),
        ("五月三号", None),
    ],
)
def test_a_birth_date_is_read_or_asked_again(words: str, born: date | None) -> None:
    assert read_birth(words) == born


# -- at once -----------------------------------------------------------------------------------------
def test_two_who_leave_at_once_do_not_leave_the_child_alone(home: Home) -> None:
    ma, father = home.ids["ma"], home.ids["father"]
    child = home.child(ma)
    home.does(home.ids["zhou"], AddGuardian(child, father))
    ends = home.at_once((ma, EndGuardian(child, ma)), (father, EndGuardian(child, father)))
    assert sorted(ends) == ["", "LastGuardian"]
    assert home.guardians(child) == [home.someone(child).guardian_id]


def test_two_workers_who_end_one_each_at_once_leave_one(home: Home) -> None:
    ma, father, zhou = home.ids["ma"], home.ids["father"], home.ids["zhou"]
    child = home.child(ma)
    home.does(zhou, AddGuardian(child, father))
    home.role(home.ids["hanxue"], "grid_worker", "g03")
    ends = home.at_once(
        (zhou, EndGuardian(child, ma)), (home.ids["hanxue"], EndGuardian(child, father))
    )
    assert sorted(ends) == ["", "LastGuardian"]
    assert home.guardians(child) == [home.someone(child).guardian_id]
