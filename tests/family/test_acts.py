"""What was done for somebody: seen, told back, and undone where it is not wanted."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from models.family.acts import NotMyWish, SeeAct
from models.family.proxies import EndProxy
from models.family.queries import done_for_me, my_act, my_proxies
from models.family.tables import Act
from models.help.calling_off import CancelCase
from models.help.opening import OpenCase
from models.help.tables import Case
from models.refusals import NotFound
from models.work import Work
from tests.family.home import Home
from tests.tasks.neighbourhood import HEATING


def cold(home: Home) -> tuple[int, int]:
    """The daughter has asked for help for her mother: (case, act)."""
    wang, lifang = home.ids["wang"], home.ids["lifang"]
    home.agreed(lifang, wang, "help")
    case = home.does_for(lifang, wang, OpenCase("heating", HEATING)).case_id
    return case, home.sees(wang, done_for_me)[0].id


def case_of(home: Home, case_id: int) -> Any:
    return home.read(lambda work: work.session.get_one(Case, case_id))


def test_she_sees_what_was_done_for_her_newest_first(home: Home) -> None:
    case, act = cold(home)
    home.does_for(home.ids["lifang"], home.ids["wang"], CancelCase(case))
    found = home.sees(home.ids["wang"], done_for_me)
    assert [one.command for one in found] == ["CancelCase", "OpenCase"]
    assert {one.by_person for one in found} == {home.ids["lifang"]}
    assert home.heard(home.ids["wang"]).count("DoneForYou") == 2
    assert found[1].id == act


def test_what_she_does_not_want_is_undone_and_the_daughter_is_told(home: Home) -> None:
    case, act = cold(home)
    assert home.does(home.ids["wang"], NotMyWish(act)) is True
    assert case_of(home, case).outcome == "cancelled"
    assert home.heard(home.ids["lifang"])[-1] == "NotWanted"
    assert home.does(home.ids["wang"], NotMyWish(act)) is False
    assert home.heard(home.ids["lifang"]).count("NotWanted") == 1


def test_it_is_undone_even_after_the_agreement_has_ended(home: Home) -> None:
    case, act = cold(home)
    home.does(home.ids["wang"], EndProxy(home.sees(home.ids["wang"], my_proxies)[0].id))
    assert home.does(home.ids["wang"], NotMyWish(act)) is True
    assert case_of(home, case).outcome == "cancelled"


def test_what_has_gone_on_too_far_is_said_to_be_unwanted_all_the_same(home: Home) -> None:
    """The undo fails, the word stays: half of it is never done."""
    case, act = cold(home)
    home.write(lambda work: setattr(work.session.get_one(Case, case), "asker_id", home.ids["ma"]))
    assert home.does(home.ids["wang"], NotMyWish(act)) is False
    assert home.sees(home.ids["wang"], lambda work: my_act(work, act)).state == "unwanted"
    assert case_of(home, case).outcome != "cancelled"


def test_seen_is_told_back_once(home: Home) -> None:
    _case, act = cold(home)
    assert home.does(home.ids["wang"], SeeAct(act)) is True
    assert home.does(home.ids["wang"], SeeAct(act)) is False
    assert home.heard(home.ids["lifang"]).count("ActSeen") == 1


def test_nobody_else_undoes_it_not_even_who_did_it(home: Home) -> None:
    _case, act = cold(home)
    for who in ("lifang", "liqiang", "zhou"):
        assert home.refused(home.ids[who], NotMyWish(act)) == "NotAllowed"


def test_nobody_else_sees_it(home: Home) -> None:
    _case, act = cold(home)

    def look(work: Work) -> bool:
        try:
            return my_act(work, act).id == act
        except NotFound:
            return False

    assert [home.sees(home.ids[who], look) for who in ("wang", "lifang", "liqiang", "zhou")] == [
        True, True, False, False,
    ]  # fmt: skip
    assert home.sees(home.ids["lifang"], done_for_me) == []


def test_two_taps_at_once_undo_once(home: Home) -> None:
    _case, act = cold(home)
    home.at_once((home.ids["wang"], NotMyWish(act)), (home.ids["wang"], NotMyWish(act)))
    assert home.heard(home.ids["lifang"]).count("NotWanted") == 1
    undone = home.read(
        lambda work: work.session.scalars(select(Act.state).where(Act.id == act)).one()
    )
    assert undone == "unwanted"
