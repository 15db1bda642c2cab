"""From when to when, as it is said: 明天（12月17日 周四）早 8 点到下午 4 点."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from handlers import when
from handlers.notices.spans import Span
from models.clocks import to_town
from models.town.local import Local

_SPOKEN: Sequence[tuple[int, str]] = (
    (5, "凌晨"), (9, "早"), (11, "上午"), (13, "中午"), (18, "下午"), (24, "晚"),
)  # fmt: skip
_NEAR = (Local("今天", "today"), Local("明天", "tomorrow"), Local("后天", "the day after tomorrow"))
_FROM_TO = Local("{first}到{last}", "{first} to {last}")
_FROM = Local("{first}起", "from {first}")
_UNTIL = Local("现在到{last}", "now until {last}")
_ALREADY = Local("现在起", "from now on")


def said(span: Span, today: date | None) -> Local:
    """明天（12月17日 周四）早 8 点到下午 4 点. ``today``: the day on which it is read; None where
    that is not known, and then there is no "tomorrow" in it."""
    if span.begins is None:
        if span.ends is None:
            return _ALREADY
        return _UNTIL.fill(last=point(span.ends, today))
    first = point(span.begins, today)
    if span.ends is None:
        return _FROM.fill(first=first)
    same = to_town(span.begins).date() == to_town(span.ends).date()
    return _FROM_TO.fill(
        first=first, last=_hour_said(span.ends) if same else point(span.ends, today)
    )


def point(moment: datetime, today: date | None) -> Local:
    """明天（12月17日 周四）早 8 点."""
    day, hour = when.day(moment), _hour_said(moment)
    away = (to_town(moment).date() - today).days if today is not None else -1
    if 0 <= away < len(_NEAR):
        near = _NEAR[away]
        return Local(f"{near.zh}（{day.zh}）{hour.zh}", f"{near.en} ({day.en}) {hour.en}")
    return Local(f"{day.zh} {hour.zh}", f"{day.en} {hour.en}")


def _hour_said(moment: datetime) -> Local:
    hour = when.hour(moment)
    local = to_town(moment)
    part = next(word for until, word in _SPOKEN if local.hour < until)
    return Local(f"{part} {hour.zh}", hour.en)
