"""What a family is told, each looked up again when it is said; what is no longer true is dropped."""

from __future__ import annotations

from bot.dialogue.book import says, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, Text, _
from bot.dialogue.screen import Button, Screen
from handlers.family import names, texts
from handlers.family.done import own_screen, place_to_look, what_was_done
from models.family.guardians import asks_mark
from models.family.messages import (
    ActSeen,
    CameOfAge,
    DoneForYou,
    GuardianAdded,
    GuardianAsks,
    GuardianEnded,
    MoreRefused,
    NotWanted,
    ProxyAgreed,
    ProxyAsked,
    ProxyChanged,
    ProxyEnded,
    ProxyEnding,
)
from models.family.queries import Agreement, Child, my_act, my_agreement, my_child
from models.family.tables import Act
from models.refusals import NotFound


def _agreement(chat: Chat, agreement_id: int, *states: str) -> Agreement | None:
    try:
        found = my_agreement(chat.work, agreement_id)
    except NotFound:
        return None
    return found if found.state in states else None


def _child(chat: Chat, child_id: int) -> Child | None:
    try:
        return my_child(chat.work, child_id)
    except NotFound:
        return None


# -- acts ------------------------------------------------------------------------------------------
DONE = _("{who}替您{what}。")


def _act(chat: Chat, act_id: int, *states: str) -> Act | None:
    try:
        act = my_act(chat.work, act_id)
    except NotFound:
        return None
    return act if act.state in states else None


@says(DoneForYou)
def done_for_you(chat: Chat, message: DoneForYou) -> Screen | None:
    act = _act(chat, message.act_id, "done")
    return act_screen(chat, act) if act is not None else None


def act_screen(chat: Chat, act: Act) -> Screen:
    own = own_screen(chat, act)
    if own is not None:
        return own
    line = DONE(who=names.relative(chat, act.by_person), what=what_was_done(chat, act))
    buttons = [Button(texts.KNOWN, tap_token("act_seen", act.id))]
    if act.state != "unwanted":
        buttons.append(Button(texts.NOT_MY_WISH, tap_token("not_my_wish", act.id)))
    look = place_to_look(act)
    if look:
        buttons.append(Button(texts.LOOK, look))
    return Screen((line,), tuple(buttons), keeps=True)


@says(ActSeen)
def act_seen(chat: Chat, message: ActSeen) -> Screen | None:
    act = _act(chat, message.act_id, "seen")
    if act is None or act.by_person != chat.work.actor.person_id:
        return None
    return Screen((texts.SEEN_THERE(who=names.kin_or_name(chat, act.person_id)),), keeps=True)


@says(NotWanted)
def not_wanted(chat: Chat, message: NotWanted) -> Screen | None:
    act = _act(chat, message.act_id, "unwanted")
    if act is None or act.by_person != chat.work.actor.person_id:
        return None
    who = names.kin_or_name(chat, act.person_id)
    line = texts.NOT_WANTED_TOLD(who=who, what=what_was_done(chat, act))
    return Screen((line,), keeps=True)


# -- agreements ------------------------------------------------------------------------------------
@says(ProxyAsked)
def proxy_asked(chat: Chat, message: ProxyAsked) -> Screen | None:
    found = _agreement(chat, message.agreement_id, "asked", "agreed")
    if found is None or not found.mine:
        return None
    if found.state == "asked":
        return asked_screen(chat, found)
    return more_screen(chat, found) if found.more else None


def asked_screen(chat: Chat, found: Agreement) -> Screen:
    """The question that only the principal answers, in the words that are read out face to face."""
    return Screen(
        (
            texts.WANTS(
                who=names.relative(chat, found.proxy_id),
                asked=names.purposes_asked(chat, found.purposes),
            ),
            texts.WHAT_THEY_SEE(they=names.they(chat, found.proxy_id)),
            texts.WILLING,
        ),
        (
            Button(texts.YES_NEXT_YEAR, tap_token("proxy_yes", found.id)),
            Button(texts.YES_OTHER_DAY, tap_token("proxy_when", found.id)),
            Button(texts.NOT_WILLING, tap_token("proxy_no", found.id)),
            Button(texts.READ_TO_ME, tap_token("read_proxy"), style="small"),
        ),
        keeps=True,
    )


def more_screen(chat: Chat, found: Agreement) -> Screen:
    """Who acts already asks for more: exactly that is answered, and what stands is not at stake."""
    these = "-".join(found.more)
    return Screen(
        (
            texts.WANTS_MORE(
                who=names.relative(chat, found.proxy_id),
                asked=names.purposes_asked(chat, found.more),
            ),
            texts.SAME_UNTIL(until=names.until(chat, found.until or names.today(chat))),
            texts.WHAT_THEY_SEE(they=names.they(chat, found.proxy_id)),
            texts.WILLING,
        ),
        (
            Button(texts.YES_MORE, tap_token("more_yes", found.id, these)),
            Button(texts.NOT_WILLING, tap_token("more_no", found.id, these)),
            Button(texts.READ_TO_ME, tap_token("read_proxy"), style="small"),
        ),
        keeps=True,
    )


@says(MoreRefused)
def more_refused(chat: Chat, message: MoreRefused) -> Screen | None:
    found = _agreement(chat, message.agreement_id, "agreed")
    if found is None or found.mine or found.more:
        return None
    who = names.kin_or_name(chat, found.principal_id)
    return Screen((texts.MORE_REFUSED_THERE(who=who),), keeps=True)


def _standing(chat: Chat, found: Agreement, sentence: Text) -> Screen | None:
    """A sentence about an agreement that stands: who, what, until when."""
    if found.until is None:
        return None
    line = sentence(
        who=names.relative(chat, found.other_id)
        if found.mine
        else names.kin_or_name(chat, found.other_id),
        purposes=names.purposes_named(chat, found.purposes),
        until=names.until(chat, found.until),
    )
    after = texts.HOW_TO_STOP if found.mine else texts.HOW_TO_ACT
    return Screen((line, after), keeps=True)


@says(ProxyAgreed)
def proxy_agreed(chat: Chat, message: ProxyAgreed) -> Screen | None:
    found = _agreement(chat, message.agreement_id, "agreed")
    if found is None:
        return None
    return _standing(chat, found, texts.FACE_TO_FACE_TOLD if found.mine else texts.THEY_AGREED)


@says(ProxyChanged)
def proxy_changed(chat: Chat, message: ProxyChanged) -> Screen | None:
    found = _agreement(chat, message.agreement_id, "agreed")
    if found is None or found.mine:
        return None
    return _standing(chat, found, texts.CHANGED_THERE)


@says(ProxyEnded)
def proxy_ended(chat: Chat, message: ProxyEnded) -> Screen | None:
    found = _agreement(chat, message.agreement_id, "ended", "refused")
    if found is None or found.ended_by == chat.work.actor.person_id:
        return None
    return Screen((_why_ended(chat, found),), keeps=True)


def _why_ended(chat: Chat, found: Agreement) -> Sayable:
    who = (
        names.relative(chat, found.other_id)
        if found.mine
        else names.kin_or_name(chat, found.other_id)
    )
    if found.state == "refused":
        return texts.REFUSED_THERE(who=who)
    if found.ended_by is None:
        return (texts.OVER_FOR_PRINCIPAL if found.mine else texts.OVER_FOR_PROXY)(who=who)
    if not found.mine:
        return texts.ENDED_THERE(who=who)
    by_proxy = found.ended_by == found.proxy_id
    return (texts.ENDED_BY_PROXY if by_proxy else texts.ENDED_BY_WORKER)(who=who)


@says(ProxyEnding)
def proxy_ending(chat: Chat, message: ProxyEnding) -> Screen | None:
    found = _agreement(chat, message.agreement_id, "agreed")
    if found is None or not found.mine or found.until is None:
        return None
    line = texts.ENDING(
        who=names.relative(chat, found.proxy_id),
        until=names.full_date(found.until),
    )
    return Screen(
        (line,),
        (
            Button(texts.GO_ON_NEXT_YEAR, tap_token("proxy_longer", found.id)),
            Button(texts.OTHER_DAY, tap_token("proxy_change_day", found.id)),
            Button(texts.LET_IT_END, tap_token("proxy_let_end", found.id)),
        ),
        keeps=True,
    )


# -- children --------------------------------------------------------------------------------------
@says(GuardianAsks)
def guardian_asks(chat: Chat, message: GuardianAsks) -> Screen | None:
    child = _child(chat, message.child_id)
    if child is None or message.person_id in child.guardians:
        return None
    word = names.kin_of(chat, message.kin)
    who, called = names.just_name(chat, message.person_id), names.child_name(child)
    line = texts.GUARD_ASKS_NO_KIN(who=who, child=called)
    if word is not None:
        line = texts.GUARD_ASKS(who=who, child=called, kin=names.in_a_sentence(word.name))
    mark = asks_mark(child.id, message.person_id, message.kin)
    yes = tap_token("guard_yes", child.id, message.person_id, message.kin, mark)
    return Screen(
        (line, texts.GUARD_CARE),
        (Button(texts.YES_ADD, yes), Button(texts.DO_NOT_KNOW_THEM, tap_token("guard_no"))),
        keeps=True,
    )


@says(GuardianAdded)
def guardian_added(chat: Chat, message: GuardianAdded) -> Screen | None:
    child = _child(chat, message.child_id)
    if child is None or message.person_id not in child.guardians:
        return None
    called = names.child_name(child)
    if message.person_id == chat.work.actor.person_id:
        return Screen((texts.YOU_GUARD_NOW(child=called),), keeps=True)
    who = names.of_the_child(chat, child.id, message.person_id)
    return Screen((texts.GUARD_ADDED_TOLD(who=who, child=called),), keeps=True)


@says(GuardianEnded)
def guardian_ended(chat: Chat, message: GuardianEnded) -> Screen | None:
    """Whoever no longer answers for the child is told only that, and no more about it."""
    child = _child(chat, message.child_id)
    if message.person_id == chat.work.actor.person_id:
        if child is not None:  # added again meanwhile
            return None
        called = names.called(chat, message.child_id)
        return Screen((texts.YOU_NO_LONGER(child=called),), keeps=True)
    if child is None or message.person_id in child.guardians:
        return None
    who = names.relative(chat, message.person_id)
    return Screen((texts.NO_LONGER_TOLD(who=who, child=names.child_name(child)),), keeps=True)


@says(CameOfAge)
def came_of_age(chat: Chat, message: CameOfAge) -> Screen:
    if message.child_id == chat.work.actor.person_id:
        return Screen((texts.OF_AGE_SELF,), keeps=True)
    child = names.called(chat, message.child_id)
    return Screen((texts.OF_AGE_GUARDIAN(child=child),), keeps=True)


ENTRIES = (
    done_for_you, act_seen, not_wanted, proxy_asked, more_refused, proxy_agreed, proxy_changed, proxy_ended,
    proxy_ending, guardian_asks, guardian_added, guardian_ended, came_of_age,
)  # fmt: skip
