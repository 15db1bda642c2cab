"""One case as the desk sees it: who, where, what, how it stands, and what can be done about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.dialogue.book import tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _, private
from bot.dialogue.screen import Button, Screen
from handlers import when
from handlers.details import details_at
from handlers.duty.board import state_of
from handlers.duty.lists import BACK_TO_DESK
from handlers.duty.names import called_here, door_of, full_name, phone_buttons, short, waited
from handlers.help.asking import what_it_is
from models.duty.queries import reach_of, staff_case, staff_photos, staff_story
from models.help.cases import kind_of, place_of_case
from models.help.tables import Case, CaseEvent
from models.numbers import show
from models.town.catalogue import Kind

WHY: dict[str, Sayable] = {
    "overdue": _("没人接"),
    "professional": _("得找专业公司"),
    "call_company": _("给专业公司打个电话"),
    "no_address": _("住址还不知道"),
    "nobody_opens": _("敲门没人应"),
    "half": _("弄了一半"),
    "needs_professional": _("弄不了，得找专业的"),
    "not_solved": _("本人说还没好"),
    "not_tonight": _("本人说这时候不方便，另约"),
    "word_wrong": _("门口的人暗号不对"),
    "promise": _("过了答应的时候"),
    "asker_gone": _("本人不在这儿了"),
}
STORY: dict[str, Sayable] = {
    "opened": _("报上来"),
    "offered": _("问了人"),
    "assigned": _("派给人"),
    "taken": _("有人接了"),
    "on_way": _("出发了"),
    "done": _("说办完了"),
    "reported": _("说办完了"),
    "nobody_opens": _("敲门没人应"),
    "given_up": _("说去不成了"),
    "with_company": _("找过专业公司"),
    "words_added": _("本人补了一句"),
    "helper_note": _("帮忙的人补了一句"),
    "photo_added": _("发了照片"),
    "place_added": _("发了位置"),
    "closing_yes": _("本人说好了"),
    "closing_no": _("本人说还没好"),
    "closing_later": _("本人说明早再问"),
    "closing_asked": _("问了本人好没好"),
    "closing_reminded": _("又问了一遍好没好"),
    "cancelled": _("本人说不用了"),
    "reopened": _("又接着办"),
    "promise_missed": _("到点没找着人，告诉本人了"),
    "closed_by_duty": _("值班了结"),
    "duty_said": _("值班捎了句话"),
    "seen_to": _("值班看过了"),
    "asker_gone": _("本人不在这儿了"),
    "call_told": _("电话里说到了"),
    "call_no_answer": _("电话没人接"),
    "call_knock": _("请网格员上门"),
    "not_tonight": _("本人说这时候不方便"),
    "word_wrong": _("暗号不对"),
    "thanked": _("本人道了谢"),
}
LOOKING = ("open", "offered", "with_duty", "with_company")
MORE = _("别的")
BACK_TO_CASE = _("回这件事")


def case_screen(chat: Chat, case_id: int) -> Screen:
    """At most four lines; the door and the phone are on this screen only."""
    case = staff_case(chat.work, case_id)
    kind = kind_of(chat.work, case)
    person, home = reach_of(chat.work, case.asker_id, place_of_case(chat.work, case_id))
    title = _("{number}　{kind}，急") if case.urgency == "urgent" else _("{number}　{kind}")
    other = case.details.get("other")
    if other:
        where = _("{name}（{relation}），{address}。{who}报的")(
            who=full_name(person), **_short(other)
        )
    else:
        where = _("{who}，{where}")(who=full_name(person), where=door_of(chat, home))
    lines = (title(number=show(case.number), kind=kind.title), where, _trouble(kind, case))
    return Screen(
        (*lines, _standing(chat, case)),
        _buttons(chat, case, kind, person),
        photos=staff_photos(chat.work, case.id),
        keeps=True,
        details_at=details_at(chat, "case", case.id),
    )


def _short(other: Mapping[str, str]) -> dict[str, Sayable]:
    said = {name: short(other.get(name, ""), 24) for name in ("name", "relation", "address")}
    return {
        "name": private("name", said["name"]),
        "relation": private("name", said["relation"]),
        "address": private("door", said["address"]),
    }


def _trouble(kind: Kind, case: Case) -> Sayable:
    said = what_it_is(kind, case.details.get("answers", {}))
    words = case.details.get("words", "")
    return _("{said}。{words}")(said=said, words=private("words", short(words))) if words else said


def _standing(chat: Chat, case: Case) -> Sayable:
    """Why it is here, or how it stands; how long they wait and what they were promised."""
    why = WHY.get(case.attention or "", case.attention or "")
    state = why if case.attention else state_of(chat, case)
    waits = _("{state}，等了 {ago}")(state=state, ago=waited(chat, case.opened_at))
    if case.promise_kept_at is not None or case.closed_at is not None:
        return waits
    return _("{what}，{by}前回话")(what=waits, by=when.by(case.promised_at, chat.work.now))


def _buttons(chat: Chat, case: Case, kind: Kind, person: Any) -> tuple[Button, ...]:
    if case.closed_at is not None:
        return (Button(_("经过"), tap_token("duty_story", case.id)), BACK_TO_DESK)
    buttons: list[Button] = []
    if case.stage in LOOKING:
        buttons.append(Button(_("派给…"), tap_token("assign", case.id)))
        buttons.append(Button(_("我去"), tap_token("take_case", case.id)))
    if kind.professional and not case.with_company:
        company = chat.town.contact(kind.professional).name
        label = _("找过{company}了")(company=company)
        buttons.append(Button(label, tap_token("company", case.id)))
    buttons += phone_buttons(person)
    buttons.append(Button(_("说一句"), tap_token("say_to_asker", case.id)))
    return (*buttons[:5], Button(MORE, tap_token("duty_more", case.id)))


def more_screen(chat: Chat, case_id: int) -> Screen:
    """What is needed less often."""
    case = staff_case(chat.work, case_id)
    kind = kind_of(chat.work, case)
    buttons = [
        Button(_("办完了"), tap_token("duty_close", case.id)),
        Button(_("经过"), tap_token("duty_story", case.id)),
    ]
    if case.attention:
        buttons.append(Button(_("看过了"), tap_token("seen_to", case.id)))
    if kind.professional:
        company = chat.town.contact(kind.professional)
        label = _("打{company} {phone}")(company=company.name, phone=company.phone)
        buttons.append(Button(label, url=f"tel:{company.phone}"))
    back = Button(BACK_TO_CASE, tap_token("duty_case", case.id))
    return Screen(
        (_("{number}，还要怎么办？")(number=show(case.number)),), (*buttons, back, BACK_TO_DESK)
    )


def close_screen(chat: Chat, case_id: int) -> Screen:
    """How we know that it is over: never closed as solved because the desk wants it gone."""
    case = staff_case(chat.work, case_id)
    closing = kind_of(chat.work, case).closing
    return Screen(
        (_("“{question}” 本人怎么说？")(question=closing.question),),
        (
            Button(_("他说好了"), tap_token("duty_closed", case.id, "solved")),
            Button(_("发给他问一声"), tap_token("ask_solved", case.id)),
            Button(_("联系不上，先了结"), tap_token("duty_closed", case.id, "no_answer")),
            Button(BACK_TO_CASE, tap_token("duty_case", case.id)),
        ),
    )


def story_screen(chat: Chat, case_id: int) -> Screen:
    """The last lines of the story, each with who and when."""
    events: Sequence[CaseEvent] = staff_story(chat.work, case_id, 12)
    told = [line for event in events if (line := _story_line(chat, event))]
    back = Button(BACK_TO_CASE, tap_token("duty_case", case_id))
    return Screen(
        tuple(told[-4:]) or (_("还没有什么经过。"),),
        (back, BACK_TO_DESK),
        details_at=details_at(chat, "case", case_id),
    )


def _story_line(chat: Chat, event: CaseEvent) -> Sayable:
    what = STORY.get(event.what)
    if what is None:
        return ""
    who = called_here(chat, event.by_person) if event.by_person else ""
    at = when.stamp(event.at, chat.work.now)
    if event.words and event.what != "place_added":
        return _("{at}　{what}：{words}")(
            at=at, what=what, words=private("words", short(event.words, 24))
        )
    return _("{at}　{what}　{who}")(at=at, what=what, who=who)
