"""Single taps on the matters of a family: done at once, on current data."""

from __future__ import annotations

from bot.dialogue.book import Do, Reply, Start, Then, tap
from bot.dialogue.chat import Chat
from bot.dialogue.say import Text
from bot.dialogue.screen import Button, Screen
from handlers.family import looking, names, texts
from handlers.family.flows import agreed, changed, started_on
from handlers.family.told import act_screen
from models.family.acts import NotMyWish, SeeAct
from models.family.ages import end_of_next_year
from models.family.guardians import CONSENT, AddGuardian
from models.family.invites import invite
from models.family.more import AgreeToMore, RefuseMore
from models.family.proxies import AgreeToProxy, ChangeProxy, EndProxy, RefuseProxy
from models.family.queries import Agreement, home_mates, my_act, my_agreement, my_child

PROXY = "proxy"
"""The purpose whose whole text is read to the one who is asked."""


# -- menus -----------------------------------------------------------------------------------------
@tap("family", purpose="look")
def family(chat: Chat) -> Reply:
    return looking.family_screen(chat)


@tap("my_proxies", purpose="look")
def my_proxies(chat: Chat) -> Reply:
    return looking.proxies_screen(chat)


@tap("i_act_for")
def i_act_for(chat: Chat) -> Reply:
    return looking.theirs_screen(chat)


@tap("proxy", purpose="look")
def proxy(chat: Chat, agreement_id: str) -> Reply:
    found = my_agreement(chat.work, int(agreement_id))
    if found.state not in ("asked", "agreed"):
        return looking.proxies_screen(chat) if found.mine else looking.theirs_screen(chat)
    return looking.agreement_screen(chat, found)


@tap("children", purpose="look")
def children(chat: Chat) -> Reply:
    return looking.children_screen(chat)


@tap("done_for_me", purpose="look")
def done_for_me(chat: Chat) -> Reply:
    return looking.done_screen(chat)


@tap("let_family")
def let_family(chat: Chat) -> Reply:
    me = chat.work.actor.person_id
    return looking.code_screen(chat, invite("act", me, me, chat.work.now), texts.SHOW_CODE)


@tap("read_proxy", purpose="look")
def read_proxy(chat: Chat) -> Reply:
    """The whole text, read aloud where the channel has a voice."""
    return Screen((chat.town.purpose(PROXY).full,), read_aloud=True, keeps=True)


# -- agreeing --------------------------------------------------------------------------------------
@tap("proxy_yes")
def proxy_yes(chat: Chat, agreement_id: str) -> Reply:
    """An old question may have been answered: then how it stands is shown."""
    found = my_agreement(chat.work, int(agreement_id))
    if found.state != "asked":
        return proxy.run(chat, agreement_id)
    return Do(AgreeToProxy(found.id, end_of_next_year(names.today(chat))), then=agreed)


@tap("proxy_when")
def proxy_when(chat: Chat, agreement_id: str) -> Reply:
    found = my_agreement(chat.work, int(agreement_id))
    if found.state != "asked":
        return proxy.run(chat, agreement_id)
    return Start("proxy_until", (found.id,))


@tap("proxy_no")
def proxy_no(chat: Chat, agreement_id: str) -> Reply:
    found = my_agreement(chat.work, int(agreement_id))
    if found.state == "agreed":
        return proxy_end.run(chat, agreement_id)
    return Do(RefuseProxy(found.id), then=_then_who(found, texts.REFUSED))


@tap("more_yes")
def more_yes(chat: Chat, agreement_id: str, purposes: str) -> Reply:
    """To what was shown, and to nothing that was asked since: then that is shown instead."""
    found = my_agreement(chat.work, int(agreement_id))
    if found.state != "agreed" or "-".join(found.more) != purposes:
        return proxy.run(chat, agreement_id)
    return Do(AgreeToMore(found.id, found.more), then=agreed)


@tap("more_no")
def more_no(chat: Chat, agreement_id: str, purposes: str) -> Reply:
    found = my_agreement(chat.work, int(agreement_id))
    if found.state != "agreed" or "-".join(found.more) != purposes:
        return proxy.run(chat, agreement_id)
    return Do(RefuseMore(found.id, found.more), then=_then_who(found, texts.MORE_REFUSED))


@tap("proxy_longer")
def proxy_longer(chat: Chat, agreement_id: str) -> Reply:
    found = my_agreement(chat.work, int(agreement_id))
    until = end_of_next_year(started_on(chat))
    return Do(ChangeProxy(found.id, found.purposes, until), then=changed)


@tap("proxy_change_day")
def proxy_change_day(chat: Chat, agreement_id: str) -> Reply:
    return Start("proxy_day", (my_agreement(chat.work, int(agreement_id)).id,))


@tap("proxy_change")
def proxy_change(chat: Chat, agreement_id: str) -> Reply:
    return Start("proxy_things", (my_agreement(chat.work, int(agreement_id)).id,))


@tap("proxy_let_end")
def proxy_let_end(chat: Chat, _agreement_id: str) -> Reply:
    return Screen((texts.ENDING_LEFT,), keeps=True)


@tap("proxy_end", purpose="look")
def proxy_end(chat: Chat, agreement_id: str) -> Reply:
    return stop(my_agreement(chat.work, int(agreement_id)))


def stop(found: Agreement) -> Do:
    """End it, and say what that means to the one who did."""
    return Do(EndProxy(found.id), then=_stopped(found))


def _stopped(found: Agreement) -> Then:
    def then(chat: Chat, was: str) -> Reply:
        if not found.mine:
            if was == "asked":
                return Screen((texts.ASKING_TAKEN_BACK,), keeps=True)
            line = texts.I_STOPPED(who=names.kin_or_name(chat, found.principal_id))
            return Screen((line,), keeps=True)
        if was == "asked":
            return _then_who(found, texts.REFUSED)(chat, None)
        line = texts.STOPPED(who=names.relative(chat, found.proxy_id))
        look = Button(texts.DONE_FOR_ME, "t.done_for_me", style="small")
        return Screen((line, texts.WHAT_STAYS), (look,), keeps=True)

    return then


def _then_who(found: Agreement, sentence: Text) -> Then:
    def then(chat: Chat, _result: object) -> Reply:
        line = sentence(who=names.relative(chat, found.proxy_id))
        return Screen((line,), keeps=True)

    return then


# -- acts ------------------------------------------------------------------------------------------
@tap("act", purpose="look")
def act(chat: Chat, act_id: str) -> Reply:
    return act_screen(chat, my_act(chat.work, int(act_id)))


@tap("act_seen", purpose="look")
def act_seen(chat: Chat, act_id: str) -> Reply:
    return Do(SeeAct(int(act_id)), then=_seen)


def _seen(_chat: Chat, _news: bool) -> Reply:  # noqa: FBT001 - a command's result
    return Screen((texts.THANKS_FOR_LOOKING,))


@tap("not_my_wish", purpose="look")
def not_my_wish(chat: Chat, act_id: str) -> Reply:
    found = my_act(chat.work, int(act_id))

    def then(chat: Chat, undone: bool) -> Reply:  # noqa: FBT001 - a command's result
        sentence = texts.UNDONE if undone else texts.NOT_UNDONE
        return Screen((sentence(who=names.relative(chat, found.by_person)),), keeps=True)

    return Do(NotMyWish(found.id), then=then)


# -- children --------------------------------------------------------------------------------------
@tap("kid", purpose="look")
def kid(chat: Chat, child_id: str) -> Reply:
    return looking.child_screen(chat, my_child(chat.work, int(child_id)))


@tap("kid_school")
def kid_school(chat: Chat, child_id: str) -> Reply:
    return Start("school", (my_child(chat.work, int(child_id)).id,))


@tap("kid_guard")
def kid_guard(chat: Chat, child_id: str) -> Reply:
    """By a link; who lives in the same home is added at a tap."""
    child = my_child(chat.work, int(child_id))
    token = invite("child", child.id, chat.work.actor.person_id, chat.work.now)
    near = [
        Button(names.relative(chat, one), f"t.guard_home.{child.id}.{one}")
        for one, _name in home_mates(chat.work, child.id)[: looking.MOST]
    ]
    lines = (*texts.SHOW_GUARDIAN_CODE, *((texts.FROM_HOME,) if near else ()))
    return looking.code_screen(chat, token, lines, *near)


@tap("kid_unguard")
def kid_unguard(chat: Chat, child_id: str) -> Reply:
    child = my_child(chat.work, int(child_id))
    if len(child.guardians) < 2 or not child.mine:
        return Screen((texts.NOBODY_TO_END(child=names.child_name(child)),))
    return Start("unguard", (child.id,))


@tap("guard_home")
def guard_home(chat: Chat, child_id: str, person_id: str) -> Reply:
    return _add(int(child_id), int(person_id), "", "")


@tap("guard_yes")
def guard_yes(chat: Chat, child_id: str, person_id: str, kin: str, mark: str) -> Reply:
    return _add(int(child_id), int(person_id), kin, mark)


def _add(child_id: int, person_id: int, kin: str, mark: str) -> Do:
    def then(chat: Chat, _child_id: int) -> Reply:
        child = my_child(chat.work, child_id)
        who = names.of_the_child(chat, child_id, person_id)
        line = texts.GUARD_ADDED(who=who, child=names.child_name(child))
        return Screen((line,), keeps=True)

    return Do(AddGuardian(child_id, person_id, kin, mark), then=then)


@tap("guard_no")
def guard_no(_chat: Chat) -> Reply:
    return Screen((texts.GUARD_NOT_ADDED,), keeps=True)


@tap("read_child", purpose="look")
def read_child(chat: Chat) -> Reply:
    return Screen((chat.town.purpose(CONSENT).full,), read_aloud=True, keeps=True)


ENTRIES = (
    family, my_proxies, i_act_for, proxy, children, done_for_me, let_family, read_proxy, proxy_yes,
    proxy_when, proxy_no, more_yes, more_no, proxy_longer, proxy_change_day, proxy_change, proxy_let_end, proxy_end,
    act, act_seen, not_my_wish, kid, kid_school, kid_guard, kid_unguard, guard_home, guard_yes,
    guard_no, read_child,
)  # fmt: skip
