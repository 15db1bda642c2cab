"""Many say yes in the same instant: one goes."""

from __future__ import annotations

import threading

from sqlalchemy import text

from models.refusals import Refusal
from models.tasks.answering import AcceptOffer, AssignCase
from models.tasks.refusals import OfferGone
from tests.tasks.neighbourhood import Neighbourhood

ROUNDS, TAKERS = 3, 6


def test_six_say_yes_at_once_and_one_goes(here: Neighbourhood, wang: int) -> None:
    desk = here.person("李敏")
    here.role(desk, "coordinator", "yangguang")
    helpers = [here.volunteer(f"志愿者{number}") for number in range(TAKERS)]
    for turn in range(1, ROUNDS + 1):
        case = here.asks(wang)
        offers = [here.does(desk, AssignCase(case, helper)) for helper in helpers]
        start = threading.Barrier(TAKERS)
        heard: list[str] = []

        def go(
            person: int, offer: int, start: threading.Barrier = start, heard: list[str] = heard
        ) -> None:
            start.wait()
            try:
                here.does(person, AcceptOffer(offer, here.clock.now()))
            except OfferGone:
                heard.append("gone")
            except Refusal as refusal:
                heard.append(type(refusal).__name__)
            else:
                heard.append("mine")

        threads = [
            threading.Thread(target=go, args=pair) for pair in zip(helpers, offers, strict=True)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert sorted(heard) == ["gone"] * (TAKERS - 1) + ["mine"]
        states = [state for _, state in here.offers(case)]
        assert sorted(states) == ["accepted"] + ["gone"] * (TAKERS - 1)
        assert here.told(wang).count("HelperFound") == turn


def test_without_the_index_two_would_go_so_it_is_the_index_that_decides(
    here: Neighbourhood, wang: int
) -> None:
    helpers = [here.volunteer(f"志愿者{number}") for number in range(2)]
    case = here.asks(wang)
    here.tick()
    here.write(lambda work: work.session.execute(text("DROP INDEX uq_offers_one_taker")))
    for helper in helpers:
        here.does(helper, AcceptOffer(here.offer_to(case, helper), here.clock.now()))
    assert [state for _, state in here.offers(case)] == ["accepted", "accepted"]
