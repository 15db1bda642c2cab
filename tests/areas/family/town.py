"""孙姐 has asked to act for 王姨, 李芳 has asked for help for her; 赵师傅 has a son in Yongji school."""

from __future__ import annotations

from datetime import date

from sqlalchemy import insert, select, update

from models.family.guardians import AddGuardian, RegisterChild
from models.family.invites import invite
from models.family.proxies import AskToActFor
from models.family.tables import Act, Kin, Proxy
from models.register.tables import Person
from models.work import Work
from tests.permissions.town import SmallTown


def build(there: SmallTown) -> None:
    ids, now = there.ids, there.clock.now()
    token = invite("act", ids["wang"], ids["wang"], now)
    ids["asked"] = there.does("offered", AskToActFor(token, "neighbour", ("help",)))
    home = there.read(lambda work: work.session.get_one(Person, ids["zhao"]).household_id)
    for name, called in (("aunt", "赵丽"), ("uncle", "赵强")):
        ids[name] = there.newcomer(called, home=home)
    verified = update(Person).where(Person.id.in_((ids["aunt"], ids["uncle"])))
    there.write(lambda work: work.session.execute(verified.values(verified_at=now)))
    ids["kid"] = there.does("taker", child())
    there.does("taker", AddGuardian(ids["kid"], ids["aunt"], "relative"))
    there.actor(ids["kid"])
    there.write(lambda work: _done(work, there))


def child(name: str = "赵小宝") -> RegisterChild:
    return RegisterChild("1", name, "宝宝", "m", date(2017, 5, 3), "Green School", 3, "father")


def _asks_for_more(work: Work, there: SmallTown) -> int:
    """Somebody lets 李芳 see to the visits; she would like to ask for help, too."""
    agreement = Proxy(
        principal_id=there["yu"],
        proxy_id=there["lifang"],
        state="agreed",
        purposes=["visits"],
        more=["help"],
        until=date(2027, 6, 30),
        how="own_chat",
        asked_at=work.now,
        agreed_at=work.now,
    )
    work.session.add(agreement)
    work.session.flush()
    return agreement.id


def _done(work: Work, there: SmallTown) -> None:
    ids, session = there.ids, work.session
    for name, proxy, state in (("agreed", "lifang", "agreed"), ("over", "meng", "agreed")):
        found = select(Proxy.id).where(
            Proxy.principal_id == ids["wang"], Proxy.proxy_id == ids[proxy], Proxy.state == state
        )
        ids[name] = session.scalars(found).one()
    there.ids["more"] = _asks_for_more(work, there)
    session.execute(insert(Kin).values(person_id=ids["lifang"], other_id=ids["wang"], kin="mother"))
    act = Act(
        person_id=ids["wang"],
        by_person=ids["lifang"],
        command="OpenCase",
        about={"kind_id": "heating"},
        undo={"command": "CancelCase", "args": {"case_id": ids["offered_case"]}},
        state="done",
        at=work.now,
    )
    for_good = Act(
        person_id=ids["wang"],
        by_person=ids["lifang"],
        command="AddToCase",
        about={"case_id": ids["offered_case"]},
        undo=None,
        state="done",
        at=work.now,
    )
    session.add_all((act, for_good))
    session.flush()
    ids["act"], ids["act_for_good"] = act.id, for_good.id
