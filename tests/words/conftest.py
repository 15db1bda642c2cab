"""The small town of the permission table: there is one thing of every sort to be told about."""

from tests.permissions.conftest import small_town

__all__ = ["small_town"]
