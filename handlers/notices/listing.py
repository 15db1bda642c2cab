"""The notices of one's places, and what can be done about one: see it, pause it, stop it."""

from __future__ import annotations

from bot.dialogue.book import Do, Entry, Reply, tap, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable
from bot.dialogue.screen import Button, Screen
from handlers import when
from handlers.audiences.words import sentence
from handlers.notices import texts
from handlers.notices.agreeing import ways_to_agree
from handlers.notices.looks import kind_name, kind_of, quoted
from handlers.notices.preview import preview
from models.audiences.expressions import from_json
from models.notices.queries import Listed, my_notices, notice_of
from models.notices.sending import GoOnWithNotice, PauseNotice, StopNotice
from models.notices.tables import Notice
from models.numbers import show

PAGE = 5
HOME = Button(texts.HOME, "g.menu", style="small")
BACK = Button(texts.BACK, tap_token("notices", 0), style="small")
SAVED = Button(texts.SAVED, tap_token("notice_saved"), style="small")
NEW = Button(texts.NEW, tap_token("notice_new"), style="small")


@tap("notices")
def notices(chat: Chat, start: str) -> Reply:
    first = max(int(start), 0)
    found = my_notices(chat.work, first, PAGE + 1)
    if not found:
        return Screen((texts.NONE_YET,), (NEW, HOME))
    buttons = [Button(_line(chat, one), tap_token("notice", one.id)) for one in found[:PAGE]]
    if len(found) > PAGE:
        buttons.append(Button(texts.NEXT, tap_token("notices", first + PAGE)))
    return Screen((texts.EARLIER,), (*buttons, NEW, SAVED, HOME))


def _line(chat: Chat, one: Listed) -> Sayable:
    return texts.LINE(
        day=when.stamp(one.at, chat.work.now), kind=kind_name(chat.town, one.kind),
        state=texts.STATES[one.state],
    )  # fmt: skip


@tap("notice")
def one_notice(chat: Chat, notice_id: str) -> Reply:
    return screen_of(chat, notice_of(chat.work, int(notice_id)))


def screen_of(chat: Chat, notice: Notice) -> Screen:
    """Whom it is for and where it stands, the text, and what can be done now."""
    if notice.state == "ready":
        return preview(chat, notice)
    head = texts.ONE(
        kind=kind_name(chat.town, notice.kind),
        whom=sentence(chat.work, from_json(notice.audience), notice.place_id),
        number=show(notice.number), state=texts.STATES[notice.state],
    )  # fmt: skip
    kind = kind_of(chat.town, notice.kind)
    text = quoted(chat, notice, kind) if notice.words else ""
    keep = Button(texts.KEEP, tap_token("notice_keep", notice.id), style="small")
    own = (keep,) if notice.words and kind is not None and kind.form == "free" else ()
    ways = ways_to_agree(chat, notice) if notice.state == "waiting" else ()
    return Screen((head, text), (*ways, *_ways(notice), *own, BACK, HOME))


def _ways(notice: Notice) -> tuple[Button, ...]:
    pause = Button(texts.PAUSE, tap_token("notice_pause", notice.id))
    go_on = Button(texts.GO_ON, tap_token("notice_on", notice.id))
    stop = Button(texts.STOP, tap_token("notice_stop", notice.id))
    correct = Button(texts.CORRECT, tap_token("notice_correct", notice.id))
    progress = Button(texts.HOW_FAR, tap_token("notice_result", notice.id))
    return {
        "sending": (progress, pause, stop, correct),
        "paused": (progress, go_on, stop, correct),
        "over": (progress, correct),
        "stopped": (progress,),
        "waiting": (stop,),
        "set": (stop,),
    }.get(notice.state, ())


@tap("notice_pause")
def pause(chat: Chat, notice_id: str) -> Reply:
    on = Button(texts.GO_ON, tap_token("notice_on", int(notice_id)))
    return Do(PauseNotice(int(notice_id)), lambda _c, _done: Screen((texts.PAUSED,), (on,)))


@tap("notice_on")
def go_on(chat: Chat, notice_id: str) -> Reply:
    return Do(GoOnWithNotice(int(notice_id)), lambda _c, _done: Screen((texts.GOES_ON,)))


@tap("notice_stop")
def stop(chat: Chat, notice_id: str) -> Reply:
    """Asked once more: what is stopped does not go on again."""
    notice = notice_of(chat.work, int(notice_id))
    return Screen(
        (texts.STOP_ASKED,),
        (
            Button(texts.YES_STOP, tap_token("notice_end", notice.id), style="danger"),
            Button(texts.NO_STOP, tap_token("notice", notice.id)),
        ),
    )


@tap("notice_end")
def end(chat: Chat, notice_id: str) -> Reply:
    return Do(StopNotice(int(notice_id)), lambda _c, _done: Screen((texts.STOPPED,), keeps=True))


ENTRIES: tuple[Entry, ...] = (notices, one_notice, pause, go_on, stop, end)
