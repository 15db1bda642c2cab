"""How the service behaves in every state: greeting, help, language, a person, words that fit nothing."""

from __future__ import annotations

from bot.dialogue.asking import plain
from bot.dialogue.book import Do, Manners, Reply, Start
from bot.dialogue.chat import Chat
from bot.dialogue.messages import Incoming
from bot.dialogue.say import Sayable, _
from bot.dialogue.screen import Button, Screen
from handlers.alarms import aside_in_alarm, emergency
from handlers.arriving import arrived
from handlers.bookings.taps import by_number
from handlers.duty import aside_in_hand_over, ask_for_person
from handlers.family.stopping import stop_acting
from handlers.help import texts as help_texts
from handlers.help.asking import path_to
from handlers.help.taps import case_screen, mine
from handlers.imports.taps import take_file
from handlers.menu import home
from handlers.privacy.gone import are_you_here
from handlers.register.first import first_contact
from handlers.station.door import bare_code
from handlers.station.mine import station_mine
from models.duty.talking import live_for_account
from models.help.commands import AddToCase, last_helper
from models.help.queries import my_case_numbered, my_cases, newest_open_case
from models.numbers import parse_case_number
from models.register.commands import ChooseLanguage

UNKNOWN = _("这句我没看懂。点个数，或者换句话说都行。")
HOW_IT_WORKS = (
    _("点一下，或者打个数、打几个字，都行。点错了就点[返回]。"),
    _("要人帮忙，说一句就行，比如“暖气不热”。"),
    _("要命的事直接说，或者打 120、119、110。"),
    _("想跟真人说话，点[找人说话]。"),
)
CANNOT_TAKE = {
    "voice": _("语音我还听不了。打几个字，或者点[找人说话]。"),
    "sticker": _("这个图我看不懂意思。打几个字告诉我吧。"),
    "file": _("文件我打不开。拍张照片，或者打几个字都行。"),
    "edited": _("您改了前头那句，我看不着。照新的再发一遍就行。"),
}
MY_THINGS_WORDS = {plain(word) for word in ("我的事儿", "我的事", "办到哪了", "my things")}
THANKS_WORDS = ("谢谢", "多谢", "辛苦了", "thank")
TROUBLE_WORDS = ("麻烦", "不好意思", "过意不去", "添乱", "sorry to trouble", "bother")


def welcome(chat: Chat, _incoming: Incoming) -> Reply | None:
    """Who writes for the first time is greeted, and may ask for help at once."""
    reader = chat.reader
    if reader.gone:
        return are_you_here(chat)
    if reader.consent:
        return None
    if reader.household_id is not None:
        return Start("consent" if reader.name else "who")
    return first_contact(chat)


def how_it_works(_chat: Chat) -> Reply:
    return Screen(HOW_IT_WORKS)


def language(chat: Chat, chosen: str) -> Reply:
    return Do(ChooseLanguage(chosen))


def cancelled(chat: Chat) -> Reply:
    return home(chat, _("好，不办了。"))


def listening(chat: Chat, words: str) -> Reply | None:
    """Whoever speaks with a person is heard by that person; taps still answer the open question.
    And "pressed by mistake" always means the alarm, 不用她办了 whoever acts for one."""
    mistaken = aside_in_alarm(chat, words)
    if mistaken is not None:
        return mistaken
    stopped = stop_acting(chat, words)
    if stopped is not None:
        return stopped
    side = live_for_account(chat.work, chat.reader.account_id)
    if side is None or side.part != "asker" or side.state != "taken":
        return None
    return aside_in_hand_over(chat, words)


def aside(chat: Chat, incoming: Incoming) -> Reply | None:
    """Words, a photo or a place that answer no question, but mean something all the same."""
    if incoming.kind != "text":
        return _addition(chat, incoming)
    relayed = aside_in_hand_over(chat, incoming.text)
    if relayed is not None:
        return relayed
    stopped = stop_acting(chat, incoming.text, idle=True)
    if stopped is not None:
        return stopped
    if plain(incoming.text) in MY_THINGS_WORDS:
        return mine.run(chat)
    code = bare_code(chat, incoming.text)
    if code is not None:
        return code
    number = parse_case_number(incoming.text)
    if number is not None:
        return _numbered(chat, number)
    kinds = chat.town.kinds_for_words(incoming.text)
    if kinds:
        return Start("help", answers=path_to(chat.town, kinds[0]))
    lowered = incoming.text.casefold()
    if any(word in lowered for word in TROUBLE_WORDS):
        return _no_trouble(chat)
    if any(word in lowered for word in THANKS_WORDS):
        return Screen((_("您客气了。有事随时说。"),))
    return None


def _numbered(chat: Chat, number: str) -> Reply:
    """A number that was told for a booking, a term at a station, or a case."""
    sign_up_id, booking = by_number(chat, number)
    if booking is not None:
        return booking
    if sign_up_id:
        return station_mine.run(chat, str(sign_up_id))
    return case_screen(chat, my_case_numbered(chat.work, number))


def _addition(chat: Chat, incoming: Incoming) -> Reply | None:
    """A photo or a place without a question belongs to the newest open case."""
    case = newest_open_case(chat.work)
    if case is None or incoming.kind == "contact":
        return None
    items: list[dict[str, object]] = [{"photo": photo} for photo in incoming.photos[:5]]
    if incoming.place is not None:
        items.append({"place": list(incoming.place)})
    if incoming.text:
        items.append({"words": incoming.text})
    return Do(
        AddToCase(case.id, tuple(items)),
        lambda _chat, _count: Screen((help_texts.ADDED,), keeps=True),
    )


def _no_trouble(chat: Chat) -> Reply | None:
    """Nobody should feel that they are a burden, least of all while somebody is on the way."""
    for case in my_cases(chat.work, 3):
        offer_id, helper = last_helper(chat.work, case.id)
        if case.closed_at is None and offer_id and helper:
            name = help_texts.helper_name(chat, helper)
            return Screen(
                (help_texts.NOT_AT_ALL(helper=name),), (Button(help_texts.KNOWN, "t.known"),)
            )
    return Screen((_("不麻烦，就该找我们。有什么事，说吧。"),))


def unknown(chat: Chat) -> Reply:
    return home(chat, UNKNOWN)


def cannot_take(_chat: Chat, incoming: Incoming) -> Sayable:
    return CANNOT_TAKE.get(incoming.kind, UNKNOWN)


def refused(_chat: Chat) -> Sayable:
    return _("这一步您这儿办不了。点[找人说话]，有人帮您。")


MANNERS = Manners(
    emergency=emergency,
    welcome=welcome,
    arrived=arrived,
    menu=home,
    help=how_it_works,
    person=ask_for_person,
    language=language,
    cancelled=cancelled,
    listening=listening,
    file=take_file,
    aside=aside,
    unknown=unknown,
    cannot_take=cannot_take,
    refused=refused,
)
