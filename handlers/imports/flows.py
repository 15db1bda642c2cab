"""Taking out a list: of which place, and what for. The reason is kept, the list is not."""

from __future__ import annotations

from bot.dialogue.asking import Choice, Wrong
from bot.dialogue.book import Reply, flow
from bot.dialogue.chat import Chat
from bot.dialogue.say import _
from handlers.imports.taps import export_screen
from models.gate import Command
from models.imports.exporting import WHY, ExportPeople, my_export_places
from models.refusals import NotAllowed

WHICH_PLACE = _("要哪儿的名单？")
WHAT_FOR = _("拿去做什么用？写几个字，会记下来。")
SHORTER = _("长了点，{most} 个字以内。")
FOR_WHAT = _("做什么用")
WHERE = _("哪儿的")


def _ready(chat: Chat, note_id: int) -> Reply:
    return export_screen(chat, note_id)


@flow("export_people", say=_("要份名单"), then=_ready)
def export_people(chat: Chat) -> Command[int]:
    places = my_export_places(chat.work)
    if not places:
        raise NotAllowed("ExportPeople")
    place = places[0]
    if len(places) > 1:
        listed = [Choice(one, chat.town.place(one).name) for one in places]
        place = chat.ask("place", WHICH_PLACE, choices=listed, what=WHERE)
    why = chat.ask("why", WHAT_FOR, parse=_short, what=FOR_WHAT)
    return ExportPeople(place, why)


def _short(words: str) -> str:
    if len(words) > WHY:
        raise Wrong(SHORTER(most=WHY))
    return words


ENTRIES = (export_people,)
