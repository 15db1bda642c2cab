"""Alarms ring at the desk: the same people as in tests/duty."""

from tests.duty.conftest import elsewhere, furniture, here, li, stranger, wang, zhou

__all__ = ["elsewhere", "furniture", "here", "li", "stranger", "wang", "zhou"]
