"""The rules of a conversation, proved on the pure engine: no database, no clock, no handlers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.asking import Given
from bot.dialogue.replay import Asking, BackTap, Finished, Tap, replay
from bot.dialogue.talk import Talk
from tests.dialogue.walks import (
    ACTIONS,
    READER,
    WORK,
    Walker,
    act,
    every_kind_of_question,
    fresh,
    from_the_answers_alone,
    question,
    some_ticked,
)


def tapped(walker: Walker, option: str) -> object:
    asked = walker.talk.asked
    assert asked is not None
    return walker.do(Tap(1, asked.step, option, f"a1.{asked.step}.{option}"))


def to_the_summary(town: str = "town1") -> Walker:
    walker = Walker().start()
    tapped(walker, town)
    if town == "town3":
        tapped(walker, "pear")
    for option in ("mon", "~done"):
        tapped(walker, option)
    walker.do(Given("text", "knock"))
    tapped(walker, "~done")
    assert walker.talk.asked is not None
    assert walker.talk.asked.key == "confirm"
    return walker


def walk(actions: list[tuple[str, object]]) -> None:
    walker = Walker().start()
    for action in actions:
        act(walker, action)
        if walker.over:
            return
        alone = from_the_answers_alone(walker)
        assert alone.answers == walker.talk.answers
        mine, theirs = question(walker.talk), question(alone)
        assert mine[0] == theirs[0] or walker.talk.changing


@settings(max_examples=300)
@given(st.lists(ACTIONS, max_size=30))
def test_any_walk_ends_where_a_fresh_run_of_the_surviving_answers_ends(
    actions: list[tuple[str, object]],
) -> None:
    walk(actions)


@pytest.mark.prove
@settings(max_examples=10_000)
@given(st.lists(ACTIONS, max_size=40))
def test_ten_thousand_walks_end_where_a_fresh_run_ends(
    actions: list[tuple[str, object]],
) -> None:
    walk(actions)


def test_back_at_every_step_and_forward_again_gives_the_same_command() -> None:
    straight = to_the_summary()
    walker = to_the_summary()
    for _ in range(3):
        walker.do(BackTap())
    tapped(walker, "~done")  # the ticks are asked anew, from none
    assert walker.talk.asked is not None
    assert walker.talk.asked.key == "days"
    for option in ("mon", "~done"):
        tapped(walker, option)
    walker.do(Given("text", "knock"))
    tapped(walker, "~done")
    assert walker.talk.answers == straight.talk.answers


def test_change_replaces_one_answer_and_keeps_every_later_one() -> None:
    walker = to_the_summary()
    tapped(walker, "~change")
    tapped(walker, "town")
    tapped(walker, "town2")
    assert walker.talk.asked is not None
    assert walker.talk.asked.key == "confirm"
    assert dict(walker.talk.answers)["town"] == "town2"
    assert dict(walker.talk.answers)["note.0"] == "knock"


def test_change_that_opens_a_new_question_asks_only_that_one() -> None:
    walker = to_the_summary()
    for option in ("~change", "town", "town3"):
        tapped(walker, option)
    assert walker.talk.asked is not None
    assert walker.talk.asked.key == "extra"
    tapped(walker, "pear")
    assert walker.talk.asked is not None
    assert walker.talk.asked.key == "confirm"


def test_back_while_changing_keeps_the_old_answer() -> None:
    walker = to_the_summary()
    for option in ("~change", "town"):
        tapped(walker, option)
    walker.do(BackTap())
    assert walker.talk.asked is not None
    assert walker.talk.asked.key == "confirm"
    assert dict(walker.talk.answers)["town"] == "town1"


def test_what_was_taken_for_granted_can_be_changed_on_the_summary() -> None:
    walker = to_the_summary()
    assert "who" not in dict(walker.talk.answers)
    for option in ("~change", "who", "plum"):
        tapped(walker, option)
    outcome = tapped(walker, "~yes")
    assert isinstance(outcome, Finished)
    assert outcome.result[:2] == ("plum", "town1")


def test_a_small_button_changes_an_earlier_answer_and_comes_back() -> None:
    walker = Walker().start()
    tapped(walker, "~set.who")
    assert walker.talk.asked is not None
    assert walker.talk.asked.key == "who"
    tapped(walker, "pear")
    assert walker.talk.asked is not None
    assert walker.talk.asked.key == "town"


def test_the_same_tap_twice_is_one_tap_and_is_answered_once() -> None:
    walker = Walker().start()
    asked = walker.talk.asked
    assert asked is not None
    tap = Tap(1, asked.step, "town1", "a1.1.town1")
    walker.do(tap)
    again = walker.do(tap)
    assert isinstance(again, Asking)
    assert again.quiet
    assert [key for key, _ in walker.talk.answers] == ["town"]


def test_an_old_button_says_so_and_shows_where_the_talk_is() -> None:
    walker = to_the_summary()
    outcome = walker.do(Tap(1, 1, "town2", "a1.1.town2"))
    assert isinstance(outcome, Asking)
    assert not outcome.quiet
    assert dict(walker.talk.answers)["town"] == "town1"
    assert "按钮" in str(outcome.screen.lines[0])


def test_a_button_of_another_talk_changes_nothing() -> None:
    walker = to_the_summary()
    before = walker.talk.answers
    asked = walker.talk.asked
    assert asked is not None
    walker.do(Tap(7, asked.step, "~yes", "a7.1.~yes"))
    assert walker.talk.answers == before
    assert walker.finished is None


def test_words_given_to_one_question_are_not_taken_for_another() -> None:
    talk = replace(fresh(), asked=None)
    outcome = replay(every_kind_of_question, talk, Given("text", "town 03"), READER, WORK)
    assert isinstance(outcome, Asking)
    assert outcome.talk.answers == ()


def test_answers_that_no_longer_fit_keep_the_longest_prefix() -> None:
    talk = replace(fresh(), answers=(("town", "town1"), ("gone", "x"), ("days", ["mon"])))
    outcome = replay(every_kind_of_question, talk, "show", READER, WORK)
    assert isinstance(outcome, Asking)
    assert outcome.talk.keys == ("town", "days")
    assert outcome.talk.asked is not None
    assert outcome.talk.asked.key == "note.0"


def test_a_long_list_pages_and_a_typed_part_narrows_it() -> None:
    walker = Walker().start()
    tapped(walker, "~next")
    assert walker.talk.asked is not None
    assert "town5" in walker.talk.asked.options
    walker.do(Given("text", "town 1"))
    assert walker.talk.asked is not None
    assert walker.talk.asked.options[:4] == ("town10", "town11", "town12", "town13")
    walker.do(Given("text", "town 12"))
    assert dict(walker.talk.answers)["town"] == "town12"


def test_an_answer_that_is_not_taken_costs_nothing() -> None:
    walker = Walker().start()
    tapped(walker, "town1")
    for option in ("mon", "~done"):
        tapped(walker, option)
    outcome = walker.do(Given("text", "much too long a note"))
    assert isinstance(outcome, Asking)
    assert outcome.screen.lines[0] == "too long"
    assert dict(walker.talk.answers) == {"town": "town1", "days": ["mon"]}


def test_an_album_is_one_answer_and_gets_one_reply() -> None:
    walker = to_the_summary()
    walker.do(BackTap())
    first = walker.do(Given("photo", photos=("p1",), album="a"))
    second = walker.do(Given("photo", photos=("p2",), album="a"))
    assert isinstance(first, Asking)
    assert isinstance(second, Asking)
    assert (first.quiet, second.quiet) == (False, True)
    assert walker.talk.asked is not None
    assert walker.talk.asked.draft == ({"photo": "p1"}, {"photo": "p2"})


def test_back_in_a_collection_takes_away_the_last_item() -> None:
    walker = to_the_summary()
    walker.do(BackTap())
    walker.do(Given("photo", photos=("p1",)))
    walker.do(Given("text", "by the stairs"))
    walker.do(BackTap())
    assert walker.talk.asked is not None
    assert walker.talk.asked.draft == ({"photo": "p1"},)


def test_what_is_ticked_from_the_beginning_is_tapped_off_and_counts_for_the_least() -> None:
    walker = Walker(flow=some_ticked).start()
    tapped(walker, "pear")
    assert walker.ticked() == ["tue"]  # and nothing that is no choice
    tapped(walker, "tue")
    tapped(walker, "~done")
    assert walker.ticked() == []  # none is too few
    for option in ("wed", "tue", "~done", "~yes"):
        tapped(walker, option)
    assert walker.finished == ("tue", "wed")


def test_back_takes_away_the_last_tick_and_then_leads_before_the_question() -> None:
    walker = Walker(flow=some_ticked).start()
    for option in ("pear", "mon", "tue"):
        tapped(walker, option)
    assert walker.ticked() == ["mon"]
    walker.do(BackTap())
    assert walker.ticked() == ["mon", "tue"]
    walker.do(BackTap())
    assert walker.ticked() == ["tue"]
    walker.do(BackTap())
    assert walker.talk.asked is not None
    assert walker.talk.asked.key == "who"


def test_changed_ticks_begin_with_what_was_chosen_before() -> None:
    walker = Walker(flow=some_ticked).start()
    for option in ("pear", "mon", "tue", "~done", "~change", "days"):
        tapped(walker, option)
    assert walker.ticked() == ["mon"]
    for option in ("wed", "~done", "~yes"):
        tapped(walker, option)
    assert walker.finished == ("mon", "wed")


def test_a_key_asked_twice_is_a_mistake_of_the_flow() -> None:
    def twice(chat: object) -> None:
        chat.ask("a", "a?", default="x")  # type: ignore[attr-defined]  # a flow as wrong as can be
        chat.ask("a", "a?", default="x")  # type: ignore[attr-defined]  # the same key again

    with pytest.raises(ValueError, match="twice"):
        replay(twice, fresh(), "show", READER, WORK)


def test_a_talk_survives_json() -> None:
    walker = to_the_summary()
    assert Talk.from_json(walker.talk.to_json()) == walker.talk
