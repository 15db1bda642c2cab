"""What comes due keeps its promises: rules that exist, days in order, and no illness in a message."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from models.town.checks.finding import Finding, doubles
from models.town.schema import Town


def what_a_rule_names_exists(town: Town) -> Iterator[Finding]:
    yield from doubles(("conditions",), (one.id for one in town.conditions))
    yield from doubles(("care",), (rule.id for rule in town.care))
    conditions = {one.id for one in town.conditions}
    kinds = {kind.id for kind in town.programme_kinds}
    rules = {rule.id for rule in town.care}
    for number, rule in enumerate(town.care):
        if rule.condition is not None and rule.condition not in conditions:
            what = f"There is no condition `{rule.condition}`."
            yield Finding(("care", number, "condition"), what, "Add it to the conditions.")
        if rule.book is not None and rule.book not in kinds:
            what = f"There is no kind of programme `{rule.book}`."
            yield Finding(("care", number, "book"), what, "Correct the id or leave it out.")
    for number, kind in enumerate(town.programme_kinds):
        if kind.leads_to is not None and kind.leads_to not in rules:
            what = f"There is no care rule `{kind.leads_to}`."
            loc = ("programme_kinds", number, "leads_to")
            yield Finding(loc, what, "Correct the id or leave it out.")


def days_are_in_order(town: Town) -> Iterator[Finding]:
    for number, rule in enumerate(town.care):
        loc = ("care", number)
        if rule.every_days and rule.sooner_days >= rule.every_days:
            what = f"`{rule.id}` comes no sooner when it was not good."
            yield Finding((*loc, "sooner_days"), what, "Make it less than every_days.")
        if rule.every_days and rule.remind_days >= rule.every_days:
            what = f"`{rule.id}` would be spoken of before the last one was done."
            yield Finding((*loc, "remind_days"), what, "Make it less than every_days.")
        if any(later <= earlier for earlier, later in pairwise((0, *rule.asks_after_days))):
            what = f"`{rule.id}` asks in no order."
            yield Finding((*loc, "asks_after_days"), what, "Let each come after the one before.")


def no_illness_is_said(town: Town) -> Iterator[Finding]:
    """``said`` stands in a message on a phone that others may look at."""
    for number, rule in enumerate(town.care):
        for side in ("zh", "en"):
            words = getattr(rule.said, side).casefold()
            for condition in town.conditions:
                if getattr(condition.name, side).casefold() in words:
                    what = f"`{rule.id}` names an illness in what people read."
                    loc = ("care", number, "said", side)
                    yield Finding(loc, what, "Say it so that nobody else learns of it.")


CARE_REFERENCES = (what_a_rule_names_exists,)
CARE = (days_are_in_order, no_illness_is_said)
