"""What a town file may say of what comes due: each fault is named, with its remedy."""

from __future__ import annotations

from typing import Any

import pytest

from models.town.checks import check
from models.town.local import Local
from models.town.programmes import CareRule
from models.town.schema import Town
from tests.care.year import changed
from tests.furniture import huadian


def found(town: Town) -> list[str]:
    return [f"{'.'.join(map(str, one.loc))}: {one.what}" for one in check(town)]


def test_the_towns_own_rules_are_in_order() -> None:
    assert not [one for one in found(huadian()) if one.startswith(("care", "conditions"))]


@pytest.mark.parametrize(
    ("rule", "values", "what"),
    [
        ("hypertension", {"condition": "gout"}, "care.1.condition: There is no condition `gout`."),
        ("diabetes", {"book": "x_ray"}, "care.2.book: There is no kind of programme `x_ray`."),
        ("hypertension", {"sooner_days": 90}, "care.1.sooner_days: `hypertension` comes no sooner"),
        ("diabetes", {"remind_days": 90}, "care.2.remind_days: `diabetes` would be spoken of"),
        ("checkup65", {"asks_after_days": (7, 7, 9)}, "care.0.asks_after_days: `checkup65` asks"),
        (
            "hypertension",
            {"said": Local("高血压随访", "the follow-up")},
            "care.1.said.zh: `hypertension` names an illness",
        ),
        (
            "checkup65",
            {"said": Local("体检", "the Hypertension check")},
            "care.0.said.en: `checkup65` names an illness",
        ),
    ],
)
def test_each_fault_is_named(rule: str, values: dict[str, Any], what: str) -> None:
    faults = found(changed(huadian(), rule, **values))
    assert any(one.startswith(what) for one in faults), faults


def test_a_kind_leads_to_a_rule_there_is() -> None:
    town = huadian()
    kinds = tuple(one.model_copy(update={"leads_to": "gout"}) for one in town.programme_kinds[:1])
    faults = found(town.model_copy(update={"programme_kinds": (*kinds, *town.programme_kinds[1:])}))
    assert "programme_kinds.0.leads_to: There is no care rule `gout`." in faults


@pytest.mark.parametrize(
    "values",
    [
        {"every_days": 90, "at_months": [3]},
        {"at_months": [3], "min_age": 65},
        {},
    ],
)
def test_a_rule_is_of_one_sort(values: dict[str, Any]) -> None:
    both = {"zh": "x", "en": "x"}
    with pytest.raises(ValueError, match=r"care rule|child's age"):
        CareRule.model_validate({"id": "odd", "name": both, "said": both, **values})
