"""The words of talk D: what a volunteer reads, and a coordinator about volunteers.

A push carries no name, door, phone, age or condition: it may be read over a shoulder. Everything is
looked up again when it is sent, and what is no longer true is not said at all.
"""

from __future__ import annotations

from datetime import datetime

from bot.dialogue.book import says, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _, private
from bot.dialogue.screen import Button, Screen
from handlers.details import details_at, own_chat_at
from handlers.tasks import along
from handlers.tasks.words import (
    THAT_HOME,
    because,
    lasting,
    latest,
    listed,
    names_of,
    whereabouts,
)
from models.clocks import to_town
from models.numbers import show
from models.refusals import NotFound
from models.register.tables import Person
from models.tasks.messages import (
    SomebodyWent,
    TaskAdded,
    TaskOffered,
    TaskYours,
    VolunteerNotNow,
    VolunteerWaiting,
    VolunteerWelcome,
)
from models.tasks.queries import (
    Task,
    TaskDetails,
    applicant,
    details,
    me_as_volunteer,
    my_offer,
    was_shown,
)
from models.tasks.tables import Volunteer
from models.town.schema import Local

SOMEBODY_WENT = _("已经有人去了，谢谢您想着。")
GO = _("我去")
NOT_THIS_TIME = _("这回去不了")
NEXT_IS_ASKED = _("没事，您忙。已经问下一位了。")
OTHERS_ARE_ASKED = _("没事，您忙。这件事接着有人管。")
WHEN_CAN_YOU = _("几点能到？")
HOW_DID_IT_GO = _("弄好了没有？")
DONE = _("弄好了")
HALF = _("弄了一半")
NEEDS_PROFESSIONAL = _("弄不了，得找专业的")
ON_MY_WAY = _("我出发了")
FINISHED = _("办完了")
NOBODY_OPENS = _("没人开门")
CANNOT = _("去不成了")
CALL = _("打电话")
CHANGE_MINUTES = _("改时间")
ADD_NOTE = _("补一句话或照片")
FINDING_ANOTHER = _("知道了，马上另找人，{called}那边我来说。谢谢您早说。")
_WINTER = (11, 12, 1, 2, 3)


def _offer(chat: Chat, offer_id: int) -> Task | None:
    try:
        return my_offer(chat.work, offer_id)
    except NotFound:
        return None


ADDED_WORDS = _("补的话：{words}")
SHOWN = 80
"""Characters of added words on a screen; the rest is behind [看这件事]."""


@says(TaskOffered)
def task_offered(chat: Chat, message: TaskOffered) -> Screen | None:
    task = _offer(chat, message.offer_id)
    if task is None or task.offer.state != "open":
        return None
    return offer_screen(chat, task)


def offer_screen(chat: Chat, task: Task) -> Screen:
    """What, whereabouts, by when, how long, why you."""
    me = me_as_volunteer(chat.work)
    now = chat.work.now
    called = chat.reader.address
    asked = _("{called}，{what}，想请您去看看。") if called else _("{what}，想请您去看看。")
    where = whereabouts(task, me.home_grid_id if me else None)
    going = along.trip(chat, task)
    lines: tuple[Sayable, ...] = (_best_by(task, where, now),)
    if going is not None:
        lines = along.offer_lines(task, going, where)
    return Screen(
        (asked(called=called, what=task.kind.offer_title), *lines, because(chat, task.offer.why)),
        (
            Button(GO, tap_token("accept", task.offer.id)),
            Button(NOT_THIS_TIME, tap_token("decline", task.offer.id)),
        ),
        urgent=False,
        keeps=True,
    )


def _best_by(task: Task, where: Sayable, now: datetime) -> Sayable:
    by = latest(task.arrive_by, now) if task.arrive_by > now else ""
    wanted = _("{where}。最好 {by}到，{lasting}。") if by else _("{where}。{lasting}。")
    return wanted(where=where, by=by, lasting=lasting(task.kind.minutes))


@says(TaskYours)
def task_yours(chat: Chat, message: TaskYours) -> Screen | None:
    task = _offer(chat, message.offer_id)
    told = details(chat.work, message.offer_id)
    if task is None or told is None:
        return None
    lines: tuple[Sayable, ...] = (
        _("这事归您了，编号 {number}。")(number=show(task.number)),
        _reach(task, told),
        _at_the_door(task, told),
    )
    # Who only looks finds out there; who does the errand must know what to buy.
    if task.kind.volunteers == "yes" and told.says:
        lines = (*lines, _("要办的：{what}。")(what=listed(_to_do(chat, task, told))))
    elif told.words:
        lines = (*lines, added_words(told))
    return Screen(
        lines,
        _task_buttons(task, told),
        photos=told.photos,
        keeps=True,
        details_at=details_at(chat, "task", message.offer_id),
    )


def added_words(told: TaskDetails) -> Sayable:
    return ADDED_WORDS(words=private("words", told.words[-SHOWN:]))


def _to_do(chat: Chat, task: Task, told: TaskDetails) -> list[Sayable]:
    """Answers of the catalogue are the town's words; all else was written by the person."""
    going = along.trip(chat, task)
    if going is not None:  # the visit itself says where and when
        words = [private("words", told.words)] if told.words else []
        return [along.to_do(task, going), *words]
    of_the_town = {option.say for field in task.kind.fields for option in field.options}
    return [said if said in of_the_town else private("words", said) for said in told.says]


@says(TaskAdded)
def task_added(chat: Chat, message: TaskAdded) -> Screen | None:
    """What the asker added on the way: words, photos."""
    told = details(chat.work, message.offer_id)
    if told is None:
        return None
    called = private("name", told.called, THAT_HOME) or THAT_HOME
    lines: tuple[Sayable, ...] = (_("{called}又添了点东西：")(called=called),)
    if told.words:
        lines = (*lines, added_words(told))
    button = Button(_("看这件事"), tap_token("task", message.offer_id))
    return Screen(
        lines,
        (button,),
        photos=told.photos,
        keeps=True,
        details_at=details_at(chat, "task", message.offer_id),
    )


def _task_buttons(task: Task, told: TaskDetails) -> tuple[Button, ...]:
    offer = task.offer
    buttons = [Button(ON_MY_WAY, tap_token("outdoor", offer.id))] if not offer.on_way_at else []
    buttons += [
        Button(FINISHED, tap_token("finish", offer.id)),
        Button(NOBODY_OPENS, tap_token("nobody", offer.id)),
        Button(CANNOT, tap_token("giveup", offer.id)),
    ]
    if told.phone:
        buttons.append(Button(CALL, url=f"tel:{told.phone}", private="phone"))
    return tuple(buttons)


def _reach(task: Task, told: TaskDetails) -> Sayable:
    """王姨，3 号楼 2 单元 401，电话 …; without what is not known."""
    address: Sayable = told.address
    if isinstance(address, Local):
        address = Local(
            _without(address.zh, task.community.zh), _without(address.en, task.community.en)
        )
    who = private("name", told.called)
    parts: list[Sayable] = [part for part in (who, private("door", address)) if part]
    if told.phone:
        parts.append(private("phone", _("电话 {phone}")(phone=dashed(told.phone))))
    return listed(parts or [_("住址还不知道，社区值班会告诉您")])


def _at_the_door(task: Task, told: TaskDetails) -> Sayable:
    hint = task.kind.volunteer_hint or ""
    if told.door_word is None:
        return hint
    return _("敲门先说暗号【{word}】。{hint}")(word=told.door_word, hint=hint)


def _without(address: str, community: str) -> str:
    """The community stood in the push already."""
    rest = address.removeprefix(community).lstrip(" ,，")
    return rest or address


def dashed(phone: str) -> str:
    """100-0000-0021: read out in three breaths."""
    if len(phone) == 11 and phone.isdigit() and phone.startswith("1"):
        return f"{phone[:3]}-{phone[3:7]}-{phone[7:]}"
    return phone


@says(SomebodyWent)
def somebody_went(chat: Chat, message: SomebodyWent) -> Screen | None:
    task = _offer(chat, message.offer_id)
    # Who never got the push has nothing to be let off from.
    if task is None or task.offer.state != "gone" or not was_shown(chat.work, message.offer_id):
        return None
    return Screen((SOMEBODY_WENT,), keeps=True)


def mind_the_road(chat: Chat) -> Sayable:
    winter = to_town(chat.work.now).month in _WINTER
    return _("路滑，慢点走。") if winter else _("路上慢点。")


# -- volunteers and the desk -----------------------------------------------------------------------
@says(VolunteerWaiting)
def volunteer_waiting(chat: Chat, message: VolunteerWaiting) -> Screen | None:
    try:
        volunteer, person = applicant(chat.work, message.person_id)
    except NotFound:
        return None
    if volunteer.state != "waiting":
        return None
    return Screen(
        (
            _("{name}想当志愿者，{community}。")(
                name=private("name", person.name),
                community=chat.town.place(volunteer.community_id).name,
            ),
            _("{skills}。行不行，您说了算。")(skills=skills_of(chat, volunteer)),
        ),
        (
            Button(_("行"), tap_token("approve", person.id)),
            Button(_("不行"), tap_token("refuse", person.id)),
            Button(_("看看"), tap_token("applicant", person.id)),
        ),
        keeps=True,
    )


def applicant_screen(chat: Chat, volunteer: Volunteer, person: Person) -> Screen:
    """Everything that was said, for the one who decides."""
    decide = (
        Button(_("行"), tap_token("approve", person.id)),
        Button(_("不行"), tap_token("refuse", person.id)),
    )
    phone = person.phone or ""
    known = _("人核实过。") if person.verified_at else _("人还没核实，先打个电话问问。")
    return Screen(
        (
            _("{name}，{community}。{known}")(
                name=private("name", person.name),
                community=chat.town.place(volunteer.community_id).name,
                known=known,
            ),
            _("{skills}。")(skills=skills_of(chat, volunteer)),
            _("有空：{hours}。")(hours=hours_of(chat, tuple(volunteer.hours))),
        ),
        (
            *(decide if volunteer.state == "waiting" else ()),
            *((Button(CALL, url=f"tel:{phone}", private="phone"),) if phone else ()),
        ),
        details_at=own_chat_at(chat),
    )


def skills_of(chat: Chat, volunteer: Volunteer) -> Sayable:
    known = [(skill.id, skill.phrase) for skill in chat.town.skills]
    return names_of(volunteer.skills, known) if volunteer.skills else _("什么活儿都能搭把手")


def hours_of(chat: Chat, chosen: tuple[str, ...]) -> Sayable:
    return names_of(chosen, [(shift.id, shift.name) for shift in chat.town.shifts])


@says(VolunteerWelcome)
def volunteer_welcome(chat: Chat, message: VolunteerWelcome) -> Screen | None:
    me = me_as_volunteer(chat.work)
    if me is None or me.state != "approved":
        return None
    return Screen(
        (
            _("社区点头了，您是志愿者了，谢谢您。"),
            _("有事我来问您，去不去都行。忙了就点[歇几天]。"),
        ),
        (Button(_("歇几天"), tap_token("rest")),),
        keeps=True,
    )


@says(VolunteerNotNow)
def volunteer_not_now(chat: Chat, message: VolunteerNotNow) -> Screen | None:
    me = me_as_volunteer(chat.work)
    if me is None or me.state != "refused":
        return None
    contact = chat.town.duty_contact(me.community_id)
    desk: Sayable = (
        _("想问问，打{name} {phone}。")(name=contact.name, phone=contact.phone)
        if contact
        else _("想问问，点[找人说话]。")
    )
    return Screen((_("社区说这回先不用，谢谢您的心意。"), desk), keeps=True)


ENTRIES = (
    task_offered, task_yours, task_added, somebody_went, volunteer_waiting, volunteer_welcome,
    volunteer_not_now,
)  # fmt: skip
