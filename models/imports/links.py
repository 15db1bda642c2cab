"""Links to tables that are made when they are asked for: short-lived, for one person's browser.

Like the link to one's own data it opens nothing by itself: whoever comes must be signed in as the
one it was made for, and what they may have is decided once more then.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, cast, get_args

from models import keys

Table = Literal["bad", "good", "people", "empty"]
"""The refused rows of a list, the others, an export, a template."""
LASTS = timedelta(minutes=30)
_PURPOSE = "table"
_FORM = re.compile(r"([a-z]{1,8})\.(\d{1,18})\.(\d{1,18})\.(\d{1,12})\.([a-z0-9_]{0,40})")
_MARK = 22


@dataclass(frozen=True, slots=True)
class TableLink:
    """``about`` is the import's id, or that of the export's note; ``what`` the kind of list of a
    template."""

    table: Table
    by_id: int
    about: int = 0
    what: str = ""


def table_path(link: TableLink, now: datetime) -> str:
    """The path, good for half an hour of the town clock."""
    until = int((now + LASTS).timestamp())
    body = f"{link.table}.{link.about}.{link.by_id}.{until}.{link.what}"
    return f"/table/{body}-{keys.current().mark(body, _PURPOSE)}"


def read_table_link(token: str, now: datetime) -> TableLink | None:
    """None for anything that we did not make, or whose time is over."""
    body, dash, mark = token[: -_MARK - 1], token[-_MARK - 1 : -_MARK], token[-_MARK:]
    form = _FORM.fullmatch(body) if token.isascii() else None
    if form is None or dash != "-" or not keys.current().marks(body, mark, _PURPOSE):
        return None
    table, about, by_id, until, what = form.groups()
    if table not in get_args(Table) or now >= datetime.fromtimestamp(int(until), UTC):
        return None
    return TableLink(cast("Table", table), int(by_id), int(about), what)
