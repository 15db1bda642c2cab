"""Single taps of helpers and of those who approve them: done at once, on current data."""

from __future__ import annotations

from datetime import date, datetime, time

from bot.dialogue.book import Do, Quiet, Reply, Start, tap, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _
from bot.dialogue.screen import Button, Screen
from handlers.tasks import texts
from handlers.tasks.menu import MY_TASKS, THIS_MONTH, rest_button
from handlers.tasks.words import around, asker, latest, moment, total
from models.clocks import to_town, town_instant
from models.refusals import NotFound
from models.tasks.answering import CLAIMABLE, DeclineOffer
from models.tasks.doing import GiveUpTask, NobodyOpens, ShowTask, StartOut, Watcher
from models.tasks.minutes import my_minutes
from models.tasks.queries import (
    Task,
    applicant,
    me_as_volunteer,
    my_offer,
    my_open_offers,
    my_tasks,
)
from models.tasks.volunteers import (
    ApproveVolunteer,
    PauseTasks,
    RefuseVolunteer,
    TakeTasks,
)
from models.tasks.waves import LOOKING

NOT_YOURS = _("这件不在您这儿。点[我的任务]看看手上的。")
MOST = 6


def number(args: tuple[str, ...]) -> int:
    """The id in a token; 0, which belongs to nothing, if there is none."""
    first = args[0] if args else ""
    return int(first) if first.isdecimal() and len(first) < 16 else 0


def _mine(chat: Chat, args: tuple[str, ...]) -> Task | None:
    try:
        return my_offer(chat.work, number(args))
    except NotFound:
        return None


# -- an offer ----------------------------------------------------------------------------------------
@tap("accept")
def accept(chat: Chat, *args: str) -> Reply:
    """Only the time is still to be asked. Whoever taps an old push learns at once how it stands."""
    task = _mine(chat, args)
    if task is None:
        return Screen((NOT_YOURS,))
    if task.offer.state == "accepted":
        return Do(ShowTask(task.offer.id), then=_quiet)
    if task.offer.state not in CLAIMABLE or task.stage not in LOOKING:
        return Screen((texts.SOMEBODY_WENT,), keeps=True)
    return Start("accept", (task.offer.id,))


@tap("decline")
def decline(chat: Chat, *args: str) -> Reply:
    task = _mine(chat, args)
    if task is not None and task.offer.state == "accepted":
        return give_up_offer(chat, task)
    return Do(DeclineOffer(number(args)), then=_declined)


def _declined(chat: Chat, next_asked: bool) -> Reply:  # noqa: FBT001 - a command's result
    return Screen((texts.NEXT_IS_ASKED if next_asked else texts.OTHERS_ARE_ASKED,), keeps=True)


@tap("offer")
def offer(chat: Chat, *args: str) -> Reply:
    """The push once more, out of the list."""
    task = _mine(chat, args)
    if task is None or task.offer.state != "open":
        return Screen((texts.SOMEBODY_WENT,))
    return texts.offer_screen(chat, task)


# -- a task ------------------------------------------------------------------------------------------
@tap("task")
def show_task(chat: Chat, *args: str) -> Reply:
    return Do(ShowTask(number(args)), then=_quiet)


def _quiet(chat: Chat, _nothing: object) -> Reply:
    return Quiet()


@tap("outdoor")
def on_my_way(chat: Chat, *args: str) -> Reply:
    return Do(StartOut(number(args)), then=_gone_out)


def _gone_out(chat: Chat, offer_id: int) -> Reply:
    task = my_offer(chat.work, offer_id)
    called = asker(chat, task.case_id)
    arrive = task.offer.arrive_at or chat.work.now
    line = _("{road}{called}知道您 {moment}前后到。")(
        road=texts.mind_the_road(chat), called=called, moment=moment(arrive, chat.work.now)
    )
    return Screen((line,), _still_to_do(offer_id), keeps=True)


def _still_to_do(offer_id: int) -> tuple[Button, ...]:
    return (
        Button(texts.FINISHED, tap_token("finish", offer_id)),
        Button(texts.NOBODY_OPENS, tap_token("nobody", offer_id)),
        Button(texts.CANNOT, tap_token("giveup", offer_id)),
    )


@tap("finish")
def finish(chat: Chat, *args: str) -> Reply:
    task = _mine(chat, args)
    return Start("finish", (task.offer.id,)) if task else Screen((NOT_YOURS,))


@tap("nobody")
def nobody_opens(chat: Chat, *args: str) -> Reply:
    offer_id = number(args)

    def then(chat: Chat, watcher: Watcher) -> Reply:
        return _wait_there(chat, watcher, offer_id)

    return Do(NobodyOpens(offer_id), then=then)


def _wait_there(chat: Chat, watcher: Watcher, offer_id: int) -> Reply:
    """Whoever is there stays there until somebody knows what is the matter."""
    if watcher.kind == "desk":
        line = _("先别走远。社区{called}这就打这家电话，再给您打。")(called=watcher.called)
    elif watcher.kind == "grid":
        line = _("先别走远。值班这会儿没人，告诉网格员{called}了。您也打一遍电话。")(
            called=watcher.called
        )
    else:
        line = _("先别走远，您也打一遍电话。听着不对劲，直接打 120、110。")
    return Screen((line,), _still_to_do(offer_id), keeps=True)


@tap("giveup")
def give_up(chat: Chat, *args: str) -> Reply:
    task = _mine(chat, args)
    return give_up_offer(chat, task) if task else Screen((NOT_YOURS,))


def give_up_offer(chat: Chat, task: Task) -> Reply:
    called = asker(chat, task.case_id)

    def then(_chat: Chat, _asked: bool) -> Reply:  # noqa: FBT001 - a command's result
        return Screen((texts.FINDING_ANOTHER(called=called),), keeps=True)

    return Do(GiveUpTask(task.offer.id), then=then)


@tap("minutes")
def minutes(chat: Chat, *args: str) -> Reply:
    task = _mine(chat, args)
    return Start("minutes", (task.offer.id,)) if task else Screen((NOT_YOURS,))


@tap("tasknote")
def task_note(chat: Chat, *args: str) -> Reply:
    task = _mine(chat, args)
    return Start("tasknote", (task.offer.id,)) if task else Screen((NOT_YOURS,))


# -- my lists ----------------------------------------------------------------------------------------
@tap("mytasks")
def list_tasks(chat: Chat) -> Reply:
    """What is mine to do; nobody's name stands in a list."""
    tasks, offers = my_tasks(chat.work), my_open_offers(chat.work)
    if not tasks and not offers:
        return _nothing_to_do(chat)
    if len(tasks) == 1 and not offers:
        return Do(ShowTask(tasks[0].offer.id), then=_quiet)
    now = chat.work.now
    buttons = [_button(task, "task", around(task.offer.arrive_at or now, now)) for task in tasks]
    buttons += [_button(task, "offer", latest(task.arrive_by, now)) for task in offers]
    lines: list[Sayable] = [_("您手上 {count} 件。")(count=len(tasks))] if tasks else []
    if offers:
        lines.append(_("还有 {count} 件等您一句话。")(count=len(offers)))
    return Screen((*lines, _("点一个看看。")), tuple(buttons[:MOST]))


def _button(task: Task, tap_name: str, at: Sayable) -> Button:
    label = _("{what}，{at}")(what=task.kind.title, at=at)
    return Button(label, tap_token(tap_name, task.offer.id))


def _nothing_to_do(chat: Chat) -> Reply:
    me = me_as_volunteer(chat.work)
    if me is None or me.state != "approved":
        return Screen((_("这会儿没有您的任务。"),))
    line = _("这会儿没有您的任务。有事我来问您。")
    resting = _("您正歇着，我先不问您。想接着干，点[接着干]。")
    buttons = (Button(THIS_MONTH, tap_token("myhours")), rest_button(on_duty=me.on_duty))
    return Screen((line if me.on_duty else resting,), buttons)


@tap("myhours")
def my_hours(chat: Chat) -> Reply:
    """Only what was finished counts."""
    local = to_town(chat.work.now)
    since = _month(local.year, local.month)
    until = _month(local.year + local.month // 12, local.month % 12 + 1)
    count, given = my_minutes(chat.work, since, until)
    if not count:
        line: Sayable = _("{month} 月还没有办完的。")(month=local.month)
    else:
        line = _("{month} 月办完 {count} 件，一共 {total}。")(
            month=local.month, count=count, total=total(given)
        )
    return Screen((line,), (Button(MY_TASKS, tap_token("mytasks")),))


def _month(year: int, month: int) -> datetime:
    return town_instant(date(year, month, 1), time())


@tap("rest")
def rest(chat: Chat) -> Reply:
    return Do(PauseTasks(), then=_resting)


@tap("onagain")
def on_again(chat: Chat) -> Reply:
    return Do(TakeTasks(), then=_resting)


def _resting(chat: Chat, on_duty: bool) -> Reply:  # noqa: FBT001 - a command's result
    line = (
        _("好，有事我再来问您。谢谢您。")
        if on_duty
        else _("歇着吧，我先不问您。哪天接着干，点一下就行。")
    )
    return Screen((line,), (rest_button(on_duty=on_duty),), keeps=True)


# -- a coordinator decides ---------------------------------------------------------------------------
@tap("approve")
def approve(chat: Chat, *args: str) -> Reply:
    return Do(ApproveVolunteer(number(args)), then=_approved)


def _approved(chat: Chat, _nothing: None) -> Reply:
    return Screen((_("记下了，我这就告诉本人。"),), keeps=True)


@tap("refuse")
def refuse(chat: Chat, *args: str) -> Reply:
    return Do(RefuseVolunteer(number(args)), then=_approved)


@tap("applicant")
def look_at_applicant(chat: Chat, *args: str) -> Reply:
    try:
        volunteer, person = applicant(chat.work, number(args))
    except NotFound:
        return Screen((_("这一位不归您这个社区管。"),))
    return texts.applicant_screen(chat, volunteer, person)


ENTRIES = (
    accept, decline, offer, show_task, on_my_way, finish, nobody_opens, give_up, minutes, task_note,
    list_tasks, my_hours, rest, on_again, approve, refuse, look_at_applicant,
)  # fmt: skip
