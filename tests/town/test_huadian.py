"""The town that is delivered: real geography, and the numbers the newspaper tells of."""

from __future__ import annotations

import pytest

from models.town.schema import Local, Town

COMMUNITIES = "爱华 永胜 阳光 红升 永吉 宏伟 东胜 新胜 富华 幸福 南环 向阳 新城"


def test_it_has_the_thirteen_urban_communities(town: Town) -> None:
    names = {place.name.zh.removesuffix("社区") for place in town.urban_communities}
    assert names == set(COMMUNITIES.split())


def test_it_has_fifty_one_grids_and_thirteen_teams(town: Town) -> None:
    assert len(town.grids) == 51
    assert sorted(team.community for team in town.teams) == sorted(
        place.id for place in town.urban_communities
    )


def test_it_has_every_community_and_village_of_the_statistics(town: Town) -> None:
    codes = [place.code for place in town.communities]
    assert len(codes) == len(set(codes)) == 182
    assert all(len(code) == 12 and code.startswith("220282") for code in codes)


@pytest.mark.parametrize("name", ["红升", "永胜", "向阳", "新华", "临江", "平和"])
def test_places_of_one_name_stay_apart(town: Town, name: str) -> None:
    same = [place for place in town.places if place.name.zh[:-1].removesuffix("社") == name]
    assert len({place.id for place in same}) == len(same)


def test_a_path_leads_from_the_city_to_the_grid(town: Town) -> None:
    assert town.path("g03") == "huadian/minghua/yangguang/g03"


def test_wang_lives_in_grid_three(town: Town) -> None:
    assert town.grid_of("yangguang_xiaoqu", 3) == "g03"


def test_a_building_that_does_not_exist_has_no_grid(town: Town) -> None:
    assert town.grid_of("yangguang_xiaoqu", 99) is None
    assert town.grid_of("yangguang_xiaoqu") is None


def test_a_village_has_one_grid_for_every_door(town: Town) -> None:
    village = town.estates_of("hongsheng_cun")[0]
    assert town.grid_of(village.id) == town.place("hongsheng_cun").grid


def test_the_only_estate_of_a_community_is_not_named(town: Town) -> None:
    assert town.address_of("yangguang_xiaoqu", 3, 2, "401") == Local(
        "阳光社区 3 号楼 2 单元 401", "Yangguang Community, building 3, unit 2, door 401"
    )


def test_one_of_several_estates_is_named(town: Town) -> None:
    address = town.address_of("aihua_hualin", 3, 2, "401")
    assert address.zh == "爱华社区 桦林家园 3 号楼 2 单元 401"


def test_an_address_leaves_out_what_is_not_known(town: Town) -> None:
    village = town.estates_of("hongsheng_cun")[0]
    assert town.address_of(village.id).zh == f"红升村 {village.name.zh}"
    assert town.address_of(village.id, door="12").en.endswith("no. 12")
    assert town.address_of("yangguang_xiaoqu", 3).zh == "阳光社区 3 号楼"


def test_fuhua_has_twenty_one_buildings_and_1148_homes(town: Town) -> None:
    (estate,) = town.estates_of("fuhua")
    assert estate.numbers == tuple(range(1, 22))
    assert sum(part.homes for part in estate.buildings) == 1148


def test_the_neighbouring_grid_is_about_seven_hundred_metres_away(town: Town) -> None:
    assert 650 <= (town.metres("g03", "g04") or 0) <= 750
    assert town.metres("g03", "g03") == 0


def test_reaching_wider_ends_at_the_city(town: Town) -> None:
    reached = [town.up("g03", reach).id for reach in ("grid", "community", "street", "city")]
    assert reached == ["g03", "yangguang", "minghua", "huadian"]
    assert town.up("g51", "community").kind == "street"


def test_a_village_lies_within_its_grid_and_its_street(town: Town) -> None:
    assert town.contains("g35", "hongsheng_cun")
    assert town.contains("yongji", "hongsheng_cun")
    assert not town.contains("yongji_shequ", "hongsheng_cun")


def test_every_community_has_a_duty_phone(town: Town) -> None:
    phones = {place.id: town.duty_contact(place.id) for place in town.communities}
    assert all(phones.values())
    assert (phones["yangguang"] or town.contacts[0]).phone == "0432-000-0031"
    assert (phones["fuhua"] or town.contacts[0]).phone == "0432-000-0016"


def test_phones_are_public_numbers_or_nobodys(town: Town) -> None:
    public = {"120", "119", "110", "12356"}
    assert all(c.phone in public or c.phone.startswith("0432-000-0") for c in town.contacts)


def test_the_first_screen_is_that_of_the_model_talk(town: Town) -> None:
    shown = [choice.title.zh for choice in town.choices(town.root_group)]
    assert shown == ["暖气不热", "水管、漏水", "没电、跳闸", "有煤气味", "收拾屋子", "别的事"]


def test_heating_asks_and_closes_as_in_the_model_talk(town: Town) -> None:
    kind = town.kind("heating")
    where, freezing = kind.fields
    assert [option.label.zh for option in where.options] == ["哪儿都凉", "有一屋凉", "暖气漏水了"]
    assert [option.label.zh for option in freezing.options] == ["冻得慌", "还行"]
    assert kind.closing.question.zh == "屋里热乎了没有？"
    assert kind.volunteers == "look_only"
    assert kind.professional == "heating_co"


def test_urgency_follows_from_answers_month_and_a_known_temperature(town: Town) -> None:
    kind = town.kind("heating")
    mild = {"where": "all", "freezing": "no"}
    assert kind.is_urgent({"where": "one", "freezing": "yes"}, month=10)
    assert not kind.is_urgent(mild, month=12)
    assert not kind.is_urgent(mild, month=12, temperature=-5)
    assert kind.is_urgent(mild, month=12, temperature=-19)
    assert not kind.is_urgent(mild, month=7, temperature=-19)
    assert town.kind("gas").is_urgent({}, month=7)


def test_a_smell_of_gas_is_never_offered(town: Town) -> None:
    gas = town.kind("gas")
    assert gas.volunteers == "no"
    assert not town.route(gas.route).urgent.waves


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("我家暖气不热了", "heating"),
        ("水管漏水，快来", "water"),
        ("家里跳闸了没电", "power"),
        ("想找人说说话", "talk"),
        ("帮我取快递", "errand"),
        ("厨房灯不亮", "small_fix"),
        ("my radiator is cold", "heating"),
        ("I need a haircut", "haircut"),
    ],
)
def test_free_words_lead_to_a_kind(town: Town, said: str, kind: str) -> None:
    assert town.kinds_for_words(said)[0].id == kind


def test_words_that_mean_nothing_lead_nowhere(town: Town) -> None:
    assert town.kinds_for_words("今天天气真好") == ()


def test_a_closed_case_can_only_be_reopened(town: Town) -> None:
    help_ = town.workflow("help")
    assert help_.final == {"closed", "cancelled"}
    assert not help_.may_move("closed", "open")
    assert help_.may_reopen("closed", "open")
    assert not help_.may_reopen("cancelled", "open")
    assert help_.may_move("taken", "on_way")
