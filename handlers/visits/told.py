"""What is told of a visit, looked up again when it is said; nothing of what troubles anybody."""

from __future__ import annotations

from bot.dialogue.book import says, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable
from bot.dialogue.screen import Button, Screen
from handlers.family import names
from handlers.help.texts import helper_name
from handlers.visits import texts, times
from handlers.visits.acts import STANDS, bring, for_you
from handlers.visits.words import leader, phone
from models.help.commands import last_helper
from models.refusals import NotFound
from models.visits.attending import still_theirs
from models.visits.finding import Visit, booked_by_me, my_visit
from models.visits.messages import CompanyFound, VisitMade, VisitMark

_KNOWN = Button(texts.KNOWN, "t.known")


@says(VisitMade)
def visit_made(chat: Chat, message: VisitMade) -> Screen | None:
    """On the phone of whoever looks after them, and on behalf of them."""
    try:
        found = my_visit(chat.work, message.booking_id)
    except NotFound:
        return None
    if found.state != STANDS or found.begins_at <= chat.work.now:
        return None
    return Screen(
        (for_you(chat, found, found.by_id), *bring(found)),
        (
            Button(texts.KNOWN, tap_token("visit_known")),
            Button(texts.NOT_MY_WISH, tap_token("visit_off", found.booking_id)),
            Button(texts.OTHER_TIME, tap_token("visit_move", found.booking_id)),
        ),
        keeps=True,
    )


def _mine_to_hear(chat: Chat, booking_id: int) -> Visit | None:
    """A visit the reader booked for another, if they may still see to it."""
    found = booked_by_me(chat.work, booking_id)
    return found if found is not None and still_theirs(chat.work, found) else None


def _helper(chat: Chat, visit: Visit) -> Sayable:
    """Who goes along; "" if nobody does."""
    if visit.case_id is None:
        return ""
    _offer, helper = last_helper(chat.work, visit.case_id)
    return helper_name(chat, helper) if helper is not None else ""


@says(VisitMark)
def visit_mark(chat: Chat, message: VisitMark) -> Screen | None:
    found = _mine_to_hear(chat, message.booking_id)
    if found is None or found.attended != "present":
        return None
    who, helper = names.kin_or_name(chat, found.person_id), _helper(chat, found)
    if message.mark == "arrived":
        return Screen((_arrived(found, who, helper),), (_KNOWN,), keeps=True)
    sentence = texts.DONE_WITH if helper else texts.DONE
    line = sentence(who=who, phone=phone(found))
    return Screen((line(helper=helper) if helper else line,), (_KNOWN,), keeps=True)


def _arrived(visit: Visit, who: Sayable, helper: Sayable) -> Sayable:
    if visit.at_home:
        return texts.DOCTOR_THERE(leader=leader(visit), who=who)
    return texts.ARRIVED_WITH(who=who, helper=helper) if helper else texts.ARRIVED(who=who)


@says(CompanyFound)
def company_found(chat: Chat, message: CompanyFound) -> Screen | None:
    found = _mine_to_hear(chat, message.booking_id)
    if found is None or found.state != STANDS or found.case_id is None:
        return None
    offer, _helper_id = last_helper(chat.work, found.case_id)
    if offer != message.offer_id:
        return None
    line = texts.FOUND(
        who=names.kin_or_name(chat, found.person_id),
        helper=_helper(chat, found),
        time=times.spoken(found.begins_at, chat.work.now),
    )
    return Screen((line,), (_KNOWN,), keeps=True)


ENTRIES = (visit_made, visit_mark, company_found)
