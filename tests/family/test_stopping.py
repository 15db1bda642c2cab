"""不用她办了: what ends it, however politely, and what means something else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.family.stopping import ends_proxy

POLITE = ("", "请", "麻烦您", "以后", "往后", "我说，", "哎，")
AFTER = ("", "。", "吧", "，谢谢", "，谢谢您", "，麻烦了", "啊", "，行吗？")


@pytest.mark.parametrize(
    "words",
    [
        "不用她办了", "不用他办了", "停止代办", "不用闺女替我办了", "不让她办了", "不想让她替我办事了",
        "别让她替我办了", "都不用替我办了", "不用代办了", "取消代办", "她不用替我办了", "不用她再替我办了",
        "把她的代办停了", "停掉代办", "甭让他办了", "不要儿子替我办事儿了", "不用家里人办了",
        "stop acting for me", "Please stop acting for me.", "Don't let her act for me any more",
        "I no longer want him to do things for me", "she no longer acts for me",
    ],
)  # fmt: skip
def test_this_ends_it(words: str) -> None:
    assert ends_proxy(words)


@pytest.mark.parametrize("before", POLITE)
@pytest.mark.parametrize("after", AFTER)
def test_however_politely(before: str, after: str) -> None:
    assert ends_proxy(f"{before}不用她办了{after}")


@pytest.mark.parametrize(
    "words",
    [
        "不办了", "不用了", "不用办了", "不用来了", "不用现在办了", "不用着急办了", "不用他来了", "她办了没有",
        "她替我办了", "不用她办吗", "我闺女替我办好不好", "停水", "停电了", "代办", "替我办", "暖气不热",
        "不用她办了的话我找谁", "stop", "please act for me", "don't stop acting for me", "办事",
        "", "。。。", "不用李芳办了",
    ],
)  # fmt: skip
def test_this_means_something_else(words: str) -> None:
    assert not ends_proxy(words)


def test_a_name_counts_if_it_is_theirs() -> None:
    assert ends_proxy("不用李芳办了，谢谢", {"李芳"})
    assert not ends_proxy("不用李芳办了，谢谢", {"李强"})


@given(st.text(max_size=60))
def test_nothing_anybody_types_takes_long_or_fails(words: str) -> None:
    assert ends_proxy(words) in (True, False)


def test_a_long_row_of_polite_words_is_read_at_once() -> None:
    assert not ends_proxy("请麻烦我想" * 8)
    assert not ends_proxy("不用" + "我" * 38)
