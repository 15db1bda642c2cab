"""The small town of the demo: 208 homes in 13 communities, everybody at their post."""

from __future__ import annotations

from random import Random

from models.sample.cast import cast
from models.sample.full import CONTRACTS, PEOPLE
from models.sample.growing import (
    Contracts,
    Numbers,
    Volunteers,
    can_volunteer,
    doors,
    family,
    staff,
)
from models.sample.ledger import Ledger
from models.sample.people import SampleContract, SampleHousehold, SamplePerson, SampleTown
from models.town.schema import Town

HOMES = 16
VOLUNTEERS = 5
SEED = 1948
IN_LEDGER_OF = 8
"""One in so many people: more than in life, so that there is something to choose from."""


def small(town: Town, seed: int = SEED) -> SampleTown:
    """The cast, and in each of the 13 communities some families, volunteers, a lead and staff."""
    rng, numbers, known = Random(seed), Numbers(), cast(town)  # noqa: S311 - must be the same everywhere, not secret
    held: set[tuple[str, str]] = {(role.role, role.place) for role in known.roles}
    people, roles = staff(rng, town, numbers, held)
    households = list(known.households)
    volunteers = list(known.volunteers)
    people = [*known.people, *people]
    roles = [*known.roles, *roles]
    hands = Volunteers(rng, town)
    signing = Contracts(town, of=PEOPLE, wanted=CONTRACTS)
    contracts: list[SampleContract] = list(known.contracts)
    ledger, entered = Ledger(of=IN_LEDGER_OF, wanted=1), list(known.categories)
    for community in town.urban_communities:
        here = [h for h in known.households if town.estate(h.estate).community == community.id]
        joined = sum(1 for one in known.volunteers if one.community == community.id)
        taken = {_door(home) for home in here}
        for home in _homes(rng, town, numbers, community.id, taken):
            households.append(home)
            members = family(rng, numbers, home, rng.choice((1, 1, 2, 2, 2, 3, 3, 4)))
            people += members
            signed = (signing.sign(member, home) for member in members)
            contracts += [contract for contract in signed if contract is not None]
            entered += ledger.enter(members, home)
            helper = _helper(members)
            if helper is not None and joined < VOLUNTEERS:
                joined += 1
                role, volunteer = hands.join(helper, home)
                roles.append(role)
                volunteers.append(volunteer)
    return SampleTown(
        tuple(households), tuple(people), tuple(roles), tuple(volunteers), tuple(contracts),
        tuple(entered),
    )  # fmt: skip


_Door = tuple[str, int | None, int | None, str]


def _door(home: SampleHousehold) -> _Door:
    return home.estate, home.building, home.unit, home.door


def _homes(
    rng: Random, town: Town, numbers: Numbers, community: str, taken: set[_Door]
) -> list[SampleHousehold]:
    free = [
        (estate.id, building, unit, door, grid)
        for estate in town.estates_of(community)
        for building, unit, door, grid in doors(estate)
        if (estate.id, building, unit, door) not in taken
    ]
    chosen = sorted(rng.sample(range(len(free)), HOMES - len(taken)))
    return [SampleHousehold(numbers.next_key(), *free[number]) for number in chosen]


def _helper(members: list[SamplePerson]) -> SamplePerson | None:
    return next((person for person in members if can_volunteer(person)), None)
