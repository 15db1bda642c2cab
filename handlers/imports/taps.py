"""Lists by single taps: see how one stands, take it in, take it back, give out tables."""

from __future__ import annotations

from bot.dialogue.book import Do, Reply, tap, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.messages import Incoming
from bot.dialogue.say import Sayable, Text, _
from bot.dialogue.screen import Button, Screen
from handlers import when
from handlers.elsewhere import see_path
from handlers.imports import texts
from handlers.imports.ways import ON_WEB, WHATS, path_to
from handlers.sheets.texts import problem_words
from models.imports.commands import ApplyImport, DropImport, SayWhatItIs, SendFile, UndoImport
from models.imports.exporting import place_of_export
from models.imports.links import TableLink
from models.imports.queries import my_import, my_imports, rows_of
from models.imports.senders import my_places
from models.imports.tables import Import, ImportRow
from models.register.linking import WEB
from models.sheets.limits import MB, MOST_BYTES
from models.sheets.problems import problem_from

ROWS = 3
RECENT = 3
HOW = _("把 .xlsx 的表发到这儿就行。")
FIRST_LOOK = _("我先一行行看，什么都不改，您点了头才收。")
NOT_YOURS = _("这一页是给社区值班的人看的。")
TOO_LARGE = _("这个表超过 {most} 兆，收不下。用不着的列删一删，或者分成几张发。")
TEMPLATES = _("要张空表")
EXPORT = _("要份名单")
WHICH_TEMPLATE = _("要哪样的空表？")
ONE_MORE = _("（还有 {n} 处）")
WITH_MORE = _("{line}{more}")
NEXT = _("往下看")
BACK = _("回到这张表")
HOME = Button(_("主页"), "g.menu", style="small")
STATES: dict[str, Text] = {
    "waiting": _("正在看"),
    "asking": _("等您说是什么"),
    "refused": _("没收"),
    "tried": _("看完了"),
    "applying": _("正在收"),
    "applied": _("收好了"),
    "undoing": _("正在往回退"),
    "undone": _("退回去了"),
    "dropped": _("没要"),
}
READY = _("名单备好了，半小时里点一下就下载。")
KEEP_SAFE = _("里头是大家的电话和住址，用完就删。")
GET = _("下载名单")
ENTRY = _("{what}，{day}，{state}")


def take_file(chat: Chat, incoming: Incoming) -> Reply | None:
    """A table from somebody at the desk. None for anybody else's files, and for films and such."""
    if not my_places(chat.work):
        return None
    if incoming.too_large:
        return Screen((TOO_LARGE(most=MOST_BYTES // MB),))
    if not incoming.file:
        return None
    return Do(SendFile(incoming.file), _stands)


def _stands(chat: Chat, import_id: int) -> Screen:
    return texts.list_screen(chat, my_import(chat.work, import_id))


@tap("lists")
def lists(chat: Chat) -> Screen:
    return _lists(chat)


def _lists(chat: Chat) -> Screen:
    """How to send one, and the last few that I sent."""
    if not my_places(chat.work):
        return Screen((NOT_YOURS,), (HOME,))
    recent = [
        Button(_entry(row), tap_token("list", row.id)) for row in my_imports(chat.work, RECENT)
    ]
    others = (
        Button(TEMPLATES, tap_token("list_empty")),
        Button(EXPORT, "f.export_people"),
    )
    return Screen((HOW, FIRST_LOOK), (*recent, *others, HOME))


def _entry(row: Import) -> Sayable:
    return ENTRY(what=texts.kind_of(row), day=when.day(row.at), state=STATES[row.state])


@tap("list")
def one_list(chat: Chat, import_id: str) -> Screen:
    return _stands(chat, int(import_id))


@tap("list_is")
def list_is(chat: Chat, import_id: str, what: str) -> Reply:
    return Do(SayWhatItIs(int(import_id), what), _stands)


@tap("list_take")
def list_take(chat: Chat, import_id: str) -> Reply:
    return Do(ApplyImport(int(import_id)), _stands)


@tap("list_back")
def list_back(chat: Chat, import_id: str) -> Reply:
    return Do(UndoImport(int(import_id)), _stands)


@tap("list_drop")
def list_drop(chat: Chat, import_id: str) -> Reply:
    return Do(DropImport(int(import_id)), _stands)


# -- what is wrong ---------------------------------------------------------------------------------
@tap("list_bad")
def list_bad(chat: Chat, import_id: str, after: str) -> Screen:
    """Three rows a page: which, what, and what to do about it."""
    rows = rows_of(chat.work, int(import_id), int(after), ROWS + 1, refused=True)
    shown = rows[:ROWS]
    buttons = [Button(BACK, tap_token("list", int(import_id)))]
    if len(rows) > ROWS:
        buttons.insert(0, Button(NEXT, tap_token("list_bad", int(import_id), shown[-1].number)))
    return Screen(tuple(_wrong(row) for row in shown), tuple(buttons))


def _wrong(row: ImportRow) -> Sayable:
    problems = [problem_from(one) for one in row.problems or ()]
    line = problem_words(row.number, problems[0])
    if len(problems) == 1:
        return line
    return WITH_MORE(line=line, more=ONE_MORE(n=len(problems) - 1))


# -- tables to take away ---------------------------------------------------------------------------
@tap("list_empty")
def list_empty(chat: Chat) -> Screen:
    """Templates, which only the web page can give out."""
    if not my_places(chat.work):
        return Screen((NOT_YOURS,), (HOME,))
    if chat.reader.channel != WEB:
        way = Button(ON_WEB, url=see_path(chat, "list", 0))
        return Screen((WHICH_TEMPLATE,), (way, HOME))
    me = chat.reader.person_id
    kinds = tuple(
        Button(label, url=path_to(chat, TableLink("empty", me, what=what))) for what, label in WHATS
    )
    return Screen((WHICH_TEMPLATE,), (*kinds, HOME))


def seen_here(chat: Chat, number: int) -> Screen:
    """What a link from another chat opens here: one list, or all of them."""
    return _stands(chat, number) if number else _lists(chat)


def export_screen(chat: Chat, note_id: int) -> Screen:
    """The list is ready: here, or on the web page."""
    if not place_of_export(chat.work, note_id):
        return Screen((NOT_YOURS,), (HOME,))
    if chat.reader.channel != WEB:
        way = Button(ON_WEB, url=see_path(chat, "export", note_id))
    else:
        way = Button(GET, url=path_to(chat, TableLink("people", chat.reader.person_id, note_id)))
    return Screen((READY, KEEP_SAFE), (way, HOME), keeps=True)


ENTRIES = (lists, one_list, list_is, list_take, list_back, list_drop, list_bad, list_empty)
