"""What I agreed to: the list, saying yes to one purpose, and taking it back."""

from __future__ import annotations

from bot.dialogue.asking import Choice
from bot.dialogue.book import Reply, Start, flow, tap, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _, private
from bot.dialogue.screen import Button, Screen
from handlers import when
from handlers.menu import home
from handlers.privacy import texts
from handlers.privacy.about import BACK, HOME, mine_to_see
from handlers.register.flows import YES_NO
from handlers.register.texts import READ_TO_ME
from handlers.still_to_ask import AGREE, ask_about, next_question
from models.consents.commands import Agree, Answered, TakeBack, purpose_of
from models.consents.ledger import Entry, entry_of, ledger_of, today
from models.doctors.contracts import PURPOSE as CONTRACT
from models.gate import Command
from models.register.commands import CONSENT
from models.register.linking import WEB

PAGE = 3


# -- the list ----------------------------------------------------------------------------------------
@tap("my_consents", purpose="look")
def my_consents(chat: Chat, after: str) -> Reply:
    if not mine_to_see(chat):
        return Screen((texts.NOT_HERE,), (HOME,))
    start = int(after)
    entries = [entry for entry in ledger_of(chat.work) if _name_of(chat, entry) is not None]
    shown = entries[start : start + PAGE]
    if not shown:
        return Screen((texts.NOTHING_AGREED,), (BACK, HOME))
    ways = [Button(_label(chat, entry), _way(chat, entry)) for entry in shown]
    if len(entries) > start + PAGE:
        ways.append(Button(texts.MORE, tap_token("my_consents", start + PAGE)))
    lines = tuple(_line(chat, entry) for entry in shown)
    return Screen((*lines, texts.WHICH_ONE), (*ways, BACK, HOME))


def _name_of(chat: Chat, entry: Entry) -> Sayable | None:
    """None for a purpose that the town has no more."""
    return next((one.name for one in chat.town.consent if one.id == entry.purpose), None)


def _label(chat: Chat, entry: Entry) -> Sayable:
    name = _name_of(chat, entry) or entry.purpose
    other = private("name", entry.other)
    return texts.WITH_OTHER(what=name, other=other) if other else name


def _line(chat: Chat, entry: Entry) -> Sayable:
    what, day = _label(chat, entry), when.day(entry.at)
    if entry.holds_on(today(chat.work)):
        return texts.AGREED(what=what, day=day)
    if entry.agreed:
        return texts.RUN_OUT(what=what)
    said = texts.REFUSED if entry.how == "tap" else texts.TAKEN_BACK
    return said(what=what, day=day)


def _way(chat: Chat, entry: Entry) -> str:
    """To take back what holds, or to agree to what does not."""
    name = "take_back" if entry.holds_on(today(chat.work)) else "agree_to"
    return tap_token(name, entry.purpose, entry.other_id)


@tap("take_back", purpose="register")
def take_back_tap(chat: Chat, purpose_id: str, other_id: str) -> Reply:
    if purpose_id == CONSENT:
        return Start("withdraw")
    purpose_of(chat.work, purpose_id)
    return Start("take_back", (purpose_id, other_id))


@tap("agree_to", purpose="register")
def agree_tap(chat: Chat, purpose_id: str, other_id: str) -> Reply:
    """Who may act for me, and what children are signed up for, is agreed on where it is asked."""
    if purpose_id == CONSENT:
        return Start("settle")
    if purpose_id == CONTRACT:
        return Start("sign")
    purpose_of(chat.work, purpose_id)
    if int(other_id):
        return Screen((_("这一样得重新说好：在[家里人]那儿点一下就行。"),), (BACK, HOME))
    return ask_about(purpose_id)


@tap("read_purpose")
def read_purpose(chat: Chat, purpose_id: str) -> Reply:
    """The whole text, read aloud where the channel has a voice."""
    return Screen((purpose_of(chat.work, purpose_id).full,), read_aloud=True, keeps=True)


# -- yes or no ---------------------------------------------------------------------------------------
def _answered(chat: Chat, answer: Answered) -> Reply:
    purpose = purpose_of(chat.work, answer.purpose_id)
    question = next_question(chat)
    after = question or home(chat)
    if answer.agreed:
        return (Screen((texts.AGREED_NOW,), keeps=True), after)
    if not purpose.channels:
        return (Screen((texts.REFUSED_NOW(lost=purpose.lost),), keeps=True), after)
    here = chat.reader.channel == WEB
    ways = (HOME,) if here else (Button(texts.ON_WEB, "t.on_web"), HOME)
    refused = Screen((texts.ABROAD_REFUSED(lost=purpose.lost),), ways, keeps=True)
    return refused if question is None else (refused, question)


@flow(AGREE, say=_("答应不答应"), then=_answered, purpose="register")
def agree(chat: Chat, purpose_id: str, other_id: str) -> Command[Answered]:
    """One purpose, one tap; stored with the version of the text that was shown."""
    purpose = purpose_of(chat.work, purpose_id)
    entry = entry_of(ledger_of(chat.work), purpose_id, int(other_id))
    changed = entry is not None and entry.agreed and entry.version != purpose.version
    question = texts.IS_THAT_RIGHT(what=purpose.short)
    lines = (texts.TEXT_CHANGED(name=purpose.name), question) if changed else (question,)
    read = Choice(f"t.read_purpose.{purpose_id}", READ_TO_ME)
    answer = chat.ask("answer", lines, choices=YES_NO, extra=(read,))
    return Agree(purpose_id, purpose.version, answer == "yes", int(other_id))


# -- and back ----------------------------------------------------------------------------------------
def _taken_back(_chat: Chat, _nothing: None) -> Reply:
    return Screen((texts.TAKEN_BACK_NOW,), (BACK, HOME), keeps=True)


@flow("take_back", say=_("收回"), then=_taken_back, purpose="register")
def take_back(chat: Chat, purpose_id: str, other_id: str) -> Command[None] | None:
    """Said first what will no longer work; then one tap."""
    lost = purpose_of(chat.work, purpose_id).lost
    choices = (Choice("yes", texts.TAKE_IT_BACK), Choice("no", texts.KEEP_IT))
    question = texts.REALLY_TAKE_BACK(lost=lost)
    answer = chat.ask("sure", question, choices=choices)
    return TakeBack(purpose_id, int(other_id)) if answer == "yes" else None


ENTRIES = (my_consents, take_back_tap, agree_tap, read_purpose, agree, take_back)
