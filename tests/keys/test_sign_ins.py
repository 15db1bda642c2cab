"""Nobody is signed out and no used card counts as unused when the keys are turned."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import keys
from models.access import links, sessions
from models.access.signed import Link
from models.access.tables import WebLinkUse, WebSession
from models.keys import CannotTurn
from tests.keys.town import KeyTown

CARD = Link("card", 3)


def opened(town: KeyTown) -> str:
    return town.store.write_now(
        lambda session: sessions.open_session(
            session, scope="", address="a", now=town.wall.now(), link_hash=links.use_of(CARD)
        )
    )[0]


def is_in(town: KeyTown, token: str) -> bool:
    now = town.wall.now()
    return town.store.read_now(
        lambda session: sessions.find_session(session, token, "", now) is not None
    )


def as_an_earlier_version_noted(town: KeyTown, token: str) -> None:
    """With the lookup key, as 0.2 did."""
    ring = keys.current()

    def job(session: Session) -> None:
        hashed = ring.lookup(token, "web_sessions.token")
        used = links.former_uses(CARD)[0]
        session.execute(update(WebSession).values(token_hash=hashed, link_hash=used))
        session.execute(update(WebLinkUse).values(link_hash=used))

    town.store.write_now(job)


def use(town: KeyTown) -> links.Verdict:
    return town.store.write_now(
        lambda session: links.let_in(session, CARD, "", lambda: ("0021",), town.wall.now())
    )


def test_who_is_signed_in_stays_signed_in_and_a_used_card_stays_used(town: KeyTown) -> None:
    token = opened(town)
    assert use(town) == "in"
    town.turn()
    town.retire()
    assert is_in(town, token)
    assert use(town) == "ask"


def test_what_an_earlier_version_noted_holds_and_is_noted_anew_by_and_by(town: KeyTown) -> None:
    token = opened(town)
    use(town)
    as_an_earlier_version_noted(town, token)
    assert is_in(town, token)
    town.turn()
    assert is_in(town, token)
    assert use(town) == "ask"
    noted = town.store.read_now(lambda session: session.scalars(select(WebSession.link_hash)).one())
    assert noted == links.use_of(CARD), "a card's use is made again from its household"
    with pytest.raises(CannotTurn, match="1 browsers and links"):
        town.retire()
    row = town.store.read_now(lambda session: session.scalars(select(WebSession)).one())
    town.store.write_now(lambda session: sessions.stamp(session, row.id, token, town.wall.now()))
    town.retire()
    assert is_in(town, token)
    assert use(town) == "ask"


def test_a_card_used_in_an_earlier_version_is_noted_anew_when_it_comes_again(
    town: KeyTown,
) -> None:
    token = opened(town)
    use(town)
    as_an_earlier_version_noted(town, token)
    assert use(town) == "ask"
    noted = town.store.read_now(lambda session: list(session.scalars(select(WebLinkUse.link_hash))))
    assert noted == [links.use_of(CARD)]


def test_browsers_that_stay_away_need_not_be_waited_for(town: KeyTown) -> None:
    token = opened(town)
    as_an_earlier_version_noted(town, token)
    town.turn()
    town.retire(sign_out=True)
    assert not is_in(town, token)


def test_a_link_that_has_ended_by_itself_is_not_waited_for(town: KeyTown) -> None:
    invited = Link("invite", 1, until=town.wall.now() + timedelta(days=7))
    former = links.former_uses(invited)[0]
    town.store.write_now(lambda session: links.claim(session, former, town.wall.now()))
    town.turn()
    with pytest.raises(CannotTurn, match="earlier version"):
        town.retire()
    town.wall.advance(timedelta(days=9))
    town.retire()
