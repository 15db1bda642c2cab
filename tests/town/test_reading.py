"""A wrong town file is answered with line, fault and remedy, and never with a traceback."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from models.town.reading import Fault, TownFaults, read_town
from models.town.schema import Town
from tests.town.conftest import FILE, Edit


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Huadian's files in a folder of their own."""
    shutil.copy(FILE, tmp_path)
    shutil.copytree(FILE.with_suffix(""), tmp_path / "huadian")
    return tmp_path / "huadian.yaml"


def replaced(file: Path, old: str, new: str) -> int:
    """Replace the first ``old``; its line."""
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


def read_badly(file: Path) -> tuple[Fault, ...]:
    with pytest.raises(TownFaults) as caught:
        read_town(file)
    return caught.value.faults


def test_the_delivered_town_has_no_fault(copied: Path, town: Town) -> None:
    assert read_town(copied) == town


def test_an_unknown_word_is_told_with_file_line_and_remedy(copied: Path) -> None:
    part = copied.parent / "huadian" / "catalogue.yaml"
    line = replaced(part, "    volunteers: look_only\n", "    volunteers: perhaps\n")
    (fault,) = read_badly(copied)
    assert (fault.file, fault.line) == ("huadian/catalogue.yaml", line)
    assert fault.path == "kinds[heating].volunteers"
    assert str(fault) == (
        f"huadian/catalogue.yaml:{line}: kinds[heating].volunteers: "
        "`perhaps` is not possible here. Use 'no', 'look_only' or 'yes'."
    )


def test_all_faults_are_told_at_once(copied: Path) -> None:
    part = copied.parent / "huadian" / "routes.yaml"
    replaced(part, "start: open", "start: nowhere")
    replaced(part, "reach: community", "reach: moon")
    replaced(copied, "answer_minutes: 10", "answer_minutes: 0")
    assert len(read_badly(copied)) == 2
    replaced(part, "reach: moon", "reach: community")
    replaced(copied, "answer_minutes: 0", "answer_minutes: 10")
    (fault,) = read_badly(copied)
    assert "nowhere" in fault.what


def test_broken_yaml_is_told_by_its_line(copied: Path) -> None:
    line = replaced(copied, "timezone: Asia/Shanghai", "timezone: [Asia")
    (fault,) = read_badly(copied)
    assert fault.file == "huadian.yaml"
    assert fault.line >= line


def test_a_key_written_twice_is_a_fault(copied: Path) -> None:
    line = replaced(copied, "  answer_minutes: 10\n", "  answer_minutes: 10\n  answer_minutes: 5\n")
    (fault,) = read_badly(copied)
    assert (fault.line, fault.path) == (line + 1, "duty.answer_minutes")


def test_the_same_part_in_two_files_is_a_fault(copied: Path) -> None:
    (copied.parent / "huadian" / "more.yaml").write_text("timezone: Asia/Harbin\n", "utf-8")
    (fault,) = read_badly(copied)
    assert "already in huadian.yaml" in fault.what


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "just words"])
def test_a_file_that_is_no_town_says_so(tmp_path: Path, text: str) -> None:
    file = tmp_path / "town.yaml"
    file.write_text(text, "utf-8")
    assert read_badly(file)[0].file == "town.yaml"


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    assert read_badly(tmp_path / "none.yaml")[0].what == "There is no such file."


def test_a_file_that_is_not_utf_8_says_so(tmp_path: Path) -> None:
    file = tmp_path / "town.yaml"
    file.write_bytes("name: 桦甸".encode("gbk"))
    assert read_badly(file)[0].remedy == "Save it as UTF-8."


def test_no_and_hours_are_the_words_that_were_written(town: Town) -> None:
    """YAML 1.1 would read ``no`` as false and 20:00 as 1200."""
    assert town.kind("gas").volunteers == "no"
    assert town.duty.hours["mon"].closes.hour == 20


def _item(data: dict[str, Any], section: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(item for item in data[section] if item["id"] == name)
    return found


def _set(section: str, name: str, **values: object) -> Edit:
    return lambda data: _item(data, section, name).update(values)


def _drop(section: str, name: str) -> Edit:
    return lambda data: data[section].remove(_item(data, section, name))


def _field(number: int, **values: object) -> Edit:
    return lambda data: _item(data, "kinds", "heating")["fields"][number].update(values)


LONG = {"zh": "一二三四五六七八九十长", "en": "Fine"}
WAVE = {"minutes": 4, "people": 3, "reach": "grid", "require_skill": True}
WRONG: list[tuple[Edit, str]] = [
    (lambda data: data.pop("kinds"), "`kinds` is missing"),
    (lambda data: data.update(mayor="x"), "`mayor` means nothing here"),
    (_set("kinds", "heating", id="Heating!"), "is not an id"),
    (_set("kinds", "heating", title={"zh": "暖气"}), "The en text is missing"),
    (_set("kinds", "heating", title="暖气"), "must be a text in two languages"),
    (_set("kinds", "heating", title={"zh": "暖气", "en": " "}), "The en text is empty"),
    (_set("kinds", "heating", title={"zh": "暖气", "en": "暖气"}), "The English text is Chinese"),
    (_set("kinds", "heating", title=LONG), "a button takes 10"),
    (_set("kinds", "heating", thanks_back={"zh": "好" * 61, "en": "x"}), "a line takes 60"),
    (_set("kinds", "heating", done_title={"zh": "已办结", "en": "x"}), "never read 办结"),
    (_set("kinds", "heating", thanks_back={"zh": "好{name}", "en": "x"}), "different gaps"),
    (_set("kinds", "heating", route="moon"), "There is no route `moon`"),
    (_set("kinds", "heating", workflow="moon"), "There is no workflow `moon`"),
    (_set("kinds", "heating", professional="moon"), "There is no company `moon`"),
    (_set("kinds", "heating", skills=["moon"]), "There is no skill `moon`"),
    (_set("kinds", "heating", skills=[]), "names no skill"),
    (_set("kinds", "heating", volunteers="yes"), "and yet for volunteers"),
    (_set("kinds", "gas", volunteers="yes"), "and yet for volunteers"),
    (_set("kinds", "heating", volunteer_hint=None), "say what at"),
    (_set("kinds", "gas", route="near"), "its route offers it to them"),
    (_set("kinds", "talk", route="desk"), "its route asks nobody"),
    (_set("kinds", "heating", safety=[{"zh": "好", "en": "x"}] * 3), "more than 2 safety lines"),
    (_set("kinds", "heating", promise_minutes={"urgent": 5, "ordinary": 120}), "longer than"),
    (_set("kinds", "heating", urgency=[{"answers": {"where": ["moon"]}}]), "has no answer where"),
    (_set("kinds", "heating", urgency=[{"months": [13]}]), "Months are 1 to 12"),
    (_set("kinds", "heating", urgency=[{}]), "says nothing"),
    (_set("kinds", "heating", id="water"), "is used twice"),
    (_set("kinds", "heating", id="root"), "is a kind and a group"),
    (lambda data: _item(data, "kinds", "gas").update(
        fields=[{"id": f"q{n}", "type": "text", "question": LONG} for n in range(3)]
    ), "asks 3 questions"),
    (_field(0, options=[]), "has 0 options"),
    (_field(0, type="text"), "has no options"),
    (_field(0, type="yes_no"), "has the options yes and no"),
    (_field(0, say={"zh": "冷", "en": "cold"}), "no gap for the answer"),
    (lambda data: data["groups"][0]["choices"].append("talk"), "has 7 choices"),
    (lambda data: data["groups"][1]["choices"].pop(), "is on 0 screens"),
    (lambda data: data["groups"][1]["choices"].__setitem__(0, "root"), "leads back to itself"),
    (lambda data: data["groups"][1]["choices"].__setitem__(0, "moon"), "There is no kind `moon`"),
    (lambda data: data.update(root_group="moon"), "There is no group `moon`"),
    (_drop("places", "g03"), "There is no grid `g03`"),
    (_set("places", "yangguang", parent="moon"), "There is no place `moon`"),
    (_set("places", "minghua", parent="yangguang"), "lies within itself"),
    (_set("places", "yangguang", parent="huadian"), "must lie in a street"),
    (_set("places", "g03", parent="huadian"), "must lie in a community or street"),
    (_set("places", "hongsheng_cun", grid=None), "No grid covers `hongsheng_cun`"),
    (_set("places", "minghua", kind="city"), "There are 2 cities"),
    (_drop("estates", "yangguang_xiaoqu"), "has no estate"),
    (_set("estates", "yangguang_xiaoqu", grid="g03"), "either buildings with grids or one grid"),
    (lambda data: _item(data, "estates", "yangguang_xiaoqu")["buildings"].pop(0),
     "No grid covers building 1, 2, 3, 4, 5, 6, 7, 8 of"),
    (lambda data: _item(data, "estates", "yangguang_xiaoqu")["buildings"][0].update(last=9),
     "Buildings 9 of `yangguang_xiaoqu` belong to two grids"),
    (lambda data: _item(data, "estates", "yangguang_xiaoqu")["buildings"][0].update(grid="g01"),
     "Grid `g01` is not a grid of `yangguang`"),
    (_set("contacts", "duty_fuhua", place="yangguang"), "belongs to exactly one place"),
    (lambda data: data["address"]["plain"].update(zh="{house}"), "a gap that nothing fills"),
    (lambda data: data["workflows"][0]["stages"][0]["moves"].append("moon"), "no stage `moon`"),
    (lambda data: data["workflows"][0]["stages"][-1].update(moves=["open"]), "is an end and has"),
    (lambda data: data["workflows"][0].update(reopens={"open": "closed"}), "is no end"),
    (lambda data: data["workflows"][0]["stages"].append(
        {"id": "limbo", "label": LONG, "resident": LONG}
    ), "No move leads to `limbo`"),
    (lambda data: data["routes"][0]["urgent"]["waves"].append(WAVE), "reaches less far"),
    (lambda data: data["routes"][0]["urgent"].update(lead_minutes=1), "out of order"),
    (lambda data: data.update(timezone="Mars/Base"), "There is no time zone"),
    (lambda data: data["duty"].update(hours={}), "The desk is never open"),
    (lambda data: data["duty"]["hours"].update(
        mon={"opens": "20:00", "closes": "08:00"}
    ), "On mon the desk closes before it opens"),
    (lambda data: data["door_words"].append({"zh": "喜鹊", "en": "x"}), "is used twice"),
    (_set("notice_kinds", "water", topic="moon"), "There is no topic `moon`"),
    (_set("notice_kinds", "water", topic="events"), "it must reach everybody"),
    (_set("notice_kinds", "water", help="moon"), "There is no kind of help `moon`"),
    (_set("notice_kinds", "water", help=None), "and its button belong together"),
    (_set("notice_kinds", "water", acknowledge=False), "Nobody can say that they know"),
    (_set("notice_kinds", "water", id="power"), "is used twice"),
    (_set("notice_kinds", "own", text=[{"zh": "好", "en": "x"}]), "has lines of its own"),
    (_set("notice_kinds", "event", text=[{"zh": "{moon}", "en": "x"}]), "a gap that nothing fills"),
    (_set("notice_kinds", "event", text=[{"zh": "好", "en": "x"}] * 3), "is more than 2 lines"),
    (_set("notice_kinds", "own", form="event", text=[{"zh": "好", "en": "x"}]),
     "Nobody can send words of their own"),
    (lambda data: data["door_words"].append({"zh": "蒲公英", "en": "x"}), "two syllables"),
    (lambda data: data.update(door_words=data["door_words"][:9]), "There are 9 door words"),
    (_drop("roles", "admin"), "`admin` is missing"),
    (_drop("consent", "help"), "`help` is missing"),
    (lambda data: data["emergency"]["groups"][0].update(numbers=["n911"]), "number `n911`"),
    (lambda data: data["emergency"]["groups"][0].update(guidance=[]), "has 0 lines of guidance"),
    (lambda data: data["emergency"]["groups"][0]["phrases"]["zh"].append("救命"), "phrase of"),
    (lambda data: data["emergency"]["ignore"]["zh"].append("救命"), "the words to ignore"),
    (lambda data: data.update(holidays=[{"year": 2027, "off": ["2026-01-01"]}]), "is not in 2027"),
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(WRONG)))
def test_a_wrong_town_is_told_what_is_wrong(
    faults: Callable[[Edit], list[Fault]], number: int
) -> None:
    edit, said = WRONG[number]
    found = faults(edit)
    assert any(said in fault.what for fault in found), [str(fault) for fault in found]
    assert all(fault.remedy for fault in found)
