"""The commands of this area, on something of the small town."""

from __future__ import annotations

from datetime import date

from models.family.acts import NotMyWish, SeeAct
from models.family.clockwork import EndProxyByDay, RemindOfProxy
from models.family.guardians import AddGuardian, AskToGuard, ChangeSchool, RegisterChild
from models.family.invites import invite
from models.family.kin import SayKin
from models.family.leaving import ComeOfAge, EndGuardian
from models.family.more import AgreeToMore, RefuseMore
from models.family.proxies import (
    AgreeToProxy,
    AskToActFor,
    ChangeProxy,
    EndMyProxies,
    EndProxy,
    RefuseProxy,
)
from models.family.witnessing import AgreeFaceToFace
from tests.areas.family.town import child
from tests.permissions.samples import Sample
from tests.permissions.town import SmallTown

DAY = date(2027, 6, 30)


def _asks(there: SmallTown) -> AskToActFor:
    token = invite("act", there["yu"], there["yu"], there.clock.now())
    return AskToActFor(token, "neighbour", ("help",))


def _guards(there: SmallTown) -> AskToGuard:
    token = invite("child", there["kid"], there["zhao"], there.clock.now())
    return AskToGuard(token, "relative")


def _witnessed(there: SmallTown) -> AgreeFaceToFace:
    return AgreeFaceToFace(there["wang"], "王小凤", "10000007777", "mother", "f", ("visits",), DAY)


SAMPLES = {
    # acting for somebody
    AskToActFor: Sample("asker", _asks),
    AgreeToProxy: Sample("asker", lambda t: AgreeToProxy(t["asked"], DAY)),
    RefuseProxy: Sample("asker", lambda t: RefuseProxy(t["asked"])),
    AgreeToMore: Sample("resident of the place", lambda t: AgreeToMore(t["more"], ("help",))),
    RefuseMore: Sample("resident of the place", lambda t: RefuseMore(t["more"], ("help",))),
    ChangeProxy: Sample("asker", lambda t: ChangeProxy(t["agreed"], ("visits",), DAY)),
    AgreeFaceToFace: Sample("grid worker", _witnessed),
    EndProxy: Sample("asker", lambda t: EndProxy(t["agreed"])),
    EndMyProxies: Sample("asker", lambda _t: EndMyProxies()),
    EndProxyByDay: Sample("clock", lambda t: EndProxyByDay(t["over"])),
    RemindOfProxy: Sample("clock", lambda t: RemindOfProxy(t["agreed"])),
    SeeAct: Sample("asker", lambda t: SeeAct(t["act"])),
    NotMyWish: Sample("asker", lambda t: NotMyWish(t["act_for_good"])),
    SayKin: Sample("asker", lambda t: SayKin(t["wang"], t["lifang"], "relative")),
    # children
    RegisterChild: Sample("asker", lambda _t: child("王小宝")),
    ChangeSchool: Sample("taker", lambda t: ChangeSchool(t["kid"], "实验小学", 4)),
    AskToGuard: Sample("asker", _guards),
    AddGuardian: Sample("taker", lambda t: AddGuardian(t["kid"], t["uncle"])),
    EndGuardian: Sample("taker", lambda t: EndGuardian(t["kid"], t["aunt"])),
    ComeOfAge: Sample("clock", lambda t: ComeOfAge(t["kid"])),
}
