"""No door without a grid, no community without a duty phone, a team or a way to say where it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from models.town.checks.finding import Finding
from models.town.schema import Estate, Town

_ABOVE = {"street": {"city"}, "community": {"street"}, "grid": {"community", "street"}}
_GAPS = {"community", "estate", "building", "unit", "door"}


def places_stand_on_the_right_step(town: Town) -> Iterator[Finding]:
    for number, place in enumerate(town.places):
        above = town.place(place.parent).kind if place.parent else None
        if place.kind == "city":
            if above is not None:
                yield Finding(("places", number, "parent"), "A city has no parent.", "Remove it.")
        elif above not in _ABOVE[place.kind]:
            wanted = " or ".join(sorted(_ABOVE[place.kind]))
            what = f"A {place.kind} must lie in a {wanted}, not in {above or 'nothing'}."
            yield Finding(("places", number, "parent"), what, f"Name its {wanted} as parent.")


def every_community_has_a_grid(town: Town) -> Iterator[Finding]:
    for number, place in enumerate(town.places):
        if place.kind != "community":
            continue
        if not town.grids_of(place.id):
            what = f"No grid covers `{place.id}`."
            yield Finding(("places", number), what, "Add a grid below it or name one as `grid`.")
        if not town.estates_of(place.id):
            what = f"`{place.id}` has no estate, so nobody there can say where they live."
            yield Finding(("places", number), what, "Add an estate (小区 or 屯).")


def every_building_has_one_grid(town: Town) -> Iterator[Finding]:
    for number, estate in enumerate(town.estates):
        loc = ("estates", number)
        if bool(estate.buildings) == (estate.grid is not None):
            what = f"`{estate.id}` needs either buildings with grids or one grid, not both."
            yield Finding(loc, what, "Keep one of the two.")
        allowed = {grid.id for grid in town.grids_of(estate.community)}
        used = [(("grid",), estate.grid)] if estate.grid else []
        rows = [(("buildings", row, "grid"), b.grid) for row, b in enumerate(estate.buildings)]
        for tail, grid in [*used, *rows]:
            if grid not in allowed:
                what = f"Grid `{grid}` is not a grid of `{estate.community}`."
                remedy = f"Use one of {', '.join(sorted(allowed))}."
                yield Finding((*loc, *tail), what, remedy)
        yield from _buildings(estate, number)


def _buildings(estate: Estate, number: int) -> Iterator[Finding]:
    for row, part in enumerate(estate.buildings):
        if part.last < part.first:
            what = f"Buildings {part.first} to {part.last} run backwards."
            yield Finding(("estates", number, "buildings", row), what, "Swap first and last.")
    counted = Counter(estate.numbers)
    twice = [str(building) for building, count in counted.items() if count > 1]
    if twice:
        what = f"Buildings {', '.join(twice)} of `{estate.id}` belong to two grids."
        yield Finding(("estates", number, "buildings"), what, "Let each range end before the next.")
    elif counted and len(counted) != max(counted):
        missing = [str(n) for n in range(1, max(counted)) if n not in counted]
        what = f"No grid covers building {', '.join(missing)} of `{estate.id}`."
        yield Finding(("estates", number, "buildings"), what, "Add the range they belong to.")


def addresses_can_be_written(town: Town) -> Iterator[Finding]:
    for name in ("building", "plain"):
        pattern = getattr(town.address, name)
        for language in ("zh", "en"):
            try:
                pattern.of(language).format_map(dict.fromkeys(_GAPS, ""))
            except (KeyError, ValueError, IndexError):
                what = "The address pattern has a gap that nothing fills."
                remedy = f"Use only {', '.join(sorted(_GAPS))} in braces."
                yield Finding(("address", name, language), what, remedy)


def every_place_has_a_duty_phone(town: Town) -> Iterator[Finding]:
    for number, place in enumerate(town.places):
        if place.kind == "community" and town.duty_contact(place.id) is None:
            what = f"Nobody's duty phone covers `{place.id}`."
            yield Finding(
                ("places", number), what, "Add a contact of kind duty for it or above it."
            )
    owners = [contact.place for contact in town.contacts if contact.kind == "duty"]
    for number, contact in enumerate(town.contacts):
        if contact.kind == "duty" and (contact.place is None or owners.count(contact.place) > 1):
            what = "A duty phone belongs to exactly one place, and a place has one."
            yield Finding(("contacts", number), what, "Name its place, and only once.")


PLACES = (
    places_stand_on_the_right_step,
    every_community_has_a_grid,
    every_building_has_one_grid,
    addresses_can_be_written,
    every_place_has_a_duty_phone,
)
