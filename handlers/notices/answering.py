"""What everybody can do with a notice: say that they know, ask for the help that comes with it, and
hear no more of its kind."""

from __future__ import annotations

from bot.dialogue.book import Do, Entry, Reply, tap, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable
from bot.dialogue.screen import Button, Screen
from handlers.family.done import phrase
from handlers.notices import texts
from handlers.notices.looks import kind_of
from models.family.tables import Act
from models.notices.knowing import KnowNotice
from models.notices.tables import Notice
from models.notices.ticking import HelpAsked, WantNoticeHelp
from models.notices.topics import SwitchTopicOff, SwitchTopicOn, my_topics
from models.numbers import show
from models.town.local import Local

_NO_NAME = Local("这一样", "these")
MINE = Button(texts.MY_THINGS, "t.mine", style="small")


@tap("notice_know")
def know(chat: Chat, notice_id: str) -> Reply:
    return Do(KnowNotice(int(notice_id)), lambda _chat, _first: Screen((texts.KNOWN,), keeps=True))


@tap("notice_help", purpose="help")
def want_help(chat: Chat, notice_id: str) -> Reply:
    """One tap: known, and asked for. It can be called off among one's own things."""

    def asked(_chat: Chat, done: HelpAsked) -> Screen:
        return Screen((texts.HELP_ASKED(number=show(done.number)),), (MINE,), keeps=True)

    return Do(WantNoticeHelp(int(notice_id)), asked)


@phrase(WantNoticeHelp)
def _help_wanted(chat: Chat, act: Act) -> Sayable:
    """For the one it was asked for: as the button was called that was tapped."""
    notice = chat.work.session.get(Notice, act.about.get("notice_id"))
    kind = kind_of(chat.town, notice.kind) if notice is not None else None
    if kind is None or kind.help_label is None:
        return texts.TAPPED_HELP
    return texts.TAPPED(kind=kind.name, what=kind.help_label)


# -- what one wants to hear of ----------------------------------------------------------------------
@tap("topics")
def topics(chat: Chat) -> Reply:
    return Screen(
        (texts.TOPICS_ASKED,), (*_each(chat), Button(texts.HOME, "g.menu", style="small"))
    )


def _each(chat: Chat) -> tuple[Button, ...]:
    return tuple(
        Button(
            (texts.TOPIC_IS_ON if on else texts.TOPIC_IS_OFF)(topic=topic.name),
            tap_token("topic_off" if on else "topic_on", topic.id),
        )
        for topic, on in my_topics(chat.work)
    )


@tap("topic_off")
def topic_off(chat: Chat, topic: str) -> Reply:
    return Do(SwitchTopicOff(topic), lambda chat, _done: _switched(chat, topic, on=False))


@tap("topic_on")
def topic_on(chat: Chat, topic: str) -> Reply:
    return Do(SwitchTopicOn(topic), lambda chat, _done: _switched(chat, topic, on=True))


def _switched(chat: Chat, topic_id: str, *, on: bool) -> Screen:
    """Said, with the way back."""
    name = next((one.name for one in chat.town.topics if one.id == topic_id), _NO_NAME)
    line = texts.TOPIC_ON if on else texts.TOPIC_OFF
    return Screen((line(topic=name),), (Button(texts.TOPICS, tap_token("topics")),))


ENTRIES: tuple[Entry, ...] = (know, want_help, topics, topic_off, topic_on)
