"""Single taps on one's own cases: look, answer, thank, take up again."""

from __future__ import annotations

from bot.dialogue.book import Do, Quiet, Reply, Start, tap, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _
from bot.dialogue.screen import Button, Screen
from handlers.details import details_at
from handlers.help import texts
from handlers.help.asking import path_to, what_it_is
from handlers.help.flows import opened
from handlers.help.story import story_line
from models.help.cases import kind_of, town_of
from models.help.commands import (
    AnswerClosing,
    NotTonight,
    ReopenCase,
    ThankHelper,
    WordIsWrong,
    last_helper,
)
from models.help.queries import my_case, my_cases, my_photos, story
from models.help.tables import Case
from models.numbers import show

LISTED = 6
LINES = 3


def case_title(chat: Chat, case: Case) -> Sayable:
    """What somebody's own case is called in a list: the kind and where it stands."""
    town = town_of(chat.work, case)
    stage = town.workflow(kind_of(chat.work, case).workflow).stage(case.stage)
    return _("{kind}：{stage}")(kind=kind_of(chat.work, case).title, stage=stage.resident)


@tap("mine", purpose="look")
def mine(chat: Chat) -> Reply:
    cases = my_cases(chat.work, LISTED)
    if not cases:
        return Screen((texts.NO_CASES,), (Button(_("要人帮忙"), "f.help"),))
    buttons = tuple(Button(case_title(chat, case), tap_token("case", case.id)) for case in cases)
    return Screen((texts.YOUR_CASES,), (*buttons, Button(_("回主页"), "g.menu", style="small")))


@tap("case", purpose="look")
def one_case(chat: Chat, case_id: str) -> Reply:
    return case_screen(chat, my_case(chat.work, int(case_id)))


def case_screen(chat: Chat, case: Case) -> Screen:
    """Where one's own case stands, its last lines, and what can be done."""
    kind = kind_of(chat.work, case)
    lines = [
        _("编号 {number}：{what}")(
            number=show(case.number), what=what_it_is(kind, case.details["answers"])
        )
    ]
    events = [story_line(chat, event) for event in story(chat.work, case.id, LINES)]
    buttons: list[Button] = []
    if case.closed_at is None:
        buttons.append(Button(texts.ADD_SOMETHING, tap_token("add", case.id)))
        if case.stage == "reported":
            buttons.append(Button(_("好没好，说一声"), tap_token("ask_closing", case.id)))
        buttons.append(Button(texts.DO_NOT_COME, tap_token("cancel_case", case.id)))
    elif case.outcome != "cancelled":
        buttons.append(Button(kind.closing.again, tap_token("again", case.id)))
    buttons.append(Button(texts.MY_THINGS, "t.mine", style="small"))
    return Screen(
        (*lines, *events),
        tuple(buttons),
        photos=tuple(my_photos(chat.work, case.id)),
        details_at=details_at(chat, "case", case.id),
    )


@tap("help_kind", purpose="help")
def help_kind(chat: Chat, kind_id: str) -> Reply:
    """Straight to one kind of help, as if its screens had been tapped."""
    kind = next((kind for kind in chat.town.kinds if kind.id == kind_id), None)
    return Start("help", answers=path_to(chat.town, kind)) if kind else Start("help")


@tap("add", purpose="help")
def add(chat: Chat, case_id: str) -> Reply:
    my_case(chat.work, int(case_id))
    return Start("add", (case_id,))


@tap("cancel_case", purpose="help")
def cancel(chat: Chat, case_id: str) -> Reply:
    my_case(chat.work, int(case_id))
    return Start("cancel_case", (case_id,))


@tap("ask_closing", purpose="look")
def ask_closing(chat: Chat, case_id: str) -> Reply:
    return texts.closing_screen(chat, my_case(chat.work, int(case_id)))


@tap("closing", purpose="look")
def closing(chat: Chat, case_id: str, answer: str) -> Reply:
    if answer not in ("yes", "no", "later"):
        return Quiet()
    case = my_case(chat.work, int(case_id))
    return Do(AnswerClosing(case.id, answer), lambda chat, said: _closing_said(chat, case, said))


def _closing_said(chat: Chat, case: Case, answer: str) -> Reply:
    if answer == "later":
        return Screen((texts.ASK_TOMORROW,), keeps=True)
    if answer == "no":
        minutes = chat.town.duty.answer_minutes
        return Screen((texts.STILL_BAD(minutes=minutes),), keeps=True)
    again = kind_of(chat.work, case).closing.again
    _offer_id, helper = last_helper(chat.work, case.id)
    take_up = Button(again, tap_token("again", case.id), style="small")
    if helper is None:
        return Screen((texts.CLOSED(again=again),), (take_up,), keeps=True)
    return Screen(
        (texts.CLOSED(again=again), texts.PASS_A_WORD(helper=texts.helper_name(chat, helper))),
        (
            Button(texts.THANKS, tap_token("thanks", case.id)),
            Button(texts.MY_OWN_WORDS, tap_token("thank_words", case.id)),
            Button(texts.NO_NEED, "t.known"),
            take_up,
        ),
        keeps=True,
    )


@tap("thanks", purpose="look")
def thanks(chat: Chat, case_id: str) -> Reply:
    return Do(
        ThankHelper(int(case_id)),
        lambda chat, passed: Screen((texts.thanks_passed(chat, passed),), keeps=True),
    )


@tap("thank_words", purpose="look")
def thank_words(chat: Chat, case_id: str) -> Reply:
    my_case(chat.work, int(case_id))
    return Start("thank", (case_id,))


@tap("again", purpose="look")
def again(chat: Chat, case_id: str) -> Reply:
    return Do(ReopenCase(int(case_id)), opened)


@tap("not_tonight", purpose="look")
def not_tonight(chat: Chat, case_id: str) -> Reply:
    return Do(NotTonight(int(case_id)), lambda _chat, _: Screen((texts.DUTY_ASKS,), keeps=True))


@tap("word_wrong", purpose="look")
def word_wrong(chat: Chat, case_id: str) -> Reply:
    done = Screen(
        (texts.DO_NOT_OPEN,), (Button(_("打 110"), url="tel:110"),), urgent=True, keeps=True
    )
    return Do(WordIsWrong(int(case_id)), lambda _chat, _: done)


@tap("known", purpose="look")
def known(chat: Chat) -> Reply:
    return Screen((_("好。有事随时说。"),), (Button(_("回主页"), "g.menu", style="small"),))


ENTRIES = (
    mine, one_case, add, help_kind, cancel, ask_closing, closing, thanks, thank_words, again, not_tonight,
    word_wrong, known,
)  # fmt: skip
