"""What holders of roles and those who answer for a place are told."""

from __future__ import annotations

from bot.dialogue.book import Entry, says, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _
from bot.dialogue.screen import Button, Screen
from handlers.duty.names import called_here
from handlers.people.days import on_day
from handlers.people.roles import day_of
from models.clocks import to_town
from models.refusals import NotFound
from models.roles.messages import CheckRunsOut, StoodInFor, TheirCheckRunsOut, YouStandIn
from models.roles.queries import Held, a_role, check_here, my_check, stood_in_for

RENEW = _("请社区再查一回，查好了告诉社区值班。")
NOT_NOW = _("带孩子的活先停，查好了接着来。")


@says(CheckRunsOut)
def check_runs_out(chat: Chat, message: CheckRunsOut) -> Screen | None:
    check = my_check(chat.work, message.check_id)
    if check is None:
        return None
    day = on_day(check.valid_until, to_town(chat.work.now).date())
    if message.days:
        return Screen((_("您的背景核查{day}到期。")(day=day), RENEW), keeps=True)
    return Screen((_("您的背景核查{day}到期了。")(day=day), NOT_NOW), keeps=True)


@says(TheirCheckRunsOut)
def their_check_runs_out(chat: Chat, message: TheirCheckRunsOut) -> Screen | None:
    found = check_here(chat.work, message.check_id)
    if found is None:
        return None
    check, held = found
    line = (
        _("{name}（{role}）的背景核查{day}到期，该再查了。")
        if message.days
        else _("{name}（{role}）的背景核查{day}到期了，从今天起不算数。")
    )
    said = line(
        name=called_here(chat, held.person.id),
        role=chat.town.role(held.role.role).name,
        day=on_day(check.valid_until, to_town(chat.work.now).date()),
    )
    note = Button(_("记背景核查"), tap_token("note_check", held.role.id))
    return Screen((said,), (note,), keeps=True)


@says(YouStandIn)
def you_stand_in(chat: Chat, message: YouStandIn) -> Screen | None:
    held = _standing(chat, message.role_id)
    stood = stood_in_for(chat.work, message.role_id) if held else None
    if held is None or stood is None:
        return None
    line = _("{first}到{last}，您替{name}当{place}的{role}。")
    said = line(
        name=called_here(chat, stood[1].id), **_role(chat, held), **_days(chat, held)
    )  # fmt: skip
    note = _("到日子自己就停。那几天上班了，点一下[我上班了]。")
    return Screen((said, note), (Button(_("看看"), tap_token("role", held.role.id)),), keeps=True)


@says(StoodInFor)
def stood_in(chat: Chat, message: StoodInFor) -> Screen | None:
    held = _standing(chat, message.role_id)
    if held is None:
        return None
    line = _("{first}到{last}，{name}替您当{place}的{role}。")
    said = line(
        name=called_here(chat, held.person.id), **_role(chat, held), **_days(chat, held)
    )  # fmt: skip
    return Screen((said,), (Button(_("看看"), tap_token("role", held.role.id)),), keeps=True)


def _standing(chat: Chat, role_id: int) -> Held | None:
    """A substitution that has not ended, for one of the two."""
    try:
        held = a_role(chat.work, role_id)
    except NotFound:
        return None
    return held if held.role.ends_at is not None else None


def _role(chat: Chat, held: Held) -> dict[str, Sayable]:
    role = held.role
    return {
        "place": chat.town.place(role.place_id).name,
        "role": chat.town.role(role.role).name,
    }


def _days(chat: Chat, held: Held) -> dict[str, Sayable]:
    role = held.role
    last = day_of(chat, role.ends_at, last=True) if role.ends_at else ""
    return {"first": day_of(chat, role.since), "last": last}


ENTRIES: tuple[Entry, ...] = (check_runs_out, their_check_runs_out, you_stand_in, stood_in)
