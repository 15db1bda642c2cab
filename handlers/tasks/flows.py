"""What a volunteer is asked: joining, when they arrive, how it went, a correction, a note."""

from __future__ import annotations

from functools import partial
from typing import Literal

from bot.dialogue.asking import Choice, Wrong
from bot.dialogue.book import Quiet, Reply, flow, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _, private
from bot.dialogue.screen import Button, Screen
from handlers import reading, when
from handlers.tasks import along, texts
from handlers.tasks.words import arrivals, asker, from_id, names_of
from models.cleaning import clean_name
from models.gate import Command
from models.register.queries import my_household
from models.tasks.answering import AcceptOffer
from models.tasks.doing import AddTaskNote, Finished, FinishTask
from models.tasks.minutes import LEAST, MOST, CorrectMinutes
from models.tasks.queries import my_offer, my_phone
from models.tasks.volunteers import PURPOSE, JoinVolunteers

NOT_A_PHONE = _("这个号我没看明白。手机写 11 位，座机带上区号。")

RESULTS = (
    Choice("done", texts.DONE, ("好了", "修好了", "行了")),
    Choice("half", texts.HALF, ("一半",)),
    Choice("needs_professional", texts.NEEDS_PROFESSIONAL, ("弄不了", "找专业的")),
)


# -- yes, I go -------------------------------------------------------------------------------------
def _taken(chat: Chat, _offer_id: int) -> Reply:
    """The details come as a message of their own: that one can be withdrawn."""
    return Quiet()


@flow("accept", say=texts.GO, then=_taken)
def accept(chat: Chat, offer_id: int) -> Command[int]:
    """Along to the doctor: the hour is the visit's, only how early one comes is asked."""
    question: Sayable = texts.WHEN_CAN_YOU
    going = along.trip(chat, my_offer(chat.work, offer_id))
    if going is not None and along.times(chat, going):
        question = along.WHEN_TO_MEET(day=when.day(going.meet_at))
    chosen = chat.ask("arrive", question, choices=partial(_times, chat, offer_id))
    return AcceptOffer(offer_id, from_id(chosen))


def _times(chat: Chat, offer_id: int) -> list[Choice]:
    task = my_offer(chat.work, offer_id)
    going = along.trip(chat, task)
    meeting = along.times(chat, going) if going is not None else []
    return meeting or arrivals(chat.started_at, task.arrive_by, chat.town)


# -- how it went -----------------------------------------------------------------------------------
def _finished(chat: Chat, finished: Finished) -> Reply:
    called = asker(chat, finished.case_id)
    thanks = (
        _("辛苦了。从出发到办完记 {minutes} 分钟。{called}的门牌和电话已经从这儿撤了。")
        if finished.set_out
        else _("辛苦了。这一趟记 {minutes} 分钟。{called}的门牌和电话已经从这儿撤了。")
    )
    rest: Sayable = "" if finished.result == "done" else _("剩下的我告诉社区值班了，接着有人管。")
    return Screen(
        (thanks(minutes=finished.minutes, called=called), rest),
        (
            Button(texts.CHANGE_MINUTES, tap_token("minutes", finished.offer_id), style="small"),
            Button(texts.ADD_NOTE, tap_token("tasknote", finished.offer_id), style="small"),
        ),
        keeps=True,
    )


@flow("finish", say=texts.FINISHED, then=_finished)
def finish(chat: Chat, offer_id: int) -> Command[Finished]:
    return FinishTask(offer_id, chat.ask("result", texts.HOW_DID_IT_GO, choices=RESULTS))


def _corrected(chat: Chat, minutes: int) -> Reply:
    return Screen((_("改好了，记 {minutes} 分钟。")(minutes=minutes),), keeps=True)


@flow("minutes", say=texts.CHANGE_MINUTES, then=_corrected)
def minutes(chat: Chat, offer_id: int) -> Command[int]:
    typed = chat.ask(
        "minutes", _("这一趟一共多少分钟？打个数就行。"), parse=_minutes, keyboard="number"
    )
    return CorrectMinutes(offer_id, int(typed))


def _minutes(typed: str) -> str:
    found = reading.number(typed)
    if found is None or not LEAST <= found <= MOST:
        raise Wrong(_("一趟能记 {least} 到 {most} 分钟。打一个数就行。")(least=LEAST, most=MOST))
    return str(found)


def _noted(chat: Chat, _nothing: None) -> Reply:
    return Screen((_("记下了，谢谢您。"),), keeps=True)


@flow("tasknote", say=texts.ADD_NOTE, then=_noted)
def task_note(chat: Chat, offer_id: int) -> Command[None] | None:
    items = chat.ask_photos("note", _("说一句，或者发照片，都行。好了点[好了]。"))
    words = "\n".join(item["words"] for item in items if "words" in item)
    photos = tuple(item["photo"] for item in items if "photo" in item)
    return AddTaskNote(offer_id, words, photos) if words or photos else None


# -- joining ---------------------------------------------------------------------------------------
def _joined(chat: Chat, state: str) -> Reply:
    if state == "approved":
        return Screen((_("改好了，谢谢您。"),), keeps=True)
    return Screen((_("报上了，谢谢您。社区点头了，我告诉您。"),), keeps=True)


@flow("join", say=_("我也来帮忙"), then=_joined)
def join(chat: Chat) -> Command[str]:
    """Known things are shown in the summary and not asked again."""
    name = chat.ask(
        "name", _("您怎么称呼？写名字。"), parse=_name, default=chat.reader.name or None,
        what=_("名字"),
    )  # fmt: skip
    phone = chat.ask(
        "phone", _("电话多少？"), parse=partial(reading.phone, sentence=NOT_A_PHONE), default=my_phone(chat.work) or None,
        what=_("电话"), keyboard="number",
    )  # fmt: skip
    community = chat.ask(
        "community", _("在哪个社区帮忙？点一个，或者打名字里的字。"),
        choices=partial(reading.communities, chat), default=_my_community(chat), what=_("哪个社区"),
    )  # fmt: skip
    skills = chat.ask_many(
        "skills", _("会哪样？点一下勾上，再点去掉。"), choices=partial(_skills, chat),
        what=_("会哪样"),
    )  # fmt: skip
    hours = chat.ask_many(
        "hours", _("哪些时候能来？点一下勾上。"), choices=partial(_shifts, chat),
        what=_("哪些时候"),
    )  # fmt: skip
    town = chat.town
    chat.confirm(
        _("{name}，{community}，电话尾号 {tail}")(
            name=_unless_typed("name", name, chat.reader.name),
            community=town.place(community).name,
            tail=_unless_typed("phone", phone[-4:], my_phone(chat.work)[-4:]),
        ),
        _("{skills}；有空：{hours}")(
            skills=names_of(skills, [(skill.id, skill.phrase) for skill in town.skills]),
            hours=texts.hours_of(chat, hours),
        ),
        town.purpose(PURPOSE).short,
        yes=_("对，报名"),
    )
    return JoinVolunteers(name, phone, skills, community, hours)


def _unless_typed(kind: Literal["name", "phone"], said: str, on_record: str) -> Sayable:
    """What we knew is hidden where it must be; what was typed in this very talk stands above."""
    return private(kind, said) if said == on_record else said


def _skills(chat: Chat) -> list[Choice]:
    return [Choice(skill.id, skill.name) for skill in chat.town.skills]


def _shifts(chat: Chat) -> list[Choice]:
    return [Choice(shift.id, shift.name) for shift in chat.town.shifts]


def _my_community(chat: Chat) -> str | None:
    home = my_household(chat.work)
    return chat.town.estate(home.estate_id).community if home else None


def _name(typed: str) -> str:
    name = clean_name(typed)
    if not name:
        raise Wrong(_("名字我没看清。再写一遍吧。"))
    return name


ENTRIES = (accept, finish, minutes, task_note, join)
