"""Every id that is mentioned exists, and stands for one thing only.

Checked before all else: a Town answers questions by looking ids up, and a missing one would turn
the other checks into tracebacks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from models.town.checks.finding import Finding, doubles
from models.town.files import Loc
from models.town.schema import Town

_LISTS = (
    "places", "estates", "teams", "skills", "shifts", "contacts", "kinds", "routes", "workflows",
    "consent", "roles", "kin", "proxies", "retention", "locked",
)  # fmt: skip


def ids_are_unique(town: Town) -> Iterator[Finding]:
    for name in _LISTS:
        yield from doubles((name,), (item.id for item in getattr(town, name)))
    both = [*(kind.id for kind in town.kinds), *(group.id for group in town.groups)]
    taken = set(both[: len(town.kinds)])
    yield from doubles(("groups",), (group.id for group in town.groups))
    for number, group in enumerate(town.groups):
        if group.id in taken:
            what = f"`{group.id}` is a kind and a group."
            yield Finding(("groups", number), what, "Give the group another id.")
    yield from doubles(("emergency", "groups"), (group.id for group in town.emergency.groups))
    for number, kind in enumerate(town.kinds):
        yield from doubles(("kinds", number, "fields"), (field.id for field in kind.fields))
        for place, field in enumerate(kind.fields):
            loc = ("kinds", number, "fields", place, "options")
            yield from doubles(loc, (option.id for option in field.options))
    for number, workflow in enumerate(town.workflows):
        yield from doubles(("workflows", number, "stages"), (s.id for s in workflow.stages))


def _known(loc: Loc, name: str | None, known: Iterable[str], sort: str) -> Iterator[Finding]:
    if name is not None and name not in known:
        what = f"There is no {sort} `{name}`."
        yield Finding(loc, what, f"Correct the id or add the {sort}.")


def places_exist(town: Town) -> Iterator[Finding]:
    places = {place.id: place.kind for place in town.places}
    communities = {name for name, kind in places.items() if kind == "community"}
    grids = {name for name, kind in places.items() if kind == "grid"}
    for number, place in enumerate(town.places):
        yield from _known(("places", number, "parent"), place.parent, places, "place")
        yield from _known(("places", number, "grid"), place.grid, grids, "grid")
    for number, estate in enumerate(town.estates):
        loc = ("estates", number)
        yield from _known((*loc, "community"), estate.community, communities, "community")
        yield from _known((*loc, "grid"), estate.grid, grids, "grid")
        for row, part in enumerate(estate.buildings):
            yield from _known((*loc, "buildings", row, "grid"), part.grid, grids, "grid")
    for number, team in enumerate(town.teams):
        yield from _known(("teams", number, "community"), team.community, communities, "community")
    for number, contact in enumerate(town.contacts):
        yield from _known(("contacts", number, "place"), contact.place, places, "place")


def places_hang_together(town: Town) -> Iterator[Finding]:
    """One city at the top and no circle: walking up must end."""
    parents = {place.id: place.parent for place in town.places}
    cities = [place for place in town.places if place.kind == "city"]
    if len(cities) != 1:
        yield Finding(("places",), f"There are {len(cities)} cities.", "Keep exactly one.")
    for number, place in enumerate(town.places):
        step, steps = place.parent, 0
        while step in parents and steps <= len(parents):
            step, steps = parents[step], steps + 1
        if steps > len(parents):
            what = f"`{place.id}` lies within itself."
            yield Finding(("places", number, "parent"), what, "Name the place above it.")


def kinds_know_their_parts(town: Town) -> Iterator[Finding]:
    routes = {route.id for route in town.routes}
    workflows = {workflow.id for workflow in town.workflows}
    companies = {contact.id for contact in town.contacts if contact.kind == "company"}
    skills = {skill.id for skill in town.skills}
    for number, kind in enumerate(town.kinds):
        loc = ("kinds", number)
        yield from _known((*loc, "route"), kind.route, routes, "route")
        yield from _known((*loc, "workflow"), kind.workflow, workflows, "workflow")
        yield from _known((*loc, "professional"), kind.professional, companies, "company")
        for row, skill in enumerate(kind.skills):
            yield from _known((*loc, "skills", row), skill, skills, "skill")


def groups_know_their_choices(town: Town) -> Iterator[Finding]:
    known = {kind.id for kind in town.kinds} | {group.id for group in town.groups}
    yield from _known(("root_group",), town.root_group, {g.id for g in town.groups}, "group")
    for number, group in enumerate(town.groups):
        for row, choice in enumerate(group.choices):
            yield from _known(("groups", number, "choices", row), choice, known, "kind")


def stages_exist(town: Town) -> Iterator[Finding]:
    for number, workflow in enumerate(town.workflows):
        loc = ("workflows", number)
        stages = {stage.id for stage in workflow.stages}
        yield from _known((*loc, "start"), workflow.start, stages, "stage")
        for row, stage in enumerate(workflow.stages):
            for step, move in enumerate(stage.moves):
                yield from _known((*loc, "stages", row, "moves", step), move, stages, "stage")
        for old, new in workflow.reopens.items():
            yield from _known((*loc, "reopens", old), old, stages, "stage")
            yield from _known((*loc, "reopens", old), new, stages, "stage")


def emergency_numbers_exist(town: Town) -> Iterator[Finding]:
    numbers = {contact.id for contact in town.contacts if contact.kind == "emergency"}
    for number, group in enumerate(town.emergency.groups):
        for row, name in enumerate(group.numbers):
            loc = ("emergency", "groups", number, "numbers", row)
            yield from _known(loc, name, numbers, "emergency number")


REFERENCES = (
    ids_are_unique,
    places_exist,
    places_hang_together,
    kinds_know_their_parts,
    groups_know_their_choices,
    stages_exist,
    emergency_numbers_exist,
)
