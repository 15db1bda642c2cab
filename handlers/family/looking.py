"""The screens of a family: who acts for me, whom I act for, my children, what was done for me."""

from __future__ import annotations

from bot.dialogue.book import tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, private
from bot.dialogue.screen import Button, Screen
from handlers.data_buttons import childs_data_button, gone_button
from handlers.family import names, texts
from handlers.family.done import in_short
from handlers.family.told import asked_screen, more_screen
from handlers.tasks.words import listed
from models.access.elsewhere import telegram_link, telegram_username
from models.family.queries import (
    Agreement,
    Child,
    done_for_me,
    my_children,
    my_proxies,
    whom_i_act_for,
)

MOST = 5
TO_FAMILY = Button(texts.BACK_TO_FAMILY, "t.family", style="small")
TO_HOME = Button(texts.HOME, "g.menu", style="small")


def family_screen(chat: Chat) -> Screen:
    """Only what there is: nobody who acts for nobody sees a list of none."""
    buttons = [Button(texts.WHO_ACTS, tap_token("my_proxies"))]
    if whom_i_act_for(chat.work):
        buttons.append(Button(texts.WHOM_I_ACT, tap_token("i_act_for")))
    buttons.append(Button(texts.CHILDREN, tap_token("children")))
    if done_for_me(chat.work, 1):
        buttons.append(Button(texts.DONE_FOR_ME, tap_token("done_for_me")))
    buttons.append(Button(texts.LET_FAMILY, tap_token("let_family")))
    return Screen((texts.WHICH,), (*buttons, TO_HOME))


# -- agreements ------------------------------------------------------------------------------------
def proxies_screen(chat: Chat) -> Screen:
    found = my_proxies(chat.work)
    let = Button(texts.LET_FAMILY, tap_token("let_family"))
    if not found:
        return Screen(texts.NOBODY_ACTS, (let, TO_FAMILY))
    buttons = [_listed(chat, one) for one in found[:MOST]]
    return Screen((texts.THESE_ACT,), (*buttons, let, TO_FAMILY))


def theirs_screen(chat: Chat) -> Screen:
    found = whom_i_act_for(chat.work)
    if not found:
        return Screen((texts.NOBODY_TO_ACT_FOR,), (TO_FAMILY,))
    buttons = [_listed(chat, one) for one in found[: MOST + 1]]
    return Screen((texts.WHOM_LIST,), (*buttons, TO_FAMILY))


def _listed(chat: Chat, one: Agreement) -> Button:
    who = names.relative(chat, one.other_id)
    label = texts.WAITS(who=who) if one.state == "asked" or one.more else who
    return Button(label, tap_token("proxy", one.id))


def agreement_screen(chat: Chat, one: Agreement) -> Screen:
    """What holds between two, and what each of them may change."""
    if one.mine and one.state == "asked":
        return asked_screen(chat, one)
    if one.mine and one.more:
        return more_screen(chat, one)
    if one.state == "asked":
        back = Button(texts.TAKE_BACK_ASKING, tap_token("proxy_end", one.id))
        who = names.kin_or_name(chat, one.principal_id)
        return Screen((texts.ASKED_THERE(who=who),), (back, TO_FAMILY))
    sentence = texts.ONE_AGREEMENT if one.mine else texts.ONE_AGREEMENT_THERE
    line = sentence(
        who=names.relative(chat, one.other_id),
        purposes=names.purposes_named(chat, one.purposes),
        until=names.until(chat, one.until or names.today(chat)),
    )
    if not one.mine:
        stop = Button(texts.I_STOP, tap_token("proxy_end", one.id))
        gone = gone_button(one.principal_id)
        return Screen((line, texts.HOW_TO_ACT), (stop, gone, TO_FAMILY))
    return Screen(
        (line, texts.HOW_TO_STOP),
        (
            Button(texts.OTHER_DAY, tap_token("proxy_change_day", one.id)),
            Button(texts.OTHER_THINGS, tap_token("proxy_change", one.id)),
            Button(stop_label(chat, one.proxy_id), tap_token("proxy_end", one.id)),
            TO_FAMILY,
        ),
    )


def stop_label(chat: Chat, person_id: int) -> Sayable:
    return texts.STOP_HER if names.they(chat, person_id) == names.SHE else texts.STOP_HIM


def code_screen(chat: Chat, token: str, lines: tuple[Sayable, ...], *more: Button) -> Screen:
    """A link for somebody else's phone: to be photographed, or passed on."""
    username = telegram_username(chat.work.session)
    at = telegram_link(username, token) if username and _on_telegram(chat) else f"/in/{token}"
    link = Button(texts.THE_LINK, url=at, style="small")
    return Screen(lines, (*more, link, TO_FAMILY), code=at)


def _on_telegram(chat: Chat) -> bool:
    """Who writes on one platform mostly has family on the same."""
    return chat.reader.channel == "telegram"


# -- children --------------------------------------------------------------------------------------
def children_screen(chat: Chat) -> Screen:
    if chat.reader.household_id is None:
        return Screen((texts.SETTLE_FIRST,), (Button(texts.MY_HOME, "f.settle"), TO_FAMILY))
    found = my_children(chat.work)
    register = Button(texts.REGISTER_CHILD, "f.child")
    if not found:
        return Screen((texts.NO_CHILDREN,), (register, TO_FAMILY))
    buttons = [Button(names.child_name(one), tap_token("kid", one.id)) for one in found[:MOST]]
    return Screen((texts.YOUR_CHILDREN,), (*buttons, register, TO_FAMILY))


def child_screen(chat: Chat, child: Child) -> Screen:
    grade = names.grade(child.grade)
    line = texts.ONE_CHILD(name=names.child_name(child), grade=grade)
    if child.school:
        line = texts.ONE_CHILD_SCHOOL(
            name=names.child_name(child),
            grade=grade,
            school=private("words", child.school),
        )
    me = chat.work.actor.person_id
    who = [
        texts.MYSELF if one == me else names.of_the_child(chat, child.id, one)
        for one in child.guardians
    ]
    buttons = [
        Button(texts.CHANGE_SCHOOL, tap_token("kid_school", child.id)),
        Button(texts.ADD_GUARDIAN, tap_token("kid_guard", child.id)),
    ]
    if len(child.guardians) > 1 and child.mine:
        buttons.append(Button(texts.END_GUARDIAN, tap_token("kid_unguard", child.id)))
    buttons.append(childs_data_button(child.id))
    return Screen((line, texts.LOOKED_AFTER_BY(who=listed(who))), (*buttons, TO_FAMILY))


# -- what was done for me --------------------------------------------------------------------------
def done_screen(chat: Chat) -> Screen:
    found = done_for_me(chat.work, MOST)
    if not found:
        return Screen((texts.NOTHING_DONE,), (TO_FAMILY,))
    buttons = [Button(in_short(chat, act), tap_token("act", act.id)) for act in found]
    return Screen((texts.DONE_LIST,), (*buttons, TO_FAMILY))
