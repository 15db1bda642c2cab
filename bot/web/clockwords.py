"""The town's date and time as a person would say it."""

from __future__ import annotations

from datetime import datetime

from bot.dialogue.say import Language, say
from bot.web import texts
from models.clocks import to_town


def date_words(moment: datetime, language: Language) -> str:
    """12月8日 周二; Tue 8 Dec."""
    local = to_town(moment)
    said = texts.DATE(
        month=texts.MONTHS[local.month - 1],
        day=local.day,
        weekday=texts.WEEKDAYS[local.weekday()],
    )
    return say(said, language)


def time_words(moment: datetime, language: Language) -> str:
    """下午 5:38; 5:38 in the afternoon is "afternoon 5:38" in both, so that nobody miscounts."""
    local = to_town(moment)
    part = next(words for until, words in texts.PARTS_OF_DAY if local.hour < until)
    hour = local.hour if local.hour <= 12 else local.hour - 12
    return say(texts.TIME(part=part, clock=f"{hour}:{local.minute:02}"), language)
