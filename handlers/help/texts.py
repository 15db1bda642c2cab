"""The words of talk A: what somebody who asked for help reads, from the first tap to the last.

Result first, then the number; a time, never "soon"; who comes, when, and that it is free; asked
whether it is solved, not for stars.
"""

from __future__ import annotations

from sqlalchemy import select

from bot.dialogue.book import says, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _, private
from bot.dialogue.screen import Button, Screen
from handlers import details, when
from models.help.cases import case_of, kind_of
from models.help.commands import last_helper
from models.help.messages import (
    CalledOff,
    CaseClosedByDuty,
    ClosingAsked,
    CompanyTold,
    HelperAtDoor,
    HelperCannot,
    HelperFound,
    HelperOnWay,
    NotSolvedYet,
    PromiseMissed,
    ThanksArrived,
)
from models.help.tables import Case, CaseEvent
from models.numbers import show
from models.register.names import called_of, team_of
from models.tasks.tables import Offer

FOR_SOMEBODY_ELSE = _("替别人说")
FOR_WHOM = _("给谁找人？")
FOR_WHOM_SHORT = _("给谁")
ME = _("我自己")
SOMEBODY_ELSE = _("替别人")
OTHER_NAME = _("怎么称呼那一位？")
NAME_SHORT = _("称呼")
OTHER_RELATION = _("是您什么人？比如“邻居”“妈妈”。")
WHICH_KIND = _("哪样事")
SKIP = _("先不说")
ADDRESS_LATER = _("住哪儿，发出去以后再问您")
PHONE_ENDING = _("电话用尾号 {tail} 的")
YOU = _("您")
YOUR_HOME = _("您家")
YOUR_PHONE = _("电话用您留的那个")
TROUBLE_AND_PHONE = _("{trouble}。{phone}")
SEND_SOMEBODY = _("对，叫人来")
GOT_IT = _("收到了，这就给您找人。{when}前一准给您回话。")
NUMBER = _("编号 {number}。打电话问，念这几个数就行。{duty}")
DUTY_PHONE = _("{name} {phone}")
ADD_SOMETHING = _("发照片、补一句")
MAY_ADD = _("想补一句话、发张照片，随时点下面。")
MY_THINGS = _("我的事儿")
SEND_ANYTHING = _("照片、位置、想补的话，都发到这儿。发完点[好了]。")
ADDED = _("都添上了，来的人看得见。")
NOTHING_ADDED = _("那就先不添。")
REALLY_NOT = _("真不用来了？已经找的人，我去说。")
DO_NOT_COME = _("不用来了")
STILL_NEEDED = _("还要来")
CALLED_OFF = _("好，不来了。哪天用着，再点[要人帮忙]。")
WHAT_TO_SAY = _("想说句什么？我原样捎到。")
KNOWN = _("知道了")
NOT_TONIGHT = _("这时候不方便")
WORD_WRONG = _("暗号不对")
DUTY_ASKS = _("知道了。社区值班这就给您打电话，另约时候。")
DO_NOT_OPEN = _("先别开门。社区值班这就给您打电话，马上弄清楚是谁。")
CLOSED = _("那就好，这事办完了。再有不好，点[{again}]，接着给您办。")
PASS_A_WORD = _("要不要给{helper}捎句话？")
THANKS = _("谢谢他们")
MY_OWN_WORDS = _("我说一句")
NO_NEED = _("不用")
STILL_BAD = _("知道了，没弄好就接着弄。社区值班接过去了，{minutes} 分钟里给您打电话。")
ASK_TOMORROW = _("行，明早再问您。夜里不好了，随时说。")
NO_CASES = _("眼下没有您的事儿。要人帮忙，点下面。")
YOUR_CASES = _("您的事儿，点一个看看：")
NOT_AT_ALL = _("不麻烦。{helper}自己点的“我去”，您那儿好了，人家也放心。")


def helper_name(chat: Chat, person_id: int) -> Sayable:
    return details.helper(called_of(chat.work, person_id))


def thanks_passed(chat: Chat, passed_on: bool) -> Sayable:  # noqa: FBT001 - as the command says
    if not passed_on:
        return _("这句已经捎过了，谢谢您。")
    return _("捎到了。您早点歇着。") if when.is_evening(chat.work.now) else _("捎到了。")


def _mine(chat: Chat, case_id: int) -> Case | None:
    """The case if it is still the reader's and still open."""
    case = case_of(chat.work, case_id)
    return case if case.asker_id == chat.reader.person_id and case.closed_at is None else None


def _offer(chat: Chat, offer_id: int) -> Offer | None:
    offer = chat.work.session.get(Offer, offer_id)
    return offer if offer is not None and offer.state == "accepted" else None


@says(HelperFound)
def helper_found(chat: Chat, message: HelperFound) -> Screen | None:
    case, offer = _mine(chat, message.case_id), _offer(chat, message.offer_id)
    if case is None or offer is None or case.stage not in ("taken", "on_way"):
        return None
    return Screen(
        (
            _coming(chat, offer),
            door_line(chat, case),
            _("不要钱，也不问您要卡、要验证码。"),
        ),
        (
            Button(KNOWN, "t.known"),
            Button(NOT_TONIGHT, tap_token("not_tonight", case.id)),
            Button(WORD_WRONG, tap_token("word_wrong", case.id), style="danger"),
        ),
        keeps=True,
    )


def _coming(chat: Chat, offer: Offer) -> Sayable:
    """Who and when: 红色帮帮团的赵师傅，6 点半前后到，穿红马甲."""
    helper = helper_name(chat, offer.person_id)
    at = when.by(offer.arrive_at or chat.work.now, chat.work.now)
    team = team_of(chat.work, offer.person_id)
    if team is None:  # the sentence says already that it is a volunteer
        helper = private("name", called_of(chat.work, offer.person_id), _("一位"))
        return _("找到人了。志愿者{helper}，{when}前后到。")(helper=helper, when=at)
    return _("找到人了。{team}的{helper}，{when}前后到，{sign}。")(
        team=team.short, helper=helper, when=at, sign=team.sign
    )


def door_line(chat: Chat, case: Case) -> Sayable:
    """The helper says the word first; who does not know it stays outside."""
    word = door_word(chat, case)
    return _("敲门暗号是【{word}】。来人先说，说不上来，先别开门。")(word=word) if word else ""


def door_word(chat: Chat, case: Case) -> Sayable:
    """The case's word in the reader's language."""
    if not case.door_word:
        return ""
    words = (word for word in chat.town.door_words if word.zh == case.door_word)
    return next(words, case.door_word)


@says(HelperOnWay)
def helper_on_way(chat: Chat, message: HelperOnWay) -> Screen | None:
    case, offer = _mine(chat, message.case_id), _offer(chat, message.offer_id)
    if case is None or offer is None:
        return None
    helper = helper_name(chat, offer.person_id)
    return Screen(
        (_("{helper}出发了，正往您那儿走。")(helper=helper), door_line(chat, case)), keeps=True
    )


@says(HelperCannot)
def helper_cannot(chat: Chat, message: HelperCannot) -> Screen | None:
    if _mine(chat, message.case_id) is None:
        return None
    lines = (_("刚才那位临时来不了，已经在找别人了。"), _("找到了马上告诉您，您不用再报。"))
    return Screen(lines, keeps=True)


@says(HelperAtDoor)
def helper_at_door(chat: Chat, message: HelperAtDoor) -> Screen | None:
    case = _mine(chat, message.case_id)
    if case is None:
        return None
    lines = (_("帮忙的人到门口了，敲门没人应。"), _("您在家就应一声。社区值班这就给您打电话。"))
    return Screen(lines, (Button(WORD_WRONG, tap_token("word_wrong", case.id), style="danger"),), keeps=True)  # fmt: skip


@says(PromiseMissed)
def promise_missed(chat: Chat, message: PromiseMissed) -> Screen | None:
    if _mine(chat, message.case_id) is None:
        return None
    lines = (
        _("到点了，还没找着人，先跟您说一声。"),
        _("社区值班接过去了，会给您打电话。您的事没落下。"),
    )
    return Screen(lines, (Button(_("找人说话"), "g.person"),), keeps=True)


@says(CompanyTold)
def company_told(chat: Chat, message: CompanyTold) -> Screen | None:
    case = _mine(chat, message.case_id)
    if case is None:
        return None
    professional = kind_of(chat.work, case).professional
    company: Sayable = chat.town.contact(professional).name if professional else _("专业师傅那边")
    name = called_of(chat.work, message.by_person)
    return Screen(
        (_("{company}我打过电话了，他们正安排修。修好以前，这事一直开着。")(company=company),),
        speaker=_("值班{name}")(name=name),
        keeps=True,
    )


@says(NotSolvedYet)
def not_solved_yet(chat: Chat, message: NotSolvedYet) -> Screen | None:
    if _mine(chat, message.case_id) is None:
        return None
    lines = (
        _("今天没弄好，得找专业的，实话跟您说。"),
        _("社区值班接过去了，接下来怎么办，给您打电话说。"),
    )
    return Screen(lines, (Button(_("找人说话"), "g.person"),), keeps=True)


@says(ClosingAsked)
def closing_asked(chat: Chat, message: ClosingAsked) -> Screen | None:
    case = _mine(chat, message.case_id)
    if case is None:
        return None
    return closing_screen(chat, case)


def closing_screen(chat: Chat, case: Case) -> Screen:
    kind = kind_of(chat.work, case)
    _offer_id, helper = last_helper(chat.work, case.id)
    first: Sayable = ""
    if helper is not None:
        first = _("{helper}说，{done}。")(helper=helper_name(chat, helper), done=kind.done_title)
    closing = kind.closing
    return Screen(
        (first, closing.question),
        (
            Button(closing.yes, tap_token("closing", case.id, "yes")),
            Button(closing.no, tap_token("closing", case.id, "no")),
            Button(closing.later, tap_token("closing", case.id, "later")),
        ),
        keeps=True,
    )


@says(CaseClosedByDuty)
def closed_by_duty(chat: Chat, message: CaseClosedByDuty) -> Screen | None:
    case = case_of(chat.work, message.case_id)
    if case.asker_id != chat.reader.person_id or case.closed_at is None:
        return None
    again = kind_of(chat.work, case).closing.again
    return Screen(
        (_("您这件事，社区值班那边办完了。要是还不行，点[{again}]。")(again=again),),
        (Button(KNOWN, "t.known"), Button(again, tap_token("again", case.id))),
        keeps=True,
    )


@says(ThanksArrived)
def thanks_arrived(chat: Chat, message: ThanksArrived) -> Screen | None:
    offer = chat.work.session.get(Offer, message.offer_id)
    if offer is None or offer.person_id != chat.reader.person_id:
        return None
    case = case_of(chat.work, message.case_id)
    words = _thanks_of(chat, case.id)
    said = private("words", words, _("谢谢您")) or _("谢谢您")
    line = _("{name}捎话：{words}。{solved}。")(
        name=private("name", called_of(chat.work, case.asker_id)),
        words=said,
        solved=kind_of(chat.work, case).thanks_back,
    )
    return Screen((line,), keeps=True)


def _thanks_of(chat: Chat, case_id: int) -> str:
    words = chat.work.session.scalars(
        select(CaseEvent.words)
        .where(CaseEvent.case_id == case_id, CaseEvent.what == "thanked")
        .order_by(CaseEvent.id.desc())
    ).first()
    return (words or "").rstrip("。.！!")


@says(CalledOff)
def called_off(chat: Chat, message: CalledOff) -> Screen | None:
    offer = chat.work.session.get(Offer, message.offer_id)
    if offer is None or offer.person_id != chat.reader.person_id:
        return None
    number = case_of(chat.work, message.case_id).number
    return Screen(
        (_("那家说不用去了，编号 {number}。谢谢您想着。")(number=show(number)),), keeps=True
    )


ENTRIES = (
    helper_found, helper_on_way, helper_cannot, helper_at_door, promise_missed, company_told,
    not_solved_yet, closing_asked, closed_by_duty, thanks_arrived, called_off,
)  # fmt: skip
