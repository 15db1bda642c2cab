"""A colleague's yes: asked for, given or not, and the writer hears of it."""

from __future__ import annotations

from bot.dialogue.book import Do, Entry, Reply, says, tap, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable
from bot.dialogue.screen import Button, Screen
from handlers.audiences.words import sentence
from handlers.duty.names import staff_name
from handlers.notices import texts
from handlers.notices.looks import kind_of, quoted
from models.audiences.expressions import from_json
from models.notices.messages import NoticeAgreed, NoticeToAgree, NoticeWaits
from models.notices.queries import notice_of
from models.notices.sending import AgreeToNotice, AskAgain
from models.notices.tables import Notice
from models.numbers import show
from models.refusals import NotFound


def _mine(chat: Chat, notice_id: int) -> Notice | None:
    """One of my places; None if I have nothing to say there any more."""
    try:
        return notice_of(chat.work, notice_id)
    except NotFound:
        return None


def many(notice: Notice) -> Sayable:
    """126 户, 1200 人."""
    return (texts.HOMES if notice.counts == "households" else texts.PEOPLE)(n=notice.total)


def who_is(chat: Chat, notice: Notice, person_id: int) -> Sayable:
    """值班郑丽华: by the post they have where it is sent."""
    return staff_name(chat, person_id, chat.town.path(notice.place_id))


@says(NoticeToAgree)
def to_agree(chat: Chat, message: NoticeToAgree) -> Screen | None:
    """What, to whom, and to how many. Nothing to be asked once somebody has answered."""
    notice = _mine(chat, message.notice_id)
    if notice is None or notice.state != "waiting":
        return None
    asked = texts.AGREE_ASKED(
        who=who_is(chat, notice, notice.by_id),
        whom=sentence(chat.work, from_json(notice.audience), notice.place_id),
        total=many(notice),
    )
    text = quoted(chat, notice, kind_of(chat.town, notice.kind))
    return Screen((asked, text), yes_or_no(notice), keeps=True)


def nobody_to_agree(notice: Notice) -> Screen:
    """To its writer at once: who is missing, and how to come by them. It is not sent without."""
    ask = Button(texts.ASK_AGAIN, tap_token("notice_ask", notice.id), style="main")
    drop = Button(texts.DROP, tap_token("notice_drop", notice.id))
    lines = (texts.NOBODY_TO_AGREE(number=show(notice.number)), texts.WHAT_TO_DO)
    return Screen(lines, (ask, drop), keeps=True)


@tap("notice_ask")
def ask_again(chat: Chat, notice_id: str) -> Reply:
    """A colleague has come meanwhile."""

    def said(chat: Chat, asked: int) -> Screen:
        notice = notice_of(chat.work, int(notice_id))
        if asked:
            return Screen((texts.ASKED_AGAIN(number=show(notice.number)),), keeps=True)
        again = nobody_to_agree(notice)
        return Screen((texts.STILL_NOBODY, texts.WHAT_TO_DO), again.buttons, keeps=True)

    return Do(AskAgain(int(notice_id)), said)


def ways_to_agree(chat: Chat, notice: Notice) -> tuple[Button, ...]:
    """On the page of one that waits: its writer has the others asked, the others say it there."""
    if notice.by_id == chat.reader.person_id:
        return (Button(texts.ASK_AGAIN, tap_token("notice_ask", notice.id)),)
    return yes_or_no(notice)


def yes_or_no(notice: Notice) -> tuple[Button, ...]:
    return (
        Button(texts.MAY_GO, tap_token("notice_yes", notice.id), style="main"),
        Button(texts.MAY_NOT, tap_token("notice_no", notice.id)),
    )


@tap("notice_yes")
def yes(chat: Chat, notice_id: str) -> Reply:
    return Do(
        AgreeToNotice(int(notice_id), agreed=True),
        lambda _chat, _done: Screen((texts.YOU_AGREED,), keeps=True),
    )


@tap("notice_no")
def no(chat: Chat, notice_id: str) -> Reply:
    def said(chat: Chat, _done: None) -> Screen:
        notice = notice_of(chat.work, int(notice_id))
        line = texts.YOU_REFUSED(who=who_is(chat, notice, notice.by_id))
        return Screen((line,), keeps=True)

    return Do(AgreeToNotice(int(notice_id), agreed=False), said)


@says(NoticeAgreed)
def agreed(chat: Chat, message: NoticeAgreed) -> Screen | None:
    notice = chat.work.session.get(Notice, message.notice_id)
    if notice is None or notice.agreed_by is None:
        return None
    line = texts.AGREED if message.agreed else texts.REFUSED
    who = who_is(chat, notice, notice.agreed_by)
    return Screen((line(who=who, number=show(notice.number)),), keeps=True)


@says(NoticeWaits)
def waits(chat: Chat, message: NoticeWaits) -> Screen | None:
    """It did not go out at its hour."""
    notice = chat.work.session.get(Notice, message.notice_id)
    if notice is None or notice.sent_at is not None:
        return None
    return Screen((texts.WAITS[message.why],), keeps=True)


ENTRIES: tuple[Entry, ...] = (to_agree, ask_again, yes, no, agreed, waits)
