"""What guardians, tutors and leads are told, as long as it is true when it is read."""

from __future__ import annotations

from bot.dialogue.book import Entry, says, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable
from bot.dialogue.screen import Button, Screen
from handlers import when
from handlers.station import texts, words
from handlers.station.there import send_buttons
from handlers.station.went import went
from models.bookings.tables import Booking
from models.programmes.tables import Programme, Session
from models.register.tables import Person
from models.station.collectors import Named, collectors_of_all, guardians_of, named
from models.station.enrolled import my_enrolments
from models.station.messages import (
    CanYouCollect,
    ChildArrived,
    ChildrenLeft,
    CodesWrong,
    ComesLate,
    EnrolmentDecided,
    NobodyCame,
    OnTheWay,
    SomebodyElseComes,
    StaysNow,
    StayWanted,
    WhereAreYou,
    WrongPersonCame,
)
from models.station.stations import runs
from models.station.tables import Collector
from models.station.there import Group, answers_for, group_of

KNOWN = Button(texts.KNOWN, "t.known")


# -- the term --------------------------------------------------------------------------------------
@says(EnrolmentDecided)
def decided(chat: Chat, message: EnrolmentDecided) -> Screen | None:
    for one in my_enrolments(chat.work):
        if one.sign_up_id == message.sign_up_id and one.state == message.state:
            return went(chat, one)
    return None


# -- to the guardians ------------------------------------------------------------------------------
@says(ChildArrived)
def arrived(chat: Chat, message: ChildArrived) -> Screen | None:
    booking = chat.work.session.get(Booking, message.booking_id)
    if booking is None or booking.came_at is None or not _mine(chat, booking.person_id):
        return None
    session = chat.work.session.get_one(Session, booking.session_id)
    programme = chat.work.session.get_one(Programme, session.programme_id)
    line = texts.ARRIVED(
        time=when.clock(booking.came_at),
        child=words.child(chat.work.session.get_one(Person, booking.person_id)),
        station=words.station(chat, programme.place_id),
    )
    return Screen((line,), keeps=True)


def _mine(chat: Chat, child_id: int) -> bool:
    return chat.work.actor.person_id in guardians_of(chat.work, child_id)


@says(ChildrenLeft)
def left(chat: Chat, message: ChildrenLeft) -> Screen | None:
    group = _for_guardian(chat, message.pickup_id)
    if group is None or group.pickup.closed_at is None or not group.pickup.taken_by:
        return None
    who: Sayable = texts.PARENT
    if group.pickup.taken_by != "guardian" and (one := _expected(chat, group)) is not None:
        who = words.collector(chat, one)
    time = when.clock(group.pickup.closed_at)
    line = texts.LEFT(time=time, who=who, children=words.children(group.children))
    return Screen((line,), keeps=True)


@says(WhereAreYou)
def where_are_you(chat: Chat, message: WhereAreYou) -> Screen | None:
    group = _there(_for_guardian(chat, message.pickup_id))
    if group is None:
        return None
    count = len(group.children)
    sentence = texts.WHERE_ARE_YOU if count > 1 else texts.WHERE_ARE_YOU_ONE
    tutor = words.tutor(chat, group.pickup.with_id)
    nearly = Button(texts.NEARLY, tap_token("station_coming", group.pickup.id))
    line = sentence(kids=words.kids(count), tutor=tutor)
    return Screen((line,), (nearly, *send_buttons(chat, group)), keeps=True)


@says(CodesWrong)
def codes_wrong(chat: Chat, message: CodesWrong) -> Screen | None:
    group = _there(_for_either(chat, message.pickup_id))
    if group is None:
        return None
    line = texts.CODES_WRONG(
        children=words.children(group.children), tries=chat.town.pickup.code_tries
    )
    return Screen((line, _safe(chat, group)), _next_step(chat, group), urgent=True, keeps=True)


@says(WrongPersonCame)
def wrong_person(chat: Chat, message: WrongPersonCame) -> Screen | None:
    group = _there(_for_either(chat, message.pickup_id))
    if group is None:
        return None
    line = texts.WRONG_CAME(children=words.children(group.children))
    return Screen((line, _safe(chat, group)), _next_step(chat, group), urgent=True, keeps=True)


def _safe(chat: Chat, group: Group) -> Sayable:
    duty = chat.town.duty_contact(group.programme.place_id)
    return texts.SAFE_WITH(
        kids=words.kids(len(group.children)),
        tutor=words.tutor(chat, group.pickup.with_id),
        phone=duty.phone if duty is not None else "",
    )


def _next_step(chat: Chat, group: Group) -> tuple[Button, ...]:
    if runs(chat.work, group.programme, lead=True):
        return (Button(texts.LOOK, tap_token("station_lead", group.pickup.id)),)
    return (KNOWN,)


# -- to others who may collect -----------------------------------------------------------------------
@says(CanYouCollect)
def can_you(chat: Chat, message: CanYouCollect) -> Screen | None:
    group = _there(group_of(chat.work, message.pickup_id))
    row = chat.work.session.get(Collector, message.collector_id)
    if group is None or row is None or row.ended_at is not None:
        return None
    if row.person_id != chat.work.actor.person_id:
        return None
    line = texts.CAN_YOU(
        children=words.children(group.children),
        station=words.station(chat, group.programme.place_id),
        tutor=words.tutor(chat, group.pickup.with_id),
    )
    return Screen((line, texts.CAN_YOU_CALL), (KNOWN,), keeps=True)


# -- to who is with them -----------------------------------------------------------------------------
@says(ComesLate)
def comes_late(chat: Chat, message: ComesLate) -> Screen | None:
    group = _there(_for_station(chat, message.pickup_id))
    if group is None or group.pickup.stays != "asked":
        return None
    who = words.guardian(chat, group, message.guardian_id)
    children, until = words.children(group.children), group.pickup.late_until
    line = texts.COMES_SOMETIME(children=children, who=who)
    if until is not None:
        line = texts.COMES_AT(children=children, who=who, hour=when.hour(until))
    return Screen(
        (line,),
        (
            Button(texts.I_STAY, tap_token("station_stay", group.pickup.id)),
            Button(texts.I_MUST_GO, tap_token("station_go", group.pickup.id)),
        ),
        keeps=True,
    )


@says(OnTheWay)
def on_the_way(chat: Chat, message: OnTheWay) -> Screen | None:
    group = _there(_for_station(chat, message.pickup_id))
    if group is None:
        return None
    who = words.guardian(chat, group, message.guardian_id)
    line = texts.ON_THE_WAY(children=words.children(group.children), who=who)
    return Screen((line,), keeps=True)


@says(SomebodyElseComes)
def somebody_else(chat: Chat, message: SomebodyElseComes) -> Screen | None:
    group = _there(_for_station(chat, message.pickup_id))
    if group is None or group.pickup.code_hash is None:
        return None
    line = texts.INSTEAD(children=words.children(group.children))
    code = Button(texts.CODES, tap_token("station_code", group.pickup.id))
    return Screen((line,), (code,), keeps=True)


@says(StayWanted)
def stay_wanted(chat: Chat, message: StayWanted) -> Screen | None:
    group = _there(_for_station(chat, message.pickup_id))
    if group is None or group.pickup.stays != "no":
        return None
    line = texts.STAY_WANTED(
        tutor=words.tutor(chat, group.pickup.with_id),
        children=words.children(group.children),
        station=words.station(chat, group.programme.place_id),
    )
    come = Button(texts.I_COME, tap_token("station_stay_instead", group.pickup.id))
    return Screen((line,), (come,), urgent=True, keeps=True)


@says(StaysNow)
def stays_now(chat: Chat, message: StaysNow) -> Screen | None:
    group = _there(_for_station(chat, message.pickup_id))
    if group is None:
        return None
    who = words.tutor(chat, group.pickup.with_id)
    line = texts.YOU_MAY_GO(who=who, children=words.children(group.children))
    return Screen((line,), keeps=True)


# -- to the lead and the duty ------------------------------------------------------------------------
@says(NobodyCame)
def nobody_came(chat: Chat, message: NobodyCame) -> Screen | None:
    """For the lead with the phones to ring; as the words of a call it has no buttons of that kind."""
    group = _there(_for_either(chat, message.pickup_id))
    if group is None:
        return None
    line = texts.NOBODY_CAME(
        children=words.children(group.children),
        station=words.station(chat, group.programme.place_id),
        hour=when.hour(group.session.ends_at),
        tutor=words.tutor(chat, group.pickup.with_id),
    )
    if not runs(chat.work, group.programme, lead=True):
        return Screen((line,), (KNOWN,), urgent=True, keeps=True)
    return Screen((line, texts.PHONE_THEM), _dials(chat, group), urgent=True, keeps=True)


def _dials(chat: Chat, group: Group) -> tuple[Button, ...]:
    """Everybody who answers for them, then who else may collect."""
    rows = collectors_of_all(chat.work, [child.id for child in group.children])
    dials = [button for one in rows for button in words.dial(chat, named(chat.work, one))]
    look = Button(texts.LOOK, tap_token("station_lead", group.pickup.id))
    return (*dials[:4], look)


# -- who may hear --------------------------------------------------------------------------------------
def _for_guardian(chat: Chat, pickup_id: int) -> Group | None:
    group = group_of(chat.work, pickup_id)
    return group if answers_for(chat.work, group) else None


def _for_station(chat: Chat, pickup_id: int) -> Group | None:
    group = group_of(chat.work, pickup_id)
    return group if runs(chat.work, group.programme) else None


def _for_either(chat: Chat, pickup_id: int) -> Group | None:
    return _for_guardian(chat, pickup_id) or _for_station(chat, pickup_id)


def _there(group: Group | None) -> Group | None:
    return group if group is not None and group.pickup.closed_at is None else None


def _expected(chat: Chat, group: Group) -> Named | None:
    row = group.pickup.collector_id
    if row is None:
        return None
    return named(chat.work, chat.work.session.get_one(Collector, row))


ENTRIES: tuple[Entry, ...] = (
    decided, arrived, left, where_are_you, codes_wrong, wrong_person, can_you, comes_late,
    on_the_way, somebody_else, stay_wanted, stays_now, nobody_came,
)  # fmt: skip
