"""The coordinator's first screen: what needs me now. No totals, no ranking (P10).

Alarms first, then who waits longest; everything opens by a tap. What nobody took, who waits for a
yes, today and who is on duty are one tap away, so that the first screen stays four lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from bot.dialogue.book import tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _
from bot.dialogue.screen import Button, Screen
from handlers import when
from handlers.details import SOMEBODY, helper
from handlers.duty.lists import BACK_TO_DESK, PAGE, Entry, Row, listed, page_of
from handlers.duty.menu import duty_button
from handlers.duty.names import called_here, full_name, person_name, waited, whereabouts
from handlers.rows import own_of_staff, seldom_for_staff
from models.alarms.tables import Alarm
from models.duty.people import called, duty_now, my_paths
from models.duty.queries import (
    Item,
    going_on,
    my_roles,
    needs_me_now,
    nobody_took,
    residents_waiting,
    taker_of,
    volunteers_waiting,
)
from models.duty.tables import Call, HandOver
from models.duty.talking import my_hand_overs
from models.help.cases import kind_of
from models.help.tables import Case
from models.register.tables import Household, Person

NOBODY_WAITS = _("没有人在等。")
NEEDS_YOU = _("要您管的，点一个：")
NEED_YOU = _("要您管的有 {many} 件，急的在前，点一个：")
ELSE = _("别的")


def desk(chat: Chat, page: int = 0) -> Screen:
    """What needs me now."""
    if not my_roles(chat.work):
        return Screen((_("这一页是给社区值班的人看的。"),))
    entries = [partial(_entry, chat, item) for item in needs_me_now(chat.work)]
    first: Sayable = NEEDS_YOU if entries else NOBODY_WAITS
    if len(entries) > PAGE:  # more than one sees: how much more
        first = NEED_YOU(many=len(entries))
    return Screen(
        (first, who_is_there(chat)),
        (*page_of(entries, page, tap_token("desk_page")), Button(ELSE, tap_token("desk_more"))),
    )


def who_is_there(chat: Chat) -> Sayable:
    """Who is on duty at my place now."""
    names: dict[int, str] = {}
    for path in my_paths(chat.work)[:5]:
        names.update(duty_now(chat.work, path))
    if not names:
        return _("这会儿没人在班上。")
    return _("在班上：{names}")(names="、".join(list(names.values())[:4]))


def desk_more(chat: Chat) -> Screen:
    """The rest of the desk."""
    lists = (
        (_("没人接的"), "untaken"),
        (_("等您点头的"), "yes"),
        (_("正办着的"), "today"),
    )
    buttons = [Button(label, tap_token("desk_list", name, 0)) for label, name in lists]
    buttons.append(Button(_("谁管什么"), tap_token("roles", 0)))
    rest = (duty_button(chat), BACK_TO_DESK, *seldom_for_staff(chat), *own_of_staff(chat))
    return Screen((_("看哪样？"),), (*buttons, *rest))


def desk_list(chat: Chat, name: str, page: int) -> Screen:
    token = tap_token("desk_list", name)
    if name == "untaken":
        entries = [partial(_case_entry, chat, case) for case in nobody_took(chat.work)]
        return listed(_("还没人接的："), _("都有人接。"), entries, page, token)
    if name == "yes":
        return listed(_("等您点头的："), _("没有人等您点头。"), _yes(chat), page, token)
    if name != "today":
        raise ValueError(name)
    return listed(_("正办着的："), _("眼下没有正办着的。"), _today(chat), page, token)


# -- one line each ----------------------------------------------------------------------------------
def _entry(chat: Chat, item: Item) -> Entry:
    if item.kind == "alarm":
        return _alarm_entry(chat, item.row)
    if item.kind == "hand_over":
        return _hand_over_entry(chat, item.row)
    if item.kind == "call":
        return _call_entry(chat, item.row)
    return _case_entry(chat, item.row)


def _alarm_entry(chat: Chat, alarm: Alarm) -> Entry:
    label = _("急：{group}，{where}，{ago}")(
        group=chat.town.emergency.group(alarm.group).name,
        where=whereabouts(chat, _home_of(chat, alarm.person_id), alarm.grid_id),
        ago=waited(chat, alarm.raised_at),
    )
    return label, tap_token("alarm", alarm.id)


def _hand_over_entry(chat: Chat, row: HandOver) -> Entry:
    label = _("{who}找人说话，{where}，等了 {ago}")(
        who=called_here(chat, row.person_id, _("有人"), _("有人")),
        where=whereabouts(chat, _home_of(chat, row.person_id), row.place_id),
        ago=waited(chat, row.asked_at),
    )
    return label, tap_token("talk", row.id)


def _call_entry(chat: Chat, call: Call) -> Entry:
    who = called_here(chat, call.person_id, _("有人"), SOMEBODY)
    label = (
        _("打电话告诉{who}，等了 {ago}")
        if call.outcome != "knock"
        else _("上门告诉{who}，等了 {ago}")
    )
    return label(who=who, ago=waited(chat, call.since)), tap_token("call", call.id)


def _case_entry(chat: Chat, case: Case) -> Entry:
    label = _("{kind}，{where}，等了 {ago}")(
        kind=kind_of(chat.work, case).title,
        where=whereabouts(chat, _home(chat, case), case.grid_id),
        ago=waited(chat, case.opened_at),
    )
    by = when.by(case.promised_at, chat.work.now)
    if case.promise_kept_at is None:
        label = _("{what}，{by}前回话")(what=label, by=by)
    elif case.attention:  # what was promised stays in sight, kept or not
        label = _("{what}，说好 {by}前")(what=label, by=by)
    return label, tap_token("duty_case", case.id)


def _home(chat: Chat, case: Case) -> Household | None:
    if case.household_id is None:
        return None
    return chat.work.session.get(Household, case.household_id)


def _home_of(chat: Chat, person_id: int) -> Household | None:
    person = chat.work.session.get(Person, person_id)
    if person is None or person.household_id is None:
        return None
    return chat.work.session.get(Household, person.household_id)


def _today(chat: Chat) -> Sequence[Row]:
    talks = [partial(_talk_entry, chat, row) for row in my_hand_overs(chat.work)]
    return [*talks, *(partial(_going_entry, chat, case) for case in going_on(chat.work))]


def _talk_entry(chat: Chat, row: HandOver) -> Entry:
    who = called_here(chat, row.person_id, _("一个人"), _("一个人"))
    return _("您正跟{who}说话")(who=who), tap_token("talk", row.id)


def _going_entry(chat: Chat, case: Case) -> Entry:
    label = _("{kind}，{where}，{state}")(
        kind=kind_of(chat.work, case).title,
        where=whereabouts(chat, _home(chat, case), case.grid_id),
        state=state_of(chat, case),
    )
    return label, tap_token("duty_case", case.id)


def state_of(chat: Chat, case: Case) -> Sayable:
    """The stage as staff say it, with who goes there and when."""
    workflow = chat.town.workflow(kind_of(chat.work, case).workflow)
    stage = workflow.stage(case.stage).label
    taker = taker_of(chat.work, case.id)
    if taker is None:
        return stage
    name, arrives = helper(called(chat.work, taker[0])), taker[1]
    if arrives is None:
        return _("{stage}：{name}")(stage=stage, name=name)
    return _("{stage}：{name}，{by}到")(stage=stage, name=name, by=when.by(arrives, chat.work.now))


def _yes(chat: Chat) -> Sequence[Row]:
    volunteers = [partial(_volunteer_entry, person) for _v, person in volunteers_waiting(chat.work)]
    residents = [partial(_resident_entry, chat, *pair) for pair in residents_waiting(chat.work)]
    return [*volunteers, *residents]


def _volunteer_entry(person: Person) -> Entry:
    label = _("{who}想当志愿者")(who=person_name(person))
    return label, tap_token("duty_volunteer", person.id)


def _resident_entry(chat: Chat, person: Person, home: Household) -> Entry:
    where = whereabouts(chat, home, home.grid_id)
    label = _("认一认：{who}，{where}")(who=full_name(person), where=where)
    return label, tap_token("resident", person.id)
