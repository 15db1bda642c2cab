"""What everybody hears of a notice.

One notice may go to the whole city within minutes, so its words are put together once for all who
read the same, and who may hear it is asked for a whole chunk of them at once.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.alike import NOT_NOW, Alike, Hearer, NotNow, says_alike
from bot.dialogue.book import Entry, tap_token
from bot.dialogue.say import Language, Sayable
from bot.dialogue.screen import Button, Screen
from handlers.family.names import in_a_sentence
from handlers.notices import texts
from handlers.notices.looks import buttons_for, kind_of, lines_of, photos_of
from models.notices.hearing import Hearing, may_hear
from models.notices.messages import NoticeTo
from models.notices.tables import Notice
from models.town.local import Local
from models.town.schema import Town
from models.work import Work

_FAMILY = Local("家里人", "your family")
_CHILD = Local("孩子", "your child")


def _variants(
    work: Work, message: NoticeTo, hearers: Sequence[Hearer]
) -> list[Alike | NotNow | None]:
    """How each of them reads it; those of one variant and language read the very same."""
    notice = work.session.get(Notice, message.notice_id)
    if notice is None:
        return [None] * len(hearers)
    if notice.state == "paused":
        return [NOT_NOW] * len(hearers)
    pairs = [(one.person_id, one.whom_id) for one in hearers]
    found = may_hear(work, notice, pairs)
    return [_variant(found.get(pair), one) for pair, one in zip(pairs, hearers, strict=True)]


def _variant(hearing: Hearing | None, hearer: Hearer) -> Alike | None:
    """What makes a difference: for whom it is, whether help can be asked for, whether it comes in
    the place of a former one that could not be changed."""
    if hearing is None:
        return None
    helps = hearer.whom_id if hearing.how != "own" and hearing.helps else 0
    return Alike((hearing.how, hearing.kin, hearing.helps, helps, hearer.anew))


def _screen(work: Work, message: NoticeTo, alike: Alike, language: Language) -> Screen:
    notice = work.session.get_one(Notice, message.notice_id)
    how, kin, helps, whom_id, anew = alike.variant
    lines: list[Sayable] = [texts.FIRST_CHANGED] if anew else []
    if how != "own":
        who = _CHILD if how == "child" else in_a_sentence(kin) if kin is not None else _FAMILY
        lines.append(texts.OF_FAMILY(who=who))
    return Screen(
        (*lines, *lines_of(notice, language)),
        (*_buttons(work, notice, whom_id, helps=helps), *_no_more(work.town, notice)),
        photos=photos_of(work, notice),
        keeps=True,
    )


def _buttons(work: Work, notice: Notice, whom_id: int, *, helps: bool) -> tuple[Button, ...]:
    """Of family, the help is asked for in the place of the one it is for, by those who may."""
    found = []
    for button in buttons_for(work, notice, kind_of(work.town, notice.kind)):
        if not button.tap.startswith("t.notice_help"):
            found.append(button)
        elif helps:
            found.append(
                Button(button.label, f"w.{whom_id}.{button.tap}" if whom_id else button.tap)
            )
    return tuple(found)


def _no_more(town: Town, notice: Notice) -> tuple[Button, ...]:
    known = any(topic.id == notice.topic for topic in town.topics)
    if notice.must_reach or not known:
        return ()
    return (Button(texts.NO_MORE, tap_token("topic_off", notice.topic), style="small"),)


notice_to = says_alike(NoticeTo, _variants, _screen)
ENTRIES: tuple[Entry, ...] = (notice_to,)
