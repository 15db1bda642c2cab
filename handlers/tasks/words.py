"""The small pieces a task is described with: reasons, distance, times, how long.

Each is a word or two that reads well inside a sentence in both languages; nothing here knows
anything about the person in need.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import reduce

from bot.dialogue.asking import Choice
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _, private
from handlers import when
from models.clocks import to_town
from models.register.names import called_of
from models.tasks.queries import Task, asker_called
from models.town.schema import Local, Town

HALF_HOUR = timedelta(minutes=30)
GET_READY = timedelta(minutes=15)
LONG = timedelta(hours=4)
"""From here on a choice of three times is spread over the day, not over the next hour."""
MORNING = 9

THAT_HOME = _("那家")
_PAIR = _("{first}，{rest}")
_NEAR = {"grid": _("离得近"), "community": _("离得近"), "street": _("离得不远")}


def asker(chat: Chat, case_id: int) -> Sayable:
    """Who is helped, for the one who goes or went there; without a name, that home."""
    return private("name", asker_called(chat.work, case_id), THAT_HOME) or THAT_HOME


def listed(parts: Sequence[Sayable]) -> Sayable:
    """With commas, in either language."""
    return reduce(lambda first, rest: _PAIR(first=first, rest=rest), parts)


def because(chat: Chat, codes: Sequence[str]) -> Sayable:
    """The stored reason codes as they are told to the one who was chosen."""
    said = [_reason(chat, *code.partition(":")[::2]) for code in codes]
    return _("问您是因为：{why}。")(why=listed(said))


def _reason(chat: Chat, code: str, value: str) -> Sayable:
    if code == "skill":
        return _("您{can}")(can=chat.town.skill(value).phrase)
    if code == "near":
        return _NEAR[value]
    if code == "idle":
        return _("有 {days} 天没找您了")(days=int(value))
    if code == "first":
        return _("头一回找您")
    if code == "lead":
        return _("还没人接，您是队长")
    if code == "asked":
        return _("社区{name}想请您去")(name=called_of(chat.work, int(value)))
    return _("近处还没找着人")


def whereabouts(task: Task, home_grid: str | None) -> Sayable:
    """阳光社区，离您 700 来米: as near as a push may say it."""
    metres = task.town.metres(home_grid, task.grid_id) if home_grid and task.grid_id else None
    if home_grid and home_grid == task.grid_id:
        return _("{community}，就在您那一片")(community=task.community)
    if metres is None:
        return task.community
    return _("{community}，离您 {distance}")(community=task.community, distance=distance(metres))


def distance(metres: int) -> Sayable:
    """700 来米, 1.5 公里: nobody walks by the metre."""
    if metres < 1000:
        return _("{metres} 来米")(metres=max(metres // 100 * 100, 100))
    tenths = round(metres / 500) * 5
    whole, rest = divmod(tenths, 10)
    return _("{km} 公里左右")(km=f"{whole}.{rest}" if rest else str(whole))


def lasting(minutes: int) -> Sayable:
    """半个钟头左右, 一个钟头左右, 40 分钟左右."""
    if minutes == 30:
        return _("半个钟头左右")
    if minutes == 60:
        return _("一个钟头左右")
    if minutes % 60 == 0:
        return _("{hours} 个钟头左右")(hours=minutes // 60)
    return _("{minutes} 分钟左右")(minutes=minutes)


def total(minutes: int) -> Sayable:
    """Minutes as hours and minutes."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("{minutes} 分钟")(minutes=rest)
    if not rest:
        return _("{hours} 小时")(hours=hours)
    return _("{hours} 小时 {minutes} 分钟")(hours=hours, minutes=rest)


def moment(at: datetime, now: datetime) -> Sayable:
    """6 点半; with the day where it is not today. Evenings need no 晚上: one knows what is meant."""
    if to_town(at).date() == to_town(now).date():
        return when.hour(at)
    return when.by(at, now)


def around(at: datetime, now: datetime) -> Sayable:
    return _("{moment}前后")(moment=moment(at, now))


def latest(at: datetime, now: datetime) -> Sayable:
    return _("{moment}前")(moment=moment(at, now))


def round_up(at: datetime) -> datetime:
    """To the half hour people speak of."""
    local = to_town(at)
    over = timedelta(
        minutes=local.minute % 30, seconds=local.second, microseconds=local.microsecond
    )
    return at if not over else at - over + HALF_HOUR


def arrivals(started: datetime, arrive_by: datetime, town: Town) -> list[Choice]:
    """Three times to choose from: as soon as one can, in between, and when it is best by.

    Ids are minutes since 1970, so a stored answer means the same whatever is shown later."""
    first = round_up(started + GET_READY)
    last = max(round_up(arrive_by), first + 2 * HALF_HOUR)
    middle = round_up(first + (last - first) / 2 - HALF_HOUR / 2)
    if last - first > LONG:
        middle = _by_day(middle, town)
    middle = min(max(middle, first + HALF_HOUR), last - HALF_HOUR)
    return [
        Choice(as_id(first), latest(first, started)),
        Choice(as_id(middle), around(middle, started)),
        Choice(as_id(last), latest(last, started)),
    ]


def from_id(choice: str) -> datetime:
    from_epoch = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
    return from_epoch + timedelta(minutes=int(choice))


def as_id(at: datetime) -> str:
    """The id of a time to choose: minutes since 1970."""
    return str(int(at.timestamp() // 60))


def names_of(chosen: Sequence[str], known: Sequence[tuple[str, Local]]) -> Sayable:
    """The town's names of chosen ids, in the town's order."""
    return listed([name for name_id, name in known if name_id in chosen] or [""])


def _by_day(at: datetime, town: Town) -> datetime:
    """Not in the quiet hours: then the next morning at nine."""
    local = to_town(at)
    if local.time() not in town.duty.quiet_hours:
        return at
    morning = local.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    if morning < local:
        morning += timedelta(days=1)
    return at + (morning - local)
