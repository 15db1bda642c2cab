"""Single taps of the desk. Whatever opens a door or a phone goes through a command or a query
that knows the places of the one who taps."""

from __future__ import annotations

from bot.dialogue.book import Do, Entry, Reply, Start, Then, tap, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _
from bot.dialogue.screen import Button, Screen
from handlers.details import details_at
from handlers.duty import board
from handlers.duty.calls import call_screen
from handlers.duty.case import BACK_TO_CASE, case_screen, close_screen, more_screen, story_screen
from handlers.duty.lists import BACK_TO_DESK
from handlers.duty.menu import duty_button
from handlers.duty.names import called_here
from handlers.duty.people import resident_screen, volunteer_screen
from handlers.duty.talking import ENDED, end_button
from handlers.duty.texts import TALK_OVER, lines_before, waiting_screen
from models.duty.calls import TickCall
from models.duty.commands import (
    AskIfSolved,
    CloseByDuty,
    ConfirmResident,
    GoOffDuty,
    GoOnDuty,
    LookIntoCase,
    MarkWithCompany,
    SeenTo,
)
from models.duty.hand_overs import EndHandOver, TakeHandOver
from models.duty.people import duty_now, my_paths
from models.duty.queries import staff_case
from models.duty.talking import own_hand_over, staff_hand_over

TICKED = {
    "told": _("记下了，说到了。"),
    "over": _("划掉了。"),
    "no_answer": _("记下了，一会儿再打一回。"),
    "knock": _("请网格员上门了。"),
}


@tap("desk")
def desk(chat: Chat) -> Reply:
    return board.desk(chat)


@tap("desk_page")
def desk_page(chat: Chat, page: str) -> Reply:
    return board.desk(chat, int(page))


@tap("desk_more")
def desk_more(chat: Chat) -> Reply:
    return board.desk_more(chat)


@tap("desk_list")
def desk_list(chat: Chat, name: str, page: str) -> Reply:
    return board.desk_list(chat, name, int(page))


@tap("desk_on")
def desk_on(chat: Chat) -> Reply:
    return Do(GoOnDuty(), then=_on)


@tap("desk_off")
def desk_off(chat: Chat) -> Reply:
    return Do(GoOffDuty(), then=_off)


def _on(chat: Chat, _result: object) -> Reply:
    return board.desk(chat).below(_("记上了，您在班上。"))


def _off(chat: Chat, _result: object) -> Reply:
    """Said at once when nobody is left: the next person who asks will hear it too."""
    left = any(duty_now(chat.work, path) for path in my_paths(chat.work))
    note = _("您下班了，歇着吧。")
    if left or not chat.work.calendar.duty_open(chat.work.now):
        return Screen((note,), (duty_button(chat),))
    return Screen((note, _("这会儿社区没人在班上了。")), (duty_button(chat),))


# -- cases -----------------------------------------------------------------------------------------
@tap("duty_case")
def duty_case(chat: Chat, case_id: str) -> Reply:
    return Do(LookIntoCase(int(case_id)), then=case_screen)


@tap("duty_more")
def duty_more(chat: Chat, case_id: str) -> Reply:
    return more_screen(chat, int(case_id))


@tap("duty_story")
def duty_story(chat: Chat, case_id: str) -> Reply:
    return story_screen(chat, int(case_id))


@tap("company")
def company(chat: Chat, case_id: str) -> Reply:
    return Do(MarkWithCompany(int(case_id)), then=_company_told)


def _company_told(_chat: Chat, case_id: int) -> Reply:
    back = Button(BACK_TO_CASE, tap_token("duty_case", case_id))
    return Screen((_("告诉本人了。弄好以前，这件事一直留着。"),), (back, BACK_TO_DESK), keeps=True)


@tap("assign")
def assign(chat: Chat, case_id: str) -> Reply:
    return _start(chat, "assign", case_id)


@tap("take_case")
def take_case(chat: Chat, case_id: str) -> Reply:
    return _start(chat, "take_case", case_id)


@tap("say_to_asker")
def say_to_asker(chat: Chat, case_id: str) -> Reply:
    return _start(chat, "say_to_asker", case_id)


def _start(chat: Chat, flow: str, case_id: str) -> Reply:
    """A talk about one case, for those who may see it."""
    return Start(flow, (staff_case(chat.work, int(case_id)).id,))


@tap("seen_to")
def seen_to(chat: Chat, case_id: str) -> Reply:
    return Do(SeenTo(int(case_id)), then=_to_desk)


@tap("duty_close")
def duty_close(chat: Chat, case_id: str) -> Reply:
    return close_screen(chat, int(case_id))


@tap("ask_solved")
def ask_solved(chat: Chat, case_id: str) -> Reply:
    return Do(AskIfSolved(int(case_id)), then=_done(_("问出去了，等他一句话。")))


@tap("duty_closed")
def duty_closed(chat: Chat, case_id: str, heard: str) -> Reply:
    return Do(CloseByDuty(int(case_id), heard), then=_done(_("记下了，这件了结了。")))


def _to_desk(chat: Chat, _result: int) -> Reply:
    return board.desk(chat)


def _done(note: Sayable) -> Then:
    """After a command: the note, and back to the desk."""

    def then(_chat: Chat, _result: object) -> Reply:
        return Screen((note,), (BACK_TO_DESK,))

    return then


# -- speaking with people --------------------------------------------------------------------------
@tap("talk")
def talk(chat: Chat, hand_over_id: str) -> Reply:
    """A hand-over on the desk: to answer, or to go on with."""
    found = staff_hand_over(chat.work, int(hand_over_id))
    if found is None or found.state == "ended":
        return Screen((TALK_OVER,), (BACK_TO_DESK,))
    if found.state == "waiting":
        return waiting_screen(chat, found)
    if found.taken_by != chat.reader.person_id:
        return Screen((_("已经有人在回了。"),), (BACK_TO_DESK,))
    return _speaking(chat, found.id)


@tap("take_talk")
def take_talk(chat: Chat, hand_over_id: str) -> Reply:
    return Do(TakeHandOver(int(hand_over_id)), then=_speaking)


def _speaking(chat: Chat, hand_over_id: int) -> Reply:
    found = own_hand_over(chat.work, hand_over_id)
    if found is None:
        return Screen((TALK_OVER,))
    who = called_here(chat, found.person_id, _("那一位"), _("那一位"))
    note = _("您现在跟{who}说话，直接打字，他那头看得见。")(who=who)
    return Screen(
        (*lines_before(chat, found), note),
        (end_button(found, ENDED),),
        keeps=True,
        details_at=details_at(chat, "talk", found.id),
    )


@tap("end_talk")
def end_talk(chat: Chat, hand_over_id: str) -> Reply:
    return Do(EndHandOver(int(hand_over_id)), then=_talk_over)


def _talk_over(_chat: Chat, _result: int) -> Reply:
    return Screen((TALK_OVER,), keeps=True)


# -- calls and people ------------------------------------------------------------------------------
@tap("call")
def call(chat: Chat, call_id: str) -> Reply:
    return call_screen(chat, int(call_id))


@tap("called")
def tick(chat: Chat, call_id: str, outcome: str) -> Reply:
    if outcome not in TICKED:
        raise ValueError(outcome)
    return Do(TickCall(int(call_id), outcome), then=_ticked)


def _ticked(chat: Chat, outcome: str) -> Reply:
    return board.desk(chat).below(TICKED[outcome])


@tap("duty_volunteer")
def duty_volunteer(chat: Chat, person_id: str) -> Reply:
    return volunteer_screen(chat, int(person_id))


@tap("resident")
def resident(chat: Chat, person_id: str) -> Reply:
    return resident_screen(chat, int(person_id))


@tap("confirm")
def confirm(chat: Chat, person_id: str) -> Reply:
    return Do(ConfirmResident(int(person_id)), then=_confirmed)


def _confirmed(chat: Chat, _person_id: int) -> Reply:
    return board.desk_list(chat, "yes", 0).below(_("记下了，是本人。"))


ENTRIES: tuple[Entry, ...] = (
    desk,
    desk_page,
    desk_more,
    desk_list,
    desk_on,
    desk_off,
    duty_case,
    duty_more,
    duty_story,
    company,
    assign,
    take_case,
    say_to_asker,
    seen_to,
    duty_close,
    ask_solved,
    duty_closed,
    talk,
    take_talk,
    end_talk,
    call,
    tick,
    duty_volunteer,
    resident,
    confirm,
)
