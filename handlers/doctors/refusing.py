"""Why something about a contract was not done: one friendly sentence for each refusal."""

from __future__ import annotations

from datetime import timedelta

from bot.dialogue.book import Entry, refuses
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _
from handlers.doctors.words import day
from models.doctors.refusals import (
    AlreadySigned,
    ContractChanged,
    HomeUnknown,
    NoContract,
    NoTeamHere,
    SamePackage,
    SameTeam,
    TooEarlyToRenew,
    UnknownPackage,
)


@refuses(HomeUnknown)
def home_unknown(chat: Chat, refusal: HomeUnknown) -> Sayable:
    return _("住哪儿还没记上，不知道归哪个团队。先请本人或网格员记上住址。")


@refuses(NoTeamHere)
def no_team_here(chat: Chat, refusal: NoTeamHere) -> Sayable:
    return _("住的这一片还没有大夫团队，签不了。要看病先找社区。")


@refuses(UnknownPackage)
def unknown_package(chat: Chat, refusal: UnknownPackage) -> Sayable:
    return _("这样服务现在没有了。再挑一样吧。")


@refuses(SamePackage)
def same_package(chat: Chat, refusal: SamePackage) -> Sayable:
    return _("签的就是这一样，不用换。要换，挑别的。")


@refuses(AlreadySigned)
def already_signed(chat: Chat, refusal: AlreadySigned) -> Sayable:
    return _("已经签着呢，到{day}。点[我的大夫]看看。")(day=day(chat, refusal.ends_on))


@refuses(NoContract)
def no_contract(chat: Chat, refusal: NoContract) -> Sayable:
    return _("眼下没有签着的约。点[我的大夫]看看。")


@refuses(TooEarlyToRenew)
def too_early(chat: Chat, refusal: TooEarlyToRenew) -> Sayable:
    begins = refusal.ends_on - timedelta(days=refusal.days)
    return _("还早呢，签到{day}。{begins}起能续。")(
        day=day(chat, refusal.ends_on), begins=day(chat, begins)
    )


@refuses(SameTeam)
def same_team(chat: Chat, refusal: SameTeam) -> Sayable:
    return _("现在的团队管的就是您住的这一片，不用换。")


@refuses(ContractChanged)
def contract_changed(chat: Chat, refusal: ContractChanged) -> Sayable:
    return _("晚了一步，签的约刚才有变化。点[我的大夫]看看。")


ENTRIES: tuple[Entry, ...] = (
    home_unknown, no_team_here, unknown_package, same_package, already_signed, no_contract,
    too_early, same_team, contract_changed,
)  # fmt: skip
