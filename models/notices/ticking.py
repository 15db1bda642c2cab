"""Going to the doors: each is ticked off, by phone or at the door, and the tick can be taken back.

The same door twice, by two workers or by a tap of the family meanwhile, has one effect: the first.
A note under the door is noted and counted apart; it informs nobody.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar, Literal

from sqlalchemy import select

from models.behalf import acting_for, note_act
from models.duty.people import STAFF
from models.gate import Command, May
from models.help.adding import add_words
from models.help.calling_off import CancelCase
from models.help.opening import OpenCase
from models.help.tables import Case
from models.notices.doors import path_of_target
from models.notices.hours import knocking
from models.notices.knowing import change, inform, targets_of
from models.notices.refusals import NoKnockingNow, TickNotYours
from models.notices.tables import Notice, NoticeTarget, NoticeTick
from models.notices.whys import WHYS, Why, whys_at
from models.refusals import NotFound
from models.register.tables import Person
from models.town.notices import NoticeKind
from models.work import Work

How = Literal["phone", "face", "note"]
TICKS: tuple[How, ...] = ("phone", "face", "note")


@dataclass(frozen=True, slots=True)
class Ticked:
    """``first``: it was this tick. ``how``: as the door stands now. ``number`` of the help that was
    asked for with it."""

    notice_id: int
    target_id: int
    how: str
    first: bool
    number: str = ""


@dataclass(frozen=True, slots=True)
class HelpAsked:
    """The help that comes with a notice. ``new``: it was opened by this, and is not one that somebody
    behind the door asked for before."""

    number: str
    case_id: int
    new: bool


class _AtDoor:
    """By whoever goes to that door: its grid's staff, or the one it was given to."""

    target_id: int

    def place(self, work: Work) -> str | None:
        target = work.session.get(NoticeTarget, self.target_id)
        return None if target is None else path_of_target(work, target)

    def relations(self, work: Work) -> Collection[str]:
        target = work.session.get(NoticeTarget, self.target_id)
        mine = target is not None and target.worker_id == work.actor.person_id
        return ("worker",) if mine else ()


_GOES: May = May(roles=STAFF, relations=("worker",))


@dataclass(frozen=True)
class TickDoor(_AtDoor, Command[Ticked]):
    """They were told by phone, face to face, or a note was left."""

    may: ClassVar[May] = _GOES
    target_id: int
    how: How

    def run(self, work: Work) -> Ticked:
        target = _on_the_list(work, self.target_id)
        if self.how not in TICKS:
            raise NotFound("how")
        if self.how == "face":
            _may_knock(work)
        me = work.actor.person_id
        if self.how == "note":
            first = change(work, target.id, "note", me, NoticeTarget.reached == "")
        else:
            first = inform(work, target.id, self.how, me)
        return Ticked(target.notice_id, target.id, target.reached, first)


@dataclass(frozen=True)
class TickWithHelp(_AtDoor, Command[Ticked]):
    """They were told, and want the help that comes with the notice: it is asked for in their place.
    At night that was on the phone."""

    may: ClassVar[May] = _GOES
    target_id: int

    def run(self, work: Work) -> Ticked:
        target = _on_the_list(work, self.target_id)
        how = "face" if knocking(work, work.now) else "phone"
        first = inform(work, target.id, how, work.actor.person_id)
        asker = _who_lives_there(work, target)
        if asker is None:
            raise NotFound("person")
        number = _ask_in_their_place(acting_for(work, asker), target)
        return Ticked(target.notice_id, target.id, target.reached, first, number)


@dataclass(frozen=True)
class SayWhy(_AtDoor, Command[Ticked]):
    """Why there is only a note: they are away, the phone was not answered. Each is said once; not
    ``first`` where the door has been told meanwhile."""

    may: ClassVar[May] = _GOES
    target_id: int
    why: Why

    def run(self, work: Work) -> Ticked:
        target = _on_the_list(work, self.target_id)
        if self.why not in WHYS:
            raise NotFound("why")
        work.session.refresh(target, with_for_update=True)
        if not target.reached:
            raise TickNotYours
        noted = target.reached == "note"
        if noted and self.why not in whys_at(work, [target.id]).get(target.id, ()):
            tick = NoticeTick(
                target_id=target.id, was="note", now=self.why, by_id=work.actor.person_id,
                at=work.now,
            )  # fmt: skip
            work.session.add(tick)
            work.session.flush()
        return Ticked(target.notice_id, target.id, target.reached, first=noted)


@dataclass(frozen=True)
class UndoTick(_AtDoor, Command[Ticked]):
    """[Take back] one's own tick, and the help that was asked for with it. Its trace stays."""

    may: ClassVar[May] = _GOES
    target_id: int

    def run(self, work: Work) -> Ticked:
        target = _on_the_list(work, self.target_id)
        me = work.actor.person_id
        last = (
            select(NoticeTick)
            .where(NoticeTick.target_id == target.id, NoticeTick.now.not_in(WHYS))
            .order_by(NoticeTick.id.desc())
        )
        tick = work.session.scalars(last.limit(1)).first()
        if tick is None or tick.by_id != me or not _is_tick(tick):
            raise TickNotYours
        mine = (NoticeTarget.reached == tick.now) & (NoticeTarget.by_id == me)
        back = change(work, target.id, tick.was, me, mine)
        if not back:
            raise TickNotYours
        if target.worker_id is None:
            # Whoever said that they had been there has the door now.
            target.worker_id, target.given_at = me, work.now
        _call_help_off(work, target)
        work.session.flush()
        return Ticked(target.notice_id, target.id, target.reached, first=True)


@dataclass(frozen=True)
class WantNoticeHelp(Command[HelpAsked]):
    """Who reads the notice taps its second button: they know, and want the help that comes with it.
    Family may for the one whose notice it is: it is theirs, comes to their door, and they can take
    it back."""

    may: ClassVar[May] = May(anyone=True)
    purpose: ClassVar[str] = "help"
    notice_id: int

    def run(self, work: Work) -> HelpAsked:
        me = work.actor.person_id
        mine, _family = targets_of(work, self.notice_id, me)
        if not mine:
            raise NotFound("notice")
        by = work.actor.by_id
        for one in mine:
            inform(work, one, "family" if by else "self", by or me)
        target = work.session.get_one(NoticeTarget, mine[0])
        return ask_help(work, target)

    def undo(self, result: HelpAsked) -> CancelCase | None:
        return CancelCase(result.case_id) if result.new else None


def ask_help(work: Work, target: NoticeTarget) -> HelpAsked:
    """Open the help that comes with a notice, for whoever ``work`` acts for. Asked for twice behind
    one door it is one."""
    if target.case_id is not None:
        known = work.session.get_one(Case, target.case_id)
        if known.closed_at is None:
            return HelpAsked(known.number, known.id, new=False)
    notice = work.session.get_one(Notice, target.notice_id)
    kind = work.town.notice_kind(notice.kind)
    if kind.help is None:
        raise NotFound("help")
    opened = OpenCase(kind.help, ()).run(work)
    target.case_id = opened.case_id
    add_words(work.session.get_one(Case, opened.case_id), _what_is_wanted(work, kind))
    work.session.flush()
    return HelpAsked(opened.number, opened.case_id, new=True)


def _what_is_wanted(work: Work, kind: NoticeKind) -> str:
    """In the place of the words that somebody who asks by themselves adds, and in the language they
    would use: nobody asked them anything, and whoever takes it must know what it is about."""
    asker = work.session.get_one(Person, work.actor.person_id)
    what = kind.help_name or kind.help_label or kind.name
    if asker.language == "en":
        return f"{kind.name.en}: {what.en}"
    return f"{kind.name.zh}，{what.zh}"


def _ask_in_their_place(work: Work, target: NoticeTarget) -> str:
    """The one it is asked for hears of it, and can take it back."""
    asked = ask_help(work, target)
    if work.actor.by_id and asked.new:
        about = {"case_id": asked.case_id}
        note_act(work, OpenCase.__name__, about, CancelCase(asked.case_id))
    return asked.number


def _call_help_off(work: Work, target: NoticeTarget) -> None:
    case = work.session.get(Case, target.case_id) if target.case_id is not None else None
    target.case_id = None
    if case is not None and case.closed_at is None:
        CancelCase(case.id).run(acting_for(work, case.asker_id))


def _on_the_list(work: Work, target_id: int) -> NoticeTarget:
    target = work.session.get(NoticeTarget, target_id)
    notice = work.session.get(Notice, target.notice_id) if target is not None else None
    out = ("sending", "paused", "over")
    if target is None or notice is None or notice.state not in out or notice.sent_at is None:
        raise TickNotYours
    return target


def _is_tick(tick: NoticeTick) -> bool:
    """Not one that took another back already: after that there may be a note again."""
    return tick.now in TICKS and (tick.now != "note" or not tick.was)


def _may_knock(work: Work) -> None:
    if not knocking(work, work.now):
        until = work.town.notices.no_knock.closes
        raise NoKnockingNow(f"{until.hour}:{until.minute:02d}")


def _who_lives_there(work: Work, target: NoticeTarget) -> int | None:
    """In whose place help is asked for: the person it is about, else who came to the door first."""
    if target.person_id is not None:
        return target.person_id
    here = select(Person.id).where(
        Person.household_id == target.household_id, Person.gone == "", Person.minor.is_(False)
    )
    found: int | None = work.session.scalar(here.order_by(Person.id).limit(1))
    return found
