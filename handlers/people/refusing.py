"""Why somebody was not found, opened or written down, and why a role was not given, in words."""

from __future__ import annotations

from bot.dialogue.book import Entry, refuses
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, Text, _
from handlers.people import texts
from handlers.people.days import on_day
from handlers.people.finding import MORE
from models.clocks import to_town
from models.people.refusals import (
    AlreadyHere,
    BirthNotPossible,
    ChildNeedsGuardian,
    ReasonNeeded,
    SayMore,
)
from models.roles.refusals import (
    CannotStandIn,
    CheckKnown,
    CheckNotPossible,
    NoRoleForThem,
    TermNotPossible,
)

_TERM: dict[str, Text] = {
    "past": _("这一天已经过去了。说个今天或以后的日子。"),
    "order": _("最后一天比头一天还早。再说一遍到哪天。"),
    "long": _("替班最多 {days} 天。更久就换个人来做。"),
}
_STAND_IN: dict[str, Sayable] = {
    "self": _("自己替不了自己。换一位。"),
    "same": _("他在那儿本来就做这个。换一位。"),
    "substitute": _("这本来就是替班，不能再转给别人。请社区值班派人。"),
    "ended": _("这个角色已经不做了。"),
    "stranger": _("替班的得是一个街道的同事。要派别人，请社区值班来派。"),
    "admin": _("管理员的班，得管理员来派。"),
}
_NOBODY: dict[str, Sayable] = {
    "child": _("未成年人不能担角色。换一位。"),
    "gone": _("他已经不在这儿了。换一位。"),
}
_CHECK: dict[str, Text] = {
    "future": _("这一天还没到。说查完的那天。"),
    "old": _("查了不止 {months} 个月，不能用了。请再查一回。"),
    "over": _("到期的日子已经过去了，不能用了。请再查一回。"),
    "long": _("背景核查最多管 {months} 个月。日子再看一眼。"),
}


@refuses(SayMore)
def say_more(_chat: Chat, refusal: SayMore) -> Sayable:
    return MORE[refusal.what]


@refuses(ReasonNeeded)
def reason_needed(_chat: Chat, _refusal: ReasonNeeded) -> Sayable:
    return texts.WHY_CHILD_OR_ELSEWHERE


@refuses(AlreadyHere)
def already_here(_chat: Chat, _refusal: AlreadyHere) -> Sayable:
    return _("这一户已经有个同名的人了。点[找人]看看是不是他。")


@refuses(ChildNeedsGuardian)
def child_needs_guardian(_chat: Chat, _refusal: ChildNeedsGuardian) -> Sayable:
    return _("按这个生日是未成年人，得由监护人来登记。生日再看一眼。")


@refuses(BirthNotPossible)
def birth_not_possible(_chat: Chat, _refusal: BirthNotPossible) -> Sayable:
    return _("这个生日不对。再看一眼身份证。")


@refuses(TermNotPossible)
def term_not_possible(_chat: Chat, refusal: TermNotPossible) -> Sayable:
    return _TERM[refusal.why](days=refusal.days)


@refuses(NoRoleForThem)
def no_role_for_them(_chat: Chat, refusal: NoRoleForThem) -> Sayable:
    return _NOBODY[refusal.why]


@refuses(CannotStandIn)
def cannot_stand_in(_chat: Chat, refusal: CannotStandIn) -> Sayable:
    return _STAND_IN[refusal.why]


@refuses(CheckNotPossible)
def check_not_possible(_chat: Chat, refusal: CheckNotPossible) -> Sayable:
    return _CHECK[refusal.why](months=refusal.months)


@refuses(CheckKnown)
def check_known(chat: Chat, refusal: CheckKnown) -> Sayable:
    day = on_day(refusal.valid_until, to_town(chat.work.now).date())
    return _("到{day}有效的核查已经记过了。")(day=day)


ENTRIES: tuple[Entry, ...] = (
    say_more,
    reason_needed,
    already_here,
    child_needs_guardian,
    birth_not_possible,
    term_not_possible,
    no_role_for_them,
    cannot_stand_in,
    check_not_possible,
    check_known,
)
