"""Database URLs as people write them, made into engines."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError

from models.base import dumps
from models.store.faults import BadDatabaseUrl


def parse_url(url: str) -> URL:
    """``sqlite:///file`` and ``postgresql://…`` with the driver we use; else ``BadDatabaseUrl``."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise BadDatabaseUrl from None
    match parsed.get_backend_name():
        case "sqlite" if parsed.database and parsed.database != ":memory:":
            return parsed.set(drivername="sqlite")
        case "postgresql" | "postgres":
            return parsed.set(drivername="postgresql+psycopg")
        case _:
            raise BadDatabaseUrl


def sqlite_file(url: URL) -> Path:
    return Path(url.database or "")


def engine_for(url: URL | str, creator: Callable[[], Any] | None = None, **options: Any) -> Engine:
    """An engine that never puts values into error messages and stores compact JSON."""
    if creator is not None:
        options["creator"] = creator
    return create_engine(
        url, hide_parameters=True, json_serializer=dumps, json_deserializer=json.loads, **options
    )
