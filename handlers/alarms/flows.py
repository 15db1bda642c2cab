"""Where it is, when the one in danger is somebody else: asked after the alarm went out."""

from __future__ import annotations

from bot.dialogue.book import Entry, Reply, flow
from bot.dialogue.chat import Chat
from bot.dialogue.say import _
from bot.dialogue.screen import Screen
from handlers.alarms.crying import mistake_button
from models.alarms.commands import SayForWhom
from models.gate import Command


def _passed_on(chat: Chat, alarm_id: int) -> Reply:
    return Screen((_("告诉他们了。看着点人，别走开。"),), (mistake_button(alarm_id),), keeps=True)


@flow("alarm_where", say=_("人在哪儿"), then=_passed_on)
def alarm_where(chat: Chat, alarm_id: str, who: str) -> Command[int]:
    words = chat.ask("where", _("人在哪儿？几号楼几单元几号，说一句就行。"), skip=_("就在我家"))
    return SayForWhom(int(alarm_id), who, words or "~home")


ENTRIES: tuple[Entry, ...] = (alarm_where,)
