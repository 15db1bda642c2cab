"""The round: the doors of a notice that are somebody's to go to, one tap each, until none is left.

A page shows the doors of one staircase, as one walks. What was ticked
meanwhile by others, or by the people themselves, is not there any more when the next page comes.
"""

from __future__ import annotations

from functools import partial

from bot.dialogue.book import Do, Entry, Reply, says, tap, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, Text, private
from bot.dialogue.screen import Button, Screen
from handlers.details import own_chat_at
from handlers.duty.names import phone_buttons
from handlers.notices import round_texts as texts
from handlers.notices.round_words import HOME, help_name, kind_name, kind_of, listed, number, unit
from models.notices.doors import Door, Page, doors_of_grid, my_door, my_round, my_rounds
from models.notices.hours import knocking
from models.notices.messages import NoticeRound
from models.notices.tables import Notice
from models.notices.ticking import TICKS, SayWhy, TickDoor, Ticked, TickWithHelp, UndoTick
from models.notices.whys import WHYS, whys_at
from models.numbers import show
from models.refusals import NotFound
from models.register.tables import Person
from models.town.local import Local

PAGE = 3
NOTES = "notes"
_DOUBLE = frozenset(
    {"欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯"}
)


@says(NoticeRound)
def notice_round(chat: Chat, message: NoticeRound) -> Screen | None:
    """Dropped when every door has been heard of before it arrives."""
    page = my_round(chat.work, message.notice_id)
    return round_screen(chat, message.notice_id, page) if page.many else None


def rounds_menu(chat: Chat) -> tuple[Button, ...]:
    """On a worker's first screen: the notices of which there are doors left."""
    return tuple(
        Button(
            texts.MY_ROUND(kind=kind_name(chat, notice), many=many, unit=unit(notice.counts, many)),
            tap_token("round", notice.id, 0),
        )
        for notice, many in my_rounds(chat.work)
    )


@tap("round")
def go_round(chat: Chat, notice_id: str, start: str) -> Reply:
    found = number(notice_id)
    return round_screen(chat, found, my_round(chat.work, found, number(start)))


@tap("round_notes")
def round_notes(chat: Chat, notice_id: str, start: str) -> Reply:
    """Those where a note was left: they may be met after all."""
    found = number(notice_id)
    page = my_round(chat.work, found, number(start), notes=True)
    return round_screen(chat, found, page, again=("round_notes", found))


@tap("notice_grid")
def notice_grid(chat: Chat, notice_id: str, grid_id: str, start: str) -> Reply:
    """The doors of one grid, for the coordinator who asks who they are."""
    found, grid = number(notice_id), "" if grid_id == "-" else grid_id
    page = doors_of_grid(chat.work, found, grid, number(start))
    return round_screen(chat, found, page, again=("notice_grid", found, grid_id))


def round_screen(
    chat: Chat,
    notice_id: int,
    page: Page,
    *,
    before: Sayable = "",
    again: tuple[int | str, ...] = (),
    first: tuple[Button, ...] = (),
) -> Screen:
    """How many are left, and the next doors. ``before`` says what was just done."""
    notice = chat.work.session.get_one(Notice, notice_id)
    kind, one = kind_name(chat, notice), unit(notice.counts, page.many)
    if not page.many:
        return _nobody_left(chat, notice, before, first)
    shown = _together(page.doors)
    name, *args = again or ("round", notice_id)
    following = page.start + len(shown)
    left = page.many - following
    doors = [_door_button(door) for door in shown]
    more: tuple[Button, ...] = ()
    if left:
        label = texts.NEXT(many=left, unit=unit(notice.counts, left))
        more = (Button(label, tap_token(str(name), *args, following)),)
    elif page.start:
        more = (Button(texts.FROM_START, tap_token(str(name), *args, 0)),)
    head = texts.ROUND(kind=kind, many=page.many, unit=one)
    if before:
        head = texts.AND_LEFT(said=before, many=page.many, unit=one)
    lines = (head, _stairs(chat, shown))
    return Screen(
        lines, (*first, *doors, *more, HOME), keeps=bool(before), details_at=own_chat_at(chat)
    )


def _nobody_left(chat: Chat, notice: Notice, before: Sayable, first: tuple[Button, ...]) -> Screen:
    over = texts.ROUND_OVER(kind=kind_name(chat, notice))
    notes = my_round(chat.work, notice.id, notes=True).many
    lines, buttons = [before] if before else [], list(first)
    if notes:
        one = unit(notice.counts, notes)
        buttons.append(
            Button(texts.SEE_NOTES(many=notes, unit=one), tap_token("round_notes", notice.id, 0))
        )
        lines.append(texts.NOTES_LEFT(many=notes, unit=one))
    else:
        lines.append(over)
    return Screen(tuple(lines), (*buttons, HOME), keeps=True)


def _together(doors: tuple[Door, ...]) -> tuple[Door, ...]:
    """The first doors that lie behind one staircase, which the line above them names."""
    return tuple([door for door in doors if door.staircase == doors[0].staircase][:PAGE])


def _stairs(chat: Chat, shown: tuple[Door, ...]) -> Sayable:
    home = shown[0].home
    if home is None:
        return texts.NO_DOOR
    where = chat.town.address_of(home.estate_id, home.building, home.unit)
    return texts.STAIRS(where=private("door", where, chat.town.estate(home.estate_id).name))


def _door_button(door: Door) -> Button:
    return Button(door_said(door), tap_token("round_door", door.target_id))


def family(door: Door) -> Sayable:
    """于家: the surname of who came to the door first. Their whole name where English is read: there
    nobody says it so."""
    if not door.people:
        return texts.ONE_HOME
    person = door.people[0]
    if not person.name:
        return private("name", person.called, texts.ONE_HOME) or texts.ONE_HOME
    return private("name", Local(f"{_surname(person)}家", person.name), texts.ONE_HOME)


def door_said(door: Door) -> Sayable:
    """102 于家, under the line that says which staircase."""
    who = family(door)
    if door.home is None:
        return who
    return private("door", texts.DOOR(door=door.home.door, who=who), who)


def _surname(person: Person) -> str:
    name = person.name.strip()
    if " " in name:
        return name.split()[-1]
    return name[:2] if name[:2] in _DOUBLE and len(name) > 2 else name[:1]


# -- one door ------------------------------------------------------------------------------------------
@tap("round_door")
def round_door(chat: Chat, target_id: str) -> Reply:
    return door_screen(chat, my_door(chat.work, number(target_id)))


def door_screen(chat: Chat, door: Door) -> Screen:
    """Whose door, and how it was told: nobody is offered to knock at an hour at which nobody does."""
    notice = chat.work.session.get_one(Notice, door.notice_id)
    page = my_round(chat.work, notice.id)
    if door.reached not in ("", "note"):
        said = texts.HEARD_BEFORE(who=family(door))
        return round_screen(chat, notice.id, page, before=said)
    with_phone = [person for person in door.people if person.phone]
    who = door_said(door)
    line: Sayable = texts.NO_PHONE(who=who)
    if with_phone:
        tail = private("phone", (with_phone[0].phone or "")[-4:])
        line = texts.ONE_DOOR(who=who, tail=tail)
    dial = [button for person in with_phone[:2] for button in phone_buttons(person)]
    back = Button(texts.TO_ROUND, tap_token("round", notice.id, 0), style="small")
    ways = _ways(chat, notice, door)
    return Screen((line,), (*ways, *dial, back), details_at=own_chat_at(chat))


def _ways(chat: Chat, notice: Notice, door: Door) -> list[Button]:
    here = tap_token("round_tick", door.target_id)
    ways = [Button(texts.BY_PHONE, f"{here}.phone")]
    if knocking(chat.work, chat.work.now):
        ways.append(Button(texts.FACE, f"{here}.face"))
    if not door.reached:
        ways.append(Button(texts.NOTE, f"{here}.note"))
    ways += _why_ways(chat, door)
    kind = kind_of(chat, notice)
    name = help_name(kind)
    if kind is not None and kind.help is not None and name is not None and door.people:
        ways.append(Button(texts.HELP(what=name), tap_token("round_help", door.target_id)))
    return ways


@tap("round_tick")
def round_tick(chat: Chat, target_id: str, how: str) -> Reply:
    if how not in TICKS:
        raise NotFound("how")
    return Do(TickDoor(number(target_id), how), partial(_ticked, helped=False))


@tap("round_help")
def round_help(chat: Chat, target_id: str) -> Reply:
    return Do(TickWithHelp(number(target_id)), partial(_ticked, helped=True))


def _ticked(chat: Chat, done: Ticked, *, helped: bool) -> Reply:
    door = my_door(chat.work, done.target_id)
    notice = chat.work.session.get_one(Notice, done.notice_id)
    page = my_round(chat.work, notice.id)
    line = _said(chat, notice, door, done, helped=helped)(who=family(door))
    first = (_undo(door), *_why_ways(chat, door)) if done.first else ()
    return round_screen(chat, notice.id, page, before=line, first=first)


def _undo(door: Door) -> Button:
    return Button(texts.UNDO, tap_token("round_undo", door.target_id))


def _why_ways(chat: Chat, door: Door) -> tuple[Button, ...]:
    """Behind a note: why it is no more than that, as far as it was not said yet."""
    if door.reached != "note":
        return ()
    said = whys_at(chat.work, [door.target_id]).get(door.target_id, ())
    here = tap_token("round_why", door.target_id)
    return tuple(Button(texts.WHY[why], f"{here}.{why}") for why in WHYS if why not in said)


def _said(chat: Chat, notice: Notice, door: Door, done: Ticked, *, helped: bool) -> Text:
    if not helped:
        return texts.TICKED[done.how] if done.first else texts.HEARD_BEFORE
    said = texts.TICKED_HELP[done.how] if done.first else texts.HELP_TOO
    name = help_name(kind_of(chat, notice))
    return said(what=name or "", number=show(done.number))


@tap("round_why")
def round_why(chat: Chat, target_id: str, why: str) -> Reply:
    known = next((one for one in WHYS if one == why), None)
    if known is None:
        raise NotFound("why")
    return Do(SayWhy(number(target_id), known), _why_said)


def _why_said(chat: Chat, done: Ticked) -> Reply:
    door = my_door(chat.work, done.target_id)
    page = my_round(chat.work, done.notice_id)
    if not done.first:
        said = texts.HEARD_BEFORE(who=family(door))
        return round_screen(chat, done.notice_id, page, before=said)
    whys = [texts.WHY[why] for why in whys_at(chat.work, [door.target_id])[door.target_id]]
    line = texts.WHY_SAID(who=family(door), whys=listed(whys))
    first = (_undo(door), *_why_ways(chat, door))
    return round_screen(chat, done.notice_id, page, before=line, first=first)


@tap("round_undo")
def round_undo(chat: Chat, target_id: str) -> Reply:
    return Do(UndoTick(number(target_id)), _taken_back)


def _taken_back(chat: Chat, done: Ticked) -> Reply:
    door = my_door(chat.work, done.target_id)
    notice = chat.work.session.get_one(Notice, done.notice_id)
    page = my_round(chat.work, notice.id)
    said = texts.TAKEN_BACK(who=family(door))
    return round_screen(chat, notice.id, page, before=said)


ENTRIES: tuple[Entry, ...] = (
    notice_round, go_round, round_notes, notice_grid, round_door, round_tick, round_help,
    round_why, round_undo,
)  # fmt: skip
