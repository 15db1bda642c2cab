"""From the best few to the duty desk: what the clock does while nobody says yes."""

from __future__ import annotations

from datetime import timedelta

from models.messages import Priority
from models.tasks.answering import AcceptOffer, DeclineOffer
from models.tasks.doing import GiveUpTask
from models.tasks.volunteers import PauseTasks
from scheduler.offers import Offers
from tests.tasks.neighbourhood import MILD, Neighbourhood


def people(here: Neighbourhood, count: int, grid: str = "g03") -> list[int]:
    return [here.volunteer(f"志愿者{number}", grid) for number in range(count)]


def test_an_urgent_case_goes_wider_until_the_desk_has_it(here: Neighbourhood, wang: int) -> None:
    near = people(here, 4)
    street = people(here, 2, "g01")
    far = people(here, 1, "g21")
    lead, desk, grid_worker = (here.person(name) for name in ("队长", "值班", "网格员"))
    here.role(lead, "team_lead", "yangguang")
    here.role(desk, "coordinator", "yangguang", on_duty=True)
    here.role(grid_worker, "grid_worker", "g03")
    case = here.asks(wang)

    assert here.tick() == 1
    assert here.offers(case) == [(person, "open") for person in near[:3]]
    assert here.case(case).stage == "offered"
    assert here.told(desk) == ["CaseNeedsYou"]  # heating: only a look, and the company is phoned
    here.sent()

    assert here.tick(3.9) == 3  # seen in time: nobody else is asked
    here.tick(0.1)
    assert [person for person, _ in here.offers(case)][3:] == [near[3], *street]
    here.sent()
    here.tick(2)
    here.tick(2)
    assert [person for person, _ in here.offers(case)][6:] == far
    here.sent()
    here.tick(4)
    assert [person for person, _ in here.offers(case)][7:] == [lead]
    here.sent()
    assert here.case(case).attention == "call_company"
    here.tick(2)
    here.tick(2)
    assert here.case(case).attention == "overdue"
    assert here.told(desk) == ["CaseNeedsYou", "CaseNeedsYou"]
    assert here.told(grid_worker) == ["CaseNeedsYou"]
    assert here.case(case).next_wave_at is None
    assert {state for _, state in here.offers(case)} == {"open"}  # anybody may still go


def test_a_wave_without_people_is_not_waited_for(here: Neighbourhood, wang: int) -> None:
    far = people(here, 1, "g21")
    case = here.asks(wang)
    here.tick()
    assert here.offers(case) == [(far[0], "open")]


def test_with_nobody_at_all_the_desk_hears_at_once(here: Neighbourhood, wang: int) -> None:
    desk = here.person("值班")
    here.role(desk, "coordinator", "yangguang")
    case = here.asks(wang)
    here.tick()
    assert here.case(case).attention == "overdue"
    assert here.told(desk) == ["CaseNeedsYou", "CaseNeedsYou"]


def test_no_asks_the_next_one_at_once(here: Neighbourhood, wang: int) -> None:
    four = people(here, 4)
    case = here.asks(wang)
    here.tick()
    assert here.does(four[0], DeclineOffer(here.offer_to(case, four[0]))) is True
    assert here.offers(case) == [
        (four[0], "declined"), (four[1], "open"), (four[2], "open"), (four[3], "open"),
    ]  # fmt: skip


def test_when_all_said_no_the_next_wave_does_not_wait(here: Neighbourhood, wang: int) -> None:
    near, street = people(here, 2), people(here, 1, "g01")
    case = here.asks(wang)
    here.tick()
    for person in near:
        here.does(person, DeclineOffer(here.offer_to(case, person)))
    assert here.offers(case)[-1] == (street[0], "open")
    here.does(street[0], DeclineOffer(here.offer_to(case, street[0])))
    assert here.case(case).attention == "overdue"


def test_unseen_in_time_goes_to_the_next(here: Neighbourhood, wang: int) -> None:
    four = people(here, 4)
    case = here.asks(wang)
    here.tick()
    here.sent(seen=False)
    here.tick(2)
    states = dict(here.offers(case))
    assert [states[person] for person in four] == ["unreached"] * 3 + ["open"]
    assert "TaskOffered" in here.told(four[3])
    # Who looks at it later may still go.
    here.does(four[0], AcceptOffer(here.offer_to(case, four[0]), here.clock.now()))
    assert here.case(case).stage == "taken"


def test_a_channel_that_cannot_tell_counts_as_reached_when_sent(
    here: Neighbourhood, wang: int
) -> None:
    blind = here.volunteer("钱一", channel="telegram")
    spare = here.volunteer("孙二", "g04")
    case = here.asks(wang)
    here.tick()
    here.sent(seen=False)
    here.tick(2)
    assert dict(here.offers(case)) == {blind: "open", spare: "unreached"}


def test_an_offer_lapses_when_nobody_needs_to_arrive_any_more(
    here: Neighbourhood, wang: int
) -> None:
    one = people(here, 1)[0]
    case = here.asks(wang)
    here.tick()
    here.sent()
    here.tick(2)
    assert here.offer(here.offer_to(case, one)).answer_by == here.case(case).arrive_by
    here.tick(120)
    assert here.offers(case) == [(one, "lapsed")]


def test_giving_it_back_asks_others_and_never_the_same_again(
    here: Neighbourhood, wang: int
) -> None:
    first, second = people(here, 2)
    case = here.asks(wang)
    here.tick()
    here.does(first, AcceptOffer(here.offer_to(case, first), here.clock.now() + timedelta(hours=1)))
    assert here.offers(case) == [(first, "accepted"), (second, "gone")]
    here.clock.advance(minutes=10)
    here.does(first, GiveUpTask(here.offer_to(case, first)))
    assert here.offers(case) == [(first, "given_up"), (second, "gone"), (second, "open")]
    assert here.offer(here.offer_to(case, second)).round == 2
    after = here.case(case)
    assert (after.stage, after.wave, after.promise_kept_at) == ("offered", 1, None)
    assert after.promised_at > here.clock.now()
    assert here.told(wang) == ["HelperFound", "HelperCannot"]


def test_quiet_hours_hold_back_what_can_wait(here: Neighbourhood, wang: int) -> None:
    here.clock.advance(hours=4)  # 21:38
    people(here, 1)
    case = here.asks(wang, answers=MILD)
    assert here.case(case).urgency == "ordinary"
    here.tick()
    assert here.offers(case) == []
    morning = here.case(case).next_wave_at
    assert morning is not None
    assert here.read(Offers().next_due) == morning
    here.tick((morning - here.clock.now()) / timedelta(minutes=1))
    assert len(here.offers(case)) == 1


def test_urgent_ones_ring_at_night_though_nobody_gave_these_hours(
    here: Neighbourhood, wang: int
) -> None:
    here.clock.advance(hours=6)  # 23:38
    helper = people(here, 1)[0]
    here.asks(wang)
    here.tick()
    row = here.last_row(helper)
    assert row.not_before == here.clock.now()
    assert row.priority == Priority.URGENT


def test_a_smell_of_gas_is_never_offered(here: Neighbourhood, wang: int) -> None:
    skills = tuple(skill.id for skill in here.town.skills)
    for number in range(3):
        here.volunteer(f"志愿者{number}", skills=skills)
    lead, desk, grid_worker = (here.person(name) for name in ("队长", "值班", "网格员"))
    here.role(lead, "team_lead", "yangguang")
    here.role(desk, "coordinator", "yangguang", on_duty=True)
    here.role(grid_worker, "grid_worker", "g03")
    case = here.asks(wang, "gas", ())
    for minutes in (0, 1, 3, 10, 60):
        here.tick(minutes)
    assert here.offers(case) == []
    assert here.told(lead) == []
    assert here.told(desk) == ["CaseNeedsYou", "CaseNeedsYou"]
    assert here.told(grid_worker) == ["CaseNeedsYou"]
    assert here.case(case).next_wave_at is None


def test_without_an_address_the_desk_is_asked_and_no_volunteer(here: Neighbourhood) -> None:
    people(here, 1)
    desk = here.person("值班")
    here.role(desk, "coordinator", "yangguang", on_duty=True)
    case = here.asks(here.person("李芳"))
    here.tick()
    assert here.told(desk) == []
    here.tick(2)
    assert here.case(case).attention == "no_address"
    assert here.told(desk) == ["CaseNeedsYou"]
    assert here.offers(case) == []


def test_who_rests_gives_their_open_offer_to_the_next(here: Neighbourhood, wang: int) -> None:
    four = people(here, 4)
    case = here.asks(wang)
    here.tick()
    here.does(four[1], PauseTasks())
    assert here.offers(case)[1:] == [(four[1], "declined"), (four[2], "open"), (four[3], "open")]


def test_one_call_takes_one_case(here: Neighbourhood, wang: int) -> None:
    people(here, 1)
    asker = here.person("居民", "g03")
    for _ in range(5):
        here.asks(asker)
    assert [here.tick() for _ in range(6)] == [1, 1, 1, 1, 1, 0]
