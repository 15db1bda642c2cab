"""What is done with a notice by one tap: before it goes out, and after."""

from __future__ import annotations

from bot.dialogue.book import Do, Entry, Quiet, Reply, Start, tap, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable
from bot.dialogue.screen import Button, Screen
from handlers import when
from handlers.notices import texts
from handlers.notices.agreeing import nobody_to_agree
from models.notices.agreeing import can_be_asked
from models.notices.drafting import DropNotice
from models.notices.queries import notice_of
from models.notices.refusals import AlreadySent, HeldPastUse, NoticeMovedOn
from models.notices.sending import SendNotice, TryNotice
from models.notices.tables import Notice
from models.numbers import show
from models.refusals import Refusal

WHOM = "whom"
"""What the answers that say whom it is for begin with."""


@tap("notice_new")
def new(chat: Chat) -> Reply:
    return Start("notice", (0,))


@tap("notice_change")
def change(chat: Chat, notice_id: str) -> Reply:
    """The talk it came from, at the list of what may be changed."""
    return _again_from(chat, int(notice_id), "")


@tap("notice_later")
def later(chat: Chat, notice_id: str) -> Reply:
    return _again_from(chat, int(notice_id), "later")


@tap("notice_whom")
def whom(chat: Chat, notice_id: str) -> Reply:
    """There was nobody: whom it is for is asked anew, everything else stays."""
    notice = _draft(chat, int(notice_id))
    answers = [(key, value) for key, value in notice.answers]
    first = next((at for at, (key, _v) in enumerate(answers) if key == WHOM), len(answers))
    kept = [(key, value) for key, value in answers[first:] if not key.startswith(WHOM)]
    return Start("notice", (notice.id,), tuple(answers[:first]), kept=tuple(kept))


def _draft(chat: Chat, notice_id: int) -> Notice:
    """What I wrote myself and have not sent."""
    notice = notice_of(chat.work, notice_id)
    if notice.by_id != chat.reader.person_id or not notice.answers:
        raise NoticeMovedOn(notice.id, notice.state)
    return notice


def _again_from(chat: Chat, notice_id: int, answer: str) -> Reply:
    notice = _draft(chat, notice_id)
    answers = tuple((key, value) for key, value in notice.answers)
    return Start("notice", (notice.id,), answers, change=answer)


@tap("notice_try")
def try_it(chat: Chat, notice_id: str) -> Reply:
    return Do(TryNotice(int(notice_id)))


@tap("notice_drop")
def drop(chat: Chat, notice_id: str) -> Reply:
    return Do(DropNotice(int(notice_id)), lambda _chat, _done: Screen((texts.DROPPED,), keeps=True))


# -- out it goes -----------------------------------------------------------------------------------------
@tap("notice_send")
def send(chat: Chat, notice_id: str) -> Reply:
    return _send(SendNotice(int(notice_id)))


@tap("notice_again")
def send_again(chat: Chat, notice_id: str) -> Reply:
    return _send(SendNotice(int(notice_id), again=True))


@tap("notice_loud")
def send_now(chat: Chat, notice_id: str, again: str) -> Reply:
    """Although it is night."""
    return _send(SendNotice(int(notice_id), again=again == "1", loud=True))


@tap("notice_held")
def send_in_the_morning(chat: Chat, notice_id: str, again: str) -> Reply:
    return _send(SendNotice(int(notice_id), again=again == "1", held=True))


def _send(command: SendNotice) -> Reply:
    def sent(chat: Chat, state: str) -> Reply:
        notice = chat.work.session.get_one(Notice, command.notice_id)
        if state == "waiting" and not can_be_asked(chat.work, notice):
            return nobody_to_agree(notice)
        said = _what_became(chat, notice, state)
        return Quiet() if not said else Screen((said,), keeps=True)

    def refused(chat: Chat, refusal: Refusal) -> Reply | None:
        return _asked_back(chat, command, refusal)

    return Do(command, sent, refused)


def _what_became(chat: Chat, notice: Notice, state: str) -> Sayable:
    """Nothing is said of what goes out now: the message that counts begins with its number."""
    number = show(notice.number)
    if state == "waiting":
        return texts.WAITS_FOR_YES(number=number)
    starts = notice.send_at if notice.loud else chat.work.calendar.next_loud(notice.send_at)
    if starts > chat.work.now:
        return texts.WILL_GO(when=when.at(starts), number=number)
    return ""


def _asked_back(chat: Chat, command: SendNotice, refusal: Refusal) -> Reply | None:
    """What can be answered with a yes is asked with its buttons."""
    drop = Button(texts.DROP, tap_token("notice_drop", command.notice_id))
    if isinstance(refusal, AlreadySent):
        earlier = notice_of(chat.work, refusal.notice_id)
        again = Button(texts.AGAIN, tap_token("notice_again", command.notice_id))
        line = texts.AGAIN_ASKED(number=show(earlier.number))
        return Screen((line,), (again, drop), keeps=True)
    if isinstance(refusal, HeldPastUse):
        return _night(chat, command, drop)
    return None


def _night(chat: Chat, command: SendNotice, drop: Button) -> Screen:
    again = int(command.again)
    morning = when.by(chat.work.calendar.next_loud(chat.work.now), chat.work.now)
    return Screen(
        (texts.NIGHT_ASKED(when=morning),),
        (
            Button(texts.NOW, tap_token("notice_loud", command.notice_id, again)),
            Button(texts.IN_THE_MORNING(when=morning),
                   tap_token("notice_held", command.notice_id, again)),
            drop,
        ),
        keeps=True,
    )  # fmt: skip


ENTRIES: tuple[Entry, ...] = (
    new, change, later, whom, try_it, drop, send, send_again, send_now, send_in_the_morning,
)  # fmt: skip
