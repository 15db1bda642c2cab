"""Telegram keeps the contract of all channels; read as it stands on a phone at a fake Bot API."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

import pytest

from bot.channels.base import ChannelFault, Gone, Refused, RetryLater
from bot.channels.telegram.api import Api
from bot.channels.telegram.channel import Telegram
from bot.channels.telegram.texts import TAKEN_BACK
from bot.channels.telegram.waiting import Waiting
from bot.dialogue.messages import Outgoing
from bot.dialogue.say import say
from tests.botapi import FakeBotApi, Person
from tests.channels.contract import ChannelContract, Read, words

JPEG = bytes.fromhex("ffd8ffe000104a464946000101000001000100 00ffd9".replace(" ", ""))
WITHDRAWN = {say(TAKEN_BACK, "zh"), say(TAKEN_BACK, "en")}


class _Phone:
    """``address`` is the number of a private chat with the bot."""

    def __init__(self, telegram: FakeBotApi, api: Api) -> None:
        self.telegram = telegram
        self.person: Person = telegram.person(4711)
        self.person.chat.state = "open"
        self.address = str(self.person.id)
        self.waiting = Waiting()
        self.channel = Telegram(
            api,
            pictures=self._picture,
            base_url="https://doorstep.example",
            waiting=self.waiting,
        )

    async def _picture(self, _address: str, photo_id: int) -> bytes | None:
        return JPEG if photo_id < 100 else None

    async def reads(self) -> Sequence[Read]:
        """The parts of a long text are one message; what was taken back says so and is no more."""
        shown: list[Read] = []
        for one in self.person.shown:
            text = one.text or one.caption
            if text in WITHDRAWN:
                continue
            shown.append(Read(str(one.id), text, tuple(one.labels)))
        return shown

    async def picture(self) -> int | None:
        return 1

    async def file(self, content: bytes) -> str:
        return str(self.telegram.files.file(content)["file_id"])

    async def fail(self, fault: ChannelFault) -> bool:
        if isinstance(fault, Gone):
            self.person.chat.state = "blocked"
        elif isinstance(fault, RetryLater):
            self.telegram.fail("sendMessage", retry_after=int(fault.seconds))
        else:
            self.telegram.fail("sendMessage", status=400, description="Bad Request: no")
        return True


@pytest.fixture
async def phone() -> AsyncIterator[_Phone]:
    async with FakeBotApi() as telegram:
        api = Api(telegram.token, base=telegram.url)
        yield _Phone(telegram, api)
        await api.close()


class TestTelegram(ChannelContract):
    shown_when_repeated = 2

    @pytest.fixture
    def phone(self, phone: _Phone) -> _Phone:
        return phone


# -- what only Telegram has ------------------------------------------------------------------------
async def test_a_message_beyond_the_limit_comes_in_parts_and_can_be_taken_back_whole(
    phone: _Phone,
) -> None:
    long = "一句话到这儿。" * 800
    shown = await phone.channel.send(phone.address, words(long), key="1")
    assert len(await phone.reads()) > 1
    assert "".join(one.text for one in await phone.reads()) == long
    await phone.channel.withdraw(phone.address, shown, language="zh")
    assert await phone.reads() == []


async def test_pictures_come_first_and_are_deleted_when_they_are_taken_back(phone: _Phone) -> None:
    shown = await phone.channel.send(phone.address, Outgoing(("看这两张",), photos=(1, 2)), key="1")
    assert [bool(one.photo) for one in phone.person.shown] == [True, True, False]
    assert phone.telegram.counted["sendMediaGroup"] == 1
    await phone.channel.withdraw(phone.address, shown, language="zh")
    assert [one.text for one in phone.person.shown] == [say(TAKEN_BACK, "zh")]


async def test_a_picture_too_old_to_be_deleted_is_painted_over(phone: _Phone) -> None:
    shown = await phone.channel.send(phone.address, Outgoing(("看",), photos=(1,)), key="1")
    before = phone.person.shown[0].photo
    phone.telegram.fail(
        "deleteMessage",
        status=400,
        description="Bad Request: message can't be deleted for everyone",
    )
    await phone.channel.withdraw(phone.address, shown, language="en")
    [picture, text] = phone.person.shown
    assert picture.photo not in (None, before)
    assert text.text == say(TAKEN_BACK, "en")


async def test_a_picture_that_may_not_be_seen_is_left_out(phone: _Phone) -> None:
    await phone.channel.send(phone.address, Outgoing(("看",), photos=(100,)), key="1")
    assert [(one.text, one.photo) for one in phone.person.shown] == [("看", None)]


async def test_a_message_that_broke_off_goes_on_where_it_stopped(phone: _Phone) -> None:
    message = Outgoing(("看",), photos=(1,))
    phone.telegram.fail("sendMessage", retry_after=2)
    with pytest.raises(RetryLater):
        await phone.channel.send(phone.address, message, key="1")
    await phone.channel.send(phone.address, message, key="1")
    assert [bool(one.photo) for one in phone.person.shown] == [True, False]


async def test_an_edit_to_the_same_words_is_no_fault(phone: _Phone) -> None:
    shown = await phone.channel.send(phone.address, words("一"), key="1")
    await phone.channel.edit(phone.address, shown, words("一"))


async def test_what_cannot_be_edited_in_place_says_so_and_is_sent_anew(phone: _Phone) -> None:
    shown = await phone.channel.send(phone.address, Outgoing(("看",), photos=(1,)), key="1")
    with pytest.raises(Refused):
        await phone.channel.edit(phone.address, shown, words("二"))
    with pytest.raises(Refused):
        await phone.channel.edit(phone.address, "no id of ours", words("二"))


async def test_a_link_to_scan_comes_as_a_picture_before_the_words(phone: _Phone) -> None:
    await phone.channel.send(phone.address, Outgoing(("扫一扫",), code="/in/abc"), key="1")
    [picture, text] = phone.person.shown
    assert picture.photo is not None
    assert text.text == "扫一扫"


async def test_what_was_said_elsewhere_too_makes_no_sound(phone: _Phone) -> None:
    await phone.channel.send(phone.address, Outgoing(("一",), quiet=True), key="1")
    assert phone.telegram.calls[-1].fields.parsed("disable_notification") is True


async def test_links_are_never_opened_by_the_platform(phone: _Phone) -> None:
    await phone.channel.send(phone.address, words("看 https://doorstep.example/in/x"), key="1")
    assert phone.telegram.calls[-1].fields.parsed("link_preview_options") == {"is_disabled": True}


async def test_no_answer_is_not_taken_for_an_answer(phone: _Phone) -> None:
    phone.telegram.fail("sendMessage", reset=True)
    with pytest.raises(TimeoutError):
        await phone.channel.send(phone.address, words("一"), key="1")
    phone.telegram.fail("sendMessage", status=502)
    with pytest.raises(TimeoutError):
        await phone.channel.send(phone.address, words("一"), key="1")


async def test_a_picture_somebody_sent_is_fetched_and_one_that_is_gone_is_missing(
    phone: _Phone,
) -> None:
    await phone.person.photo(JPEG)
    sizes = phone.person.everything[-1].raw()["photo"]
    assert await phone.channel.fetch(sizes[-1]["file_id"]) == JPEG
    with pytest.raises(LookupError):
        await phone.channel.fetch("no such file")
