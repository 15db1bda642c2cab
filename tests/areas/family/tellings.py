"""What 王姨, 李芳 and 赵师傅 are told."""

from __future__ import annotations

from models.family.acts import NotMyWish, SeeAct
from models.family.clockwork import EndProxyByDay
from models.family.leaving import EndGuardian
from models.family.messages import (
    ActSeen,
    CameOfAge,
    DoneForYou,
    GuardianAdded,
    GuardianAsks,
    GuardianEnded,
    MoreRefused,
    NotWanted,
    ProxyAgreed,
    ProxyAsked,
    ProxyChanged,
    ProxyEnded,
    ProxyEnding,
)
from models.family.more import RefuseMore
from models.family.proxies import EndProxy, RefuseProxy
from tests.words.tellings import Telling, done

TELLINGS = (
    Telling("asker", lambda t: DoneForYou(t["act"])),
    Telling("lifang", lambda t: ActSeen(t["act"]), done("asker", lambda t: SeeAct(t["act"]))),
    Telling("lifang", lambda t: NotWanted(t["act"]), done("asker", lambda t: NotMyWish(t["act"]))),
    Telling("asker", lambda t: ProxyAsked(t["asked"])),
    Telling("resident of the place", lambda t: ProxyAsked(t["more"])),
    Telling(
        "lifang",
        lambda t: MoreRefused(t["more"]),
        done("resident of the place", lambda t: RefuseMore(t["more"], ("help",))),
    ),
    Telling("asker", lambda t: ProxyAgreed(t["agreed"])),
    Telling("lifang", lambda t: ProxyAgreed(t["agreed"])),
    Telling("lifang", lambda t: ProxyChanged(t["agreed"])),
    Telling(
        "lifang", lambda t: ProxyEnded(t["agreed"]), done("asker", lambda t: EndProxy(t["agreed"]))
    ),
    Telling(
        "asker", lambda t: ProxyEnded(t["agreed"]), done("lifang", lambda t: EndProxy(t["agreed"]))
    ),
    Telling(
        "asker",
        lambda t: ProxyEnded(t["agreed"]),
        done("grid worker", lambda t: EndProxy(t["agreed"])),
    ),
    Telling(
        "offered",
        lambda t: ProxyEnded(t["asked"]),
        done("asker", lambda t: RefuseProxy(t["asked"])),
    ),
    Telling(
        "asker", lambda t: ProxyEnded(t["over"]), done("clock", lambda t: EndProxyByDay(t["over"]))
    ),
    Telling(
        "meng", lambda t: ProxyEnded(t["over"]), done("clock", lambda t: EndProxyByDay(t["over"]))
    ),
    Telling("asker", lambda t: ProxyEnding(t["agreed"])),
    Telling("taker", lambda t: GuardianAsks(t["kid"], t["sun"], "relative")),
    Telling("taker", lambda t: GuardianAsks(t["kid"], t["sun"], "")),
    Telling("taker", lambda t: GuardianAdded(t["kid"], t["aunt"])),
    Telling("aunt", lambda t: GuardianAdded(t["kid"], t["aunt"])),
    Telling(
        "taker",
        lambda t: GuardianEnded(t["kid"], t["aunt"]),
        done("aunt", lambda t: EndGuardian(t["kid"], t["aunt"])),
    ),
    Telling(
        "aunt",
        lambda t: GuardianEnded(t["kid"], t["aunt"]),
        done("taker", lambda t: EndGuardian(t["kid"], t["aunt"])),
    ),
    Telling("taker", lambda t: CameOfAge(t["kid"])),
    Telling("kid", lambda t: CameOfAge(t["kid"])),
)
