"""The small town of the permission tests: every test undoes what it tries."""

from tests.permissions.conftest import small_town

__all__ = ["small_town"]
