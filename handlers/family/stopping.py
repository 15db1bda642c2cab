"""不用她办了: one plain sentence, said anywhere, ends what lets somebody act for one.

The trap is a sentence that means something else: 不办了 calls off the open talk, 不用来了 a helper.
So it must speak of somebody (her, my daughter, a name) or of acting for one.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.dialogue.asking import Choice, plain
from bot.dialogue.book import Do, Reply, Start, flow
from bot.dialogue.chat import Chat
from bot.dialogue.say import say
from bot.dialogue.screen import Button, Screen
from handlers.family import names, texts
from handlers.family.taps import stop
from models.family.kin import kin_word
from models.family.proxies import EndMyProxies, EndProxy
from models.family.queries import Agreement, my_proxies, name_of
from models.gate import Command

LONGEST = 40
ALL = "all"

# Politeness before and after; what is left is compared as a whole.
_BEFORE = (
    r"(?:请|麻烦您|麻烦你|麻烦|那个|那|我说|跟你说|哎|嗯|唉|行了|算了|你好|您好|以后|往后|今后|打今儿起|"
    r"从今天起|我想|我)*"
)
_AFTER = r"(?:了|啦|吧|啊|呀|哈|呗|谢谢您|谢谢你|谢谢|谢了|麻烦您了|麻烦了|行吗|行不行|好吗|可以吗|就这样)*"
_THEM = r"她们|他们|她|他|闺女|女儿|姑娘|儿子|孩子|孙女|孙子|外孙女|外孙|儿媳|媳妇|女婿|老伴|家里人|家人|别人|人家|人"
_WHO = rf"(?:(?P<them>{_THEM})|(?P<name>[\u4e00-\u9fff·]{{2,4}}))"
_NO = (
    r"(?:都)?(?:就)?(?:不用|不要|不让|不叫|不想让|不愿意让|不需要|甭让|甭|别让|别叫|用不着)(?:再)?"
)
_ACT = r"(?:再|来|去|接着|继续)?(?:替我|帮我|给我|代我)?(?:再)?(?:代办|办事儿?|办)"
_FOR_ME = r"(?:再|接着|继续)?(?:替我|代我)(?:再)?(?:代办|办事儿?|办)"
_SENTENCES = tuple(
    re.compile(rf"{_BEFORE}{middle}{_AFTER}")
    for middle in (
        rf"{_NO}{_WHO}{_ACT}",
        rf"{_WHO}(?:就)?(?:不用|不要|不能|别){_FOR_ME}",
        rf"{_NO}{_FOR_ME}",
        rf"{_NO}代办",
        r"(?:都)?(?:停止|停掉|停了|停|取消|终止|结束|收回)(?:她的|他的|我的)?(?:代办|替我办事)",
        rf"把?{_WHO}的?代办(?:给我)?(?:停掉|停|取消)",
    )
)
_SOMEBODY = r"(?:her|him|them|anybody|anyone|mydaughter|myson)"
_ENGLISH = re.compile(
    r"(?:please)?(?:"
    r"(?:stop|end|cancel)(?:acting|doingthings)forme"
    r"|(?:stop|end|cancel)(?:the|my)?proxy"
    rf"|(?:i)?(?:dont|donot|nolonger)want{_SOMEBODY}to(?:act|dothings)forme"
    rf"|(?:dont|donot)let{_SOMEBODY}(?:act|dothings)forme"
    r"|(?:she|he|they)(?:should|must|may)?(?:not|nolonger)(?:acts?|dothings)forme"
    r")(?:anymore|anylonger|now|please|thankyou|thanks)*"
)
_EVERYBODY = re.compile(r"都|们|家里人|家人|别人|人家|停止代办|取消代办|anybody|anyone|them")


def ends_proxy(text: str, names: Collection[str] = ()) -> bool:
    """Whether this says that somebody shall no longer act for the one who says it. ``names``: what
    those who do are called; 不用现在办了 names nobody."""
    said = plain(text).replace("'", "").replace("’", "")
    if not said or len(said) > LONGEST:
        return False
    if _ENGLISH.fullmatch(said):
        return True
    for sentence in _SENTENCES:
        found = sentence.fullmatch(said)
        name = (found.groupdict().get("name") if found else None) or ""
        if found and (not name or any(name == one for one in names)):
            return True
    return False


def stop_acting(chat: Chat, words: str, *, idle: bool = False) -> Reply | None:
    """End it at once where it is clear who is meant; else one tap says whom. None if the words mean
    something else, or there is nobody: ``idle`` (no question is open) says so instead."""
    if chat.whom or not (ends_proxy(words) or _MAY_NAME.search(words)):
        return None
    found = my_proxies(chat.work)
    spoken = {one.id: _spoken_of(chat, one) for one in found}
    if not ends_proxy(words, {name for each in spoken.values() for name in each}):
        return None
    if not found:
        return Screen((texts.NOBODY_TO_STOP,), (Button(texts.HOME, "g.menu"),)) if idle else None
    meant = [one for one in found if any(name in words for name in spoken[one.id])]
    if len(meant) == 1 or len(found) == 1:
        return stop((meant or found)[0])
    if _EVERYBODY.search(plain(words)):
        return Do(EndMyProxies(), then=_all_stopped)
    return Start("stop_acting")


_MAY_NAME = re.compile(r"[不别甭].*办|代办")
"""Before anybody's name is looked up: what no such sentence lacks."""


def _spoken_of(chat: Chat, one: Agreement) -> list[str]:
    """How the one who acts may be named: 李芳, 芳芳, 闺女."""
    named = name_of(chat.work, one.proxy_id)
    word = kin_word(chat.work, one.principal_id, one.proxy_id)
    said = [named.name, named.called, named.name[1:], say(word.name, "zh") if word else ""]
    return [name for name in said if len(name) >= 2]


def _all_stopped(_chat: Chat, _count: int) -> Reply:
    return Screen((texts.STOPPED_ALL, texts.WHAT_STAYS), keeps=True)


def _stopped(chat: Chat, result: int | str) -> Reply:
    if isinstance(result, int):
        return _all_stopped(chat, result)
    return Screen((texts.STOPPED_ONE, texts.WHAT_STAYS), keeps=True)


@flow("stop_acting", say=texts.WHOM_TO_STOP, then=_stopped)
def which_one(chat: Chat) -> Command[int] | Command[str]:
    """Several act for one, and the sentence named none of them."""
    choices = [
        Choice(str(one.id), names.relative(chat, one.proxy_id)) for one in my_proxies(chat.work)
    ]
    choices.append(Choice(ALL, texts.ALL_OF_THEM, ("都",)))
    who = chat.ask("who", texts.WHOM_TO_STOP, choices=choices)
    return EndMyProxies() if who == ALL else EndProxy(int(who))


ENTRIES = (which_one,)
