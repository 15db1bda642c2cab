"""Figures: a long proof prints them, a short one keeps them for whoever looks (``-rP``)."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest


@pytest.fixture
def tell(
    request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> Callable[[str], None]:
    def say(lines: str) -> None:
        if request.node.get_closest_marker("prove") is None:
            sys.stdout.write(f"{lines}\n")
            return
        with capsys.disabled():
            sys.stdout.write(f"\n{lines}\n")

    return say
