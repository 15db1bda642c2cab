"""From when to when, as it is typed: what is understood, and what is asked back."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.dialogue.asking import Wrong
from handlers.notices import spans, texts
from handlers.notices.span_words import said
from handlers.notices.spans import Span, parsed, read, restored
from models.clocks import to_town, town_instant

NOW = datetime(2026, 12, 16, 7, 20, tzinfo=UTC)
"""Wednesday 16 December, 15:20 in Huadian."""


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return town_instant(date(2026, 12, day), time(hour, minute))


UNDERSTOOD = [
    ("明天早8点到下午4点", at(17, 8), at(17, 16)),
    ("明天早八点到下午四点", at(17, 8), at(17, 16)),
    ("明天8点到16点", at(17, 8), at(17, 16)),
    ("明早 8:00-16:00", at(17, 8), at(17, 16)),
    ("从明天上午9点半停到中午12点", at(17, 9, 30), at(17, 12)),
    ("今晚10点到明早6点", at(16, 22), at(17, 6)),
    ("今晚十点到早六点", at(16, 22), at(17, 6)),
    ("晚上11点到12点", at(16, 23), at(17, 0)),
    ("12月18号 8:00-16:00", at(18, 8), at(18, 16)),
    ("12/18 8点到4点", at(18, 8), at(18, 16)),
    ("18号早8点到下午4点", at(18, 8), at(18, 16)),
    ("12月18日8点到12月20日16点", at(18, 8), at(20, 16)),
    ("后天上午", at(18, 8), at(18, 12)),
    ("周五下午2点到5点", at(18, 14), at(18, 17)),
    ("下周四早8点到10点", at(24, 8), at(24, 10)),
    ("下午5点到晚上7点", at(16, 17), at(16, 19)),
    ("明天凌晨12点到5点", at(17, 0), at(17, 5)),
    ("明天早8点", at(17, 8), None),
    ("明天（12月17日 周四）早 8 点到下午 4 点", at(17, 8), at(17, 16)),
    ("现在到晚上8点", None, at(16, 20)),
    ("tomorrow 8 am to 4 pm", at(17, 8), at(17, 16)),
    ("tomorrow 8 to 4 pm", at(17, 8), at(17, 16)),
    ("tonight 10 pm to 6 am", at(16, 22), at(17, 6)),
    ("18 Dec 8:00-16:00", at(18, 8), at(18, 16)),
    ("Friday 2 to 5 pm", at(18, 14), at(18, 17)),
    ("the day after tomorrow, in the morning", at(18, 8), at(18, 12)),
]


@pytest.mark.parametrize(("typed", "begins", "ends"), UNDERSTOOD)
def test_it_is_understood_as_it_is_meant(
    typed: str, begins: datetime | None, ends: datetime | None
) -> None:
    assert read(typed, NOW) == Span(begins, ends)


ASKED_BACK = [
    ("下个下周", texts.SPAN_NOT_READ),
    ("明天", texts.SPAN_NO_HOUR),
    ("停一天", texts.SPAN_NOT_READ),
    ("早8点到下午4点到晚上", texts.SPAN_NOT_READ),
    ("明天后天8点到9点", texts.SPAN_NOT_READ),
    ("2月30号8点到9点", texts.SPAN_NOT_READ),
    ("明天25点到26点", texts.SPAN_NOT_READ),
    ("明天8点99分到10点", texts.SPAN_NOT_READ),
    ("到下午4点", texts.SPAN_NOT_READ),
    ("", texts.SPAN_NOT_READ),
    ("'; DROP TABLE notices; --", texts.SPAN_NOT_READ),
    ("明天8点到昨天9点", texts.SPAN_BACKWARDS),
    ("12月18日8点到12月17日16点", texts.SPAN_BACKWARDS),
    ("昨天早8点到下午4点", texts.SPAN_PAST),
    ("早8点到下午4点", texts.SPAN_PAST),
    ("今天中午12点到1点", texts.SPAN_PAST),
    ("明年8月1号8点到9点", texts.SPAN_NOT_READ),
    ("8月1号8点到9点", texts.SPAN_FAR),
    ("12月18日8点到1月18日8点", texts.SPAN_LONG),
]


@pytest.mark.parametrize(("typed", "sentence"), ASKED_BACK)
def test_what_cannot_be_meant_is_asked_back_with_one_sentence(typed: str, sentence: object) -> None:
    with pytest.raises(Wrong) as wrong:
        read(typed, NOW)
    assert wrong.value.sentence == sentence


def test_an_hour_that_may_be_either_is_asked_for() -> None:
    with pytest.raises(Wrong) as wrong:
        read("明天3点到5点", NOW)
    assert wrong.value.sentence == texts.SPAN_WHICH_HALF(hour=3)


minutes = some.integers(min_value=0, max_value=14 * 24 * 12).map(lambda n: timedelta(minutes=5 * n))
day_start = datetime(2026, 12, 17, tzinfo=UTC)


@given(minutes, minutes)
def test_what_is_said_is_read_again_as_the_same(first: timedelta, length: timedelta) -> None:
    begins = day_start + first
    span = Span(begins, begins + max(length, timedelta(minutes=5)))
    for today in (to_town(NOW).date(), None):
        assert read(said(span, today).zh, NOW) == span
    assert restored(parsed(span.to_text(), NOW)) == span


@given(some.text(max_size=30))
def test_whatever_is_typed_is_read_or_asked_back(typed: str) -> None:
    try:
        span = read(typed, NOW)
    except Wrong:
        return
    assert span.begins is None or span.begins > NOW or spans.restored(typed) == span
