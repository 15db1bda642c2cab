"""What one test's engines have compiled, the next test's need not compile again.

SQLAlchemy keeps compiled statements by engine, and every test opens engines of its own: half of a
short test would be spent on statements that the test before it had ready. So all engines of one
kind of database here share the dialect and the statements of the first.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy
from sqlalchemy import Engine

from models.store import urls

ENOUGH = 5000

_first: dict[str, Engine] = {}


def share() -> None:
    """From now on."""
    setattr(urls, "create_engine", _create_engine)  # noqa: B010 - a name it does not give out


def _create_engine(url: Any, **options: Any) -> Engine:
    engine = sqlalchemy.create_engine(url, query_cache_size=ENOUGH, **options)
    first = _first.setdefault(engine.dialect.name, engine)
    if first is not engine and first.dialect.server_version_info is not None:
        engine.dialect = first.dialect
        engine.pool._dialect = first.dialect
        engine._compiled_cache = first._compiled_cache
    elif first is not engine:  # the first has not connected yet, and knows nothing of its server
        _first[engine.dialect.name] = engine
    return engine
