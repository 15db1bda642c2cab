"""How people of a family, agreements and last days are said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _, private
from bot.dialogue.whom import SOMEBODY
from handlers.duty.names import staff_name
from handlers.tasks.words import listed
from models.clocks import to_town
from models.duty.people import role_at
from models.family.agreeing import path_of
from models.family.kin import bare, kin_word, word_of, yours
from models.family.queries import Child, name_of
from models.town.local import Local
from models.town.people import KinWord

KIN_NAME = _("{kin}{name}")
SHE, HE = _("她"), _("他")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_GRADES = {
    **{n: Local(f"{'一二三四五六七八九'[n - 1]}年级", f"grade {n}") for n in range(1, 10)},
    **{n: Local(f"高{'一二三'[n - 10]}", f"grade {n}") for n in range(10, 13)},
}
NOT_AT_SCHOOL = _("还没上学")


def today(chat: Chat) -> date:
    return to_town(chat.work.now).date()


# -- people ----------------------------------------------------------------------------------------
def in_a_sentence(word: Local) -> Local:
    """妈妈; in English without the "my" that stands on a button."""
    return bare(word)


def just_name(chat: Chat, person_id: int) -> Sayable:
    named = name_of(chat.work, person_id)
    return private("name", named.name or named.called) or SOMEBODY


def relative(chat: Chat, person_id: int) -> Sayable:
    """闺女李芳, your daughter 李芳: what they are to the reader, and their name. Staff by their post."""
    me = chat.work.actor.person_id
    word = kin_word(chat.work, me, person_id)
    if word is not None:
        return KIN_NAME(kin=yours(word.name), name=just_name(chat, person_id))
    path = path_of(chat.work, me)
    if path is not None and role_at(chat.work, person_id, path):
        return private("name", staff_name(chat, person_id, path)) or SOMEBODY
    return just_name(chat, person_id)


def of_the_child(chat: Chat, child_id: int, person_id: int) -> Sayable:
    """奶奶王桂兰: a grown-up, by what they are to the child."""
    word = kin_word(chat.work, child_id, person_id)
    if word is None:
        return relative(chat, person_id)
    return KIN_NAME(kin=in_a_sentence(word.name), name=just_name(chat, person_id))


def kin_or_name(chat: Chat, person_id: int) -> Sayable:
    """妈妈 (your mother) where that is known, else their name: among people who know whom it is
    about."""
    word = kin_word(chat.work, chat.work.actor.person_id, person_id)
    return yours(word.name) if word is not None else just_name(chat, person_id)


def called(chat: Chat, person_id: int) -> Sayable:
    """王姨: as somebody wants to be called, for a worker who stands beside them."""
    named = name_of(chat.work, person_id)
    return private("name", named.called or named.name) or SOMEBODY


def they(chat: Chat, person_id: int) -> Sayable:
    return SHE if name_of(chat.work, person_id).gender == "f" else HE


def back_word(word: KinWord | None, gender: str) -> Sayable:
    """闺女 out of 妈妈: what the one is to the other."""
    return in_a_sentence(word.back_of(gender)) if word is not None else ""


def kin_of(chat: Chat, kin: str) -> KinWord | None:
    return word_of(chat.town, kin)


# -- what and until when ---------------------------------------------------------------------------
def purposes_asked(chat: Chat, purposes: Sequence[str]) -> Sayable:
    """替您约大夫、替您找人帮忙: after "would like to"."""
    return listed([one.asked for one in chat.town.proxies if one.id in purposes] or [""])


def purposes_named(chat: Chat, purposes: Sequence[str]) -> Sayable:
    return listed([one.name for one in chat.town.proxies if one.id in purposes] or [""])


def until(chat: Chat, day: date) -> Sayable:
    """明年年底, else 2027年6月30日."""
    year = today(chat).year
    if (day.month, day.day) == (12, 31) and day.year - year in (0, 1):
        return _("今年年底") if day.year == year else _("明年年底")
    return full_date(day)


def full_date(day: date) -> Local:
    return Local(
        f"{day.year}年{day.month}月{day.day}日", f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    )


# -- children --------------------------------------------------------------------------------------
def child_name(child: Child) -> Sayable:
    """浩浩: as it is called at home."""
    return private("name", child.called or child.name) or SOMEBODY


def grade(number: int | None) -> Sayable:
    return NOT_AT_SCHOOL if number is None else _GRADES.get(number, NOT_AT_SCHOOL)


def grades() -> list[tuple[int, Local]]:
    return list(_GRADES.items())
