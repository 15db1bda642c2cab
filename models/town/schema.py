"""The whole document of a town, and the questions the rest of the service asks it.

Every id in it is stable: rows keep ids, never names. A ``Town`` is read once, checked once
(``reading.py``) and never changes; a changed file is a new version beside the old one.
"""

from __future__ import annotations

from functools import cached_property
from math import cos, hypot, radians
from typing import TypeVar

from models.town.catalogue import (
    Closing,
    Course,
    Field,
    FieldOption,
    Group,
    Kind,
    Minutes,
    Route,
    Stage,
    UrgencyRule,
    Wave,
    Workflow,
)
from models.town.desk import (
    WEEKDAYS,
    Duty,
    Emergency,
    EmergencyGroup,
    HolidayYear,
    Hours,
    Ladder,
    OfferLimits,
    Phrases,
    Purpose,
    Role,
    Shift,
    Skill,
    Weekday,
)
from models.town.emergency import Emergencies
from models.town.geography import (
    AddressWords,
    Buildings,
    Contact,
    Estate,
    Place,
    PlaceKind,
    Reach,
    Team,
)
from models.town.local import Local, Part, Slug
from models.town.notices import WithNotices
from models.town.people import (
    Checks,
    Doctors,
    DoctorTeam,
    KinWord,
    Locked,
    Package,
    ProxyPurpose,
    Retention,
)
from models.town.programmes import WithProgrammes

__all__ = [
    "WEEKDAYS", "AddressWords", "Buildings", "Checks", "Closing", "Contact", "Course", "DoctorTeam",
    "Doctors", "Duty", "Emergency", "EmergencyGroup", "Estate", "Field", "FieldOption", "Group",
    "HolidayYear", "Hours", "KinWord", "Kind", "Ladder", "Local", "Locked", "Minutes", "OfferLimits",
    "Package", "Part", "Phrases", "Place", "PlaceKind", "ProxyPurpose", "Purpose", "Reach",
    "Retention", "Role", "Route", "Shift", "Skill", "Slug", "Stage", "Team", "Town", "UrgencyRule",
    "Wave", "Weekday", "Workflow",
]  # fmt: skip

_Item = TypeVar(
    "_Item",
    Place, Estate, Team, Skill, Contact, Group, Kind, Route, Workflow, Purpose, Role, Shift,
    KinWord, ProxyPurpose, DoctorTeam, Package,
)  # fmt: skip


def _by_id(items: tuple[_Item, ...]) -> dict[str, _Item]:
    return {item.id: item for item in items}


class Town(WithProgrammes, WithNotices):
    """One city's configuration."""

    id: Slug
    name: Local
    timezone: str
    root_group: Slug
    places: tuple[Place, ...]
    estates: tuple[Estate, ...]
    address: AddressWords
    teams: tuple[Team, ...]
    skills: tuple[Skill, ...]
    shifts: tuple[Shift, ...]
    contacts: tuple[Contact, ...]
    groups: tuple[Group, ...]
    kinds: tuple[Kind, ...]
    routes: tuple[Route, ...]
    workflows: tuple[Workflow, ...]
    emergency: Emergency
    duty: Duty
    offers: OfferLimits
    ladder: Ladder
    door_words: tuple[Local, ...]
    consent: tuple[Purpose, ...]
    roles: tuple[Role, ...]
    kin: tuple[KinWord, ...]
    proxies: tuple[ProxyPurpose, ...]
    doctors: Doctors
    checks: Checks
    retention: tuple[Retention, ...]
    locked: tuple[Locked, ...]
    holidays: tuple[HolidayYear, ...] = ()

    # -- one thing by its id; an unknown id is a KeyError --------------------------------------
    def place(self, place_id: str) -> Place:
        return self._places[place_id]

    def estate(self, estate_id: str) -> Estate:
        return self._estates[estate_id]

    def team(self, team_id: str) -> Team:
        return _by_id(self.teams)[team_id]

    def skill(self, skill_id: str) -> Skill:
        return self._skills[skill_id]

    def shift(self, shift_id: str) -> Shift:
        return _by_id(self.shifts)[shift_id]

    def contact(self, contact_id: str) -> Contact:
        return self._contacts[contact_id]

    def group(self, group_id: str) -> Group:
        return self._groups[group_id]

    def kind(self, kind_id: str) -> Kind:
        return self._kinds[kind_id]

    def route(self, route_id: str) -> Route:
        return self._routes[route_id]

    def workflow(self, workflow_id: str) -> Workflow:
        return self._workflows[workflow_id]

    def purpose(self, purpose_id: str) -> Purpose:
        return _by_id(self.consent)[purpose_id]

    def role(self, role_id: str) -> Role:
        return _by_id(self.roles)[role_id]

    def kin_word(self, kin_id: str) -> KinWord:
        return _by_id(self.kin)[kin_id]

    def proxy_purpose(self, purpose_id: str) -> ProxyPurpose:
        return _by_id(self.proxies)[purpose_id]

    def doctor_team(self, team_id: str) -> DoctorTeam:
        return self._doctor_teams[team_id]

    def package(self, package_id: str) -> Package:
        return _by_id(self.doctors.packages)[package_id]

    def doctor_team_of(self, grid_id: str) -> DoctorTeam | None:
        """The one team that serves a grid; None where there is none."""
        return self._team_of_grid.get(grid_id)

    # -- the menu of help -----------------------------------------------------------------------
    def choices(self, group_id: str) -> tuple[Kind | Group, ...]:
        """What one screen of the catalogue shows, in order."""
        return self._choices[group_id]

    def kinds_for_words(self, text: str) -> tuple[Kind, ...]:
        """Kinds whose words occur in free text, the one with most of them first."""
        lowered = text.lower()
        scored = [
            (sum(len(word) for word in kind.words if word.lower() in lowered), kind)
            for kind in self.kinds
        ]
        hits = [(score, kind) for score, kind in scored if score]
        return tuple(kind for _, kind in sorted(hits, key=lambda hit: -hit[0]))

    # -- places ---------------------------------------------------------------------------------
    @property
    def city(self) -> Place:
        return next(place for place in self.places if place.kind == "city")

    def children(self, place_id: str, kind: PlaceKind | None = None) -> tuple[Place, ...]:
        below = self._children.get(place_id, ())
        return tuple(place for place in below if kind is None or place.kind == kind)

    def ancestors(self, place_id: str) -> tuple[Place, ...]:
        """The place itself, then each place above it up to the city."""
        found = []
        step: str | None = place_id
        while step is not None:
            found.append(self.place(step))
            step = found[-1].parent
        return tuple(found)

    def path(self, place_id: str) -> str:
        """``huadian/minghua/yangguang/g03``: a prefix means "within"."""
        return "/".join(place.id for place in reversed(self.ancestors(place_id)))

    def contains(self, outer_id: str, inner_id: str) -> bool:
        """True also for the same place. A village lies within the grid that serves it."""
        if any(place.id == outer_id for place in self.ancestors(inner_id)):
            return True
        return self.place(inner_id).grid == outer_id

    def up(self, place_id: str, reach: Reach) -> Place:
        """The place of this kind at or above. For the grid of villages "community" is its street."""
        above = self.ancestors(place_id)
        order = ("grid", "community", "street", "city")
        for place in above:
            if order.index(place.kind) >= order.index(reach):
                return place
        return above[-1]

    @cached_property
    def communities(self) -> tuple[Place, ...]:
        """Communities and villages, in the order of the file."""
        return tuple(place for place in self.places if place.kind == "community")

    @cached_property
    def urban_communities(self) -> tuple[Place, ...]:
        return tuple(place for place in self.communities if not place.rural)

    @cached_property
    def grids(self) -> tuple[Place, ...]:
        return tuple(place for place in self.places if place.kind == "grid")

    def grids_of(self, place_id: str) -> tuple[Place, ...]:
        """All grids within a place; for a village the one that serves it."""
        place = self.place(place_id)
        if place.grid is not None:
            return (self.place(place.grid),)
        return tuple(grid for grid in self.grids if self.contains(place_id, grid.id))

    def estates_of(self, community_id: str) -> tuple[Estate, ...]:
        return self._estates_of.get(community_id, ())

    def grid_of(self, estate_id: str, building: int | None = None) -> str | None:
        """The id of the grid a door belongs to; None when the building is not on the map."""
        estate = self.estate(estate_id)
        if not estate.buildings:
            return estate.grid
        part = estate.range_of(building) if building is not None else None
        return part.grid if part else None

    def address_of(
        self, estate_id: str, building: int | None = None, unit: int | None = None, door: str = ""
    ) -> Local:
        """An address as people say it; the only estate of a community is not named."""
        estate = self.estate(estate_id)
        alone = len(self.estates_of(estate.community)) == 1
        pattern = self.address.plain if building is None else self.address.building
        return pattern.write(
            community=self.place(estate.community).name,
            estate=None if alone else estate.name,
            building=building,
            unit=unit,
            door=door,
        )

    def metres(self, grid_id: str, other_id: str) -> int | None:
        """Rough distance between the middles of two grids, None when one is not on the map."""
        here, there = self.place(grid_id).at, self.place(other_id).at
        if here is None or there is None:
            return None
        north = (there[0] - here[0]) * 111_200
        east = (there[1] - here[1]) * 111_200 * cos(radians(here[0]))
        return round(hypot(north, east))

    def duty_contact(self, place_id: str) -> Contact | None:
        """The duty phone of the place, else of the nearest place above that has one."""
        for place in self.ancestors(place_id):
            found = self._duty_phones.get(place.id)
            if found is not None:
                return found
        return None

    @cached_property
    def emergencies(self) -> Emergencies:
        """The emergency phrases, compiled: ``town.emergencies.match(text)``."""
        return Emergencies(self.emergency)

    # -- kept after the first look: a town is read once and asked on every message ----------------
    @cached_property
    def _places(self) -> dict[str, Place]:
        return _by_id(self.places)

    @cached_property
    def _estates(self) -> dict[str, Estate]:
        return _by_id(self.estates)

    @cached_property
    def _skills(self) -> dict[str, Skill]:
        return _by_id(self.skills)

    @cached_property
    def _contacts(self) -> dict[str, Contact]:
        return _by_id(self.contacts)

    @cached_property
    def _duty_phones(self) -> dict[str | None, Contact]:
        return {contact.place: contact for contact in self.contacts if contact.kind == "duty"}

    @cached_property
    def _groups(self) -> dict[str, Group]:
        return _by_id(self.groups)

    @cached_property
    def _kinds(self) -> dict[str, Kind]:
        return _by_id(self.kinds)

    @cached_property
    def _doctor_teams(self) -> dict[str, DoctorTeam]:
        return _by_id(self.doctors.teams)

    @cached_property
    def _team_of_grid(self) -> dict[str, DoctorTeam]:
        return {grid: team for team in self.doctors.teams for grid in team.grids}

    @cached_property
    def _choices(self) -> dict[str, tuple[Kind | Group, ...]]:
        entries: dict[str, Kind | Group] = {**self._groups, **self._kinds}
        return {
            group.id: tuple(entries[choice] for choice in group.choices) for group in self.groups
        }

    @cached_property
    def _routes(self) -> dict[str, Route]:
        return _by_id(self.routes)

    @cached_property
    def _workflows(self) -> dict[str, Workflow]:
        return _by_id(self.workflows)

    @cached_property
    def _children(self) -> dict[str, tuple[Place, ...]]:
        found: dict[str, list[Place]] = {}
        for place in self.places:
            if place.parent is not None:
                found.setdefault(place.parent, []).append(place)
        return {parent: tuple(below) for parent, below in found.items()}

    @cached_property
    def _estates_of(self) -> dict[str, tuple[Estate, ...]]:
        found: dict[str, list[Estate]] = {}
        for estate in self.estates:
            found.setdefault(estate.community, []).append(estate)
        return {community: tuple(estates) for community, estates in found.items()}
