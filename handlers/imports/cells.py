"""A row as cells again, in the words that the reader of tables understands: what is given out can
be corrected and sent back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.town.schema import Town

GENDERS = {"f": "女", "m": "男"}
AS_THEY_ARE = (
    "name", "id_number", "phone", "born", "called", "guardian_name", "guardian_phone",
    "guardian_id", "school", "starts", "ends", "checked", "check_until", "note",
)  # fmt: skip


def as_cells(town: Town, data: Mapping[str, Any]) -> dict[str, str]:
    """Of each field what stands in its cell; fields that say nothing are left out. A row that could
    not be read is given back as it was."""
    if "given" in data:
        return dict(data["given"])
    cells = {name: str(data[name]) for name in AS_THEY_ARE if data.get(name)}
    if data.get("gender"):
        cells["gender"] = GENDERS[data["gender"]]
    if data.get("grade"):
        cells["grade"] = f"{data['grade']}年级"
    if data.get("categories"):
        named = [town.category(one).label.zh for one in data["categories"].split(",")]
        cells["categories"] = "、".join(named)
    if data.get("estate"):
        cells |= home_cells(town, data["estate"], data)
    for name, find in (
        ("team", town.doctor_team),
        ("package", town.package),
        ("role", town.role),
        ("place", town.place),
    ):
        if data.get(name):
            cells[name] = find(data[name]).name.zh
    return cells


def home_cells(town: Town, estate_id: str, data: Mapping[str, Any]) -> dict[str, str]:
    estate = town.estate(estate_id)
    cells = {
        "community": town.place(estate.community).name.zh,
        "estate": estate.name.zh,
        "building": str(data.get("building") or ""),
        "unit": str(data.get("unit") or ""),
        "door": str(data.get("door") or ""),
    }
    return {name: text for name, text in cells.items() if text}
