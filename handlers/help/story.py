"""The story of a case as the person who asked reads it; what is only for staff stays out."""

from __future__ import annotations

from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _
from handlers import when
from models.help.tables import CaseEvent


def story_line(chat: Chat, event: CaseEvent) -> Sayable:
    """One line of a case's story for the person who asked; "" for what is only for staff."""
    said = STORY.get(event.what)
    if said is None:
        return ""
    return _("{at}　{what}")(at=when.stamp(event.at, chat.work.now), what=said)


STORY: dict[str, Sayable] = {
    "opened": _("您说了这件事"),
    "taken": _("找到人了"),
    "on_way": _("人在路上"),
    "reported": _("帮忙的人说弄好了"),
    "not_solved": _("没弄好，值班接过去了"),
    "given_up": _("那位来不了，又去找人"),
    "with_company": _("找过专业公司了"),
    "words_added": _("您补了一句"),
    "photo_added": _("您发了照片"),
    "place_added": _("您发了位置"),
    "closing_yes": _("您说好了"),
    "closing_no": _("您说还没好"),
    "cancelled": _("您说不用来了"),
    "reopened": _("又接着办"),
    "promise_missed": _("到点没找着人，告诉您了"),
    "closed_by_duty": _("值班办完了"),
    "nobody_opens": _("敲门没人应"),
}
