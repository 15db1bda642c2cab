"""Looks for words everywhere they could still be: in every column of every table, opened; and byte
by byte in every file. It is told nothing about where to look."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.tables import metadata
from tests.erasing.columns import is_text
from tests.erasing.planting import encodings


def in_columns(session: Session, words: Collection[str]) -> Iterator[tuple[str, str]]:
    """(table.column, word) for each word that is found, sealed or not."""
    for table in metadata.sorted_tables:
        columns = [column for column in table.columns if is_text(column)]
        for row in session.execute(select(*columns)) if columns else ():
            for column, value in zip(columns, row, strict=True):
                text = as_text(value)
                yield from ((f"{table.name}.{column.name}", word) for word in words if word in text)


def as_text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def in_files(folder: Path, words: Collection[str | bytes]) -> Iterator[tuple[str, str]]:
    """(file, word) for each word found in any file below ``folder``, in whatever form. Bytes are
    looked for as they are."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        content = path.read_bytes()
        for word in words:
            forms = [word] if isinstance(word, bytes) else encodings(word)
            if any(form in content for form in forms):
                yield path.name, repr(word[:40])
