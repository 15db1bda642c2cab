"""The first screen, for whoever looks at it: what is mine to do, then what I can ask for."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _
from bot.dialogue.screen import Button, Screen
from handlers.duty.board import desk
from handlers.duty.menu import menu_for_staff
from handlers.rows import (
    for_doctors,
    for_tutors,
    my_children,
    my_doctor,
    my_family,
    often_for_staff,
    seldom_for_staff,
    to_come_to,
)
from handlers.tasks.menu import menu_for_volunteer

WHAT_IS_IT = _("您有什么事？")
WHAT_IS_IT_NAMED = _("{called}，您有什么事？")
HELP = _("要人帮忙")
MINE = _("我的事儿")
PERSON = _("找人说话")
ABOUT_ME = _("我的资料")
MOST = 6


def home(chat: Chat, *before: Sayable) -> Screen:
    """Staff see their desk first; everybody else what they can ask for. The rest is a small row."""
    staff, kids = menu_for_staff(chat), my_children(chat)
    if staff:
        first = desk(chat)
        # The desk's own button is where one is already; on and off duty is one tap from anywhere.
        duty = tuple(replace(button, style="small") for button in staff[1:])
        own = (
            Button(HELP, "f.help", style="small"),
            Button(MINE, "t.mine", style="small"),
            Button(ABOUT_ME, "t.about_me", style="small"),
        )
        small = (*duty, *often_for_staff(chat), *kids.small, *own, language_button(chat))
        buttons = (*kids.buttons, *first.buttons, *small)
        return Screen((*before, *kids.lines, *first.lines), buttons)
    called = chat.reader.address
    question = WHAT_IS_IT_NAMED(called=called) if called else WHAT_IS_IT
    doctor, helping = my_doctor(chat), menu_for_volunteer(chat)
    team = for_doctors(chat)
    work = (*(team or for_tutors(chat)), *helping)
    choices: tuple[Button, ...] = (
        Button(HELP, "f.help"), Button(MINE, "t.mine"), Button(PERSON, "g.person"),
    )  # fmt: skip
    if work or kids.buttons:  # who has work of their own, or a child there, needs the room for it
        doctor = tuple(replace(button, style="small") for button in doctor)
    else:
        choices, doctor = (choices[0], *doctor, *choices[1:]), ()
    lists = (*often_for_staff(chat), *seldom_for_staff(chat)) if team else ()
    family = (*kids.small, *to_come_to(chat), *my_family(chat))
    small = (*lists, *doctor, *family, *small_row(chat, volunteers=bool(helping)))
    room = max(MOST - len(choices) - len(kids.buttons), 0)
    return Screen((*before, *kids.lines, question), (*kids.buttons, *work[:room], *choices, *small))


def small_row(chat: Chat, *, volunteers: bool) -> tuple[Button, ...]:
    """Quiet buttons: about me, and the other language."""
    about = [Button(ABOUT_ME, "t.about_me", style="small")]
    if not volunteers:
        about.append(Button(_("我也来帮忙"), "f.join", style="small"))
    return (*about, language_button(chat))


def language_button(chat: Chat) -> Button:
    """The other language, in its own words."""
    if chat.reader.language == "zh":
        return Button("English", "g.en", style="small")
    return Button("中文", "g.zh", style="small")
