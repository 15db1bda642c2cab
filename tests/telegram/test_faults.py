"""What the platform's answers mean: for one chat, for the whole bot, or for nobody."""

from __future__ import annotations

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
    TimedOut,
)

from bot.channels.base import Gone, Refused, RetryLater
from bot.channels.telegram.faults import REVOKED_REST, translate
from bot.channels.telegram.pulse import A_ROW, LONGEST, Pulse
from bot.channels.telegram.request import TooMany


@pytest.mark.parametrize(
    ("error", "means"),
    [
        (Forbidden("Forbidden: bot was blocked by the user"), Gone),
        (Forbidden("Forbidden: user is deactivated"), Gone),
        (ChatMigrated(-100), Gone),
        (BadRequest("Bad Request: chat not found"), Gone),
        (BadRequest("Bad Request: PEER_ID_INVALID"), Gone),
        (BadRequest("Bad Request: message is too long"), Refused),
        (BadRequest("Bad Request: BUTTON_DATA_INVALID"), Refused),
        (Conflict("Conflict"), Refused),
        (TelegramError("anything"), Refused),
        (TimedOut(), TimeoutError),
        (NetworkError("Bad Gateway"), TimeoutError),
        (InvalidToken("Unauthorized"), RetryLater),
    ],
)
def test_an_error_is_one_of_the_faults_the_outbox_knows(
    error: TelegramError, means: type[Exception]
) -> None:
    assert type(translate(error, "7", Pulse())) is means


def test_one_flooded_chat_waits_alone() -> None:
    wish = translate(TooMany(4), "7", Pulse())
    assert isinstance(wish, RetryLater)
    assert (wish.seconds, wish.everyone) == (4, False)


def test_when_nothing_but_429_comes_back_the_whole_bot_waits() -> None:
    pulse = Pulse()
    wishes = [translate(TooMany(4), str(chat), pulse) for chat in range(A_ROW)]
    assert [wish.everyone for wish in wishes if isinstance(wish, RetryLater)] == [
        False,
        False,
        True,
    ]


def test_a_call_that_passes_in_between_shows_that_it_was_the_chat() -> None:
    pulse = Pulse()
    for chat in range(20):
        wish = translate(TooMany(1), str(chat), pulse)
        assert isinstance(wish, RetryLater)
        assert not wish.everyone
        pulse.answered()


def test_while_the_platform_is_away_everybody_waits_and_no_try_is_used_up() -> None:
    pulse, now = Pulse(), 0.0
    rests = []
    for _ in range(10):
        faults = [translate(pulse.silent(now, now), str(chat), pulse) for chat in range(A_ROW)]
        assert [type(one) for one in faults[:-1]] == [TimeoutError] * (A_ROW - 1)
        assert isinstance(faults[-1], RetryLater)
        assert faults[-1].everyone
        rests.append(faults[-1].seconds)
        now += faults[-1].seconds + 1.0
    assert rests[:6] == [1.0, 2.0, 4.0, 8.0, 16.0, LONGEST]
    assert not pulse.up
    pulse.answered()
    assert pulse.up


def test_calls_that_were_out_when_the_rest_began_do_not_make_it_longer() -> None:
    pulse = Pulse()
    for _ in range(A_ROW):
        pulse.silent(0.0, 10.0)
    late = [pulse.silent(9.0, 10.2).rest for _ in range(60)]
    assert max(late) <= 1.0
    assert pulse.silent(12.0, 13.0).rest == 0.0


def test_a_refused_token_is_no_reason_to_give_a_message_up() -> None:
    pulse = Pulse()
    pulse.revoked()
    wish = translate(InvalidToken("Unauthorized"), "7", pulse)
    assert isinstance(wish, RetryLater)
    assert (wish.seconds, wish.everyone) == (REVOKED_REST, True)
    assert not pulse.up
