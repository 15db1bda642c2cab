"""What a simulated year has brought to light, each for itself."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select

from models.audiences.expressions import Everybody
from models.bookings.tables import Booking
from models.clocks import FixedClock
from models.consents.commands import TakeBack
from models.help.messages import NewsOf
from models.notices.drafting import WriteNotice
from models.notices.sending import CorrectNotice, GoOnWithNotice, PauseNotice, SendNotice
from models.notices.tables import INFORMED, Notice, NoticeTarget
from models.outbox.hearers import hearer_of, news_for_family
from models.outbox.tables import OutboxRow
from models.store import Store
from models.visits.commands import BookDoctor
from models.visits.finding import free_times
from models.work import Work
from tests.furniture import huadian
from tests.traffic.book import Sent
from tests.traffic.living import Tempo, begin
from tests.traffic.script import Script

NOTHING = Tempo(days=1, busy=0, notices=0, leavings=0, step=timedelta(minutes=10))
PLACE = "fuhua"


@pytest.fixture
def wall() -> FixedClock:
    """Tuesday 20 October 2026, 8:30 in Huadian."""
    return FixedClock(datetime(2026, 10, 20, 0, 30, tzinfo=UTC))


@pytest.fixture
async def script(store: Store, wall: FixedClock) -> AsyncIterator[Script]:
    quiet = begin(store, wall, seed=1, tempo=NOTHING)
    quiet.reacts.clear()
    yield quiet
    await quiet.town.core.stop()
    assert not quiet.rules.faults


def desk(script: Script) -> int:
    return script.book.holders("coordinator", PLACE, script.now)[0]


async def goes_out(script: Script, begins: datetime, *, paused: bool = False) -> int:
    """A water cut in the whole community; ``paused``: before anything of it is on its way."""
    by = desk(script)
    written = WriteNotice("water", PLACE, Everybody(), words_zh="停水。", begins_at=begins)
    notice = script.does(by, written)
    assert notice is not None
    sent = Sent(notice, "water", by, PLACE, must_reach=True, topic="", ends_use=begins)
    script.book.notices[notice] = sent
    await script.settle()
    query = select(NoticeTarget.household_id).where(NoticeTarget.notice_id == notice)
    homes = script.town.core.store.read_now(lambda session: session.scalars(query).all())
    sent.doors = {home: "" for home in homes if home is not None}
    assert script.does(by, SendNotice(notice)) == "set"
    sent.state = "sent"
    if paused:
        await script.town.core.clock.tick()
        assert script.is_done(by, PauseNotice(notice))
        sent.state = "paused"
    await script.settle()
    return notice


def shown(script: Script, words: str) -> set[str]:
    """The phones on which they stand."""
    return {
        address
        for channel in script.town.phones
        for address, phone in channel.phones.items()
        if any(words in one.text for one in phone.shown)
    }


async def test_a_correction_for_somebody_who_has_left_holds_up_nobody(script: Script) -> None:
    notice = await goes_out(script, script.now + timedelta(hours=10))
    readers = {address for number, address in script.rules.heard_notice if number == notice}
    leaves = next(one for one in sorted(readers) if one.startswith("home-"))
    script.town.channel_of(leaves).close(leaves)
    script.book.closed[leaves] = script.now
    for words in ("改一回。", "改两回。"):
        assert script.does(desk(script), CorrectNotice(notice, words)) is not None
        await script.settle()
    assert shown(script, "改两回。") == readers - {leaves}


async def test_a_correction_wakes_nobody_where_it_would_be_a_new_message(script: Script) -> None:
    notice = await goes_out(script, script.now + timedelta(hours=28))
    plain = {one for one in shown(script, "停水。") if one.startswith("plain-")}
    assert plain
    await script.until(script.now + timedelta(hours=14))
    script.does(desk(script), CorrectNotice(notice, "改了。"))
    await script.settle()
    assert not shown(script, "改了。")
    await script.until(script.now + timedelta(hours=9))
    assert plain <= shown(script, "改了。")


async def test_what_was_paused_by_day_and_goes_on_at_night_waits(script: Script) -> None:
    notice = await goes_out(script, script.now + timedelta(hours=28), paused=True)
    await script.until(script.now + timedelta(hours=14))
    assert script.is_done(desk(script), GoOnWithNotice(notice))
    script.book.notices[notice].state = "sent"
    await script.settle()
    assert not script.rules.heard_notice
    await script.until(script.now + timedelta(hours=9))
    assert script.rules.heard_notice


async def test_a_corrected_hour_moves_the_round(script: Script) -> None:
    """It begins at noon and not in the evening: by then each door has a name."""
    notice = await goes_out(script, script.now + timedelta(hours=10))
    noon = script.now + timedelta(hours=3, minutes=30)
    assert script.does(desk(script), CorrectNotice(notice, "提前了。", begins_at=noon)) is not None
    script.book.notices[notice].ends_use = noon
    await script.until(noon)
    left = select(NoticeTarget.worker_id).where(
        NoticeTarget.notice_id == notice, NoticeTarget.reached.not_in(INFORMED)
    )
    store = script.town.core.store
    assert None not in store.read_now(lambda session: session.scalars(left).all())
    state = select(Notice.state).where(Notice.id == notice)
    assert store.read_now(lambda session: session.scalar(state)) == "over"


async def test_who_waits_for_it_waits_as_long_as_it_is_of_use_now(script: Script) -> None:
    await script.until(script.now + timedelta(hours=14))
    notice = await goes_out(script, script.now + timedelta(hours=12))
    later = script.now + timedelta(hours=30)
    script.does(desk(script), CorrectNotice(notice, "改到后天。", begins_at=later))
    script.book.notices[notice].ends_use = later
    await script.settle()
    ends = select(OutboxRow.expires_at).where(OutboxRow.notice_id == notice)
    assert set(script.town.core.store.read_now(lambda s: s.scalars(ends).all())) == {later}


async def test_who_takes_their_consent_back_is_booked_nowhere(script: Script) -> None:
    visit = None
    await script.settle()
    for one in list(script.book.here()):
        if not script.book.works(one.id, script.now):
            visit = script.does(one.id, BookDoctor(_time(script, one.id, one.grid)))
        if visit is not None:
            break
    assert visit is not None
    assert script.is_done(one.id, TakeBack("help"))
    one.withdrew = True
    state = select(Booking.state).where(Booking.id == visit.booking_id)
    assert script.town.core.store.read_now(lambda session: session.scalar(state)) == "cancelled"


def _time(script: Script, person: int, grid: str) -> int:
    team = next(team.id for team in huadian().doctors.teams if grid in team.grids)

    def look(work: Work) -> int:
        return free_times(work, "clinic_visit", team)[0].session_id

    return script.sees(person, look) or 0


async def test_who_has_withdrawn_hears_nothing_of_others_either(script: Script) -> None:
    principal, proxy = next(
        (principal, min(family))
        for principal, family in script.book.copies.items()
        if not script.book.works(min(family), script.now)
    )
    look = partial(_family, script, principal)
    assert look() == [proxy]
    assert script.is_done(proxy, TakeBack("help"))
    assert look() == []


def _family(script: Script, principal: int) -> list[int]:
    class News(NewsOf):
        def for_family(self, person_id: int) -> NewsOf:
            return self

    news = News(principal, 0, "found")
    store = script.town.core.store
    return store.read_now(
        lambda s: [one for one, _n in news_for_family(s.connection(), principal, news, script.now)]
    )


async def test_a_childs_news_do_not_go_to_a_guardian_who_has_withdrawn(script: Script) -> None:
    child = next(
        one
        for one in script.book.people.values()
        if one.minor
        and one.guardian is not None
        and script.book.phones(one.guardian)
        and not script.book.works(one.guardian, script.now)
    )

    def hears() -> int | None:
        store = script.town.core.store
        return store.read_now(lambda s: hearer_of(s.connection(), child.id, script.now))

    assert hears() == child.guardian
    assert script.is_done(child.guardian or 0, TakeBack("help"))
    assert hears() in script.book.holders("grid_worker", child.grid, script.now)
