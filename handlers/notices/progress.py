"""The writer's message that counts in place, and the words for the group chat."""

from __future__ import annotations

from itertools import zip_longest

from bot.dialogue.book import Entry, Reply, says, tap, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import LANGUAGES, Sayable
from bot.dialogue.screen import Button, Screen
from handlers.notices import round_texts as texts
from handlers.notices import texts as notice_texts
from handlers.notices.round_words import HOME, listed, number, unit
from models.notices.messages import NoticeProgress
from models.notices.paper import sheet_path
from models.notices.progress import Going, going
from models.notices.results import Figures, figures, may_look, sent_notice
from models.notices.running import words_in
from models.notices.tables import Notice
from models.numbers import show
from models.town.local import Local

OPEN = ("sending", "paused")


@says(NoticeProgress)
def progress(chat: Chat, message: NoticeProgress) -> Screen | None:
    """How many have heard, and while it goes out how far that is: four lines at most."""
    notice = chat.work.session.get(Notice, message.notice_id)
    if notice is None or not may_look(chat.work, notice):
        return None
    sent = notice_texts.SENT(number=show(notice.number))
    out = going(chat.work, notice)
    lines = (sent, _counts(notice, figures(chat.work, notice.id), out), *_under_way(notice, out))
    return Screen(lines[:4], _buttons(notice), keeps=True)


def _counts(notice: Notice, now: Figures, out: Going) -> Sayable:
    if not notice.acknowledge and not notice.must_reach:
        return messages(out)
    known = now.informed - now.how("phone") - now.how("face")
    others = [
        texts.PARTS[how](many=now.how(how)) for how in ("phone", "face", "note") if now.how(how)
    ]
    one = unit(now.counts)
    if not others:
        return texts.COUNTS(total=now.total, unit=one, known=known, nothing=now.nothing)
    said: dict[str, Sayable] = {
        "total": now.total,
        "unit": one,
        "known": known,
        "others": listed(others),
    }
    if now.nothing:
        return texts.COUNTS_ALSO(**said, nothing=now.nothing)
    return texts.COUNTS_ALL(**said)


def messages(out: Going) -> Sayable:
    """Where nobody is asked to answer: what went out, and was seen where a channel tells."""
    if out.seen is None:
        return texts.MESSAGES_SENT(sent=out.sent)
    return texts.MESSAGES(sent=out.sent, seen=out.seen)


def _under_way(notice: Notice, out: Going) -> tuple[Sayable, ...]:
    lines: list[Sayable] = []
    if notice.state == "paused":
        lines.append(texts.IS_PAUSED)
    elif notice.state == "stopped":
        lines.append(texts.IS_STOPPED)
    elif out.waiting and notice.state == "sending":
        minutes = -(-out.seconds // 60)
        left: Sayable = texts.MINUTES_LEFT(minutes=minutes) if minutes else ""
        if out.percent is not None:
            lines.append(texts.GOING_OUT_FAR(percent=out.percent, left=left))
        else:
            lines.append(texts.GOING_OUT(sent=out.sent, waiting=out.waiting, left=left))
    return (*lines, *not_arrived(out))


def not_arrived(out: Going) -> tuple[Sayable, ...]:
    if not out.lost:
        return ()
    if not out.reasons:
        return (texts.NOT_ARRIVED_MANY(many=out.lost),)
    reasons = [texts.REASONS[why](many=many) for why, many in sorted(out.reasons.items())]
    return (texts.NOT_ARRIVED(many=out.lost, reasons=listed(reasons)),)


def _buttons(notice: Notice) -> tuple[Button, ...]:
    """What to print and paste as long as it is of use; to stop and to correct while it goes out."""
    paste = (
        Button(texts.FOR_GROUP, tap_token("notice_group", notice.id)),
        Button(texts.PAPER, url=sheet_path(notice.id, notice.expires_at)),
    )
    if notice.state not in OPEN:
        return ()
    stop = Button(texts.STOP, tap_token("notice_stop", notice.id))
    correct = Button(texts.CORRECT, tap_token("notice_correct", notice.id))
    return (*paste, stop, correct)


@tap("notice_group")
def notice_group(chat: Chat, notice_id: str) -> Reply:
    """A message of its own, to be copied as it is. There is no name in it."""
    notice = sent_notice(chat.work, number(notice_id))
    zh, en = (_to_paste(words_in(notice, language)) for language in LANGUAGES)
    lines = tuple(Local(*both) for both in zip_longest(zh, en, fillvalue=""))
    return (Screen(lines[:4], keeps=True), Screen((texts.COPY_IT,), (HOME,)))


def _to_paste(words: dict[str, str]) -> list[str]:
    """At most four lines: what is longer goes on on the last."""
    lines = [*words["text"].split("\n"), *(words.get(name, "") for name in ("where", "link"))]
    lines = [line for line in lines if line.strip()]
    return [*lines[:3], "\n".join(lines[3:])]


ENTRIES: tuple[Entry, ...] = (progress, notice_group)
