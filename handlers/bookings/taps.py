"""What is one tap: my bookings, one of them, not going, going after all, yes to a free place, I come."""

from __future__ import annotations

from bot.dialogue.book import Do, Entry, Reply, Start, tap, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable
from bot.dialogue.screen import Button, Screen
from handlers.bookings import texts
from handlers.bookings.words import (
    HOME,
    booking_screen,
    soon,
    token,
    too_late,
    what,
    where_and_when,
)
from handlers.family.names import in_a_sentence, just_name
from models.bookings.answering import SayComing, SayComingToVisit, TakeOffer, TakeVisitOffer
from models.bookings.commands import (
    COUNTS,
    PLACES,
    VISITS,
    Booked,
    BookPlace,
    CancelPlace,
)
from models.bookings.mine import Mine, my_booking, our_bookings, ours_numbered
from models.bookings.terms import is_late
from models.family.kin import kin_word
from models.numbers import show

PAGE = 5


# -- the list ----------------------------------------------------------------------------------------
@tap("bookings", purpose=PLACES)
def bookings(chat: Chat) -> Reply:
    return _list(chat, 0)


@tap("bookings_from", purpose=PLACES)
def bookings_from(chat: Chat, page: str) -> Reply:
    return _list(chat, int(page))


def _list(chat: Chat, page: int) -> Screen:
    """Mine, and those of whom I may see to it: theirs with their name before it."""
    found = our_bookings(chat.work)
    if not found:
        look = Button(texts.ACTIVITIES, "f.book_place")
        return Screen((texts.NOTHING,), (look, HOME))
    shown = found[page * PAGE : (page + 1) * PAGE]
    buttons = [Button(_line(chat, one), _open(chat, one)) for one in shown]
    if len(found) > (page + 1) * PAGE:
        buttons.append(Button(texts.MORE_OF_IT, tap_token("bookings_from", page + 1)))
    return Screen((texts.MINE,), (*buttons, HOME))


def _open(chat: Chat, one: Mine) -> str:
    mine = one.person_id == chat.work.actor.person_id
    return token(one, "open") if mine else f"w.{one.person_id}.{token(one, 'open')}"


def _line(chat: Chat, one: Mine) -> Sayable:
    said = {"what": what(one), "when": soon(one.begins_at, chat.work.now)}
    queued = one.state == "waiting"
    if one.person_id == chat.work.actor.person_id:
        return (texts.LINE_QUEUED if queued else texts.LINE)(**said)
    word = kin_word(chat.work, chat.work.actor.person_id, one.person_id)
    who = in_a_sentence(word.name) if word is not None else just_name(chat, one.person_id)
    return (texts.LINE_OF_QUEUED if queued else texts.LINE_OF)(who=who, **said)


@tap("booking", purpose=PLACES)
def booking(chat: Chat, booking_id: str) -> Reply:
    return booking_screen(chat, my_booking(chat.work, int(booking_id)))


@tap("booked_visit", purpose=VISITS)
def booked_visit(chat: Chat, booking_id: str) -> Reply:
    return booking_screen(chat, my_booking(chat.work, int(booking_id)))


def by_number(chat: Chat, number: str) -> tuple[int, Reply | None]:
    """What somebody is shown who types the number they were told: their booking, or those of their
    family. First the sign-up, 0 if there is none of this number."""
    sign_up_id, found = ours_numbered(chat.work, number)
    if not found:
        return sign_up_id, None
    if len(found) == 1 and found[0].person_id == chat.work.actor.person_id:
        return sign_up_id, booking_screen(chat, found[0])
    buttons = [Button(_line(chat, one), _open(chat, one)) for one in found[:PAGE]]
    return sign_up_id, Screen((texts.MINE,), (*buttons, HOME))


# -- going or not --------------------------------------------------------------------------------------
@tap("change_place", purpose=PLACES)
def change_place(chat: Chat, booking_id: str) -> Reply:
    one = my_booking(chat.work, int(booking_id))
    return Start("change_place", (str(one.id),)) if one.live else booking_screen(chat, one)


@tap("cancel_place", purpose=PLACES)
def cancel_place(chat: Chat, booking_id: str) -> Reply:
    """At once; whoever slipped takes another place, if there is one."""
    one = my_booking(chat.work, int(booking_id))
    if one.state == "booked" and is_late(one.kind, one.begins_at, chat.work.now):
        return _late(chat, one)
    line = texts.CALLED_OFF_QUEUE if one.state == "waiting" else texts.CALLED_OFF
    return _off(chat, one, line, CancelPlace(one.id))


def _late(chat: Chat, one: Mine) -> Screen:
    """Said before the tap that counts, once it is so near."""
    line = too_late(one.kind.cancel_minutes, at_home=one.kind.where == "home")
    return Screen(
        (line, where_and_when(chat, one)),
        (
            Button(texts.NOT_GOING, tap_token("cancel_late", one.id)),
            Button(texts.GO_AFTER_ALL, token(one, "open")),
        ),
        keeps=True,
    )


@tap("cancel_late", purpose=PLACES)
def cancel_late(chat: Chat, booking_id: str) -> Reply:
    one = my_booking(chat.work, int(booking_id))
    return _off(chat, one, texts.CALLED_OFF_LATE, CancelPlace(one.id, COUNTS))


def _off(chat: Chat, one: Mine, line: Sayable, command: CancelPlace) -> Do:
    again = Button(texts.GO_AFTER_ALL, tap_token("go_after_all", one.session_id))
    said = Screen((line, where_and_when(chat, one)), (again, HOME), keeps=True)
    return Do(command, lambda _chat, _id: said)


@tap("go_after_all", purpose=PLACES)
def go_after_all(chat: Chat, session_id: str) -> Reply:
    return Do(BookPlace(int(session_id)), _again)


def _again(chat: Chat, booked: Booked) -> Reply:
    one = my_booking(chat.work, booked.booking_id)
    line = texts.BOOKED(number=show(one.number)) if one.state == "booked" else ""
    return booking_screen(chat, one, line)


@tap("take_offer", purpose=PLACES)
def take_offer(chat: Chat, booking_id: str) -> Reply:
    return Do(TakeOffer(int(booking_id)), _taken)


@tap("take_visit_offer", purpose=VISITS)
def take_visit_offer(chat: Chat, booking_id: str) -> Reply:
    return Do(TakeVisitOffer(int(booking_id)), _taken)


def _taken(chat: Chat, booking_id: int) -> Reply:
    one = my_booking(chat.work, booking_id)
    return booking_screen(chat, one, texts.TAKEN(number=show(one.number)))


@tap("coming", purpose=PLACES)
def coming(chat: Chat, booking_id: str) -> Reply:
    return Do(SayComing(int(booking_id)), _comes)


@tap("coming_visit", purpose=VISITS)
def coming_visit(chat: Chat, booking_id: str) -> Reply:
    return Do(SayComingToVisit(int(booking_id)), _comes)


def _comes(chat: Chat, booking_id: int) -> Reply:
    one = my_booking(chat.work, booking_id)
    return Screen((texts.COMES, where_and_when(chat, one)), (HOME,), keeps=True)


ENTRIES: tuple[Entry, ...] = (
    bookings, bookings_from, booking, booked_visit, change_place, cancel_place, cancel_late, go_after_all,
    take_offer, take_visit_offer, coming, coming_visit,
)  # fmt: skip
