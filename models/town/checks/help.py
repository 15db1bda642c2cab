"""The catalogue of help keeps what the talks rely on: menus of six, two questions, and safety.

The gravest fault is a volunteer sent where only a professional may work, so that is checked here
and not left to whoever edits the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from models.town.checks.finding import Finding, doubles
from models.town.schema import Course, Field, Kind, Town

MOST_CHOICES = 6
MOST_QUESTIONS = 2
MOST_SAFETY_LINES = 2
_WITH_OPTIONS = {"choice", "yes_no", "time_choice"}
_REACHES = ("grid", "community", "street", "city")


def menus_fit_a_screen(town: Town) -> Iterator[Finding]:
    for number, group in enumerate(town.groups):
        loc = ("groups", number, "choices")
        if not 1 <= len(group.choices) <= MOST_CHOICES:
            what = f"The screen `{group.id}` has {len(group.choices)} choices; 1 to 6 fit."
            yield Finding(loc, what, "Move some into a group of their own.")
        yield from doubles(loc, group.choices, "choice")


def every_kind_is_on_one_screen(town: Town) -> Iterator[Finding]:
    mentioned = Counter(choice for group in town.groups for choice in set(group.choices))
    items = [(("kinds", n), kind.id) for n, kind in enumerate(town.kinds)]
    items += [(("groups", n), g.id) for n, g in enumerate(town.groups) if g.id != town.root_group]
    for loc, name in items:
        if mentioned[name] != 1:
            what = f"`{name}` is on {mentioned[name]} screens."
            yield Finding(loc, what, "Put it into the choices of exactly one group.")
    for number, group in enumerate(town.groups):
        if _leads_to(town, group.id, group.id):
            what = f"The screen `{group.id}` leads back to itself."
            yield Finding(("groups", number, "choices"), what, "Take the circle out.")


def _leads_to(town: Town, start: str, goal: str) -> bool:
    groups = {group.id: group for group in town.groups}
    open_, seen = [start], {start}
    while open_:
        for choice in groups[open_.pop()].choices:
            if choice == goal:
                return True
            if choice in groups and choice not in seen:
                seen.add(choice)
                open_.append(choice)
    return False


def questions_are_few_and_answerable(town: Town) -> Iterator[Finding]:
    for number, kind in enumerate(town.kinds):
        loc = ("kinds", number, "fields")
        if len(kind.fields) > MOST_QUESTIONS:
            what = f"`{kind.id}` asks {len(kind.fields)} questions of its own; at most 2."
            yield Finding(loc, what, "Help before forms: take one out.")
        for row, field in enumerate(kind.fields):
            for what, remedy in _field_faults(field):
                yield Finding((*loc, row), what, remedy)


def _field_faults(field: Field) -> Iterator[tuple[str, str]]:
    many = len(field.options)
    if field.type in _WITH_OPTIONS and not 2 <= many <= MOST_CHOICES:
        yield f"The question `{field.id}` has {many} options; 2 to 6 fit.", "Change the options."
    if field.type not in _WITH_OPTIONS and many:
        yield f"A question of type {field.type} has no options.", "Remove them or use choice."
    if field.type == "yes_no" and [option.id for option in field.options] != ["yes", "no"]:
        yield "A yes_no question has the options yes and no.", "Name them so, in this order."
    if field.say and not all("{answer}" in side for side in (field.say.zh, field.say.en)):
        yield "`say` has no gap for the answer.", "Write {answer} in both languages."


def urgency_is_about_known_answers(town: Town) -> Iterator[Finding]:
    for number, kind in enumerate(town.kinds):
        for row, rule in enumerate(kind.urgency):
            loc = ("kinds", number, "urgency", row)
            for name, wanted in rule.answers.items():
                field = kind.field(name)
                unknown = [one for one in wanted if field is None or field.option(one) is None]
                if unknown:
                    what = f"`{kind.id}` has no answer {name}: {', '.join(unknown)}."
                    yield Finding((*loc, "answers", name), what, "Use the ids of its options.")
            if any(not 1 <= month <= 12 for month in rule.months):
                yield Finding((*loc, "months"), "Months are 1 to 12.", "Correct them.")
            if rule.model_dump(exclude_defaults=True) == {}:
                yield Finding(loc, "This rule says nothing.", "Use always_urgent instead.")


def professionals_do_their_work(town: Town) -> Iterator[Finding]:
    for number, kind in enumerate(town.kinds):
        for key, what, remedy in _who_may_go(town, kind):
            yield Finding(("kinds", number, key), what, remedy)


def _who_may_go(town: Town, kind: Kind) -> Iterator[tuple[str, str, str]]:
    route = town.route(kind.route)
    offered = bool(route.urgent.waves and route.ordinary.waves)
    if kind.volunteers == "yes" and kind.professional:
        what = f"`{kind.id}` is work for `{kind.professional}` and yet for volunteers."
        yield "volunteers", what, "Write look_only or no."
    if kind.volunteers == "look_only" and not (kind.volunteer_hint and kind.professional):
        what = f"`{kind.id}` lets volunteers look: say what at, and who does the real work."
        yield "volunteers", what, "Add volunteer_hint and professional."
    if kind.volunteers == "no" and (route.urgent.waves or route.ordinary.waves):
        what = f"`{kind.id}` is not for volunteers, but its route offers it to them."
        yield "route", what, "Choose a route without waves."
    if kind.volunteers != "no" and not offered:
        what = f"`{kind.id}` is for volunteers, but its route asks nobody."
        yield "route", what, "Choose a route with waves."
    if kind.volunteers != "no" and not kind.skills:
        yield "skills", f"`{kind.id}` names no skill to look for.", "Name at least one."
    if len(kind.safety) > MOST_SAFETY_LINES:
        yield "safety", f"`{kind.id}` has more than 2 safety lines.", "Keep the two that matter."


def promises_can_be_kept(town: Town) -> Iterator[Finding]:
    """The desk must have taken over before the promised time, or nobody can keep it."""
    for number, kind in enumerate(town.kinds):
        for urgent, name in ((True, "urgent"), (False, "ordinary")):
            if kind.always_urgent and not urgent:
                continue
            late = town.route(kind.route).course(urgent=urgent).overdue_minutes
            if late > kind.promise_minutes.of(urgent=urgent):
                what = f"The route takes {late} minutes, longer than `{kind.id}` promises."
                loc = ("kinds", number, "promise_minutes", name)
                yield Finding(loc, what, "Promise later or shorten the route.")


def routes_widen(town: Town) -> Iterator[Finding]:
    for number, route in enumerate(town.routes):
        for name in ("urgent", "ordinary"):
            for what, remedy in _course_faults(getattr(route, name)):
                yield Finding(("routes", number, name), what, remedy)


def _course_faults(course: Course) -> Iterator[tuple[str, str]]:
    waves = sum(wave.minutes for wave in course.waves)
    if not waves <= course.lead_minutes <= course.overdue_minutes:
        rungs = (
            f"{waves} minutes of waves, lead {course.lead_minutes}, desk {course.overdue_minutes}"
        )
        yield f"The rungs are out of order: {rungs}.", "Let each come after the one before."
    reaches = [_REACHES.index(wave.reach) for wave in course.waves]
    if reaches != sorted(reaches):
        yield "A later wave reaches less far than an earlier one.", "Let the waves widen."


def workflows_have_an_end(town: Town) -> Iterator[Finding]:
    for number, workflow in enumerate(town.workflows):
        loc = ("workflows", number)
        for row, stage in enumerate(workflow.stages):
            if stage.final and stage.moves:
                what = f"`{stage.id}` is an end and has moves."
                yield Finding((*loc, "stages", row, "moves"), what, "Use reopens for that.")
        reached, fresh = {workflow.start}, [workflow.start]
        while fresh:
            new = [move for move in workflow.stage(fresh.pop()).moves if move not in reached]
            reached.update(new)
            fresh.extend(new)
        for row, stage in enumerate(workflow.stages):
            if stage.id not in reached:
                what = f"No move leads to `{stage.id}`."
                yield Finding((*loc, "stages", row), what, "Add a move or take it out.")
        if not reached & workflow.final:
            yield Finding(loc, f"`{workflow.id}` never ends.", "Mark an end with final: true.")
        for old in workflow.reopens.keys() - workflow.final:
            what = f"`{old}` is no end, so it cannot be reopened."
            yield Finding((*loc, "reopens", old), what, "Use moves for that.")


HELP = (
    menus_fit_a_screen,
    every_kind_is_on_one_screen,
    questions_are_few_and_answerable,
    urgency_is_about_known_answers,
    professionals_do_their_work,
    promises_can_be_kept,
    routes_widen,
    workflows_have_an_end,
)
