"""The town at the size the newspaper tells of: 341,300 people, in chunks that fit into memory.

It exists to prove that nothing grows with the number of people. So it must come out exactly the
same everywhere, exactly to the last person, and fast.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from random import Random

from models.sample.cast import cast
from models.sample.growing import (
    Contracts,
    Numbers,
    Volunteers,
    can_volunteer,
    doors,
    family,
    staff,
)
from models.sample.ledger import ELDERS, Ledger
from models.sample.people import SampleCategory, SampleContract, SampleHousehold, SampleTown
from models.town.schema import Town

PEOPLE = 341_300
CONTRACTS = 216_028
"""With a family-doctor team, as the newspaper has it: 63.296 % of the residents."""
CHUNK = 1_000
SEED = 1948
_ONE_VOLUNTEER_IN = 90


def full(
    town: Town, *, people: int = PEOPLE, chunk: int = CHUNK, seed: int = SEED
) -> Iterator[SampleTown]:
    """The cast and the staff first, then chunks of so many homes, together ``people`` people."""
    rng, numbers, known = Random(seed), Numbers(), cast(town)  # noqa: S311 - must be the same everywhere, not secret
    workers, posts = staff(rng, town, numbers, {(role.role, role.place) for role in known.roles})
    yield SampleTown(
        known.households,
        (*known.people, *workers),
        (*known.roles, *posts),
        known.volunteers,
        known.contracts,
        known.categories,
    )
    hands = Volunteers(rng, town)
    families = people - len(known.people) - len(workers)
    wanted = people * CONTRACTS // PEOPLE - len(known.contracts)
    contracts = Contracts(town, of=families, wanted=wanted)
    in_ledger = len({one.person for one in known.categories})
    ledger = Ledger(of=families, wanted=max(people * ELDERS // PEOPLE - in_ledger, 0))
    sizes = _sizes(rng, families, _count(town, known))
    homes = _free_homes(town, known, numbers)
    while taken := list(zip(islice(homes, chunk), sizes, strict=False)):
        yield _chunk(rng, numbers, hands, contracts, ledger, taken)


def _chunk(
    rng: Random,
    numbers: Numbers,
    hands: Volunteers,
    contracts: Contracts,
    ledger: Ledger,
    taken: list[tuple[SampleHousehold, int]],
) -> SampleTown:
    people, roles, volunteers = [], [], []
    signed: list[SampleContract] = []
    entered: list[SampleCategory] = []
    for home, size in taken:
        members = family(rng, numbers, home, size)
        people += members
        found = (contracts.sign(member, home) for member in members)
        signed += [contract for contract in found if contract is not None]
        entered += ledger.enter(members, home)
        if home.building is not None and home.key % _ONE_VOLUNTEER_IN == 0:
            helper = next((person for person in members if can_volunteer(person)), None)
            if helper is not None:
                role, volunteer = hands.join(helper, home)
                roles.append(role)
                volunteers.append(volunteer)
    households = tuple(home for home, _ in taken)
    return SampleTown(
        households, tuple(people), tuple(roles), tuple(volunteers), tuple(signed), tuple(entered)
    )


def _count(town: Town, known: SampleTown) -> int:
    every = sum(
        sum(part.homes for part in estate.buildings) or estate.homes for estate in town.estates
    )
    return every - len(known.households)


def _free_homes(town: Town, known: SampleTown, numbers: Numbers) -> Iterator[SampleHousehold]:
    taken = {(home.estate, home.building, home.unit, home.door) for home in known.households}
    for estate in town.estates:
        for building, unit, door, grid in doors(estate):
            if (estate.id, building, unit, door) not in taken:
                yield SampleHousehold(numbers.next_key(), estate.id, building, unit, door, grid)


def _sizes(rng: Random, people: int, homes: int) -> Iterator[int]:
    """Sizes of families that add up to ``people``: what one home has more, the next has less."""
    used = 0
    for pair in range((homes + 1) // 2):
        first = min(2 * pair + 1, homes)
        second = min(2 * pair + 2, homes)
        upto_first, upto_both = people * first // homes, people * second // homes
        one, two = upto_first - used, upto_both - upto_first
        used = upto_both
        shift = rng.randint(-1, 1)
        if first < second and min(one + shift, two - shift) >= 1:
            one, two = one + shift, two - shift
        yield one
        if first < second:
            yield two
