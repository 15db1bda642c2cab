"""What every channel promises, as tests: subclass ``ChannelContract`` and say how to hold the phone.

    class TestMyChannel(ChannelContract):
        @pytest.fixture
        async def phone(self) -> AsyncIterator[PhoneInHand]: ...

The suite asks the phone what its owner can read, never the channel what it believes to have sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import pytest

from bot.channels.base import Channel, ChannelFault, Gone, Refused, RetryLater
from bot.dialogue.messages import Option, Outgoing


@dataclass(frozen=True, slots=True)
class Read:
    """A message as its reader sees it: the words, and the labels that can be tapped, in order."""

    id: str
    text: str
    labels: tuple[str, ...] = ()


class PhoneInHand(Protocol):
    """One account of the channel under test."""

    channel: Channel
    address: str

    async def reads(self) -> Sequence[Read]:
        """The messages on the phone now, oldest first, without those withdrawn."""
        ...

    async def picture(self) -> int | None:
        """An attachment id the channel can show; None where it shows no photos."""
        ...

    async def file(self, content: bytes) -> str:
        """Send a file from the phone; the reference that the core gets of it."""
        ...

    async def fail(self, fault: ChannelFault) -> bool:
        """Let the platform answer the next send with this fault. False if it never does."""
        ...


HOSTILE = (
    "<b>王姨</b> <script>alert(1)</script> &amp; &lt;",
    "*粗* _斜_ [链接](https://example.org) `code` ~删~ # 题 > 引",
    "👨‍👩‍👧‍👦 👍🏽 🇨🇳 1️⃣",
    "=HYPERLINK(1) {name} %s %(x)s \\n \\u0041",
    "مرحبا שלום \u200fعربي\u200e abc",
    "第一行\n第二行\n\n第四行",
)


def words(*lines: str, options: tuple[Option, ...] = ()) -> Outgoing:
    return Outgoing(lines, options)


SIX = tuple(Option(f"第 {n} 样", f"a1.1.o{n}", n) for n in range(1, 7))
QUIET = (
    Option("返回", "b1.1", 0, "small"),
    Option("不办了", "x1.1", None, "small"),
    Option("找人说话", "g.person", None, "small"),
)


class ChannelContract:
    """The tests. ``phone`` is a fixture of the subclass."""

    async def test_a_sent_message_is_shown_under_the_id_that_was_returned(
        self, phone: PhoneInHand
    ) -> None:
        shown = await phone.channel.send(phone.address, words("您好"), key="1")
        assert [(one.id, one.text) for one in await phone.reads()] == [(shown, "您好")]

    async def test_messages_stay_in_the_order_they_were_sent(self, phone: PhoneInHand) -> None:
        for number in range(5):
            await phone.channel.send(phone.address, words(f"第{number}句"), key=f"{number}")
        assert [one.text for one in await phone.reads()] == [f"第{n}句" for n in range(5)]

    @pytest.mark.parametrize("text", HOSTILE)
    async def test_what_people_write_is_shown_as_they_wrote_it(
        self, phone: PhoneInHand, text: str
    ) -> None:
        await phone.channel.send(phone.address, words(text), key="1")
        assert [one.text for one in await phone.reads()] == [text]

    async def test_the_longest_text_is_shown_completely(self, phone: PhoneInHand) -> None:
        text = ("长" * (phone.channel.abilities.max_text - 1)) + "尾"
        await phone.channel.send(phone.address, words(text), key="1")
        assert "".join(one.text for one in await phone.reads()) == text

    async def test_several_lines_are_several_lines(self, phone: PhoneInHand) -> None:
        await phone.channel.send(phone.address, words("一", "二", "三"), key="1")
        assert [one.text for one in await phone.reads()] == ["一\n二\n三"]

    async def test_six_choices_and_the_quiet_row_can_all_be_tapped(
        self, phone: PhoneInHand
    ) -> None:
        await phone.channel.send(phone.address, words("哪样事？", options=SIX + QUIET), key="1")
        [shown] = await phone.reads()
        for option in SIX + QUIET:
            assert sum(option.label in label for label in shown.labels) == 1
        assert len(shown.labels) == 9

    async def test_hostile_labels_are_shown_as_they_are(self, phone: PhoneInHand) -> None:
        options = tuple(Option(text[:40], f"t.x.{n}", n) for n, text in enumerate(HOSTILE[:4], 1))
        await phone.channel.send(phone.address, words("？", options=options), key="1")
        [shown] = await phone.reads()
        for option, label in zip(options, shown.labels, strict=True):
            assert option.label in label

    async def test_a_repeated_key_is_no_fault_and_shows_at_most_once_where_it_can(
        self, phone: PhoneInHand
    ) -> None:
        await phone.channel.send(phone.address, words("您好"), key="7")
        await phone.channel.send(phone.address, words("您好"), key="7")
        assert len(await phone.reads()) == self.shown_when_repeated

    shown_when_repeated = 1
    """2 for a platform that cannot recognise a repeated key."""

    async def test_an_edit_replaces_text_and_buttons(self, phone: PhoneInHand) -> None:
        if not phone.channel.abilities.edit:
            pytest.skip("this channel cannot edit")
        shown = await phone.channel.send(phone.address, words("一", options=SIX), key="1")
        await phone.channel.edit(phone.address, shown, words("二", options=QUIET))
        [read] = await phone.reads()
        assert (read.id, read.text) == (shown, "二")
        assert len(read.labels) == len(QUIET)

    async def test_taking_buttons_off_leaves_the_text(self, phone: PhoneInHand) -> None:
        shown = await phone.channel.send(phone.address, words("一", options=SIX), key="1")
        await phone.channel.take_off_buttons(phone.address, shown)
        await phone.channel.take_off_buttons(phone.address, shown)
        [read] = await phone.reads()
        assert (read.text, read.labels) == ("一", ())

    async def test_a_withdrawn_message_is_gone_and_the_others_stay(
        self, phone: PhoneInHand
    ) -> None:
        if not phone.channel.abilities.withdraw:
            pytest.skip("this channel cannot withdraw")
        first = await phone.channel.send(phone.address, words("门牌"), key="1")
        await phone.channel.send(phone.address, words("别的"), key="2")
        await phone.channel.withdraw(phone.address, first, language="zh")
        await phone.channel.withdraw(phone.address, first, language="zh")
        assert [one.text for one in await phone.reads()] == ["别的"]

    async def test_a_message_that_is_not_there_is_no_fault(self, phone: PhoneInHand) -> None:
        await phone.channel.take_off_buttons(phone.address, "987654321")
        await phone.channel.withdraw(phone.address, "987654321", language="en")

    async def test_a_picture_goes_with_its_words(self, phone: PhoneInHand) -> None:
        picture = await phone.picture()
        if picture is None:
            pytest.skip("this channel shows no photos")
        message = Outgoing(("照片",), photos=(picture,))
        await phone.channel.send(phone.address, message, key="1")
        assert "照片" in "".join(one.text for one in await phone.reads())

    @pytest.mark.parametrize("size", [0, 1, 700_000])
    async def test_a_file_comes_out_as_it_was_sent(self, phone: PhoneInHand, size: int) -> None:
        content = b"PK\x03\x04" + bytes(range(256)) * (size // 256)
        assert await phone.channel.fetch(await phone.file(content)) == content

    async def test_a_file_that_is_not_there_any_more_is_a_lookup_error(
        self, phone: PhoneInHand
    ) -> None:
        with pytest.raises(LookupError):
            await phone.channel.fetch("987654321")

    @pytest.mark.parametrize(
        "fault", [Gone(), RetryLater(3), Refused()], ids=lambda f: type(f).__name__
    )
    async def test_the_faults_of_the_platform_arrive_as_our_faults(
        self, phone: PhoneInHand, fault: ChannelFault
    ) -> None:
        if not await phone.fail(fault):
            pytest.skip("this platform never answers so")
        with pytest.raises(type(fault)):
            await phone.channel.send(phone.address, words("您好"), key="1")
        assert await phone.reads() == []
