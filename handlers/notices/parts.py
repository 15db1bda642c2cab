"""In how many messages one notice arrives where a platform takes only short ones, and where it breaks.

It is parted here by what the channels send it by. What a channel adds of its own (whose family it is
for, a link that has to be written out) can shift a break by a sentence.
"""

from __future__ import annotations

from functools import reduce

from bot.dialogue.chat import Chat
from bot.dialogue.parting import parted
from bot.dialogue.say import Sayable
from handlers.notices import texts
from handlers.notices.looks import lines_of
from models.notices.tables import Notice

_LETTERS = 10
"""Of the end and the beginning of a part, so that its writer finds the place."""
_NAMES = {"zh": texts.IN_CHINESE, "en": texts.IN_ENGLISH}


def parts_of(chat: Chat, notice: Notice) -> int:
    """The most that anybody gets of it, on any channel in use."""
    most = _shortest(chat)[1]
    return max(len(parted(words, most)) for words in _words(notice).values())


def long_one(chat: Chat, notice: Notice) -> list[Sayable]:
    """That it is long, and where it breaks on the channel that takes the shortest messages."""
    said: list[Sayable] = []
    channel, most = _shortest(chat)
    versions = _words(notice)
    letters = max(map(len, versions.values()))
    if letters > texts.LONG:
        said.append(texts.IS_LONG(letters=letters))
    for language, words in versions.items():
        parts = parted(words, most)
        if len(parts) > 1:
            line: Sayable = texts.BREAKS(n=len(parts), where=_where(parts))
            if _elsewhere_whole(chat, words):
                name = texts.CHANNEL_NAMES.get(channel, channel)
                line = texts.BREAKS_IN(where=name, line=line)
            said.append(texts.BREAKS_IN(where=_NAMES[language], line=line) if language else line)
    return said


def _words(notice: Notice) -> dict[str, str]:
    """What is read in each language; once where everybody reads the same."""
    both = {language: "\n".join(lines_of(notice, language)) for language in ("zh", "en")}
    return both if both["zh"] != both["en"] else {"": both["zh"]}


def _shortest(chat: Chat) -> tuple[str, int]:
    """The channel in service with the shortest messages, and how long they may be; 0 is any."""
    limits = [(name, pace.most) for name, pace in chat.paces.items() if pace.most]
    return min(limits, key=lambda one: one[1], default=("", 0))


def _elsewhere_whole(chat: Chat, words: str) -> bool:
    return any(len(parted(words, pace.most)) == 1 for pace in chat.paces.values())


def _where(parts: tuple[str, ...]) -> Sayable:
    """第 1 条到“……”，第 2 条从“……”到“……”，第 3 条从“……”开始."""
    (_none, first), *middle, (last, _rest) = [(_begin(part), _end(part)) for part in parts]
    said: list[Sayable] = [
        texts.FIRST_PART(end=first),
        *(
            texts.MIDDLE_PART(n=at, begin=begin, end=end)
            for at, (begin, end) in enumerate(middle, 2)
        ),
        texts.LAST_PART(n=len(parts), begin=last),
    ]
    return reduce(lambda some, more: texts.TWO_REASONS(some=some, more=more), said)


def _begin(part: str) -> str:
    line = " ".join(part.split())
    return line if len(line) <= _LETTERS else f"{line[:_LETTERS]}……"


def _end(part: str) -> str:
    line = " ".join(part.split())
    return line if len(line) <= _LETTERS else f"……{line[-_LETTERS:]}"
