"""Who may act for whom: asked by a link, agreed to by the one it is done for, and ended again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from models.behalf import acting_for, may_act_for
from models.consents.ledger import holds
from models.family.invites import invite
from models.family.kin import SayKin, kin_word
from models.family.proxies import (
    AgreeToProxy,
    AskToActFor,
    ChangeProxy,
    EndMyProxies,
    EndProxy,
    RefuseProxy,
)
from models.family.queries import my_agreement, my_proxies, whom_i_act_for, whom_i_may_act_for
from models.family.witnessing import AgreeFaceToFace
from models.refusals import NotFound
from models.register.tables import Person
from models.work import Work
from tests.family.home import Home

LATER = timedelta(days=1)


def may(home: Home, who: str, whom: str, purpose: str = "help") -> bool:
    def look(work: Work) -> bool:
        return may_act_for(acting_for(work, home.ids[whom]), purpose)

    return bool(home.sees(home.ids[who], look))


# -- asked and agreed ------------------------------------------------------------------------------
def test_nothing_is_allowed_before_she_has_said_yes(home: Home) -> None:
    wang, lifang = home.ids["wang"], home.ids["lifang"]
    asked = home.asks_to_act(lifang, wang, "help", "visits")
    assert not may(home, "lifang", "wang")
    assert home.sees(lifang, lambda work: whom_i_may_act_for(work, "help")) == []
    assert home.heard(wang) == ["ProxyAsked"]
    home.does(wang, AgreeToProxy(asked, home.next_year))
    assert may(home, "lifang", "wang")
    assert not may(home, "lifang", "wang", "contract")
    assert home.heard(lifang) == ["ProxyAgreed"]


def test_whom_one_may_act_for_is_said_as_family_says_it(home: Home) -> None:
    home.agreed(home.ids["lifang"], home.ids["wang"], "help")
    found = home.sees(home.ids["lifang"], lambda work: whom_i_may_act_for(work, "help"))
    assert [(one.person_id, one.kin, one.name) for one in found] == [
        (home.ids["wang"], "mother", "王桂兰")
    ]
    assert home.sees(home.ids["lifang"], lambda work: whom_i_may_act_for(work, "visits")) == []


def test_each_change_is_a_row_of_the_ledger(home: Home) -> None:
    wang, lifang = home.ids["wang"], home.ids["lifang"]
    found = home.agreed(lifang, wang, "help", "copies", until=date(2027, 3, 1))
    home.does(wang, ChangeProxy(found, ("help",), date(2027, 6, 30)))
    home.does(wang, EndProxy(found))
    rows = [(row.purpose, row.agreed, row.how, row.until) for row in home.ledger(wang)]
    assert rows == [
        ("proxy", True, "own_chat", date(2027, 3, 1)),
        ("copies", True, "own_chat", date(2027, 3, 1)),
        ("proxy", True, "own_chat", date(2027, 6, 30)),
        ("copies", False, "own_chat", None),
        ("proxy", False, "withdrawn", None),
    ]
    assert {(row.by_person, row.other_id) for row in home.ledger(wang)} == {(wang, lifang)}


def test_what_the_ledger_says_holds_ends_with_the_agreement(home: Home) -> None:
    wang, lifang = home.ids["wang"], home.ids["lifang"]
    found = home.agreed(lifang, wang, "help")
    assert home.sees(wang, lambda work: holds(work, wang, "proxy", lifang))
    home.does(wang, EndProxy(found))
    assert not home.sees(wang, lambda work: holds(work, wang, "proxy", lifang))


def test_she_may_allow_less_than_was_asked_for(home: Home) -> None:
    asked = home.asks_to_act(home.ids["lifang"], home.ids["wang"], "help", "visits")
    home.does(home.ids["wang"], AgreeToProxy(asked, home.next_year, ("visits",)))
    assert home.agreement(asked).purposes == ["visits"]


def test_a_no_is_told_and_asking_again_is_possible(home: Home) -> None:
    wang, lifang = home.ids["wang"], home.ids["lifang"]
    asked = home.asks_to_act(lifang, wang)
    home.does(wang, RefuseProxy(asked))
    assert home.agreement(asked).state == "refused"
    assert home.heard(lifang) == ["ProxyEnded"]
    assert home.asks_to_act(lifang, wang) != asked


# -- who and until when ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"minor": True}, "ProxyTooYoung"),
        ({"gone": "dead"}, "InviteNotGood"),
    ],
)
def test_a_child_and_somebody_who_is_gone_act_for_nobody(
    home: Home, change: dict[str, object], refusal: str
) -> None:
    wang, lifang = home.ids["wang"], home.ids["lifang"]
    if "minor" in change:
        change = {**change, "guardian_id": home.ids["ma"]}
    home.changes(lifang, **change)
    token = invite("act", wang, wang, home.clock.now())
    assert home.refused(lifang, AskToActFor(token, "mother", ("help",))) == refusal


def test_nobody_acts_for_themselves_or_for_a_child_by_agreement(home: Home) -> None:
    wang, ma = home.ids["wang"], home.ids["ma"]
    own = invite("act", wang, wang, home.clock.now())
    assert home.refused(wang, AskToActFor(own, "mother", ("help",))) == "OwnProxy"
    child = home.child(ma)
    token = invite("act", child, ma, home.clock.now())
    assert home.refused(wang, AskToActFor(token, "grandchild", ("help",))) == "GuardiansAct"


@pytest.mark.parametrize(
    ("purposes", "refusal"), [((), "NothingChosen"), (("help", "everything"), "NothingChosen")]
)
def test_only_what_the_town_knows_can_be_allowed(
    home: Home, purposes: tuple[str, ...], refusal: str
) -> None:
    token = invite("act", home.ids["wang"], home.ids["wang"], home.clock.now())
    command = AskToActFor(token, "mother", purposes)
    assert home.refused(home.ids["lifang"], command) == refusal


def test_the_last_day_lies_between_today_and_three_years(home: Home) -> None:
    wang = home.ids["wang"]
    asked = home.asks_to_act(home.ids["lifang"], wang)
    assert home.refused(wang, AgreeToProxy(asked, home.today - LATER)) == "UntilOutOfRange"
    assert home.refused(wang, AgreeToProxy(asked, date(2029, 1, 1))) == "UntilOutOfRange"
    assert home.refused(wang, AgreeToProxy(asked, date(2028, 12, 31))) == ""


def test_a_name_must_be_known(home: Home) -> None:
    home.changes(home.ids["lifang"], name="")
    token = invite("act", home.ids["wang"], home.ids["wang"], home.clock.now())
    command = AskToActFor(token, "mother", ("help",))
    assert home.refused(home.ids["lifang"], command) == "NamelessProxy"
    named = AskToActFor(token, "mother", ("help",), "李芳")
    assert home.refused(home.ids["lifang"], named) == ""
    assert home.someone(home.ids["lifang"]).name == "李芳"


def test_a_name_that_is_known_is_not_changed_by_asking(home: Home) -> None:
    token = invite("act", home.ids["wang"], home.ids["wang"], home.clock.now())
    home.does(home.ids["lifang"], AskToActFor(token, "mother", ("help",), "王校长"))
    assert home.someone(home.ids["lifang"]).name == "李芳"


# -- the link --------------------------------------------------------------------------------------
def test_a_link_is_used_once_and_not_for_ever(home: Home) -> None:
    wang = home.ids["wang"]
    token = invite("act", wang, wang, home.clock.now())
    home.does(home.ids["lifang"], AskToActFor(token, "mother", ("help",)))
    late = AskToActFor(token, "mother", ("help",))
    assert home.refused(home.ids["liqiang"], late) == "InviteNotGood"
    other = invite("act", wang, wang, home.clock.now())
    home.clock.advance(days=8)
    late = AskToActFor(other, "mother", ("help",))
    assert home.refused(home.ids["liqiang"], late) == "InviteNotGood"


@pytest.mark.parametrize(
    "broken", ["a-1-1-99999999999-xxxxxxxxxxxxxxxxxxxxxx", "", "x", "a-1", "🏠"]
)
def test_a_link_that_is_not_ours_leads_nowhere(home: Home, broken: str) -> None:
    command = AskToActFor(broken, "mother", ("help",))
    assert home.refused(home.ids["lifang"], command) == "InviteNotGood"


def test_a_link_for_a_child_is_none_for_acting(home: Home) -> None:
    child = home.child(home.ids["ma"])
    token = invite("child", child, home.ids["ma"], home.clock.now())
    command = AskToActFor(token, "mother", ("help",))
    assert home.refused(home.ids["lifang"], command) == "InviteNotGood"


def test_no_link_of_a_relative_opens_anybodys_chat(home: Home) -> None:
    """Those are links of another kind, marked for another use."""
    from models.access.signed import read_link
    from models.keys import ForgedLink

    token = invite("act", home.ids["wang"], home.ids["wang"], home.clock.now())
    assert len(token) <= 64
    with pytest.raises(ForgedLink):
        read_link(token, home.clock.now())


# -- a circle --------------------------------------------------------------------------------------
def test_a_circle_of_any_length_is_refused(home: Home) -> None:
    wang, lifang, liqiang, ma = (home.ids[name] for name in ("wang", "lifang", "liqiang", "ma"))
    home.agreed(lifang, wang)
    home.agreed(liqiang, lifang)
    back = home.asks_to_act(wang, lifang)
    assert home.refused(lifang, AgreeToProxy(back, home.next_year)) == "CircleOfProxies"
    round_about = home.asks_to_act(wang, liqiang)
    assert home.refused(liqiang, AgreeToProxy(round_about, home.next_year)) == "CircleOfProxies"
    home.agreed(ma, liqiang)
    home.agreed(ma, wang)


# -- face to face ----------------------------------------------------------------------------------
def witnessed(home: Home, **more: object) -> AgreeFaceToFace:
    values: dict[str, object] = {
        "principal_id": home.ids["wang"], "name": "李芳", "phone": "10000000021", "kin": "mother",
        "gender": "f", "purposes": ("visits",), "until": home.next_year,
    }  # fmt: skip
    return AgreeFaceToFace(**{**values, **more})  # type: ignore[arg-type]  # the fields by name


def test_the_worker_of_her_grid_bears_witness(home: Home) -> None:
    found = home.agreement(home.does(home.ids["zhou"], witnessed(home)))
    assert (found.proxy_id, found.how, found.witness_id) == (
        home.ids["lifang"], "face_to_face", home.ids["zhou"],
    )  # fmt: skip
    row = home.ledger(home.ids["wang"])[-1]
    assert (row.how, row.witness_id, row.by_person) == (
        "face_to_face", home.ids["zhou"], home.ids["wang"],
    )  # fmt: skip
    assert home.heard(home.ids["lifang"]) == ["ProxyAgreed"]
    assert home.heard(home.ids["wang"]) == ["ProxyAgreed"]


def test_nobody_else_does_not_even_the_daughter_or_she_herself(home: Home) -> None:
    for who in ("hanxue", "lifang", "wang"):
        assert home.refused(home.ids[who], witnessed(home)) == "NotAllowed", who


def test_the_worker_does_not_witness_for_herself(home: Home) -> None:
    command = witnessed(home, name="周敏", phone="10000000021")
    assert home.refused(home.ids["zhou"], command) == "WitnessIsProxy"


def test_whether_we_knew_the_daughter_shows_nowhere(home: Home) -> None:
    """Somebody by that name and phone whom we do not know is written down, and that is all."""
    known = home.does(home.ids["zhou"], witnessed(home))
    unknown = home.does(home.ids["zhou"], witnessed(home, name="李秀", phone="10000000099"))
    stranger = home.someone(home.agreement(unknown).proxy_id)
    assert (stranger.name, stranger.phone, stranger.gender) == ("李秀", "10000000099", "f")
    assert home.agreement(known).state == home.agreement(unknown).state == "agreed"


def test_the_same_daughter_said_twice_is_one(home: Home) -> None:
    first = home.does(home.ids["zhou"], witnessed(home, name="李秀", phone="10000000099"))
    again = home.does(
        home.ids["zhou"], witnessed(home, name="李秀", phone="10000000099", purposes=("help",))
    )
    assert first == again
    assert home.agreement(first).purposes == ["visits", "help"], "what stands is not taken away"


# -- over ------------------------------------------------------------------------------------------
def test_her_word_ends_it_at_once_and_the_daughter_is_told(home: Home) -> None:
    found = home.agreed(home.ids["lifang"], home.ids["wang"])
    home.does(home.ids["wang"], EndProxy(found))
    assert not may(home, "lifang", "wang")
    assert home.heard(home.ids["lifang"]) == ["ProxyAgreed", "ProxyEnded"]
    assert home.refused(home.ids["wang"], EndProxy(found)) == "NoLongerPossible"


def test_the_daughter_may_end_it_too_and_so_may_the_worker_on_her_word(home: Home) -> None:
    found = home.agreed(home.ids["lifang"], home.ids["wang"])
    home.does(home.ids["lifang"], EndProxy(found))
    assert home.heard(home.ids["wang"])[-1] == "ProxyEnded"
    again = home.agreed(home.ids["lifang"], home.ids["wang"])
    home.does(home.ids["zhou"], EndProxy(again))
    row = home.ledger(home.ids["wang"])[-1]
    assert (row.agreed, row.how, row.witness_id) == (False, "face_to_face", home.ids["zhou"])
    assert home.heard(home.ids["wang"])[-1] == "ProxyEnded"
    assert home.heard(home.ids["lifang"])[-1] == "ProxyEnded"


def test_strangers_and_other_grids_end_nothing(home: Home) -> None:
    found = home.agreed(home.ids["lifang"], home.ids["wang"])
    for who in ("liqiang", "hanxue"):
        assert home.refused(home.ids[who], EndProxy(found)) == "NotAllowed"
    assert home.refused(home.ids["lifang"], ChangeProxy(found, ("help",), home.next_year))


def test_all_of_them_end_at_one_word(home: Home) -> None:
    for who in ("lifang", "liqiang"):
        home.agreed(home.ids[who], home.ids["wang"])
    assert home.does(home.ids["wang"], EndMyProxies()) == 2
    assert home.sees(home.ids["wang"], my_proxies) == []


def test_taking_back_an_unanswered_question_is_told_to_nobody(home: Home) -> None:
    asked = home.asks_to_act(home.ids["lifang"], home.ids["wang"])
    home.does(home.ids["lifang"], EndProxy(asked))
    assert home.agreement(asked).state == "withdrawn"
    assert home.heard(home.ids["wang"]) == ["ProxyAsked"]
    assert home.sees(home.ids["lifang"], whom_i_act_for) == []


# -- by the clock ----------------------------------------------------------------------------------
def test_an_early_word_once_and_the_end_on_the_day_after(home: Home) -> None:
    wang, lifang = home.ids["wang"], home.ids["lifang"]
    found = home.agreed(lifang, wang, until=home.today + timedelta(days=20))
    assert home.days_go_by(5) == 0
    assert home.days_go_by(1) == 1
    assert home.heard(wang) == ["ProxyAsked", "ProxyEnding"]
    assert home.days_go_by(14) == 0
    assert may(home, "lifang", "wang")
    assert home.days_go_by(1) == 1
    assert not may(home, "lifang", "wang")
    assert home.agreement(found).state == "ended"
    assert home.heard(wang)[-1] == home.heard(lifang)[-1] == "ProxyEnded"
    assert home.ledger(wang)[-1].how == "ended"


def test_it_ends_with_the_day_even_while_the_clock_stands_still(home: Home) -> None:
    home.agreed(home.ids["lifang"], home.ids["wang"], until=home.today + LATER)
    home.clock.advance(days=2)
    assert not may(home, "lifang", "wang")
    assert home.sees(home.ids["lifang"], lambda work: whom_i_may_act_for(work, "help")) == []
    assert home.sees(home.ids["wang"], my_proxies) == []


def test_given_longer_it_is_spoken_of_again_before_that_day(home: Home) -> None:
    wang = home.ids["wang"]
    found = home.agreed(home.ids["lifang"], wang, until=home.today + timedelta(days=15))
    home.days_go_by(2)
    home.does(wang, ChangeProxy(found, ("help",), home.today + timedelta(days=40)))
    assert home.days_go_by(25) == 0
    assert home.days_go_by(1) == 1
    assert home.heard(wang).count("ProxyEnding") == 2


def test_who_agrees_for_three_days_needs_no_early_word(home: Home) -> None:
    home.agreed(home.ids["lifang"], home.ids["wang"], until=home.today + timedelta(days=3))
    assert home.days_go_by(3) == 0


# -- kin -------------------------------------------------------------------------------------------
def said(home: Home, one: str, other: str) -> str:
    def look(work: Work) -> str:
        found = kin_word(work, home.ids[one], home.ids[other])
        return found.name.zh if found else ""

    return str(home.read(look))


def test_what_one_says_reads_from_both_sides(home: Home) -> None:
    home.agreed(home.ids["lifang"], home.ids["wang"])
    assert said(home, "lifang", "wang") == "妈妈"
    assert said(home, "wang", "lifang") == "闺女"
    assert said(home, "wang", "liqiang") == ""


def test_what_was_said_last_holds_whoever_said_it(home: Home) -> None:
    home.agreed(home.ids["lifang"], home.ids["wang"])
    home.does(home.ids["wang"], SayKin(home.ids["wang"], home.ids["lifang"], "neighbour"))
    assert said(home, "wang", "lifang") == said(home, "lifang", "wang") == "邻居"


def test_only_those_who_are_bound_say_what_they_are(home: Home) -> None:
    strange = SayKin(home.ids["lifang"], home.ids["wang"], "mother")
    assert home.refused(home.ids["lifang"], strange) == "NotAllowed"
    worker = SayKin(home.ids["wang"], home.ids["lifang"], "child")
    assert home.refused(home.ids["zhou"], worker) == ""
    assert home.refused(home.ids["hanxue"], worker) == "NotAllowed"
    assert said(home, "lifang", "wang") == "妈妈"


def test_nobody_looks_into_an_agreement_of_others(home: Home) -> None:
    found = home.agreed(home.ids["lifang"], home.ids["wang"])
    with pytest.raises(NotFound):
        home.sees(home.ids["liqiang"], lambda work: my_agreement(work, found))


# -- at once ---------------------------------------------------------------------------------------
def test_three_who_agree_at_once_make_no_circle(home: Home) -> None:
    a, b, c = home.ids["wang"], home.ids["lifang"], home.ids["liqiang"]
    pairs = [(a, b), (b, c), (c, a)]  # (principal, proxy)
    asked = [home.asks_to_act(proxy, principal) for principal, proxy in pairs]
    ends = home.at_once(
        *(
            (principal, AgreeToProxy(agreement, home.next_year))
            for (principal, _proxy), agreement in zip(pairs, asked, strict=True)
        )
    )
    assert sorted(ends) == ["", "", "CircleOfProxies"]


def test_yes_and_no_at_once_leave_one_answer(home: Home) -> None:
    wang = home.ids["wang"]
    asked = home.asks_to_act(home.ids["lifang"], wang)
    ends = home.at_once((wang, AgreeToProxy(asked, home.next_year)), (wang, RefuseProxy(asked)))
    assert sorted(ends) == ["", "NoLongerPossible"]
    assert home.agreement(asked).state in ("agreed", "refused")
    assert len(home.ledger(wang)) == 1


def test_a_link_that_two_use_at_once_serves_one(home: Home) -> None:
    wang = home.ids["wang"]
    token = invite("act", wang, wang, home.clock.now())
    command = AskToActFor(token, "mother", ("help",))
    ends = home.at_once((home.ids["lifang"], command), (home.ids["liqiang"], command))
    assert sorted(ends) == ["", "InviteNotGood"]


def test_two_links_used_by_one_at_once_are_one_question(home: Home) -> None:
    wang, lifang = home.ids["wang"], home.ids["lifang"]
    tokens = [invite("act", wang, by, home.clock.now()) for by in (wang, home.ids["ma"])]
    home.at_once(*((lifang, AskToActFor(token, "mother", ("help",))) for token in tokens))
    assert len(home.sees(wang, my_proxies)) == 1


def test_ended_from_both_sides_at_once_it_is_ended_once(home: Home) -> None:
    wang, lifang = home.ids["wang"], home.ids["lifang"]
    found = home.agreed(lifang, wang)
    ends = home.at_once((wang, EndProxy(found)), (lifang, EndProxy(found)))
    assert sorted(ends) == ["", "NoLongerPossible"]
    assert [row.agreed for row in home.ledger(wang)] == [True, False]


def test_two_workers_who_write_it_down_at_once_write_one(home: Home) -> None:
    home.role(home.ids["hanxue"], "grid_worker", "g03")
    command = witnessed(home, name="李秀", phone="10000000099")
    ends = home.at_once((home.ids["zhou"], command), (home.ids["hanxue"], command))
    assert ends == ["", ""]
    people = home.read(
        lambda work: work.session.query(Person).filter(Person.name == "李秀").count()
    )
    assert people == 1
    assert len(home.sees(home.ids["wang"], my_proxies)) == 1
