"""From when to when, as it is typed in a hurry and as it is said afterwards.

Only what is understood to the last character is taken: a notice with a wrong hour is worse than a
question. Days, parts of the day and hours are picked out one by one; what ``span_words`` says is
read again as the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.dialogue.asking import Wrong
from handlers.notices import texts
from handlers.notices.days import day_in, known_by_weekday
from handlers.reading import digits
from models.clocks import to_town, town_instant

LONGEST = timedelta(days=14)
FARTHEST = timedelta(days=183)
NOW = "now"
_CANONICAL = re.compile(r"(now|\d{4}-\d\d-\d\dT\d\d:\d\d)~(\d{4}-\d\d-\d\dT\d\d:\d\d)?")
_STAMP = "%Y-%m-%dT%H:%M"
_NUMERALS = {
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_BESIDE_CHINESE = re.compile(r"(?<=[\u4e00-\u9fff])\s+|\s+(?=[\u4e00-\u9fff])")
_SAID_NUMBER = re.compile(
    r"[一二两三四五六七八九]?十[一二三四五六七八九]?(?=[点时月号日分])|[一二两三四五六七八九](?=[点时月号日分])"
)

# What may stand in a line. The longer forms come first.
_TOKENS = re.compile(
    r"(?P<now>现在|这会儿|眼下|right now|now)"
    r"|(?P<day>\d{4}-\d{1,2}-\d{1,2}|\d{4}年\d{1,2}月\d{1,2}[日号]?|\d{1,2}月\d{1,2}[日号]?|\d{1,2}/\d{1,2}"
    r"|大后天|后天|明天|明日|今天|今日|昨天|昨日|前天|the day after tomorrow|day after tomorrow|tomorrow|today"
    r"|yesterday|(?:下|这|本)?(?:周|星期|礼拜)[一二三四五六日天]|\d{1,2}[日号]"
    r"|(?:next )?(?:mon|tues|tue|wednes|wed|thurs|thur|thu|fri|satur|sat|sun)(?:day)?\b"
    r"|\d{1,2}(?:st|nd|rd|th)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{1,2}(?:st|nd|rd|th)?)"
    r"|(?P<both>今早|今晚|明早|明晚|tonight|tonite)"
    r"|(?P<part>凌晨|清晨|早上|早晨|早|上午|中午|下午|傍晚|晚上|夜里|半夜|晚"
    r"|(?:in the )?(?:morning|afternoon|evening)|at night)"
    r"|(?P<time>\d{1,2}:\d{2}\s*(?:[ap]\.?m\.?)?|\d{1,2}[点时](?:半|一刻|三刻|\d{1,2}分?|整)?"
    r"|\d{1,2}\s*[ap]\.?m\b\.?|noon|midnight|(?<![\d:])\d{1,2}(?![\d:/年月日号]))"
    r"|(?P<to>到|至|直到|-|–|—|~|－|～|until|till|to\b)"
    r"|(?P<skip>从|自|由|起|开始|停水|停电|停暖气|停暖|停|的|[\s,，.。()（）、]|from\b|at\b|on\b|the\b)"
)  # fmt: skip
_PARTS = {
    "凌晨": "night", "清晨": "morning", "早上": "morning", "早晨": "morning", "早": "morning",
    "上午": "forenoon", "中午": "noon", "下午": "afternoon", "傍晚": "afternoon",
    "晚上": "evening", "夜里": "evening", "半夜": "evening", "晚": "evening", "at night": "evening",
    "morning": "forenoon", "afternoon": "afternoon", "evening": "evening",
}  # fmt: skip
_WITH_PART = {
    "今早": ("今天", "早"), "今晚": ("今天", "晚"), "明早": ("明天", "早"), "明晚": ("明天", "晚"),
    "tonight": ("today", "evening"), "tonite": ("today", "evening"),
}  # fmt: skip
_WHOLE = {
    "morning": (time(6), time(9)), "forenoon": (time(8), time(12)), "noon": (time(11), time(13)),
    "afternoon": (time(13), time(17)), "evening": (time(18), time(21)),
}  # fmt: skip
"""What a part of the day means when no hour is said."""


@dataclass(frozen=True, slots=True)
class Span:
    """``begins``: None for what has begun already. ``ends``: None where nobody knows."""

    begins: datetime | None
    ends: datetime | None

    def to_text(self) -> str:
        """As it is stored in a talk; ``read`` takes it again."""
        first = NOW if self.begins is None else to_town(self.begins).strftime(_STAMP)
        last = "" if self.ends is None else to_town(self.ends).strftime(_STAMP)
        return f"{first}~{last}"


@dataclass(frozen=True, slots=True)
class _Side:
    day: date | None = None
    part: str = ""
    hour: int | None = None
    minute: int = 0
    half: str = ""
    """am or pm, where that was said."""
    clock: bool = False
    """Written as 15:00: nothing to guess."""
    now: bool = False


# -- reading -----------------------------------------------------------------------------------------
def read(typed: str, now: datetime) -> Span:
    """What somebody means; Wrong with one friendly sentence."""
    line = _plain(typed)
    stored = _CANONICAL.fullmatch(line.strip())
    if stored is not None:
        return Span(_stamp(stored[1]), _stamp(stored[2]))
    left, right = _sides(line, to_town(now).date())
    span = _resolved(left, right, now)
    _sensible(span, now)
    return span


def parsed(typed: str, now: datetime) -> str:
    """``read`` as a question's ``parse``."""
    return read(typed, now).to_text()


def restored(stored: str) -> Span:
    found = _CANONICAL.fullmatch(stored)
    return Span(None, None) if found is None else Span(_stamp(found[1]), _stamp(found[2]))


def _stamp(text: str | None) -> datetime | None:
    if not text or text == NOW:
        return None
    try:
        local = datetime.strptime(text, _STAMP)  # noqa: DTZ007 - the town's zone is put on next
    except ValueError:
        raise Wrong(texts.SPAN_NOT_READ) from None
    return town_instant(local.date(), local.time())


def _plain(typed: str) -> str:
    line = digits(typed).replace("：", ":")
    if _CANONICAL.fullmatch(line.strip()):
        return line
    line = _BESIDE_CHINESE.sub("", line)
    return _SAID_NUMBER.sub(lambda found: str(_number(found[0])), line.lower())


def _number(said: str) -> int:
    tens, ten, ones = said.rpartition("十")
    if not ten:
        return _NUMERALS[said]
    return _NUMERALS.get(tens, 1) * 10 + _NUMERALS.get(ones, 0)


def _sides(line: str, today: date) -> tuple[_Side, _Side | None]:
    """Before and after the "to". Wrong for anything that is left over."""
    sides, at = [_Side()], 0
    for found in _TOKENS.finditer(line):
        if found.start() != at:
            raise Wrong(texts.SPAN_NOT_READ)
        at = found.end()
        kind = found.lastgroup or ""
        if kind == "to":
            sides.append(_Side())
        elif kind != "skip":
            sides[-1] = _with(sides[-1], kind, found[0].strip(), today)
    if at != len(line) or len(sides) > 2:
        raise Wrong(texts.SPAN_NOT_READ)
    empty = sides[0] == _Side() or sides[-1] == _Side()
    if empty:
        raise Wrong(texts.SPAN_NOT_READ)
    return sides[0], sides[1] if len(sides) == 2 else None


def _with(side: _Side, kind: str, word: str, today: date) -> _Side:
    if kind == "both":
        first, second = _WITH_PART[word]
        return _with(_with(side, "day", first, today), "part", second, today)
    if kind == "now":
        return replace(side, now=True)
    if kind == "day":
        return replace(side, day=_day(side.day, word, today))
    if kind == "part":
        if side.part:
            raise Wrong(texts.SPAN_NOT_READ)
        return replace(side, part=_PARTS[word.removeprefix("in the ")])
    if side.hour is not None:
        raise Wrong(texts.SPAN_NOT_READ)
    return _hour(side, word)


def _day(known: date | None, word: str, today: date) -> date:
    """明天（12月17日 周四）: said three times, and alike."""
    day = day_in(word, today)
    if day is None or known not in (None, day, known_by_weekday(known, word)):
        raise Wrong(texts.SPAN_NOT_READ)
    return known or day


def _hour(side: _Side, word: str) -> _Side:
    if word in ("noon", "midnight"):
        return replace(side, hour=12, half="pm" if word == "noon" else "am")
    found = re.match(r"(\d{1,2})(?:[:点时](半|一刻|三刻|整|\d{1,2})?)?", word)
    if found is None:
        raise Wrong(texts.SPAN_NOT_READ)
    spoken = {None: 0, "整": 0, "半": 30, "一刻": 15, "三刻": 45}
    minute = spoken[found[2]] if found[2] in spoken else int(found[2] or 0)
    hour, half = int(found[1]), re.search(r"([ap])\.?m", word)
    if hour > 24 or minute > 59 or (half is not None and hour > 12):
        raise Wrong(texts.SPAN_NOT_READ)
    said = f"{half[1]}m" if half is not None else ""
    return replace(side, hour=hour, minute=minute, half=said, clock=":" in word and not said)


# -- what it means -----------------------------------------------------------------------------------
def _resolved(left: _Side, right: _Side | None, now: datetime) -> Span:
    today = to_town(now).date()
    if left.now:
        if right is None:
            return Span(None, None)
        return Span(None, _end(right, to_town(now).replace(tzinfo=None), today))
    if left.hour is None:
        return _whole(left, right, today)
    if right is not None and right.half and not left.half and right.hour is not None:
        left = replace(left, half=_half_before(left.hour, right.hour, right.half))
    begins = _moment(left, left.day or today)
    if right is None:
        return Span(_instant(begins), None)
    return Span(_instant(begins), _end(right, begins, begins.date()))


def _whole(left: _Side, right: _Side | None, today: date) -> Span:
    """后天上午: no hour was said."""
    if right is not None or left.part not in _WHOLE:
        raise Wrong(texts.SPAN_NO_HOUR)
    first, last = _WHOLE[left.part]
    day = left.day or today
    return Span(town_instant(day, first), town_instant(day, last))


def _half_before(first: int, last: int, half: str) -> str:
    """8 to 4 pm begins in the morning, 2 to 4 pm in the afternoon."""
    return half if first % 12 < last % 12 else "am"


def _moment(side: _Side, day: date, *, guess: bool = False) -> datetime:
    """Local and naive. ``guess``: whoever asks knows what came before it."""
    if side.hour is None:
        raise Wrong(texts.SPAN_NO_HOUR)
    hour, later = side.hour, 0
    if side.half:
        hour = hour % 12 + (12 if side.half == "pm" else 0)
    elif side.part and hour <= 12:
        hour, later = _in_part(side.part, hour)
    elif not (side.clock or guess) and 1 <= hour <= 5:
        raise Wrong(texts.SPAN_WHICH_HALF(hour=hour))
    later, hour = later + hour // 24, hour % 24
    return datetime.combine(day + timedelta(days=later), time(hour, side.minute))


def _in_part(part: str, hour: int) -> tuple[int, int]:
    """The hour of 24, and how many days later that is."""
    if part == "night":
        return hour % 12, 0
    if part == "noon":
        return (hour, 0) if hour >= 10 else (hour + 12, 0)
    if part == "afternoon":
        return (hour % 12) + 12, 0
    if part == "evening":
        return (hour + 12, 0) if 5 <= hour < 12 else (hour % 12, 1)
    return hour, 0


def _end(right: _Side, begins: datetime, day: date) -> datetime:
    if right.hour is None:
        raise Wrong(texts.SPAN_NO_HOUR)
    ends = _moment(right, right.day or day, guess=True)
    if right.day is None and ends <= begins:
        plain = not (right.part or right.half or right.clock) and ends.hour <= 12
        afternoon = ends + timedelta(hours=12)
        ends = afternoon if plain and afternoon > begins else ends + timedelta(days=1)
    return _instant(ends)


def _instant(local: datetime) -> datetime:
    return town_instant(local.date(), local.time())


def _sensible(span: Span, now: datetime) -> None:
    if span.begins is not None and span.begins <= now:
        raise Wrong(texts.SPAN_PAST)
    if span.ends is not None and span.ends <= (span.begins or now):
        raise Wrong(texts.SPAN_BACKWARDS)
    if span.begins is not None and span.begins - now > FARTHEST:
        raise Wrong(texts.SPAN_FAR)
    if span.ends is not None and span.ends - (span.begins or now) > LONGEST:
        raise Wrong(texts.SPAN_LONG)
