"""王姨 asks for her doctor, 佟秀芝 signs, 于大爷 renews with one tap, 何大夫 looks at his lists."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from models.clocks import to_town
from models.doctors.tables import Contract
from models.family.tables import Proxy
from models.register.tables import Account, Household, Person
from tests.talks.phones import Person as Someone
from tests.talks.world import World


async def pushes(person: Someone, token: str) -> None:
    await person.handset.tap(token)


def known(town: World, *aliases: str) -> None:
    for alias in aliases:
        town.known(alias)


async def test_who_is_my_doctor_is_one_tap(town: World) -> None:
    known(town, "wang")
    wang = town.person("wang")
    await pushes(wang, "t.my_team")
    wang.sees(
        "大夫是阳光卫生服务站的何大夫，周一到周六 8:00–16:30", "签的约到2027年6月26日",
        "打电话 0432-000-0052", "换样服务", "不签了",
    )  # fmt: skip
    assert "家庭医生" not in wang.screen


async def test_signing_takes_two_taps_and_can_be_undone(town: World) -> None:
    known(town, "tong")
    tong = town.person("tong")
    await pushes(tong, "t.my_team")
    tong.sees("这一片归阳光卫生服务站的何大夫管", "还没签约")
    await tong.taps("跟大夫签约").sees("看得见您的名字、住址、电话", "要哪样服务？", "老年人服务包")
    await tong.taps("老年人服务包").sees(
        "您看对不对", "阳光家庭医生团队，阳光卫生服务站的何大夫",
        "老年人服务包，从12月8日到2027年12月7日",
    )  # fmt: skip
    await tong.taps("对，签约").sees("签上了，到2027年12月7日", "谁要卡、要验证码都别给")
    await tong.taps("撤回").sees("就当没签过")
    await pushes(tong, "t.my_team")
    tong.sees("还没签约")


async def test_whose_address_we_do_not_know_says_it_in_the_same_talk(town: World) -> None:
    new = town.stranger()
    await pushes(new, "f.sign")
    new.sees("签约得知道您住哪儿", "行不行")
    await new.taps("行").sees("哪个社区")
    await new.says("阳光")
    await new.says("3")
    await new.taps("2 单元")
    await new.says("501").sees("留个电话")
    await new.says("100 0000 0099").sees("怎么称呼")
    await new.says("张大爷").sees("要哪样服务")
    await new.taps("基本服务").sees("阳光家庭医生团队")
    await new.taps("对，签约").sees("签上了")
    await pushes(new, "t.my_team")
    new.sees("大夫是阳光卫生服务站的何大夫")


async def test_who_does_not_want_the_address_kept_signs_nothing(town: World) -> None:
    new = town.stranger()
    await pushes(new, "f.sign")
    await new.taps("不行").sees("那就不记")

    def count(session: Session) -> int:
        person = town.person_id("new-stranger")
        found = select(Contract.id).where(Contract.person_id == person)
        return len(session.scalars(found).all())

    assert town.look_up(count) == 0


async def test_near_the_end_one_tap_renews(town: World) -> None:
    known(town, "sun")
    sun = town.person("sun")
    await sun.looks()
    sun.new_words()
    await town.away(days=265)
    await town.wait(days=6)
    sun.sees("跟大夫签的约10月4日到期，还有 30 天。续不续？", "[1 续签] [2 以后再说] [3 不续了]")
    await sun.taps("以后再说").sees("10月4日以前都能续")
    await town.away(days=24)
    await town.wait(days=16)
    sun.sees("跟大夫签的约10月4日到期了", "[1 续签] [2 不续了]")
    await sun.taps("续签").sees("续上了，到")
    await town.away(days=20)
    sun.sees_nothing()


async def test_who_does_not_want_to_is_not_asked_again(town: World) -> None:
    known(town, "sun")
    sun = town.person("sun")
    await town.away(days=265)
    await town.wait(days=6)
    await sun.taps("不续了").sees("到10月4日为止，不再问了")
    sun.new_words()
    await town.away(days=25)
    await town.wait(days=8)
    await town.away(days=27)
    sun.sees_nothing()


async def test_ending_says_first_what_no_longer_works(town: World) -> None:
    known(town, "wang")
    wang = town.person("wang")
    await pushes(wang, "f.end_contract")
    wang.sees("没有固定的大夫管您", "不签了？")
    await wang.taps("不签了").sees("好，停了")
    await wang.taps("撤回").sees("原来的约还在，到2027年6月26日")


async def test_who_moves_is_asked_whether_to_change_over(town: World) -> None:
    known(town, "wang")
    wang = town.person("wang")

    def move(session: Session) -> None:
        home = session.scalars(select(Household).where(Household.grid_id == "g01")).first()
        assert home is not None
        session.execute(
            update(Person).where(Person.id == town.ids["wang"]).values(household_id=home.id)
        )

    town.core.store.write_now(move)
    await pushes(wang, "t.my_team")
    wang.sees("大夫是阳光卫生服务站的何大夫", "搬家了：现在这一片归爱华卫生服务站的关大夫管")
    await wang.taps("换过去").sees("往后找爱华卫生服务站的关大夫")
    await wang.taps("撤回").sees("原来的约还在")


async def test_two_flows_that_do_not_apply_say_so(town: World) -> None:
    known(town, "wang", "tong")
    wang, tong = town.person("wang"), town.person("tong")
    await pushes(wang, "f.sign")
    wang.sees("已经签着呢")
    await pushes(wang, "f.renew")
    wang.sees("还早呢", "起能续")
    for flow in ("renew", "change_package", "end_contract"):
        await pushes(tong, f"f.{flow}")
        tong.sees("眼下没有签着的约")


# -- for somebody ------------------------------------------------------------------------------------
def lets_act(town: World, principal: str, proxy: str) -> None:
    def job(session: Session) -> None:
        now = town.wall.now()
        session.execute(
            insert(Proxy).values(
                principal_id=town.ids[principal], proxy_id=town.ids[proxy], state="agreed",
                purposes=["contract"], until=to_town(now).date() + timedelta(days=300),
                how="own_chat", asked_at=now,
            )
        )  # fmt: skip

    town.core.store.write_now(job)


async def test_a_daughter_far_away_signs_for_her_mother_who_hears_of_it(town: World) -> None:
    known(town, "tong", "lifang")
    lets_act(town, "tong", "lifang")
    lifang, tong = town.person("lifang"), town.person("tong")
    await tong.looks()
    tong.new_words()
    await pushes(lifang, "f.sign")
    lifang.sees("给谁办", "佟秀芝", "我自己")
    await lifang.taps("佟秀芝").sees("给佟秀芝办：", "要哪样服务")
    await lifang.taps("基本服务").sees("给佟秀芝办：", "您看对不对")
    await lifang.taps("对，签约").sees("签上了")
    await town.settle()
    assert "李芳" in tong.new_words()

    def signed(session: Session) -> tuple[int, int | None]:
        row = session.scalars(select(Contract).where(Contract.person_id == town.ids["tong"])).one()
        return row.person_id, row.signed_by

    assert town.look_up(signed) == (town.ids["tong"], town.ids["lifang"])


async def test_the_doctor_signs_from_the_list_for_who_has_no_phone(town: World) -> None:
    known(town, "he")

    def no_phone(session: Session) -> None:
        session.execute(
            update(Account).where(Account.person_id == town.ids["tong"]).values(state="dead")
        )

    town.core.store.write_now(no_phone)
    he = town.person("he")
    await pushes(he, f"w.{town.ids['tong']}.f.sign")
    he.sees("给佟秀芝办：", "要哪样服务")
    await he.taps("老年人服务包")
    await he.taps("对，签约").sees("签上了")


# -- the team ----------------------------------------------------------------------------------------
async def test_the_team_s_own_lists(town: World) -> None:
    he = town.person("he")
    await pushes(he, "t.doctor_team")
    he.sees("阳光家庭医生团队：签着的", "快到期的", "还没签的", "签约率")
    label = next(one for one in he.buttons() if one.startswith("快到期的"))
    await he.taps(label).sees("佟玉山，阳光社区 5 号楼 1 单元 301，到12月12日", "按楼找")
    await he.taps("按楼找").sees("快到期的，哪栋楼？", "阳光社区 3 号楼")
    house = next(one for one in he.buttons() if one.startswith("阳光社区 3 号楼"))
    await he.taps(house).sees("于德海，阳光社区 3 号楼 2 单元 502，到12月20日")
    for word in ("老年", "慢病", "服务包"):
        assert word not in he.screen
    await he.taps("于德海，阳光社区 3 号楼 2 单元 502，到12月20日").sees("于德海", "家庭医生：阳光")


async def test_the_rate_of_the_community_and_its_grids(town: World) -> None:
    he, wang = town.person("he"), town.person("wang")
    await pushes(he, "t.signing_rate.yangguang")
    he.sees("阳光社区住着", "签了", "%", "[1 一网格")
    known(town, "wang")
    await pushes(wang, "t.signing_rate.yangguang")
    wang.sees("您这儿没有这一件")
    await pushes(wang, "t.doctor_team")
    wang.sees("您这儿没有这一件")
