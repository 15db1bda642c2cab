"""[删掉]: what goes, what stays and by which law, asked twice. Refused kindly while others rely on
the person, before the talk and by the command."""

from __future__ import annotations

from bot.dialogue.asking import Choice
from bot.dialogue.book import Reply, Start, flow, tap
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _
from bot.dialogue.screen import Button, Screen
from handlers.privacy import texts
from handlers.privacy.about import BACK, HOME, mine_to_see
from handlers.register.first import first_contact
from models.gate import Command
from models.privacy.erasing import DeleteMyData
from models.privacy.in_the_way import InTheWay, in_the_way

FIRST: dict[str, Sayable] = {
    "alarm": _("要命的事还没完，先顾那个。完了再来删。"),
    "there": _("孩子还在四点半课堂呢，接回家了再删。"),
    "cases": _("您还有 {count} 件事没办完。办完了，或者说声不用来了，再删。"),
    "tasks": _("您手上还有 {count} 件事，人家等着呢。办完了再删。"),
    "children": _("您还照看着 {count} 个孩子，孩子不能没有监护人。先请社区换个人。"),
    "roles": _("您在帮大伙儿的忙，名字得留着。先跟社区说一声不做了，再删。"),
}


def not_yet(found: InTheWay) -> Sayable:
    """Why it cannot be deleted just now, and what to do first."""
    line = FIRST[found.what]
    return line(count=found.count) if callable(line) else line


@tap("delete_me", purpose="register")
def delete_me_tap(chat: Chat) -> Reply:
    if not mine_to_see(chat):
        return Screen((texts.NOT_HERE,), (HOME,))
    found = in_the_way(chat.work)
    if found is not None:
        person = Button(_("找人说话"), "g.person")
        return Screen((not_yet(found),), (person, BACK, HOME))
    return Start("delete_me")


@tap("what_stays")
def what_stays(chat: Chat) -> Reply:
    """Each by name, law and years."""
    lines = [
        texts.STAYS_ONE(what=one.name, law=one.law, years=one.years) for one in chat.town.locked
    ]
    return Screen(tuple(lines[:4]), keeps=True)


def _deleted(chat: Chat, _result: object) -> Reply:
    """From here on we know nobody here: the chat goes on with a stranger's greeting."""
    gone = Screen((texts.DELETED,), keeps=True)
    return gone if chat.whom else (gone, first_contact(chat))


@flow("delete_me", say=_("删掉我的资料"), then=_deleted, purpose="register")
def delete_me(chat: Chat) -> Command[object] | None:
    """Twice: the first answer says what it means, the second does it."""
    lines = (texts.GOES, texts.NO_WAY_BACK, texts.STAYS(count=len(chat.town.locked)))
    first = (Choice("on", texts.GO_ON), Choice("no", texts.NOT_NOW))
    stays = Choice("t.what_stays", texts.WHAT_STAYS)
    if chat.ask("first", lines, choices=first, extra=(stays,)) == "no":
        return None
    last = (Choice("no", texts.NOT_NOW), Choice("yes", texts.DELETE_ALL))
    return DeleteMyData() if chat.ask("last", texts.LAST_WORD, choices=last) == "yes" else None


ENTRIES = (delete_me_tap, what_stays, delete_me)
