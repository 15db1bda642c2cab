"""[我的资料]: what is kept about me in eight short lines, and from there everything I can do with it.

A guardian reads a child's the same way. Whoever else acts for somebody (a grid worker) reads the
record, where each look is written down, and never here.
"""

from __future__ import annotations

from bot.dialogue.book import Do, Reply, tap, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, private
from bot.dialogue.screen import Button, Screen
from handlers import when
from handlers.elsewhere import see_path, who_holds_the_phone
from handlers.privacy import texts
from handlers.privacy.days import on_day
from handlers.register.linking import ways_elsewhere
from handlers.tasks.words import listed
from models.consents.ledger import guards
from models.privacy.file_link import file_link
from models.privacy.own_file import FILE, AskForFile
from models.privacy.queries import Kept, Look, kept_about_me, who_looked
from models.register.linking import WEB
from models.register.queries import my_address

PAGE = 4
HOME = Button(texts.HOME, "g.menu", style="small")
BACK = Button(texts.BACK, "t.about_me", style="small")


def ways_back(chat: Chat) -> tuple[Button, ...]:
    """To where one came from; a worker came from the record and not from here."""
    return (BACK, HOME) if mine_to_see(chat) else (HOME,)


@tap("about_me", purpose="look")
def about_me(chat: Chat) -> Reply:
    if not mine_to_see(chat):
        return Screen((texts.NOT_HERE,), (HOME,))
    kept = kept_about_me(chat.work)
    address = my_address(chat.work)
    if not (kept.name or kept.called or address or kept.phone_tail):
        return _nothing_kept(chat)
    return (Screen(_who_i_am(chat, kept, address)), Screen(_what_there_is(chat, kept), _ways(chat)))


def mine_to_see(chat: Chat) -> bool:
    """About oneself, or about one's own child."""
    return not chat.whom or guards(chat.work)


def _nothing_kept(chat: Chat) -> Screen:
    settle = Button(texts.MY_HOME, "f.settle")
    rest = (Button(texts.DOWNLOAD, "t.download"), Button(texts.DELETE, "t.delete_me"))
    return Screen((texts.NOTHING_KEPT,), (settle, *rest, *_elsewhere(chat), HOME))


def _elsewhere(chat: Chat) -> tuple[Button, ...]:
    return () if chat.whom else ways_elsewhere(chat)


def _ways(chat: Chat) -> tuple[Button, ...]:
    return (
        Button(texts.CORRECT, "t.correct"),
        Button(texts.DOWNLOAD, "t.download"),
        Button(texts.WHO_LOOKED, tap_token("who_looked", 0)),
        Button(texts.CONSENTS, tap_token("my_consents", 0)),
        Button(texts.DELETE, "t.delete_me"),
        *_topics(chat),
        *_elsewhere(chat),
        HOME,
    )


def _topics(chat: Chat) -> tuple[Button, ...]:
    """Which notices one wants to hear: one's own business, a child's come to whoever answers for it."""
    return () if chat.whom else (Button(texts.WHICH_NOTICES, "t.topics", style="small"),)


def _who_i_am(chat: Chat, kept: Kept, address: Sayable | None) -> tuple[Sayable, ...]:
    none = texts.NOT_KEPT
    name = texts.NAME(
        name=private("name", kept.name) or none,
        called=private("name", kept.called) or none,
        born=on_day(kept.born) if kept.born else none,
    )
    home = texts.ADDRESS if kept.verified or address is None else texts.ADDRESS_UNCONFIRMED
    phone = private("phone", texts.TAIL(tail=kept.phone_tail)) if kept.phone_tail else none
    return (
        name,
        home(address=private("door", address or "") or none),
        texts.PHONE(phone=phone, chats=kept.chats),
        texts.WHO_SEES_IT,
    )


def _what_there_is(chat: Chat, kept: Kept) -> tuple[Sayable, ...]:
    team = next((one for one in chat.town.doctors.teams if one.id == kept.team_id), None)
    doctor: Sayable = texts.NO_DOCTOR
    if team is not None and kept.ends_on is not None:
        doctor = texts.DOCTOR(team=team.name, day=on_day(kept.ends_on))
    known = {role.id: role.name for role in chat.town.roles}
    roles = [known[role] for role in kept.roles if role in known]
    work = texts.WORK(roles=listed(roles), minutes=kept.minutes) if roles else ""
    return (
        texts.CASES(cases=kept.cases, photos=kept.photos),
        texts.FAMILY(proxies=kept.proxies, children=kept.children),
        doctor,
        work or texts.LOOKED(looked=kept.looked),
    )


# -- who looked --------------------------------------------------------------------------------------
@tap("who_looked", purpose="look")
def looked_at_me(chat: Chat, after: str) -> Reply:
    if not mine_to_see(chat):
        return Screen((texts.NOT_HERE,), (HOME,))
    start = int(after)
    looks = who_looked(chat.work, PAGE + 1, start)
    if not looks:
        return Screen((texts.NOBODY_LOOKED,), (BACK, HOME))
    more = Button(texts.MORE, tap_token("who_looked", start + PAGE))
    buttons = (more, BACK, HOME) if len(looks) > PAGE else (BACK, HOME)
    return Screen(tuple(_look(chat, look) for look in looks[:PAGE]), buttons)


def _look(chat: Chat, look: Look) -> Sayable:
    role = next((one.name for one in chat.town.roles if one.id == look.role), None)
    name = private("name", look.who) or texts.SOMEBODY
    who = texts.ROLE_AND_NAME(role=role, name=name) if role is not None else name
    day = when.day(look.at)
    if look.what == FILE:
        return texts.TOOK(day=day, who=who)
    if not look.why:
        return texts.LOOK_NO_WHY(day=day, who=who)
    return texts.LOOK(day=day, who=who, why=private("words", look.why[:40]))


# -- everything as a file ----------------------------------------------------------------------------
@tap("download", purpose="look")
def download(chat: Chat) -> Reply:
    if not mine_to_see(chat):
        return Screen((texts.NOT_HERE,), (HOME,))
    if chat.reader.channel != WEB and chat.reader.hides:
        link = Button(texts.OPEN_WEB, url=see_path(chat, "data", 0))
        line = texts.CHILDS_FILE_ON_WEB if chat.whom else texts.FILE_ON_WEB
        return Screen((line,), (link, BACK))
    return Do(AskForFile(), _file)


def _file(chat: Chat, person_id: int) -> Reply:
    path = file_link(person_id, who_holds_the_phone(chat), chat.work.now)
    return Screen((texts.FILE_READY,), (Button(texts.GET_FILE, url=path), BACK))


ENTRIES = (about_me, looked_at_me, download)
