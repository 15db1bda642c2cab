"""How it reads where a channel hides something: what is said instead, the link, and that nothing one
can do is lost. That nothing leaks is looked at in ``test_hiding``.
"""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select, update

from bot.dialogue.engine import Engine, Lease
from bot.dialogue.messages import Incoming, Outgoing
from bot.dialogue.say import NOTHING
from bot.dialogue.screen import Screen
from bot.platforms import hidden_on
from bot.settings import load_settings
from handlers.help.asking import for_whom, how_to_reach
from models.alarms.messages import AlarmRaised
from models.clocks import TownClock
from models.help.messages import HelperFound
from models.help.tables import Case
from models.register.tables import Account, Person
from models.tasks.messages import TaskAdded, TaskYours
from models.work import Work
from tests.permissions.town import SmallTown
from tests.words.planting import BY_DEFAULT, CALLED, DOOR, EVERYTHING, PHONE, WORDS, leaks, plant
from tests.words.screens import BOOK, chat_of, faults, in_both, say_of, screens_in
from tests.words.tapping import Tapping
from tests.words.tellings import TELLINGS

BOTH = pytest.mark.parametrize("hides", [BY_DEFAULT, EVERYTHING], ids=["by default", "everything"])


def all_of(message: Outgoing) -> str:
    labels = "\n".join(option.label + " " + option.url for option in message.options)
    return f"{message.speaker}\n{message.text}\n{labels}"


@BOTH
@pytest.mark.parametrize("number", range(len(TELLINGS)))
def test_what_is_said_instead_reads_well(
    small_town: SmallTown, number: int, hides: frozenset[str]
) -> None:
    one = TELLINGS[number]

    def job(work: Work) -> list[str]:
        one.before(small_town, work)
        screen = say_of(work, one.make(small_town), hides)
        assert screen is not None
        return faults(screen, work, hides=hides)

    assert small_town.tries(one.to, job) == []


def test_the_same_buttons_stand_there_but_for_phones_and_the_way_to_see_it_all(
    small_town: SmallTown,
) -> None:
    """Nothing that can be done is lost by hiding."""

    def lost(screen: Screen) -> list[str]:
        (_zh, whole), _en = in_both(screen)
        (_zh, hidden), _en = in_both(screen, EVERYTHING)
        taps = [[one.tap for one in shown.options if one.tap] for shown in (whole, hidden)]
        return [whole.text] if taps[0] != taps[1] else []

    def job(work: Work) -> list[str]:
        return Tapping(small_town, "coordinator", EVERYTHING).walk(work, lost)[0]

    assert small_town.tries("coordinator", job) == []


@pytest.mark.parametrize("who", ["taker", "coordinator", "asker"])
def test_links_are_made_only_where_something_is_hidden(small_town: SmallTown, who: str) -> None:
    def made(screen: Screen) -> list[str]:
        return [screen.details_at] if screen.details_at else []

    assert not small_town.tries(who, lambda work: Tapping(small_town, who).walk(work, made)[0])


# -- the one who goes --------------------------------------------------------------------------------
def _the_task(there: SmallTown, hides: frozenset[str]) -> list[Outgoing]:
    def job(work: Work) -> list[Outgoing]:
        plant(work, for_other=False)
        screen = say_of(work, TaskYours(there["taken_offer"]), hides)
        assert screen is not None
        return [message for _language, message in in_both(screen, hides)]

    return there.tries("taker", job)


def test_who_goes_reads_who_and_the_word_and_one_link_to_door_and_phone(
    small_town: SmallTown,
) -> None:
    zh, en = _the_task(small_town, BY_DEFAULT)
    assert re.search(f"{CALLED}，〔门牌在网页上〕，〔电话在网页上〕", zh.text)
    assert re.search(rf"{CALLED}, \[door: on the web\], \[phone: on the web\]", en.text)
    assert "暗号【" in zh.text
    for message, label in ((zh, "看门牌和电话"), (en, "See the door and phone")):
        links = [option for option in message.options if option.url]
        assert [(link.label, link.number) for link in links] == [(label, None)]
        assert links[0].url.startswith("/in/s-")


def test_where_everything_is_hidden_the_link_shows_all_of_it(small_town: SmallTown) -> None:
    zh, _en = _the_task(small_town, EVERYTHING)
    assert [option.label for option in zh.options if option.url] == ["在网页上看全"]
    assert "〔姓名在网页上〕" in zh.text
    assert not zh.photos


def test_where_nothing_is_hidden_there_is_no_link_but_the_phone(small_town: SmallTown) -> None:
    zh, _en = _the_task(small_town, NOTHING)
    assert [option.url[:4] for option in zh.options if option.url] == ["tel:"]


def test_where_nothing_of_a_screen_is_hidden_there_is_no_link(small_town: SmallTown) -> None:
    def job(work: Work) -> list[str]:
        screen = say_of(work, TaskAdded(small_town["taken_offer"]), BY_DEFAULT)
        assert screen is not None
        assert screen.details_at
        shown = [message for _language, message in in_both(screen, BY_DEFAULT)]
        return [option.url for message in shown for option in message.options if option.url]

    assert small_town.tries("taker", job) == []


@pytest.mark.parametrize("kind", range(11))
def test_what_was_typed_into_a_form_of_any_kind_is_hidden_too(
    small_town: SmallTown, kind: int
) -> None:
    chosen = small_town.town.kinds[kind]
    answers = {field.id: WORDS for field in chosen.fields if not field.options}

    def looked_at(screen: Screen) -> list[str]:
        shown = [message for _language, message in in_both(screen, EVERYTHING)]
        return [leak for message in shown for leak in leaks(message, EVERYTHING)]

    def job(work: Work) -> list[str]:
        plant(work, for_other=False)
        for case in work.session.scalars(select(Case)):
            case.kind, case.details = chosen.id, {"answers": answers, "words": ""}
        work.session.flush()
        work.session.expire_all()
        found = []
        for who in ("taker", "coordinator", "asker"):
            work.actor = small_town.who(who)
            found += Tapping(small_town, who, EVERYTHING).walk(work, looked_at)[0]
        return found

    assert small_town.tries("taker", job) == []


# -- what is kept about me ---------------------------------------------------------------------------
def test_what_is_kept_about_me_is_hidden_like_everybodys(small_town: SmallTown) -> None:
    me = "我姓欧阳"

    def job(work: Work) -> list[str]:
        plant(work, for_other=False)
        mine = update(Person).where(Person.id == work.actor.person_id)
        work.session.execute(mine.values(name=me, called=me))
        work.session.expire_all()
        chat = chat_of(work, "zh", hides=EVERYTHING)
        kept = tuple(screens_in(BOOK.taps["about_me"].run(chat)))
        summary = Screen((*for_whom(chat, None), how_to_reach(chat)))
        return [
            all_of(message)
            for hides in (NOTHING, EVERYTHING)
            for screen in (*kept, summary)
            for _language, message in in_both(screen, hides)
        ]

    texts = small_town.tries("asker", job)
    half = len(texts) // 2
    shown, hidden = "\n".join(texts[:half]), "\n".join(texts[half:])
    for word in (me, DOOR, PHONE[-4:]):
        assert word in shown
        assert word not in hidden


# -- an alarm ----------------------------------------------------------------------------------------
def test_an_alarm_still_says_which_way_to_run_and_whom_to_call(small_town: SmallTown) -> None:
    def job(work: Work) -> list[Outgoing]:
        plant(work, for_other=False)
        screen = say_of(work, AlarmRaised(small_town["alarm"]), EVERYTHING)
        assert screen is not None
        return [message for _language, message in in_both(screen, EVERYTHING)]

    zh, en = small_town.tries("coordinator", job)
    assert "88 号楼，〔门牌在网页上〕" in zh.text
    for message in (zh, en):
        urls = [option.url for option in message.options if option.url]
        assert "tel:120" in urls
        assert [url[:5] for url in urls if not url.startswith("tel:")] == ["/in/s"]


# -- who decides -------------------------------------------------------------------------------------
def test_one_telling_reads_as_each_of_a_persons_channels_may_show_it(
    small_town: SmallTown,
) -> None:
    engine = Engine(BOOK, TownClock(small_town.clock), {"telegram": frozenset({"name"})})
    told = HelperFound(small_town["taken_case"], small_town["taken_offer"])

    def job(work: Work) -> list[Outgoing | None]:
        accounts = (small_town["account"], small_town["other_account"])
        name, args = type(told).__name__, dict(told.args())
        return [engine.speak(work.session, account, name, args) for account in accounts]

    here, there = small_town.tries("asker", job)
    assert here is not None
    assert there is not None
    assert "赵师傅" in here.text
    assert "红色帮帮团的志愿者" in there.text
    assert "赵" not in there.text


@pytest.mark.parametrize("hides", [NOTHING, EVERYTHING], ids=["nothing", "everything"])
def test_what_is_hidden_stays_hidden_when_the_person_is_read_once_more(
    small_town: SmallTown, hides: frozenset[str]
) -> None:
    """After a command, here the choice of a language."""

    def job(work: Work) -> str:
        account = work.session.get_one(Account, small_town["account"])
        engine = Engine(BOOK, TownClock(small_town.clock), {account.channel: hides})
        typed = Incoming(account.channel, account.address, "u-hides", "text", text="English")
        taken = engine.take(work.session, typed, Lease("here", work.now))
        return "\n".join(outgoing.text for outgoing in taken.said)

    said = small_town.tries("asker", job)
    assert ("王姨" in said) == (not hides)


@pytest.mark.parametrize(
    ("shows", "hidden"),
    [("name,words,photos", BY_DEFAULT), ("none", EVERYTHING), ("name,door,phone,words,photos", NOTHING)],
)  # fmt: skip
def test_what_the_operator_does_not_show_is_hidden(shows: str, hidden: frozenset[str]) -> None:
    assert hidden_on(load_settings(None, telegram_shows=shows)) == {"telegram": hidden}
