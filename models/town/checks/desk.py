"""The desk: hours that exist, roles and consents that the code relies on, door words one can hear."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from models.town.checks.finding import Finding, doubles
from models.town.emergency import plain
from models.town.schema import Town

FEWEST_DOOR_WORDS = 60
MOST_GUIDANCE_LINES = 2
ROLES = ("volunteer", "team_lead", "grid_worker", "coordinator", "admin")
"""The commands name these: a town may call them as it likes but not leave one out."""
PURPOSES = ("help", "volunteer")
WORKFLOWS = ("help",)


def the_clock_has_a_zone(town: Town) -> Iterator[Finding]:
    try:
        ZoneInfo(town.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        what = f"There is no time zone `{town.timezone}`."
        yield Finding(("timezone",), what, "Write Asia/Shanghai.")


def what_the_code_names_is_there(town: Town) -> Iterator[Finding]:
    for name, wanted in (("roles", ROLES), ("consent", PURPOSES), ("workflows", WORKFLOWS)):
        have = {item.id for item in getattr(town, name)}
        for missing in [one for one in wanted if one not in have]:
            yield Finding((name,), f"`{missing}` is missing.", "Add it: the service relies on it.")
    for name in ("shifts", "skills"):
        if not getattr(town, name):
            yield Finding((name,), "The list is empty.", "Volunteers choose from it: add one.")


def the_desk_is_open_sometimes(town: Town) -> Iterator[Finding]:
    if not town.duty.hours:
        yield Finding(("duty", "hours"), "The desk is never open.", "Give one day its hours.")
    for day, hours in town.duty.hours.items():
        if hours.closes <= hours.opens:
            what = f"On {day} the desk closes before it opens."
            yield Finding(("duty", "hours", day), what, "Correct the hours.")
    work = town.duty.work_hours
    if work.closes <= work.opens:
        what = "The working day ends before it begins."
        yield Finding(("duty", "work_hours"), what, "Correct the hours.")
    quiet = town.duty.quiet_hours
    if quiet.opens == quiet.closes:
        what = "Quiet hours without length: nobody can tell what is meant."
        yield Finding(("duty", "quiet_hours"), what, "Correct the hours.")


def door_words_can_be_told_apart(town: Town) -> Iterator[Finding]:
    if len(town.door_words) < FEWEST_DOOR_WORDS:
        what = f"There are {len(town.door_words)} door words; at least 60 keep them unguessable."
        yield Finding(("door_words",), what, "Add plain words of two syllables.")
    yield from doubles(("door_words",), (word.zh for word in town.door_words), "word")
    for number, word in enumerate(town.door_words):
        if len(word.zh) != 2:
            what = f"`{word.zh}` does not have two syllables."
            yield Finding(("door_words", number), what, "Use a plain word of two characters.")


def cries_are_unambiguous(town: Town) -> Iterator[Finding]:
    owners: dict[str, str] = {}
    ignored = {plain(word) for word in town.emergency.ignore.all}
    for number, group in enumerate(town.emergency.groups):
        loc = ("emergency", "groups", number)
        if not 1 <= len(group.guidance) <= MOST_GUIDANCE_LINES:
            what = f"`{group.id}` has {len(group.guidance)} lines of guidance; 1 or 2 are read."
            yield Finding((*loc, "guidance"), what, "Say only what to do at once.")
        if not group.numbers:
            yield Finding((*loc, "numbers"), f"`{group.id}` shows no number.", "Add n120.")
        for phrase in group.phrases.all:
            other = owners.setdefault(plain(phrase), group.id)
            if other != group.id:
                what = f"`{phrase}` is also a phrase of `{other}`."
                yield Finding((*loc, "phrases"), what, "Keep it in one group.")
            if plain(phrase) in ignored:
                what = f"`{phrase}` is also in the words to ignore."
                yield Finding((*loc, "phrases"), what, "Take it out of one of them.")


def holidays_are_in_their_year(town: Town) -> Iterator[Finding]:
    yield from doubles(("holidays",), (str(year.year) for year in town.holidays), "year")
    for number, year in enumerate(town.holidays):
        for name in ("off", "work"):
            wrong = [str(day) for day in getattr(year, name) if day.year != year.year]
            if wrong:
                what = f"{', '.join(wrong)} is not in {year.year}."
                yield Finding(("holidays", number, name), what, "Move it to its year.")
        both = [str(day) for day in year.off if day in year.work]
        if both:
            what = f"{', '.join(both)} is a day off and a working day."
            yield Finding(("holidays", number), what, "Keep one of the two.")


DESK = (
    the_clock_has_a_zone,
    what_the_code_names_is_there,
    the_desk_is_open_sometimes,
    door_words_can_be_told_apart,
    cries_are_unambiguous,
    holidays_are_in_their_year,
)
