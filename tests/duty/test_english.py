"""The same in English: no Chinese is left but people's own names and words."""

from __future__ import annotations

import re

from scheduler.alarms import Alarms
from scheduler.handovers import HandOvers
from scheduler.ladder import Ladder
from tests.duty.desk import NIGHT, Desk

CHINESE = re.compile(r"[\u4e00-\u9fff]")
NAMES = ("王桂兰", "李敏", "周敏", "赵铁")


def english(text: str) -> None:
    for name in NAMES:
        text = text.replace(name, "")
    assert not CHINESE.search(text.replace("中文", "")), text


def test_the_desk_in_english(here: Desk, wang: int, li: int, zhou: int) -> None:
    here.reads_english(wang, li, zhou)
    here.volunteer("赵铁", "g03", state="waiting")
    case_id = here.asks(wang)
    for token in ("t.desk", "t.desk_more", "t.desk_list.untaken.0", "t.desk_list.yes.0",
                  "t.desk_list.today.0", "t.desk_list.roles.0", f"t.duty_case.{case_id}",
                  f"t.duty_more.{case_id}", f"t.duty_close.{case_id}", f"t.resident.{wang}",
                  f"t.company.{case_id}", f"t.duty_story.{case_id}", "t.desk_off", "t.desk_on"):  # fmt: skip
        english(here.pushes(li, token))
    here.pushes(li, f"t.say_to_asker.{case_id}")
    english(here.says(li, "They are on it"))
    english(here.hears(wang))
    here.run(Ladder(), minutes=here.town.ladder.unseen_minutes + 1)
    english(here.hears(li))
    english(here.pushes(li, "t.call.1"))
    english(here.taps(li, "No answer"))


def test_hand_overs_in_english(here: Desk, wang: int, li: int) -> None:
    here.reads_english(wang, li)
    english(here.says(wang, "a person please"))
    here.run(HandOvers(), minutes=10)
    english(here.hears(wang))
    english(here.hears(li))
    english(here.taps(li, "I will answer"))
    english(here.hears(wang))
    here.says(wang, "hello there")
    english(here.hears(li))
    english(here.taps(li, "That was all"))
    english(here.hears(wang))
    here.clock.advance(NIGHT - here.clock.now())
    english(here.says(wang, "a person please"))


def test_an_alarm_in_english(here: Desk, wang: int, li: int, zhou: int) -> None:
    here.reads_english(wang, li, zhou)
    english(here.says(wang, "there is smoke in the house"))
    here.run(Alarms(), minutes=3)
    english(here.hears(wang))
    english(here.hears(li))
    english(here.taps(wang, "A neighbour"))
    english(here.says(wang, "building 3"))
    english(here.hears(li))
    english(here.taps(li, "I see to it"))
    english(here.hears(wang))
    english(here.hears(zhou))
    english(here.taps(li, "It is over"))
    english(here.hears(wang))
