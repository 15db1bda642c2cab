"""The clock's round: who newly fits, whom it does not fit any more, and a rule that changes."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from models.care import making
from models.care.rules import Facts, fits
from models.care.tables import CareCursor, DueItem
from models.register.tables import Person
from models.work import Work
from scheduler.care import Care
from tests.care.plans import Plans
from tests.care.year import changed


def test_whoever_fits_has_one_item_and_no_one_else(plans: Plans) -> None:
    plans.ill("yu", "hypertension", date(2025, 1, 1))
    plans.tick()
    rule = plans.town.care_rule("checkup65")
    people = plans.read(lambda work: list(work.session.scalars(select(Person))))
    for one in people:
        facts = Facts(one.id, plans.today, one.born)
        plans.ids["it"] = one.id
        assert plans.states("it", "checkup65") == ["open"] * fits(rule, facts, plans.today)
    assert plans.states("yu", "hypertension") == ["open"]
    assert plans.states("wang", "hypertension") == []


def test_again_it_finds_nothing_and_writes_nothing(plans: Plans) -> None:
    assert plans.tick() > 0
    before = plans.read(lambda work: work.session.scalar(select(func.count(DueItem.id))))
    assert plans.tick() == 0
    plans.goes_to(plans.today + timedelta(days=1), time(1, 59))
    assert plans.tick() == 0
    plans.goes_to(plans.today, time(2))
    assert plans.tick() > 0
    assert before == plans.read(lambda work: work.session.scalar(select(func.count(DueItem.id))))


def test_who_turns_65_is_in_from_that_day(plans: Plans) -> None:
    plans.somebody("new", date(1961, 12, 10))
    plans.lives_to(date(2026, 12, 9))
    assert plans.states("new", "checkup65") == []
    plans.lives_to(date(2026, 12, 10))
    assert plans.item("new", "checkup65").due_on == date(2027, 12, 10)


def test_who_is_gone_or_well_again_is_asked_nothing_more(plans: Plans) -> None:
    plans.ill("yu", "hypertension", date(2025, 1, 1))
    plans.tick()
    plans.changes("wang", gone="dead", gone_at=plans.clock.now())
    plans.well("yu")
    plans.lives_to(date(2026, 12, 9))
    assert plans.states("wang", "checkup65") == ["off"]
    assert plans.states("yu", "hypertension") == ["off"]
    assert plans.items("wang", "checkup65")[0].ask_at is None


def test_a_wrong_report_taken_back_takes_up_the_same_item(plans: Plans) -> None:
    plans.tick()
    due = plans.item("wang", "checkup65").due_on
    plans.changes("wang", gone="moved", gone_at=plans.clock.now())
    plans.lives_to(date(2026, 12, 9))
    plans.changes("wang", gone="", gone_at=None)
    plans.lives_to(date(2026, 12, 10))
    assert [(one.state, one.due_on) for one in plans.items("wang", "checkup65")] == [("open", due)]


def test_done_makes_the_next_at_once(plans: Plans) -> None:
    plans.ill("yu", "hypertension", date(2025, 1, 1))
    plans.tick()
    plans.comes("yu", "hypertension", "uncontrolled")
    assert plans.states("yu", "hypertension") in (["done", "open"], ["open", "done"])
    assert plans.item("yu", "hypertension").due_on == plans.today + timedelta(days=14)
    plans.comes("wang", "checkup65")
    assert plans.item("wang", "checkup65").due_on == plans.today + timedelta(days=365)


def test_a_missed_check_gives_way_to_the_next_one(plans: Plans) -> None:
    plans.child("baby", date(2026, 12, 8))
    plans.lives_to(date(2026, 12, 29))
    assert plans.states("baby", "child_check") == ["missed", "open"]
    assert plans.item("baby", "child_check").due_on == date(2027, 1, 5)


def test_whoever_grew_out_of_it_has_nothing_open(plans: Plans) -> None:
    plans.child("big", date(2019, 12, 20))
    plans.tick()
    plans.child("six", date(2020, 12, 20))
    plans.lives_to(date(2026, 12, 9))
    assert plans.states("big", "child_check") == []
    assert plans.item("six", "child_check").due_on == date(2026, 12, 20)


@pytest.mark.parametrize("days", [30, 120])
def test_a_changed_rule_rewrites_only_what_lies_ahead(plans: Plans, days: int) -> None:
    for who in ("yu", "wang", "tong"):
        plans.ill(who, "hypertension", date(2025, 1, 1))
    plans.tick()
    plans.comes("yu", "hypertension", "controlled")
    plans.comes("wang", "hypertension", "controlled")
    done = plans.items("yu", "hypertension")
    late = plans.item("tong", "hypertension")
    plans.write(lambda work: _overdue(work, late.id, plans.today - timedelta(days=2)))
    plans.town = changed(plans.town, "hypertension", every_days=days)
    plans.tick()
    last = next(one for one in done if one.state == "done")
    assert plans.item("yu", "hypertension").due_on == plans.today + timedelta(days=days)
    again = next(one for one in plans.items("yu", "hypertension") if one.state == "done")
    assert (again.due_on, again.done_on) == (last.due_on, last.done_on)
    assert plans.item("tong", "hypertension").due_on == plans.today - timedelta(days=2)


def _overdue(work: Work, item_id: int, day: date) -> None:
    work.session.get_one(DueItem, item_id).due_on = day


def test_a_rule_the_town_has_dropped_leaves_nothing_open(plans: Plans) -> None:
    plans.tick()
    care = tuple(rule for rule in plans.town.care if rule.id != "checkup65")
    plans.town = plans.town.model_copy(update={"care": care})
    plans.tick()
    assert plans.states("wang", "checkup65") == ["off"]
    assert plans.read(lambda work: work.session.get(CareCursor, "checkup65")) is None


def test_in_small_pieces_stopped_anywhere_it_comes_to_the_same(
    plans: Plans, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each piece is thrown away once before it is kept: as if the process had died in it."""
    monkeypatch.setattr(making, "SPAN", 7)
    monkeypatch.setattr(making, "MOST", 2)

    class Died(Exception):
        pass

    def dies(work: Work) -> None:
        Care().run(work)
        raise Died

    pieces = 0
    while True:
        with pytest.raises(Died):
            plans.write(dies)
        if not plans.write(Care().run):
            break
        pieces += 1
    assert pieces > 20
    twice = select(DueItem.person_id, DueItem.rule).group_by(DueItem.person_id, DueItem.rule)
    assert not plans.read(lambda work: work.session.execute(twice.having(func.count() > 1)).all())
    old = select(func.count(Person.id)).where(Person.born <= date(1961, 12, 8), Person.gone == "")
    made = select(func.count(DueItem.id)).where(DueItem.rule == "checkup65")
    assert plans.read(lambda work: work.session.scalar(old) == work.session.scalar(made))


def test_the_database_has_the_last_word(plans: Plans) -> None:
    plans.tick()

    def second(work: Work) -> None:
        work.session.add(
            DueItem(person_id=plans.ids["wang"], rule="checkup65", due_on=date(2030, 1, 1))
        )

    with pytest.raises(IntegrityError):
        plans.write(second)
