"""The help that comes with a notice: who takes it reads what it is about, and whose it is."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.family.tables import Act, Kin, Proxy
from models.help.cases import kind_of
from models.help.tables import Case
from models.notices.tables import NoticeTarget
from models.notices.ticking import TickWithHelp, WantNoticeHelp
from models.register.tables import Account, Person
from models.tasks.queries import _says
from models.work import Work
from tests.notices.after import After, relative_of, talk_f
from tests.talks.phones import Person as Someone
from tests.talks.world import World


def _case(after: After) -> Case:
    """The only one there is."""

    def look(work: Work) -> Case:
        found = work.session.scalars(select(Case)).one()
        work.session.expunge(found)
        return found

    return after.sees("zheng", look)


async def test_who_takes_it_reads_what_is_to_be_done(town: World) -> None:
    after = await talk_f(town)
    door = after.targets(NoticeTarget.way == "none")[0]
    after.does("hanxue" if door.grid_id == "g21" else "mengqiang", TickWithHelp(door.id))
    case = _case(after)
    said = after.sees("zheng", lambda work: _says(kind_of(work, case), case.details))
    assert said == ("停水，帮接水",)
    zheng = town.person("zheng")
    await zheng.opens()
    await zheng.handset.tap(f"t.duty_case.{case.id}")
    zheng.sees("停水，帮接水")


async def test_it_is_in_the_language_of_whoever_asked(town: World) -> None:
    after = await talk_f(town)
    person = after.at_home(after.targets(NoticeTarget.way == "phone")[0])
    after.changes(update(Person).where(Person.id == person).values(language="en"))
    after.does(person, WantNoticeHelp(after.notice_id))
    assert _case(after).details["words"] == "Water cut: water fetched"


async def _daughter_and_mother(town: World) -> tuple[After, Someone, Someone, int]:
    """A daughter far away who may ask for help in her mother's place, and gets her copies; and a
    mother who has a phone as well."""
    after = await talk_f(town)
    door = after.targets(NoticeTarget.way == "phone")[0]
    mother = after.at_home(door)

    def agree(session: Session) -> str:
        now = town.wall.now()
        proxy = Proxy(
            principal_id=mother, proxy_id=town.ids["lifang"], state="agreed",
            purposes=["copies", "help"], until=date(2027, 12, 31), asked_at=now, agreed_at=now,
        )  # fmt: skip
        session.add_all((proxy, Kin(person_id=town.ids["lifang"], other_id=mother, kin="mother")))
        return session.scalars(select(Account.address).where(Account.person_id == mother)).one()

    address = after.write(agree)
    town.known("lifang")
    return after, town.person("lifang"), town._at(address, address), mother


async def test_a_daughter_taps_and_it_is_her_mothers(town: World) -> None:
    after, lifang, mother, mother_id = await _daughter_and_mother(town)
    await lifang.opens()
    await lifang.handset.tap(f"w.{mother_id}.t.notice_help.{after.notice_id}")
    lifang.sees("收到了，这就给您找人。编号 ")
    case = _case(after)
    home = select(Person.household_id).where(Person.id == mother_id)
    lives = after.sees("zheng", lambda work: work.session.scalar(home))
    assert (case.asker_id, case.household_id) == (mother_id, lives)
    assert after.figures().by == {"family": 1}
    await mother.looks().sees("替您点了停水通知里的“帮我接水”。")
    await mother.taps("我不想")
    assert _case(after).stage == "cancelled"
    assert after.figures().helps == 0
    state = select(Act.state).where(Act.person_id == mother_id)
    assert after.sees("zheng", lambda work: work.session.scalars(state).all()) == ["unwanted"]


async def test_what_mother_had_asked_for_herself_is_not_taken_back_with_it(town: World) -> None:
    after, lifang, _mother, mother_id = await _daughter_and_mother(town)
    after.does(mother_id, WantNoticeHelp(after.notice_id))
    await lifang.opens()
    await lifang.handset.tap(f"w.{mother_id}.t.notice_help.{after.notice_id}")
    lifang.sees("收到了，这就给您找人。编号 ")
    undo = select(Act.undo).where(Act.person_id == mother_id)
    assert after.sees("zheng", lambda work: work.session.scalars(undo).all()) == [None]
    assert _case(after).closed_at is None


async def test_who_only_gets_copies_asks_for_nothing(town: World) -> None:
    after = await talk_f(town)
    door = after.targets(NoticeTarget.way == "family")[0]
    mother = after.at_home(door)
    relative = relative_of(after, mother)
    far = select(Account.address).where(Account.person_id == relative)
    address = after.sees("zheng", lambda work: work.session.scalars(far).one())
    someone = town._at(address, address)
    await someone.looks()
    await someone.handset.tap(f"w.{mother}.t.notice_help.{after.notice_id}")
    cases = select(Case.id)
    assert not after.sees("zheng", lambda work: work.session.scalars(cases).all())
