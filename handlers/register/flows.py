"""Getting to know somebody: consent by one tap with a card; without one, where they live.

Nobody is asked for a grid or a street: it follows from the building. Nothing here stands between
a person and help: it is asked after the cry for help is sent, or by people's own wish.
"""

from __future__ import annotations

from functools import partial

from bot.dialogue.asking import Choice, Wrong
from bot.dialogue.book import Reply, Start, flow
from bot.dialogue.chat import Chat
from bot.dialogue.say import _, private
from bot.dialogue.screen import Button, Screen
from handlers import reading
from handlers.menu import home
from handlers.register import texts
from handlers.register.address import ask_address
from handlers.still_to_ask import next_question
from models.cleaning import clean_name
from models.doctors.contracts import PURPOSE as CONTRACT
from models.doctors.queries import my_team
from models.gate import Command
from models.register.commands import (
    CONSENT,
    ChooseCalled,
    GiveConsent,
    IAm,
    SettleIn,
    WithdrawConsent,
)
from models.register.linking import TELEGRAM
from models.register.queries import behind_my_card

READ = Choice("t.read_consent", texts.READ_TO_ME)
YES_NO = (Choice("yes", texts.AGREE, ("好", "同意", "可以", "ok")), Choice("no", texts.REFUSE))


def consent_version(chat: Chat) -> str:
    """The version of the text that stands in the town file now."""
    return chat.town.purpose(CONSENT).version


def _kept(chat: Chat, agreed: bool) -> Reply:  # noqa: FBT001 - the command's result
    if agreed:
        said = texts.KEPT_HERE if chat.reader.channel == TELEGRAM else texts.KEPT
        return (Screen((said,), keeps=True), next_question(chat) or home(chat))
    return not_kept()


def not_kept() -> Screen:
    """Nothing is kept, and a person and the numbers are there all the same."""
    dial = tuple(Button(texts.DIAL(number=n), url=f"tel:{n}") for n in ("120", "119", "110"))
    return Screen((texts.NOT_KEPT,), (Button(texts.PERSON, "g.person"), *dial), keeps=True)


@flow("consent", say=_("记不记我的名字、住址"), then=_kept, purpose="register")
def consent(chat: Chat) -> Command[bool]:
    """Somebody with a household's card: one tap, stored with the text's version."""
    lines = (texts.GREETING, texts.IS_THAT_RIGHT(what=chat.town.purpose(CONSENT).short))
    answer = chat.ask("consent", lines, choices=YES_NO, extra=(READ,))
    return GiveConsent(consent_version(chat), agreed=answer == "yes")


def _is_me(chat: Chat, _person_id: int) -> Reply:
    return Start("consent")


@flow("who", say=_("您是哪一位"), then=_is_me)
def who(chat: Chat) -> Command[int] | None:
    """Several people live behind the card."""
    people = behind_my_card(chat.work)
    choices = [Choice(str(person_id), private("name", called)) for person_id, called in people]
    choices.append(Choice("none", texts.NONE_OF_THEM))
    answer = chat.ask("who", texts.WHICH_ONE, choices=choices)
    return None if answer == "none" else IAm(int(answer))


def _settled(chat: Chat, household_id: int) -> Reply:
    if not household_id:  # consent was refused
        return not_kept()
    settled = Screen((texts.SETTLED(called=chat.reader.address),), keeps=True)
    question = next_question(chat)
    return settled if question is None else (settled, question)


@flow("settle", say=texts.MY_HOME, then=_settled, purpose="register")
def settle(chat: Chat) -> Command[bool] | Command[int]:
    """Where somebody lives, by buttons and by typing a part of the name."""
    version = consent_version(chat)
    if chat.reader.consent != version:
        answer = chat.ask("consent", texts.MAY_I_KEEP, choices=YES_NO, extra=(READ,))
        if answer == "no":
            return GiveConsent(version, agreed=False)
    home = ask_address(chat)
    phone = chat.ask(
        "phone", texts.PHONE, parse=partial(reading.phone, sentence=texts.NOT_A_PHONE), skip=texts.NO_PHONE, what=_("电话"),
        keyboard="number",
    )  # fmt: skip
    called = chat.ask("called", texts.CALLED, parse=called_name, what=_("称呼"))
    reach = (
        texts.SUMMARY_PHONE(called=called, tail=phone[-4:])
        if phone
        else texts.SUMMARY_NO_PHONE(called=called)
    )
    chat.confirm(home.in_words(chat), reach, yes=texts.SAVE)
    return SettleIn(version, home.estate_id, home.building, home.unit, home.door, phone, called)


def _taken_back(_chat: Chat, _nothing: None) -> Reply:
    return Screen((texts.TAKEN_BACK,), (Button(texts.PERSON, "g.person"),), keeps=True)


@flow("withdraw", say=texts.TAKE_BACK, then=_taken_back, purpose="register")
def withdraw(chat: Chat) -> Command[None] | None:
    """Said first what will no longer work; then one tap."""
    choices = (Choice("yes", texts.TAKE_IT_BACK), Choice("no", texts.KEEP_IT))
    signed = my_team(chat.work).contract is not None
    lost = (chat.town.purpose(CONTRACT).lost,) if signed else ()
    answer = chat.ask("sure", (*lost, texts.REALLY_TAKE_BACK), choices=choices)
    return WithdrawConsent() if answer == "yes" else None


def _called_now(chat: Chat, called: str) -> Reply:
    return (Screen((texts.CALLED_NOW(called=called),), keeps=True), home(chat))


@flow("called", say=texts.CALL_ME, then=_called_now, purpose="register")
def called(chat: Chat) -> Command[str]:
    """What I am called is my choice."""
    return ChooseCalled(chat.ask("called", texts.NEW_CALLED, parse=called_name))


def called_name(typed: str) -> str:
    """What somebody wants to be called: short, on one line."""
    name = clean_name(typed)
    if not name or len(name) > 12:
        raise Wrong(texts.CALLED_TOO_LONG)
    return name


ENTRIES = (consent, who, settle, withdraw, called)
