"""The memory channel keeps the contract of all channels, and acts as the owner of a phone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from bot.channels.base import Abilities, ChannelFault, RetryLater
from bot.channels.memory import MemoryChannel, NoSuchButton
from bot.dialogue.messages import Incoming, Option, Outgoing
from tests.channels.contract import ChannelContract, Read


class _Phone:
    def __init__(self) -> None:
        self.channel = MemoryChannel(run="t")
        self.address = "a"

    async def reads(self) -> Sequence[Read]:
        return [
            Read(shown.id, shown.text, tuple(option.label for option in shown.options))
            for shown in self.channel.phone(self.address).shown
        ]

    async def picture(self) -> int | None:
        return 1

    async def file(self, content: bytes) -> str:
        self.channel.files["f1"] = content
        return "f1"

    async def fail(self, fault: ChannelFault) -> bool:
        self.channel.fail(fault)
        return True


class TestMemoryChannel(ChannelContract):
    @pytest.fixture
    def phone(self) -> _Phone:
        return _Phone()


class _Heard:
    def __init__(self) -> None:
        self.all: list[Incoming] = []

    async def __call__(self, incoming: Incoming) -> None:
        self.all.append(incoming)


@pytest.fixture
def heard() -> _Heard:
    return _Heard()


@pytest.fixture
def channel(heard: _Heard) -> MemoryChannel:
    return MemoryChannel(intake=heard, run="t")


async def test_every_act_arrives_with_an_update_id_of_its_own(
    channel: MemoryChannel, heard: _Heard
) -> None:
    await channel.starts("a", "card")
    await channel.says("a", "您好")
    await channel.photo("a", b"one", b"two", caption="看", album="g")
    await channel.place("a", 42.97, 126.75)
    await channel.does("a", "sticker")
    await channel.file("a", b"table")
    await channel.file("a", b"", too_large=True)
    kinds = [(one.kind, one.text) for one in heard.all]
    assert kinds == [
        ("start", "card"),
        ("text", "您好"),
        ("photo", "看"),
        ("location", ""),
        ("sticker", ""),
        ("file", ""),
        ("file", ""),
    ]
    assert len({one.update_id for one in heard.all}) == 7
    assert await channel.fetch(heard.all[5].file) == b"table"
    assert [(one.file, one.too_large) for one in heard.all[6:]] == [("", True)]
    assert await channel.fetch(heard.all[2].photos[1]) == b"two"
    assert heard.all[3].place == (42.97, 126.75)


async def test_a_button_is_tapped_by_its_label_or_its_number(
    channel: MemoryChannel, heard: _Heard
) -> None:
    options = (Option("行", "t.yes", 1), Option("返回", "b1.1", 0, "small"))
    await channel.send("a", Outgoing(("行不行？",), options), key="1")
    await channel.taps("a", "行")
    await channel.taps("a", 0)
    assert [one.tap for one in heard.all] == ["t.yes", "b1.1"]


async def test_buttons_that_were_taken_off_cannot_be_tapped(channel: MemoryChannel) -> None:
    shown = await channel.send("a", Outgoing(("？",), (Option("行", "t.yes", 1),)), key="1")
    await channel.take_off_buttons("a", shown)
    with pytest.raises(NoSuchButton):
        await channel.taps("a", 1)


async def test_opening_the_page_reports_each_message_once(
    channel: MemoryChannel, heard: _Heard
) -> None:
    await channel.send("a", Outgoing(("一",)), key="11")
    assert [one.text for one in await channel.looks("a")] == ["一"]
    assert await channel.looks("a") == []
    assert [one.seen for one in heard.all] == [("11",)]


async def test_a_channel_that_cannot_tell_reports_nothing(heard: _Heard) -> None:
    mute = MemoryChannel("mute", Abilities(), intake=heard)
    await mute.send("a", Outgoing(("一",)), key="11")
    await mute.looks("a")
    assert heard.all == []


async def test_looking_shows_only_what_is_new(channel: MemoryChannel) -> None:
    await channel.send("a", Outgoing(("一",)), key="1")
    assert [one.text for one in channel.sees("a")] == ["一"]
    await channel.send("a", Outgoing(("二",)), key="2")
    assert [one.text for one in channel.sees("a")] == ["二"]
    assert channel.sees("a") == []


@pytest.mark.parametrize("lines", [(object(),), (float("nan"),)])
async def test_what_json_cannot_carry_does_not_pass(
    channel: MemoryChannel, lines: tuple[Any, ...]
) -> None:
    with pytest.raises((TypeError, ValueError)):
        await channel.send("a", Outgoing(lines), key="1")
    assert channel.sees("a") == []


async def test_a_fault_happens_as_often_as_told_and_only_where_told(
    channel: MemoryChannel,
) -> None:
    channel.fail(RetryLater(1), times=2, address="a")
    await channel.send("b", Outgoing(("一",)), key="1")
    for _ in range(2):
        with pytest.raises(RetryLater):
            await channel.send("a", Outgoing(("一",)), key="2")
    await channel.send("a", Outgoing(("一",)), key="2")
