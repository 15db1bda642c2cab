"""P2: a person's weakness is nobody's business, nor their name and door in what may be read over a
shoulder. People with planted, recognisable words live here; the words must turn up nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.dialogue.messages import Outgoing
from bot.dialogue.screen import Screen
from handlers.duty import board
from handlers.menu import home
from models.alarms.commands import EndAlarm, RaiseAlarm
from models.alarms.messages import AlarmOver, AlarmTaken
from models.duty.hand_overs import AskForPerson
from models.duty.messages import CallNeeded, CaseMovedOn, CaseNeedsYou
from models.gate import AuditLine, run
from models.help.calling_off import CancelCase
from models.help.commands import AddToCase
from models.help.messages import CalledOff
from models.help.opening import OpenCase, SomebodyElse
from models.help.tables import Case, CaseEvent
from models.outbox.tables import OutboxRow
from models.register.tables import Household, Person
from models.tasks.answering import AcceptOffer, AssignCase
from models.tasks.messages import SomebodyWent, TaskOffered, TaskYours
from models.tasks.tables import Offer
from models.work import CLOCK, Work
from tests.permissions.town import SOON, SmallTown
from tests.words.screens import BOOK, chat_of, in_both, say_of
from tests.words.tellings import WHYS

NAME, CALLED, PHONE, DOOR = "欧阳牡丹", "牡丹奶奶", "10000055577", "7788"
OTHER, RELATION, ADDRESS = "令狐百岁", "结拜姐妹", "蓝旗大院东头第九家"
WEAK = "八十二岁独居低保心脏搭桥"
WHO = (NAME, CALLED, "欧阳", "牡丹", OTHER, "令狐", RELATION)
WHERE = (DOOR, ADDRESS, "蓝旗", PHONE, "5577", "2 单元", "unit 2")
WEAKNESS = (WEAK, "独居", "低保", "心脏", "岁", "years old", "alone", "heart")


@pytest.fixture(params=["for herself", "for somebody else"])
def planted(request: pytest.FixtureRequest, small_town: SmallTown) -> Planted:
    return Planted(small_town, request.param == "for somebody else")


class Planted:
    """One case with planted words, made anew in each transaction."""

    def __init__(self, there: SmallTown, for_other: bool) -> None:
        self.there = there
        self.for_other = for_other
        self.case = self.offer = 0

    def opened(self, work: Work) -> None:
        """Planted asks, Sun is asked to go."""
        asker = self.acting(work, self.there["tong"])
        home = select(Person.household_id).where(Person.id == self.there["tong"])
        work.session.execute(
            update(Household)
            .where(Household.id == home.scalar_subquery())
            .values(door=DOOR, unit=2)
        )
        changes = {"name": NAME, "called": CALLED, "phone": PHONE}
        work.session.execute(
            update(Person).where(Person.id == self.there["tong"]).values(**changes)
        )
        work.session.expire_all()
        elsewhere = SomebodyElse(OTHER, RELATION, "yangguang_xiaoqu", 5, 1, ADDRESS)
        other = elsewhere if self.for_other else None
        answers = (("where", "all"), ("freezing", "yes"))
        self.case = run(asker, OpenCase("heating", answers, other)).case_id
        run(asker, AddToCase(self.case, ({"words": WEAK},)))
        details = work.session.get_one(Case, self.case)
        details.details = {**details.details, "words": WEAK}
        desk = self.acting(work, self.there["limin"])
        self.offer = run(desk, AssignCase(self.case, self.there["sun"]))

    def acting(self, work: Work, person_id: int) -> Work:
        work.actor = self.there.who(self.there.actor(person_id))
        return work

    def taken_by_zhao(self, work: Work) -> int:
        offer = run(
            self.acting(work, self.there["limin"]), AssignCase(self.case, self.there["zhao"])
        )
        run(self.acting(work, self.there["zhao"]), AcceptOffer(offer, work.now + SOON))
        return offer

    def said_to(self, work: Work, alias: str, message: Any) -> list[Outgoing]:
        screen = say_of(self.acting(work, self.there[alias]), message)
        assert screen is not None, f"{message} is not true here: nothing was looked at"
        return _shown(screen)


def _shown(screen: Screen) -> list[Outgoing]:
    return [outgoing for _language, outgoing in in_both(screen)]


def words_in(messages: list[Outgoing]) -> Iterator[str]:
    for message in messages:
        yield from message.lines
        yield from (option.label + option.url for option in message.options)


def hold(messages: list[Outgoing], *forbidden: str) -> None:
    assert messages
    text = "\n".join(words_in(messages))
    assert not [word for word in forbidden if word in text]


def test_the_push_names_neither_who_nor_where_nor_why_they_are_weak(planted: Planted) -> None:
    def job(work: Work) -> list[Outgoing]:
        planted.opened(work)
        return planted.said_to(work, "sun", TaskOffered(planted.offer))

    hold(planted.there.tries(CLOCK, job), *WHO, *WHERE, *WEAKNESS)


def test_neither_does_what_is_said_to_those_who_need_not_go(planted: Planted) -> None:
    def job(work: Work) -> list[Outgoing]:
        planted.opened(work)
        pushed = update(OutboxRow).where(OutboxRow.key == f"offer:{planted.offer}")
        work.session.execute(pushed.values(state="sent"))
        taken = planted.taken_by_zhao(work)
        shown = planted.said_to(work, "sun", SomebodyWent(planted.offer))
        run(planted.acting(work, planted.there["tong"]), CancelCase(planted.case))
        return shown + planted.said_to(work, "zhao", CalledOff(planted.case, taken))

    hold(planted.there.tries(CLOCK, job), *WHO, *WHERE, *WEAKNESS)


def test_the_taker_reads_who_and_where_and_nothing_about_anybody_else(planted: Planted) -> None:
    """The positive half: the words are there to be seen, by the one who goes."""

    def job(work: Work) -> list[Outgoing]:
        planted.opened(work)
        return planted.said_to(work, "zhao", TaskYours(planted.taken_by_zhao(work)))

    shown = planted.there.tries(CLOCK, job)
    text = "\n".join(words_in(shown))
    assert (OTHER if planted.for_other else CALLED) in text
    assert (ADDRESS if planted.for_other else DOOR) in text


def test_a_helpers_own_list_names_nobody(planted: Planted) -> None:
    def job(work: Work) -> list[Outgoing]:
        planted.opened(work)
        planted.taken_by_zhao(work)
        shown: list[Outgoing] = []
        for alias in ("zhao", "sun"):
            chat = chat_of(planted.acting(work, planted.there[alias]), "zh")
            listed = BOOK.taps["mytasks"].run(chat)
            screens = [home(chat), *([listed] if isinstance(listed, Screen) else [])]
            shown += [outgoing for screen in screens for outgoing in _shown(screen)]
        return shown

    hold(planted.there.tries(CLOCK, job), *WHO, *WHERE, *WEAKNESS)


@pytest.mark.parametrize("why", WHYS)
def test_what_calls_the_desk_names_neither_person_nor_door(planted: Planted, why: str) -> None:
    def job(work: Work) -> list[Outgoing]:
        planted.opened(work)
        case = update(Case).where(Case.id == planted.case)
        work.session.execute(case.values(attention=why, attention_at=work.now))
        work.session.expire_all()
        return planted.said_to(work, "limin", CaseNeedsYou(planted.case, why))

    hold(planted.there.tries(CLOCK, job), *WHO, *WHERE, *WEAKNESS)


def test_what_moved_on_is_said_without_person_and_door(planted: Planted) -> None:
    def job(work: Work) -> list[Outgoing]:
        planted.opened(work)
        planted.taken_by_zhao(work)
        return planted.said_to(work, "limin", CaseMovedOn(planted.case, "taken"))

    hold(planted.there.tries(CLOCK, job), *WHO, *WHERE, *WEAKNESS)


def test_the_lists_of_the_desk_show_no_name_door_or_phone_of_a_case(planted: Planted) -> None:
    """Whoever waits to speak is named there; whoever asked for help is not."""

    def job(work: Work) -> list[Outgoing]:
        planted.opened(work)
        case = update(Case).where(Case.id == planted.case)
        shown: list[Outgoing] = []
        for changes in ({"attention": "overdue", "attention_at": work.now}, {"attention": None}):
            work.session.execute(case.values(**changes))
            work.session.expire_all()
            chat = chat_of(planted.acting(work, planted.there["limin"]), "zh")
            screens = [board.desk(chat, page) for page in range(3)]
            lists = ("untaken", "today")
            screens += [board.desk_list(chat, name, page) for name in lists for page in range(3)]
            shown += [outgoing for screen in screens for outgoing in _shown(screen)]
        return shown

    shown = planted.there.tries(CLOCK, job)
    assert "暖气不热" in "\n".join(words_in(shown))
    hold(shown, *WHO, *WHERE, *WEAKNESS)


def test_a_list_of_people_who_wait_to_speak_shows_no_door_phone_or_weakness(
    planted: Planted,
) -> None:
    def job(work: Work) -> list[Outgoing]:
        planted.opened(work)
        run(planted.acting(work, planted.there["tong"]), AskForPerson())
        group = planted.there.town.emergency.groups[0].id
        run(work, RaiseAlarm(group, WEAK, exact=True))
        chat = chat_of(planted.acting(work, planted.there["limin"]), "zh")
        screens = [board.desk(chat, page) for page in range(3)]
        return [outgoing for screen in screens for outgoing in _shown(screen)]

    shown = planted.there.tries(CLOCK, job)
    assert CALLED in "\n".join(words_in(shown))
    hold(shown, *WHERE, *WEAKNESS)


def test_news_about_an_alarm_and_a_call_carry_no_door_phone_or_weakness(
    small_town: SmallTown,
) -> None:
    there = Planted(small_town, for_other=False)

    def job(work: Work) -> list[Outgoing]:
        ended = AlarmOver(small_town["answered_alarm"])
        shown = there.said_to(work, "zhoumin", AlarmTaken(small_town["answered_alarm"]))
        shown += there.said_to(work, "limin", CallNeeded(small_town["call"]))
        shown += there.said_to(work, "zhoumin", CallNeeded(small_town["call"], knock=True))
        run(there.acting(work, small_town["limin"]), EndAlarm(small_town["answered_alarm"]))
        return shown + there.said_to(work, "zhoumin", ended)

    hold(small_town.tries(CLOCK, job), "401", "0021", "2 单元", "unit 2", "厨房", "老关")


def test_what_waits_in_the_outbox_the_story_and_the_audit_is_ids(planted: Planted) -> None:
    """Tellings are put into words when they are sent: until then nothing of anybody stands there."""

    def job(work: Work) -> list[str]:
        planted.opened(work)
        planted.taken_by_zhao(work)
        run(planted.acting(work, planted.there["tong"]), CancelCase(planted.case))
        work.session.flush()
        columns = (OutboxRow.key, OutboxRow.message, OutboxRow.args, OutboxRow.body)
        rows = [tuple(row) for row in work.session.execute(select(*columns))]
        rows += [(row,) for row in work.session.scalars(select(CaseEvent.args))]
        rows += [(row,) for row in work.session.scalars(select(AuditLine.about))]
        rows += [(row,) for row in work.session.scalars(select(Offer.why))]
        return [str(row) for row in rows]

    stored = planted.there.tries(CLOCK, job)
    assert len(stored) > 20
    hidden = (*WHO, ADDRESS, PHONE, DOOR, WEAK)
    assert not [row for row in stored if any(word in row for word in hidden)]
