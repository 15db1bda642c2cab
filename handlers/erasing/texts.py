"""Why data is not deleted now; what others hear of a deletion; the month's report for admins.

Nobody is named who asked not to be known any more.
"""

from __future__ import annotations

from bot.dialogue.book import refuses, says
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _, private
from bot.dialogue.screen import Screen
from handlers.privacy.deleting import not_yet
from models.privacy.erasing_messages import (
    AgreementGone,
    ChildDataGone,
    ForgottenMonth,
    TalkPartnerGone,
)
from models.privacy.erasing_refusals import NotGone, StillInTheWay
from models.privacy.in_the_way import InTheWay
from models.privacy.retention import month_for_admins
from models.register.names import called_of

MOST_KINDS = 2
"""In the report of a month: with the first line and the rest it is four lines at most."""
_GONE: dict[str, Sayable] = {
    "proxy": _("替您办事的那一位把资料删了，往后没人替您办。要人帮，在这儿说一声。"),
    "principal": _("您替着办事的那一位把资料删了，往后不用您办了。"),
}
PARTNER_GONE = _("跟您说话的那一位把资料删了，就说到这儿。")
CHILD_GONE = _("{who}把孩子的资料都删了，往后没有孩子的消息。")
A_GUARDIAN = _("另一位家长")
NOT_GONE = _("这一位还在，不能这么删。要删，得本人说。")
MONTH = _("{month} 月里到期忘掉的：")
KIND = _("{name} {count} 条")
REST = _("别的 {count} 条")


@refuses(StillInTheWay)
def still_in_the_way(_chat: Chat, refusal: StillInTheWay) -> Sayable:
    return not_yet(InTheWay(refusal.what, refusal.count))  # type: ignore[arg-type]


@refuses(NotGone)
def not_gone(_chat: Chat, _refusal: NotGone) -> Sayable:
    return NOT_GONE


@says(AgreementGone)
def agreement_gone(_chat: Chat, message: AgreementGone) -> Screen | None:
    line = _GONE.get(message.was)
    return Screen((line,), keeps=True) if line is not None else None


@says(TalkPartnerGone)
def talk_partner_gone(_chat: Chat, _message: TalkPartnerGone) -> Screen | None:
    return Screen((PARTNER_GONE,), keeps=True)


@says(ChildDataGone)
def child_data_gone(chat: Chat, message: ChildDataGone) -> Screen | None:
    name = called_of(chat.work, message.by_id)
    return Screen((CHILD_GONE(who=private("name", name, A_GUARDIAN) or A_GUARDIAN),), keeps=True)


@says(ForgottenMonth)
def forgotten_month(chat: Chat, message: ForgottenMonth) -> Screen | None:
    """The kinds with the most by name, the others as one number."""
    found = month_for_admins(chat.work, message.month)
    if not found:
        return None
    names: dict[str, Sayable] = {kept.id: kept.name for kept in chat.town.retention}
    lines: list[Sayable] = [MONTH(month=int(message.month[-2:]))]
    lines += [KIND(name=names.get(kind, kind), count=n) for kind, n in found[:MOST_KINDS]]
    rest = sum(count for _kind, count in found[MOST_KINDS:])
    if rest:
        lines.append(REST(count=rest))
    return Screen(tuple(lines), keeps=True)


ENTRIES = (
    still_in_the_way,
    not_gone,
    agreement_gone,
    talk_partner_gone,
    child_data_gone,
    forgotten_month,
)
