"""What is said of lists from files, and why something was not done with one."""

from __future__ import annotations

from typing import Any

from bot.dialogue.book import refuses, says
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, Text, _, private
from bot.dialogue.screen import Screen
from handlers.imports.ways import ways
from handlers.sheets import ENTRIES as SHEET_ENTRIES
from models.imports.messages import (
    ImportApplied,
    ImportAsks,
    ImportRefused,
    ImportTried,
    ImportUndone,
)
from models.imports.queries import my_import
from models.imports.refusals import NotFetched, NothingNew, RowsRefused, TooManyLists, UndoOver
from models.imports.tables import Import
from models.refusals import NotFound, Refusal

KINDS: dict[str, Text] = {
    "residents": _("居民表"),
    "contracts": _("签约表"),
    "roles": _("派角色的表"),
}
A_LIST = _("表")
WHAT_IS_IT = _("这张表里是什么？")
READ = _("{what}看完了，一共 {rows} 行，什么都还没改。")
GOOD = _("能收 {good} 行：新的 {new}，要改的 {changed}，一样的 {same}。")
BAD = _("有毛病的 {refused} 行。改好，整张再发来：要收就一起收。")
NOTHING = _("都是记着的，不用收。")
NOT_READ = _("没认的列：{columns}。")
ONE_SHEET = _("只看了“{sheet}”这一页。")
REFUSED = _("这张表没收：")
TAKEN = _("{what}收好了：新的 {new}，改了 {changed}。")
BACK_WITHIN = _("收错了的话，30 天里点[退回去]。")
TAKING = _("{what}正在收，收完告诉您。")
TAKING_BACK = _("{what}正在往回退，退完告诉您。")
TAKEN_BACK = _("{what}退回去了，跟没收过一样。")
LEFT = _("有 {left} 行后来又动过，没敢退，还留着。")
NO_LONGER = _("{what}没收成：收到第 {row} 行，那儿刚有人改过。")
ALL_BACK = _("收了的都退回去了。整张再发一回就行。")
DROPPED = _("{what}没收，什么都没改。")
WAITING = _("正在看，看完告诉您。什么都还没改。")
MOST_COLUMNS = 3


# -- how a list stands -----------------------------------------------------------------------------
def list_screen(chat: Chat, row: Import) -> Screen:
    """How a list stands now, with what can be done about it."""
    lines = _LINES[row.state](chat, row)
    return Screen(lines, ways(chat, row), keeps=True)


def kind_of(row: Import) -> Text:
    return KINDS.get(row.what, A_LIST)


def _waiting(_chat: Chat, _row: Import) -> tuple[Sayable, ...]:
    return (WAITING,)


def _asking(_chat: Chat, _row: Import) -> tuple[Sayable, ...]:
    return (WHAT_IS_IT,)


def _refused(_chat: Chat, row: Import) -> tuple[Sayable, ...]:
    return (REFUSED, sentence_of_refused(row.about))


def sentence_of_refused(about: Any) -> Sayable:
    """The sentence of the refusal that was kept of a file. It is the same to everybody, so it can
    be said at the command line too, where there is no chat."""
    name, fields = about
    nobody: Any = None
    values = {key: tuple(one) if isinstance(one, list) else one for key, one in fields.items()}
    refusal = Refusal.known[name](**values)
    return _SENTENCES[name].run(nobody, refusal)


def _tried(_chat: Chat, row: Import) -> tuple[Sayable, ...]:
    counts = row.counts
    good = counts["new"] + counts["changed"] + counts["same"]
    first = READ(what=kind_of(row), rows=good + counts["refused"])
    what = GOOD(good=good, **{name: counts[name] for name in ("new", "changed", "same")})
    if counts["refused"]:
        what_next: Sayable = BAD(refused=counts["refused"])
    else:
        what_next = "" if counts["new"] + counts["changed"] else NOTHING
    return tuple(line for line in (first, what, what_next, _not_read(row)) if line)


def _not_read(row: Import) -> Sayable:
    """Columns and sheets that nobody looked at: whoever filled them in believes otherwise."""
    about = row.about or {}
    if about.get("unknown"):
        names = "、".join(name[:10] for name in about["unknown"][:MOST_COLUMNS])
        return NOT_READ(columns=private("words", names))
    if about.get("left_out"):
        return ONE_SHEET(sheet=private("words", about["sheet"][:20]))
    return ""


def _applying(_chat: Chat, row: Import) -> tuple[Sayable, ...]:
    return (TAKING(what=kind_of(row)),)


def _applied(_chat: Chat, row: Import) -> tuple[Sayable, ...]:
    counts = row.counts
    return (
        TAKEN(what=kind_of(row), new=counts["new"], changed=counts["changed"]),
        BACK_WITHIN,
    )


def _undoing(_chat: Chat, row: Import) -> tuple[Sayable, ...]:
    return (TAKING_BACK(what=kind_of(row)),)


def _undone(_chat: Chat, row: Import) -> tuple[Sayable, ...]:
    left = (row.counts or {}).get("left", 0)
    rest = (LEFT(left=left),) if left else ()
    if row.failed_row is not None:
        return (NO_LONGER(what=kind_of(row), row=row.failed_row), ALL_BACK, *rest)
    return (TAKEN_BACK(what=kind_of(row)), *rest)


def _dropped(_chat: Chat, row: Import) -> tuple[Sayable, ...]:
    return (DROPPED(what=kind_of(row)),)


_LINES = {
    "waiting": _waiting,
    "asking": _asking,
    "refused": _refused,
    "tried": _tried,
    "applying": _applying,
    "applied": _applied,
    "undoing": _undoing,
    "undone": _undone,
    "dropped": _dropped,
}


# -- what is told ----------------------------------------------------------------------------------
def _told(chat: Chat, import_id: int, *states: str) -> Screen | None:
    """None once it has moved on, or if it is nobody's any more who hears it."""
    try:
        row = my_import(chat.work, import_id)
    except NotFound:
        return None
    return list_screen(chat, row) if row.state in states else None


@says(ImportTried)
def tried(chat: Chat, message: ImportTried) -> Screen | None:
    return _told(chat, message.import_id, "tried")


@says(ImportRefused)
def refused(chat: Chat, message: ImportRefused) -> Screen | None:
    return _told(chat, message.import_id, "refused")


@says(ImportAsks)
def asks(chat: Chat, message: ImportAsks) -> Screen | None:
    return _told(chat, message.import_id, "asking")


@says(ImportApplied)
def applied(chat: Chat, message: ImportApplied) -> Screen | None:
    return _told(chat, message.import_id, "applied")


@says(ImportUndone)
def undone(chat: Chat, message: ImportUndone) -> Screen | None:
    return _told(chat, message.import_id, "undone")


# -- why not ---------------------------------------------------------------------------------------
@refuses(RowsRefused)
def rows_refused(_chat: Chat, refusal: RowsRefused) -> Sayable:
    return _("有 {rows} 行有毛病，得改好了一起收。")(rows=refusal.rows)


@refuses(NothingNew)
def nothing_new(_chat: Chat, _refusal: NothingNew) -> Sayable:
    return NOTHING


@refuses(UndoOver)
def undo_over(_chat: Chat, refusal: UndoOver) -> Sayable:
    return _("收了超过 {days} 天，退不回去了。再发一张对的就行。")(days=refusal.days)


@refuses(TooManyLists)
def too_many_lists(_chat: Chat, refusal: TooManyLists) -> Sayable:
    return _("前头 {most} 张还没看完，看完再发。")(most=refusal.most)


@refuses(NotFetched)
def not_fetched(_chat: Chat, _refusal: NotFetched) -> Sayable:
    return _("文件没传过来，再发一回就行。")


REFUSALS = (rows_refused, nothing_new, undo_over, too_many_lists, not_fetched)
_SENTENCES = {entry.refusal.__name__: entry for entry in (*SHEET_ENTRIES, *REFUSALS)}
ENTRIES = (tried, refused, asks, applied, undone, *REFUSALS)
