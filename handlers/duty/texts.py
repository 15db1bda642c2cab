"""Words that reach staff and the people they speak with, read when they are sent."""

from __future__ import annotations

from bot.dialogue.book import Entry, refuses, says, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _, private
from bot.dialogue.screen import Button, Screen
from handlers import when
from handlers.details import SOMEBODY, details_at, helper
from handlers.duty.case import WHY
from handlers.duty.names import (
    called_here,
    person_name,
    phone_buttons,
    short,
    staff_name,
    waited,
    whereabouts,
)
from handlers.duty.talking import ENDED, emergency_buttons, end_button, night_lines
from models.duty.messages import (
    CallNeeded,
    CaseMovedOn,
    CaseNeedsYou,
    DutySaid,
    HandOverEnded,
    HandOverLate,
    HandOverSaid,
    HandOverTaken,
    HandOverWaiting,
    ResidentConfirmed,
)
from models.duty.people import called
from models.duty.queries import reach_of, staff_call, staff_case, taker_of
from models.duty.refusals import CallIsDone, HandOverIsOver, HandOverTakenBy, NoCompany
from models.duty.tables import HandOver, HandOverLine
from models.duty.talking import (
    line_of,
    lines_of,
    own_hand_over,
    path_of_hand_over,
    staff_hand_over,
)
from models.gate import ANYWHERE
from models.help.cases import kind_of, place_of_case
from models.help.tables import Case, CaseEvent
from models.places import path_of_person
from models.refusals import NotFound
from models.register.tables import Household

LOOK = _("看看")
I_ANSWER = _("我来回")
TALK_OVER = _("这段话说完了。")
PERSON = _("找人说话")


# -- to the staff ----------------------------------------------------------------------------------
@says(CaseMovedOn)
def case_moved_on(chat: Chat, message: CaseMovedOn) -> Screen | None:
    """What became of an urgent case, so that whoever watches it need not ask."""
    try:
        case = staff_case(chat.work, message.case_id)
    except NotFound:
        return None
    kind = kind_of(chat.work, case).title
    where = whereabouts(chat, _home(chat, case), case.grid_id)
    look = (Button(LOOK, tap_token("duty_case", case.id)),)
    if message.what == "closed":
        line = _("{kind}，{where}：办完了，本人说好了。")
        return Screen((line(kind=kind, where=where),), look, keeps=True)
    taker = taker_of(chat.work, case.id)
    if taker is None:
        return None
    name, arrives = helper(called(chat.work, taker[0])), taker[1]
    line = _("{kind}，{where}：{name}去，{by}前后到。")
    at = when.by(arrives or chat.work.now, chat.work.now)
    return Screen((line(kind=kind, where=where, name=name, by=at),), look, keeps=True)


@says(CaseNeedsYou)
def case_needs_you(chat: Chat, message: CaseNeedsYou) -> Screen | None:
    """No name and no door here: it may be read over a shoulder. They are behind [看看]."""
    try:
        case = staff_case(chat.work, message.case_id)
    except NotFound:
        return None
    if case.closed_at is not None or case.attention != message.why:
        return None
    line = _("{kind}，{where}：{why}。等了 {ago}。")
    if message.why == "no_address":  # said by the place already
        line = _("{kind}，{where}。等了 {ago}。")
    what = line(
        kind=kind_of(chat.work, case).title,
        where=whereabouts(chat, _home(chat, case), case.grid_id),
        why=WHY.get(message.why, message.why),
        ago=waited(chat, case.opened_at),
    )
    return Screen(
        (what,),
        (Button(LOOK, tap_token("duty_case", case.id), style="main"),),
        keeps=True,
    )


def _home(chat: Chat, case: Case) -> Household | None:
    return chat.work.session.get(Household, case.household_id) if case.household_id else None


@says(CallNeeded)
def call_needed(chat: Chat, message: CallNeeded) -> Screen | None:
    try:
        call = staff_call(chat.work, message.call_id)
    except NotFound:
        return None
    if call.done_at is not None:
        return None
    who = called_here(chat, call.person_id, _("有个人"), SOMEBODY)
    line = (
        _("电话没打通，请上门告诉{who}一声。")
        if message.knock
        else _("有句话没送到，请打电话告诉{who}。")
    )
    return Screen(
        (line(who=who),),
        (Button(LOOK, tap_token("call", call.id), style="main"),),
        keeps=True,
    )


@says(HandOverWaiting)
def hand_over_waiting(chat: Chat, message: HandOverWaiting) -> Screen | None:
    found = staff_hand_over(chat.work, message.hand_over_id)
    return waiting_screen(chat, found) if found is not None and found.state == "waiting" else None


def waiting_screen(chat: Chat, found: HandOver) -> Screen:
    """Somebody wants to speak with a person: who, from where, since when, on which number."""
    path = path_of_hand_over(chat.work, found.id)
    person, home = reach_of(chat.work, found.person_id, path)
    line = _("{who}找人说话，{where}，等了 {ago}。")(
        who=person_name(person),
        where=whereabouts(chat, home, found.place_id),
        ago=waited(chat, found.asked_at),
    )
    answer = Button(I_ANSWER, tap_token("take_talk", found.id), style="main")
    return Screen(
        (line,),
        (answer, *phone_buttons(person)),
        keeps=True,
        details_at=details_at(chat, "talk", found.id),
    )


# -- to both sides of a talk -----------------------------------------------------------------------
@says(HandOverTaken)
def hand_over_taken(chat: Chat, message: HandOverTaken) -> Screen | None:
    found = own_hand_over(chat.work, message.hand_over_id)
    if found is None or found.state != "taken":
        return None
    name = staff_name(chat, found.taken_by, path_of_hand_over(chat.work, found.id) or ANYWHERE)
    return Screen(
        (_("{name}来了，您直接打字就行。")(name=name),), (end_button(found, ENDED),), keeps=True
    )


@says(HandOverSaid)
def hand_over_said(chat: Chat, message: HandOverSaid) -> Screen | None:
    """The other side's own words under their own name."""
    line = line_of(chat.work, message.line_id)
    if line is None or line.by_person == chat.reader.person_id:
        return None
    found = own_hand_over(chat.work, line.hand_over_id)
    if found is None:
        return None
    end = (end_button(found, ENDED),) if found.state == "taken" else ()
    return Screen(
        (words_of(found, line),),
        end,
        speaker=speaker_of(chat, found, line.by_person),
        keeps=True,
        details_at=_its_talk(chat, found),
    )


def _its_talk(chat: Chat, found: HandOver) -> str:
    """The resident's own words are theirs on every channel; staff can read them on the web."""
    return "" if found.person_id == chat.reader.person_id else details_at(chat, "talk", found.id)


def words_of(found: HandOver, line: HandOverLine, most: int = 0) -> Sayable:
    """What was said in a conversation. Staff speak for the office; a resident of their own life."""
    words = short(line.words, most) if most else line.words
    return private("words", words) if line.by_person == found.person_id else words


def speaker_of(chat: Chat, found: HandOver, person_id: int) -> Sayable:
    if person_id == found.person_id:
        return called_here(chat, person_id, _("找您的人"))
    return staff_name(chat, person_id, path_of_hand_over(chat.work, found.id) or ANYWHERE)


def lines_before(chat: Chat, found: HandOver) -> tuple[Sayable, ...]:
    """What was said before, for whoever takes it or looks again."""
    return tuple(
        _("{who}：{words}")(
            who=speaker_of(chat, found, line.by_person), words=words_of(found, line, 60)
        )
        for line in lines_of(chat.work, found.id)
    )


@says(HandOverLate)
def hand_over_late(chat: Chat, message: HandOverLate) -> Screen | None:
    """The promised minutes are over: the truth, and who was asked next."""
    found = own_hand_over(chat.work, message.hand_over_id)
    if found is None or found.state != "waiting":
        return None
    if not chat.work.calendar.duty_open(chat.work.now):
        return Screen(night_lines(chat), emergency_buttons(chat), keeps=True)
    if found.answer_by is None:
        lines: tuple[Sayable, ...] = (
            _("还没人回您，我已经找到市里了。对不住。"),
            _("您这句话一直留着，不会丢。急就打电话。"),
        )
    else:
        minutes = chat.town.duty.answer_minutes
        lines = (_("还没人回您，我又往上找了。再等 {minutes} 分钟。")(minutes=minutes),)
    return Screen(lines, emergency_buttons(chat), keeps=True)


@says(HandOverEnded)
def hand_over_ended(chat: Chat, message: HandOverEnded) -> Screen | None:
    found = own_hand_over(chat.work, message.hand_over_id)
    if found is None or found.state != "ended":
        return None
    if chat.reader.person_id == found.person_id:
        name = staff_name(chat, found.taken_by, path_of_hand_over(chat.work, found.id) or ANYWHERE)
        line = _("跟{name}的话说完了。往后您打的字我来接。")(name=name)
        return Screen((line,), (Button(PERSON, "g.person"),), keeps=True)
    who = called_here(chat, found.person_id, _("那一位"), _("那一位"))
    return Screen((_("跟{who}的话说完了。")(who=who),), keeps=True)


@says(DutySaid)
def duty_said(chat: Chat, message: DutySaid) -> Screen | None:
    """Words of the duty to the one who asked, as they were written."""
    event = chat.work.session.get(CaseEvent, message.event_id)
    case = chat.work.session.get(Case, message.case_id)
    if event is None or case is None or case.asker_id != chat.reader.person_id:
        return None
    path = place_of_case(chat.work, case.id) or ANYWHERE
    return Screen(
        (event.words or "",),
        (Button(PERSON, "g.person"),),
        speaker=staff_name(chat, event.by_person, path),
        keeps=True,
    )


@says(ResidentConfirmed)
def resident_confirmed(chat: Chat, message: ResidentConfirmed) -> Screen | None:
    if not chat.reader.verified:
        return None
    path = path_of_person(chat.work, chat.reader.person_id)
    name = staff_name(chat, message.by_person, path)
    return Screen((_("{name}认过您了，往后找人更快。")(name=name),), keeps=True)


# -- why not ---------------------------------------------------------------------------------------
@refuses(HandOverTakenBy)
def hand_over_taken_by(chat: Chat, refusal: HandOverTakenBy) -> Sayable:
    path = path_of_hand_over(chat.work, refusal.hand_over_id) or ANYWHERE
    return _("{name}已经在回了，谢谢您。")(name=staff_name(chat, refusal.by_person, path))


@refuses(HandOverIsOver)
def hand_over_is_over(chat: Chat, refusal: HandOverIsOver) -> Sayable:
    return TALK_OVER


@refuses(CallIsDone)
def call_is_done(chat: Chat, refusal: CallIsDone) -> Sayable:
    return _("这个电话已经有人打过了。")


@refuses(NoCompany)
def no_company(chat: Chat, refusal: NoCompany) -> Sayable:
    return _("这样事没有专业公司管，得咱们自己来。")


ENTRIES: tuple[Entry, ...] = (
    case_moved_on,
    case_needs_you,
    call_needed,
    hand_over_waiting,
    hand_over_taken,
    hand_over_said,
    hand_over_late,
    hand_over_ended,
    duty_said,
    resident_confirmed,
    hand_over_taken_by,
    hand_over_is_over,
    call_is_done,
    no_company,
)
