"""The sheet for the stairwell and the page its code opens: reached by a link that nobody can guess.

Whoever has the link reads the notice, without signing in: it hangs in a stairwell. There is no name
in it but that of the place. It ends some days after the notice does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from models import keys
from models.notices.files import piece_ids
from models.notices.queries import goes_with
from models.notices.running import words_in
from models.notices.tables import Notice
from models.town.local import Local
from models.town.notices import NoticeKind
from models.work import Work

KEPT = timedelta(days=14)
"""Paper hangs longer than it should: until then the page says that it is over."""
_PURPOSE = "notice_page"
_FORM = re.compile(r"(\d{1,18})\.(\d{1,12})")
_MARK = 22


@dataclass(frozen=True, slots=True)
class PublicNotice:
    """What everybody may read of a notice. ``over``: only that it was."""

    kind: NoticeKind
    place: Local
    words: Local
    where: str
    link: str
    version: int
    over: bool
    token: str
    file_id: int | None = None
    """Of the PDF that goes with it."""


def file_path(notice_id: int, expires_at: datetime) -> str:
    """The PDF that goes with it."""
    return f"/notice/{notice_token(notice_id, expires_at)}/file"


def sheet_path(notice_id: int, expires_at: datetime) -> str:
    """The page to print."""
    return f"/sheet/{notice_token(notice_id, expires_at)}"


def notice_token(notice_id: int, expires_at: datetime) -> str:
    body = f"{notice_id}.{int((expires_at + KEPT).timestamp())}"
    return f"{body}-{keys.current().mark(body, _PURPOSE)}"


def read_notice_token(token: str, now: datetime) -> int | None:
    """The notice; None for anything that we did not make, or whose time is over."""
    body, dash, mark = token[: -_MARK - 1], token[-_MARK - 1 : -_MARK], token[-_MARK:]
    form = _FORM.fullmatch(body) if token.isascii() else None
    if form is None or dash != "-" or not keys.current().marks(body, mark, _PURPOSE):
        return None
    notice_id, until = form.groups()
    return int(notice_id) if now < datetime.fromtimestamp(int(until), UTC) else None


def public_notice(work: Work, token: str) -> PublicNotice | None:
    """What stands behind a link; None without saying why. A notice that was stopped, or never went
    out, is not shown."""
    notice_id = read_notice_token(token, work.now)
    notice = work.session.get(Notice, notice_id) if notice_id is not None else None
    if notice is None or notice.sent_at is None:
        return None
    kind = next((one for one in work.town.notice_kinds if one.id == notice.kind), None)
    if kind is None or not notice.words:
        return None
    end = notice.ends_at or notice.expires_at
    over = notice.state == "stopped" or end <= work.now
    zh, en = words_in(notice, "zh"), words_in(notice, "en")
    return PublicNotice(
        kind, work.town.place(notice.place_id).name, Local(zh["text"], en["text"]),
        zh.get("where", ""), zh.get("link", ""), notice.version, over, token,
        goes_with(work, notice, "file"),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class PublicFile:
    """``name``: what it is saved as. ``pieces``: the ids of its parts, in order."""

    name: Local
    number: str
    pieces: Sequence[int]


def public_file(work: Work, token: str) -> PublicFile | None:
    """The PDF behind a link, also for its writer who looks at it before it goes out; None once the
    notice is over or was stopped, and for any other link."""
    notice_id = read_notice_token(token, work.now)
    notice = work.session.get(Notice, notice_id) if notice_id is not None else None
    if notice is None or notice.state in ("stopped", "refused"):
        return None
    kind = next((one for one in work.town.notice_kinds if one.id == notice.kind), None)
    file_id = goes_with(work, notice, "file")
    if kind is None or file_id is None or (notice.ends_at or notice.expires_at) <= work.now:
        return None
    return PublicFile(kind.name, notice.number, piece_ids(work.session, file_id))
