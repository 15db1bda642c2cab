"""Alarms ring at the desk: the same people as in tests/duty."""

from tests.duty.conftest import elsewhere, here, li, stranger, wang, zhou

__all__ = ["elsewhere", "here", "li", "stranger", "wang", "zhou"]
