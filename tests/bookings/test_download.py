"""The calendar file comes to any browser that has its link, and to none that has another."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import time, timedelta

import pytest

from models.bookings.calendar_links import calendar_path
from models.bookings.commands import BookPlace
from models.clocks import FixedClock, town_instant
from models.store import Store
from tests.bookings.putting_up import DAY, does, put_up
from tests.linking.site import WebAndChat, open_web_and_chat


@pytest.fixture
async def web(store: Store, wall: FixedClock) -> AsyncIterator[WebAndChat]:
    async with open_web_and_chat(store, wall) as world:
        yield world


async def test_whoever_has_the_link_has_the_file(web: WebAndChat) -> None:
    (talk,) = put_up(web, "lecture", (DAY, time(15)))
    booked = does(web, "wang", BookPlace(talk)).booking_id
    ends = town_instant(DAY, time(16, 30))
    path = calendar_path(booked, ends)
    phone = web.browser()
    answer = await phone.get(path)
    assert (answer.status, answer.content_type) == (200, "text/calendar")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="doorstep.ics"'
    assert "no-store" in answer.headers["Cache-Control"]
    assert (await answer.read()).startswith(b"BEGIN:VCALENDAR")
    forged = path.replace(f"{booked}.", f"{booked + 1}.", 1)
    assert (await phone.get(forged)).status == 410
    web.wall.advance(ends + timedelta(days=1) - web.wall.now())
    assert (await phone.get(path)).status == 410
