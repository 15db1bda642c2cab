"""The page's words: what scripts and templates ask for exists, in both languages."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import pytest

from bot.dialogue.say import Text, say
from bot.web import texts

FOLDER = Path(str(resources.files("bot.channels.webchat")))
ASKED = re.compile(
    r"""\bt\("(\w+)"|\bt\(.*?\? "(\w+)" : "(\w+)"|data-t(?:-label|-hint)?="(\w+)"|\bw\.(\w+)"""
)


def _asked_for() -> set[str]:
    files = [*FOLDER.glob("static/*.js"), *FOLDER.glob("templates/*.html")]
    found = [ASKED.findall(path.read_text(encoding="utf-8")) for path in files]
    return {key for keys in found for groups in keys for key in groups if key}


def test_every_word_the_page_asks_for_exists_and_none_is_left_over() -> None:
    assert _asked_for() | {"size_s", "size_m", "size_l", "size_x"} == set(texts.CHROME)


def test_every_text_around_the_talk_has_an_english_translation() -> None:
    plain = [value for value in vars(texts).values() if isinstance(value, Text)]
    listed = [*texts.CHROME.values(), *texts.MONTHS, *texts.WEEKDAYS]
    listed += [words for _until, words in texts.PARTS_OF_DAY]
    for text in plain + listed:
        assert not re.search(r"[\u4e00-\u9fff]", say(text, "en")), text.msgid


ROOT = Path(__file__).parents[2]
GUIDES = {
    "guide.zh-CN.md": ("bot/**/*.py", "handlers/**/*.py", "towns/**/*.yaml"),
    "guide.md": ("locales/en/**/*.po", "towns/**/*.yaml"),
}


@pytest.mark.parametrize("guide", GUIDES)
def test_every_button_and_picture_of_the_guide_exists(guide: str) -> None:
    text = (ROOT / "docs" / guide).read_text(encoding="utf-8")
    sources = [path for pattern in GUIDES[guide] for path in sorted(ROOT.glob(pattern))]
    known = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    buttons = re.findall(r"\[\*\*(.+?)\*\*\]", text)
    assert len(buttons) > 10
    assert [button for button in buttons if button not in known] == []
    pictures = re.findall(r'src="(pictures/[^"]+)"', text)
    assert [one for one in pictures if not (ROOT / "docs" / one).is_file()] == []
