"""Who takes back what they agreed to, dies, moves away, is deleted, closes an account; and who gives up
a post, or gets one."""

from __future__ import annotations

from functools import partial

from sqlalchemy import select

from models.bookings.tables import Booking
from models.consents.commands import Agree, TakeBack
from models.privacy.erasing import DeleteMyData
from models.privacy.gone import How, ReportGone
from models.register.tables import Role
from models.roles.commands import EndRole, GiveRole
from tests.furniture import huadian
from tests.traffic.book import Held, Somebody
from tests.traffic.residents import somebody
from tests.traffic.script import Script

HELP = "help"


def withdraws(script: Script) -> None:
    one = _in_the_middle(script) if script.chance(0.6) else somebody(script, idle=True)
    if one is None or not script.is_done(one.id, TakeBack(HELP)):
        return
    one.withdrew, one.home = True, None
    if script.chance(0.3):
        script.later(3000, 20000, partial(_agrees_again, script, one))


def _in_the_middle(script: Script) -> Somebody | None:
    """Somebody who would hear something soon: of a booking, a notice, or somebody they get copies for."""
    query = select(Booking.person_id).where(Booking.state == "booked")
    booked = script.town.core.store.read_now(lambda session: session.scalars(query).all())
    family = [one for proxies in script.book.copies.values() for one in proxies]
    told = [script.book.owner[address] for _notice, address in script.rules.heard_notice]
    some = [one for some in (booked, family, told) if some for one in script.rng.sample(some, 1)]
    found = [script.book.people[one] for one in some]
    here = [one for one in found if not one.silent and not one.minor]
    return script.rng.choice(here) if here else None


def _agrees_again(script: Script, one: Somebody) -> None:
    if not one.gone and script.is_done(one.id, Agree(HELP, huadian().purpose(HELP).version)):
        one.withdrew = False


def dies(script: Script) -> None:
    _is_gone(script, "dead")


def moves_away(script: Script) -> None:
    _is_gone(script, "moved")


def _is_gone(script: Script, how: How) -> None:
    """Anybody; the grid worker, or somebody at the desk, writes it down."""
    found = [one for one in script.book.people.values() if one.home is not None and not one.gone]
    one = script.rng.choice(found)
    path = huadian().path(one.grid)
    for role in script.book.roles:
        there = huadian().path(role.place)
        staff = role.role in ("grid_worker", "coordinator") and role.at(script.now)
        if not staff or role.person == one.id or not (path + "/").startswith(there + "/"):
            continue
        if script.is_done(role.person, ReportGone(one.id, how)):
            one.gone = how
            _leaves_posts(script, one)
            return


def is_deleted(script: Script) -> None:
    one = somebody(script, idle=True)
    if one is not None and script.is_done(one.id, DeleteMyData()):
        one.gone, one.home = "erased", None
        _leaves_posts(script, one)


def closes_account(script: Script) -> None:
    """The platform says so the next time, and the address is never called again after that."""
    one = somebody(script, idle=script.chance(0.8))
    if one is not None:
        address = script.rng.choice(script.book.phones(one.id))
        script.town.channel_of(address).close(address)
        script.book.closed[address] = script.now


def _leaves_posts(script: Script, one: Somebody) -> None:
    for role in script.book.roles:
        if role.person == one.id and role.at(script.now):
            role.until = script.now


# -- posts ---------------------------------------------------------------------------------------------------
def worker_leaves(script: Script) -> None:
    """A grid is without anybody for some days; then somebody else of the community goes there."""
    workers = [one for one in script.book.roles if one.role == "grid_worker" and one.at(script.now)]
    admin = next(
        (one for one in script.book.roles if one.role == "admin" and one.at(script.now)), None
    )
    if not workers or admin is None:
        return
    leaving = script.rng.choice(workers)
    query = select(Role.id).where(
        Role.person_id == leaving.person, Role.role == "grid_worker",
        Role.place_id == leaving.place, Role.ended_at.is_(None),
    )  # fmt: skip
    role = script.town.core.store.read_now(lambda session: session.scalar(query))
    if role is not None and script.is_done(admin.person, EndRole(role)):
        leaving.until = script.now
        script.later(1500, 12000, partial(_comes, script, leaving.place))


def _comes(script: Script, grid: str) -> None:
    one = somebody(script, idle=True)
    admin = next(
        (one for one in script.book.roles if one.role == "admin" and one.at(script.now)), None
    )
    if one is None or admin is None:
        return
    if script.is_done(admin.person, GiveRole(one.id, "grid_worker", grid)):
        script.book.roles.append(Held(one.id, "grid_worker", grid, script.now))
