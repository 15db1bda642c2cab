"""Why something about a family was not done: one friendly sentence for each refusal."""

from __future__ import annotations

from bot.dialogue.book import refuses
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _
from handlers.family import names, texts
from models.family.refusals import (
    ActsAlready,
    ChildKnown,
    CircleOfProxies,
    GuardiansAct,
    GuardianTooYoung,
    ImpossibleBirth,
    InviteNotGood,
    LastGuardian,
    NamelessProxy,
    NoSuchGrade,
    NotAChild,
    NothingChosen,
    OwnGuardian,
    OwnProxy,
    ProxyTooYoung,
    UntilOutOfRange,
    WitnessIsProxy,
)


@refuses(ImpossibleBirth)
def impossible_birth(chat: Chat, refusal: ImpossibleBirth) -> Sayable:
    return texts.BORN_IMPOSSIBLE


@refuses(NotAChild)
def not_a_child(chat: Chat, refusal: NotAChild) -> Sayable:
    return texts.GROWN_UP


@refuses(NoSuchGrade)
def no_such_grade(chat: Chat, refusal: NoSuchGrade) -> Sayable:
    return _("年级记不了这个数，一年级到高三都行。")


@refuses(ChildKnown)
def child_known(chat: Chat, refusal: ChildKnown) -> Sayable:
    return _("这个孩子已经登记过了，在[家里人的事]里看。")


@refuses(OwnGuardian)
def own_guardian(chat: Chat, refusal: OwnGuardian) -> Sayable:
    return _("孩子不能自己照看自己，得是家里大人。")


@refuses(GuardianTooYoung)
def guardian_too_young(chat: Chat, refusal: GuardianTooYoung) -> Sayable:
    return _("照看孩子的人得满 18 岁。请家里大人来点。")


@refuses(LastGuardian)
def last_guardian(chat: Chat, refusal: LastGuardian) -> Sayable:
    return _("照看孩子的只剩这一位了。先加一个人，再去掉。")


@refuses(InviteNotGood)
def invite_not_good(chat: Chat, refusal: InviteNotGood) -> Sayable:
    return texts.INVITE_WORDS[refusal.why]


@refuses(OwnProxy)
def own_proxy(chat: Chat, refusal: OwnProxy) -> Sayable:
    return _("自己的事自己就能办，不用记这一条。")


@refuses(ProxyTooYoung)
def proxy_too_young(chat: Chat, refusal: ProxyTooYoung) -> Sayable:
    return _("替家里人办事，得满 18 岁。请家里大人来办。")


@refuses(GuardiansAct)
def guardians_act(chat: Chat, refusal: GuardiansAct) -> Sayable:
    return _("孩子的事，照看他的大人本来就能办，不用另记。")


@refuses(ActsAlready)
def acts_already(chat: Chat, refusal: ActsAlready) -> Sayable:
    return _("这几样您都在替办了，不用再问。")


@refuses(CircleOfProxies)
def circle_of_proxies(chat: Chat, refusal: CircleOfProxies) -> Sayable:
    return _("这两位绕一圈互相替办了，记不了。换一个人来办。")


@refuses(UntilOutOfRange)
def until_out_of_range(chat: Chat, refusal: UntilOutOfRange) -> Sayable:
    return texts.DAY_OUT(latest=names.full_date(refusal.latest))


@refuses(NothingChosen)
def nothing_chosen(chat: Chat, refusal: NothingChosen) -> Sayable:
    return _("至少点一样，才知道替办什么。")


@refuses(WitnessIsProxy)
def witness_is_proxy(chat: Chat, refusal: WitnessIsProxy) -> Sayable:
    return _("在场作证的人不能替办。请别的同事来念。")


@refuses(NamelessProxy)
def nameless_proxy(chat: Chat, refusal: NamelessProxy) -> Sayable:
    return _("得写上名字，那头才知道是谁。")


ENTRIES = (
    impossible_birth, not_a_child, no_such_grade, child_known, own_guardian, guardian_too_young,
    last_guardian, invite_not_good, own_proxy, proxy_too_young, guardians_act, acts_already,
    circle_of_proxies, until_out_of_range, nothing_chosen, witness_is_proxy, nameless_proxy,
)  # fmt: skip
