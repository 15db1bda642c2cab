"""Who sees pairs that may be one person: the desks of the place, and nobody else."""

from __future__ import annotations

from models.family.duplicates import pair_of, pairs
from tests.permissions.looks import DESK, look

look(pairs, DESK)(lambda t, work: any(t["third_twin"] in pair for pair in pairs(work)))
look(pair_of, DESK)(
    lambda t, work: pair_of(work, t["twin"], t["third_twin"])[0].person.id == t["twin"]
)

BEHIND: dict[str, str] = {}
