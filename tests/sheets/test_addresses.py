"""An address as people write it is a door on the map, or a fault with its column."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.sheets.addresses import Address, FieldFault, Given, Map
from models.town.schema import Town

FOUND = Address("yangguang_xiaoqu", "g03", 3, 2, "401")


@pytest.fixture(scope="module")
def places(town: Town) -> Map:
    return Map(town)


def fault(places: Map, **given: str) -> tuple[str, str]:
    with pytest.raises(FieldFault) as found:
        places.address(Given(**given))
    return found.value.field, found.value.fault.code


@pytest.mark.parametrize(
    "text",
    [
        "阳光小区3号楼2单元401", "阳光小区 3 号楼 2 单元 401 室", "阳光小区3-2-401", "阳光小区3#2-401", "阳光小区3号楼2-401", "阳光小区3栋-2-401", "阳光小区3栋2单元401号",
        "阳光小区三号楼二单元401", "阳光小区３号楼２单元４０１", "阳光3号楼2单元401", "阳光社区3号楼2单元401",
        "桦甸市明桦街道阳光社区阳光小区3号楼2单元401户", "吉林省桦甸市阳光小区3号楼，2单元，401", "阳光小区3幢2门401",
        "阳光小区3号2单元401",
    ],
)  # fmt: skip
def test_a_whole_address_in_one_cell(places: Map, text: str) -> None:
    assert places.address(Given(text)) == FOUND


@pytest.mark.parametrize(
    "given",
    [
        Given(estate="阳光小区", building="3", unit="2", door="401"),
        Given(estate="阳光", building="3号楼", unit="二单元", door="401室"),
        Given(estate="阳光小区", building="３栋", unit="2.0".removesuffix(".0"), door="'401"),
        Given(community="阳光社区", building="3", unit="2", door="401"),
        Given(community="阳光", text="3号楼2单元401"),
        Given(community="阳光社区居委会", text="阳光小区3-2-401"),
        Given("阳光小区", building="3", unit="2", door="401"),
        Given("阳光小区1号楼1单元101", building="3", unit="2", door="401"),
        Given(estate="Yangguang Estate", building="3", unit="2", door="401"),
        Given(estate="阳光小区", door="3-2-401"),
    ],
)
def test_an_address_in_columns(places: Map, given: Given) -> None:
    assert places.address(given) == FOUND


@pytest.mark.parametrize(
    ("given", "door"),
    [
        (Given("红升村前屯第三家，井台边上"), "第三家井台边上"),
        (Given(community="红升村", estate="前屯", door="第三家，井台边上"), "第三家,井台边上"),
        (Given("永吉街道红升村前屯12号"), "12号"),
        (Given("前屯12号", community="红升村"), "12号"),
    ],
)
def test_in_the_country_the_door_is_in_words(places: Map, given: Given, door: str) -> None:
    assert places.address(given) == Address("hongsheng_qian", "g35", None, None, door)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"text": "幸福里3号楼"}, ("address", "estate_unknown")),
        ({"text": "幸福里3号楼2单元401", "community": "阳光社区"}, ("address", "estate_unknown")),
        ({"estate": "幸福里", "building": "3"}, ("estate", "estate_unknown")),
        ({"estate": "桦林家园", "community": "阳光社区"}, ("estate", "estate_unknown")),
        ({"building": "3", "unit": "2", "door": "401"}, ("estate", "estate_unknown")),
        ({"text": "东屯第三家"}, ("address", "address_unclear")),
        ({"estate": "东屯", "door": "第三家"}, ("estate", "address_unclear")),
        ({"text": "阳光小区3-2-401", "community": "月亮社区"}, ("community", "community_unknown")),
        ({"text": "阳光小区"}, ("building", "building_missing")),
        ({"estate": "阳光小区", "building": "甲栋"}, ("building", "building_unclear")),
        ({"text": "阳光小区99号楼1单元101"}, ("building", "building_unknown")),
        ({"text": "阳光小区3号楼401"}, ("unit", "unit_missing")),
        ({"estate": "阳光小区", "building": "3", "unit": "东"}, ("unit", "unit_unclear")),
        ({"text": "阳光小区3号楼9单元401"}, ("unit", "unit_unknown")),
        ({"text": "阳光小区3号楼0单元401"}, ("unit", "unit_unknown")),
        ({"text": "阳光小区3号楼2单元"}, ("door", "door_missing")),
        ({"text": "阳光小区3号楼2单元40123"}, ("door", "door_missing")),
        ({"estate": "阳光小区", "building": "3", "unit": "2", "door": "东门"}, ("door", "door_unclear")),
        ({"text": "红升村前屯"}, ("door", "door_missing")),
        ({"text": "红升村前屯" + "很远" * 30}, ("door", "too_long")),
    ],
)  # fmt: skip
def test_what_is_not_on_the_map_names_its_column(
    places: Map, given: dict[str, str], found: tuple[str, str]
) -> None:
    assert fault(places, **given) == found


def test_nothing_given_is_no_address(places: Map) -> None:
    assert places.address(Given()) is None


@given(st.data())
def test_every_door_of_the_map_is_found_by_the_address_we_write(
    town: Town, places: Map, data: st.DataObject
) -> None:
    estate = data.draw(st.sampled_from([one for one in town.estates if one.buildings]))
    part = data.draw(st.sampled_from(estate.buildings))
    building, unit = data.draw(st.sampled_from(part.numbers)), data.draw(st.integers(1, part.units))
    expected = Address(estate.id, part.grid, building, unit, "302")
    written = town.address_of(estate.id, building, unit, "302").zh
    assert places.address(Given(written)) == expected
    name, community = estate.name.zh, town.place(estate.community).name.zh
    assert places.address(Given(f"{community}{name}{building}-{unit}-302")) == expected
    assert places.address(Given("", community, name, str(building), str(unit), "302")) == expected


@given(st.data())
def test_every_hamlet_is_found_beside_its_village(
    town: Town, places: Map, data: st.DataObject
) -> None:
    estate = data.draw(st.sampled_from([one for one in town.estates if not one.buildings]))
    above = town.ancestors(estate.community)
    found = places.address(Given(f"{above[1].name.zh}{above[0].name.zh}{estate.name.zh}第三家"))
    assert found == Address(estate.id, estate.grid or "", door="第三家")


@given(st.builds(Given, *[st.text(max_size=20)] * 6))
def test_nothing_that_is_typed_breaks_it(places: Map, given: Given) -> None:
    try:
        places.address(given)
    except FieldFault as found:
        _names_a_column(found)


def _names_a_column(found: FieldFault) -> None:
    assert found.field in {"address", "community", "estate", "building", "unit", "door"}
