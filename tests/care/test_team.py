"""The doctors' side: only of their own team, only after looking, and what they note holds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from models.care.commands import (
    HEALTH,
    AskForVisit,
    EndCondition,
    MarkDone,
    NotDoneYet,
    NoteCondition,
    OpenHealth,
)
from models.care.doing import finish, rule_of
from models.care.queries import health_of, opened_item
from models.care.saying import SayDone
from models.care.tables import DueItem
from models.care.teams import due_counts, due_list, due_numbers
from models.doctors.tables import Contract
from models.privacy.tables import AccessNote
from models.refusals import NotFound
from tests.care.plans import Plans


@pytest.fixture
def yu(plans: Plans) -> Plans:
    """于大爷, younger than he is: his follow-up was due three days ago."""
    plans.changes("yu", born=date(1970, 5, 1))
    plans.ill("yu", "hypertension", date(2025, 1, 1))
    plans.tick()
    mine = update(DueItem).where(DueItem.id == plans.item("yu", "hypertension").id)
    late = mine.values(due_on=plans.today - timedelta(days=3))
    plans.write(lambda work: work.session.execute(late))
    return plans


def _notes(plans: Plans, who: str) -> list[tuple[str, str]]:
    found = select(AccessNote.what, AccessNote.why).where(AccessNote.person_id == plans.ids[who])
    return plans.read(lambda work: [(row.what, row.why) for row in work.session.execute(found)])


def test_overdue_first_and_no_word_of_what_for(yu: Plans) -> None:
    rows = yu.sees("he", lambda work: due_list(work, "overdue"))
    assert [one.person_id for one in rows] == [yu["yu"]]
    assert not hasattr(rows[0], "rule")
    assert yu.sees("he", due_counts)["overdue"] == 1
    assert ("hypertension", 1, 0) in yu.sees("he", due_numbers)


def test_nothing_is_opened_without_a_note(yu: Plans) -> None:
    item = yu.item("yu", "hypertension").id
    with pytest.raises(NotFound):
        yu.sees("he", lambda work: opened_item(work, item))
    with pytest.raises(NotFound):
        yu.sees("he", lambda work: health_of(work, yu["yu"]))
    assert yu.refused("he", MarkDone(item, yu.today)) == "LookFirst"
    yu.looks("he", "yu")
    yu.looks("he", "yu")
    assert yu.sees("he", lambda work: opened_item(work, item)).rule.id == "hypertension"
    assert _notes(yu, "yu") == [(HEALTH, "到日子")]
    yu.clock.advance(minutes=61)
    assert yu.refused("he", MarkDone(item, yu.today)) == "LookFirst"


@pytest.mark.parametrize("who", ["zhoumin", "limin", "lifang", "zhao", "yu"])
def test_only_the_persons_own_team(yu: Plans, who: str) -> None:
    assert yu.refused(who, OpenHealth(yu["yu"], "看看")) == "NotAllowed"
    assert yu.refused(who, NoteCondition(yu["yu"], "diabetes", yu.today)) == "NotAllowed"


def test_whoever_has_signed_elsewhere_is_that_teams(yu: Plans) -> None:
    theirs = update(Contract).where(Contract.person_id == yu["yu"], Contract.state != "ended")
    yu.write(lambda work: work.session.execute(theirs.values(team_id="doc_aihua")))
    assert yu.refused("he", OpenHealth(yu["yu"], "看看")) == "NotAllowed"
    assert yu.sees("he", lambda work: due_list(work, "overdue")) == []
    yu.lives_to(yu.today + timedelta(days=1))
    assert yu.sees("he", due_counts)["overdue"] == 0
    assert yu.items("yu", "hypertension")[0].team_id == "doc_aihua"


def test_done_and_how_it_was_and_the_next(yu: Plans) -> None:
    yu.looks("he", "yu")
    item = yu.item("yu", "hypertension").id
    assert yu.refused("he", MarkDone(item, yu.today + timedelta(days=1))) == "WrongDay"
    assert yu.refused("he", MarkDone(item, yu.today, "splendid")) == "NotFound"
    yu.does("he", MarkDone(item, yu.today - timedelta(days=1), "uncontrolled"))
    assert yu.item("yu", "hypertension").due_on == yu.today + timedelta(days=13)
    assert yu.refused("he", MarkDone(item, yu.today, "controlled")) == "DueOver"
    following = yu.item("yu", "hypertension").id
    assert yu.refused("he", MarkDone(following, yu.today - timedelta(days=1))) == "WrongDay"


def test_said_after_the_visit_it_brings_the_next_one_near(yu: Plans) -> None:
    item = yu.item("yu", "hypertension")

    def came(work: object) -> None:
        row = work.session.get_one(DueItem, item.id)  # type: ignore[attr-defined]  # a Work
        finish(work, row, rule_of(work, "hypertension"), yu.today, "", by=None)  # type: ignore[arg-type]

    yu.write(came)
    assert yu.item("yu", "hypertension").due_on == yu.today + timedelta(days=90)
    yu.looks("he", "yu")
    yu.does("he", MarkDone(item.id, yu.today, "uncontrolled"))
    assert yu.item("yu", "hypertension").due_on == yu.today + timedelta(days=14)


def test_what_was_said_is_not_so(yu: Plans) -> None:
    item = yu.item("yu", "hypertension").id
    yu.does("yu", SayDone(item))
    assert yu.sees("he", due_counts) | {"soon": 0} == {"overdue": 0, "said": 1, "soon": 0}
    yu.looks("he", "yu")
    yu.does("he", NotDoneYet(item))
    yu.lives_to(yu.today + timedelta(days=1))
    assert yu.told("yu", "CareDue") == ["CareDue"]
    yu.looks("he", "yu")
    assert yu.refused("he", NotDoneYet(item)) == "DueOver"


def test_the_team_sends_the_grid_worker_once(yu: Plans) -> None:
    yu.looks("he", "yu")
    item = yu.item("yu", "hypertension").id
    assert yu.does("he", AskForVisit(item))
    assert not yu.does("he", AskForVisit(item))
    assert yu.told("zhoumin", "CallNeeded") == ["CallNeeded"]


def test_conditions_are_noted_once_and_ended(yu: Plans) -> None:
    yu.looks("he", "yu")
    assert yu.refused("he", NoteCondition(yu["yu"], "gout", yu.today)) == "UnknownCondition"
    tomorrow = yu.today + timedelta(days=1)
    assert yu.refused("he", NoteCondition(yu["yu"], "diabetes", tomorrow)) == "WrongDay"
    yu.does("he", NoteCondition(yu["yu"], "diabetes", yu.today))
    assert yu.refused("he", NoteCondition(yu["yu"], "diabetes", yu.today)) == "AlreadyNoted"
    yu.lives_to(tomorrow)
    assert yu.item("yu", "diabetes").due_on <= yu.today + timedelta(days=90)
    yu.looks("he", "yu")
    yu.does("he", EndCondition(yu["yu"], "diabetes"))
    assert yu.states("yu", "diabetes") == ["off"]
    assert yu.refused("he", EndCondition(yu["yu"], "diabetes")) == "NotFound"
    seen = yu.sees("he", lambda work: health_of(work, yu["yu"]))
    assert [one for one, _since in seen.conditions] == ["hypertension"]
