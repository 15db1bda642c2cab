"""What can be done about a list in each state, as buttons."""

from __future__ import annotations

from bot.dialogue.book import tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import _
from bot.dialogue.screen import Button
from handlers.elsewhere import see_path
from models.imports.links import TableLink, table_path
from models.imports.tables import Import
from models.register.linking import WEB

LISTS = Button(_("别的表"), tap_token("lists"), style="small")
WHATS = (
    ("residents", _("居民")),
    ("contracts", _("家庭医生签约")),
    ("roles", _("谁管什么")),
)
TAKE_ALL = _("都收下")
TAKE_BACK = _("退回去")
SEE_BAD = _("看看毛病")
GET_BAD = _("下载有毛病的")
GET_GOOD = _("下载没毛病的")
NOT_THIS = _("不要了")
ON_WEB = _("在网页上下载")


def ways(chat: Chat, row: Import) -> tuple[Button, ...]:
    """The main one first."""
    if row.state == "asking":
        kinds = (Button(label, tap_token("list_is", row.id, what)) for what, label in WHATS)
        return (*kinds, Button(NOT_THIS, tap_token("list_drop", row.id), style="small"))
    if row.state == "tried":
        return (*_tried(chat, row), LISTS)
    if row.state == "applied":
        return (Button(TAKE_BACK, tap_token("list_back", row.id)), LISTS)
    return (LISTS,)


def _tried(chat: Chat, row: Import) -> tuple[Button, ...]:
    drop = Button(NOT_THIS, tap_token("list_drop", row.id), style="small")
    if row.counts["refused"]:
        see = Button(SEE_BAD, tap_token("list_bad", row.id, 0))
        return (see, *_downloads(chat, row), drop)
    if row.counts["new"] + row.counts["changed"]:
        return (Button(TAKE_ALL, tap_token("list_take", row.id), style="main"), drop)
    return ()


def _downloads(chat: Chat, row: Import) -> tuple[Button, ...]:
    if chat.reader.channel != WEB:
        return (Button(ON_WEB, url=see_path(chat, "list", row.id)),)
    good = row.counts["new"] + row.counts["changed"] + row.counts["same"]
    bad = Button(GET_BAD, url=path_to(chat, TableLink("bad", chat.reader.person_id, row.id)))
    if not good:
        return (bad,)
    rest = TableLink("good", chat.reader.person_id, row.id)
    return (bad, Button(GET_GOOD, url=path_to(chat, rest)))


def path_to(chat: Chat, link: TableLink) -> str:
    return table_path(link, chat.work.now)
