"""Fifty people say yes to one offer in the same instant, in two processes: the race and its judge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.dialogue.messages import Outgoing
from models.help.opening import OpenCase
from models.help.tables import Case, CaseEvent
from models.outbox.tables import OutboxRow
from models.tasks.tables import Offer
from tests.proofs.races import Races
from tests.proofs.town import address_of

HELPERS = 50
POLITE = "已经有人去了，谢谢您想着。"
HEATING = (("where", "all"), ("freezing", "yes"))


@dataclass(frozen=True)
class Verdict:
    """What became of one race: who has the case, and who was told so politely."""

    accepted: int
    stage: str
    events: int
    asker_told: int
    details_sent: int
    polite: int
    heard_something_else: int

    @property
    def fair(self) -> bool:
        """One has it, the asker heard of one, the details went to one, the rest were thanked."""
        return self == Verdict(1, "taken", 1, 1, 1, HELPERS - 1, 0)


def one_race(races: Races, number: int) -> Verdict:
    """A new case, fifty offers, fifty people asked for their time, and then all of them at once."""
    asker = address_of("resident", number // 8)
    case = races.does(asker, OpenCase("heating", HEATING)).case_id
    helpers = [address_of("helper", one) for one in range(HELPERS)]
    races.put_out(case, helpers)
    offers = races.store.read_now(lambda session: _offers(session, case))
    asking = [races.update(one, tap=f"t.accept.{offers[races.ids[one]]}") for one in helpers]
    asked = _both(races.at_once(asking[::2], asking[1::2]))
    times = [
        races.update(one, tap=asked[update.update_id][-1].options[0].tap)
        for one, update in zip(helpers, asking, strict=True)
    ]
    heard = _both(races.at_once(times[::2], times[1::2]))
    thanked = [said for said in heard.values() if said and POLITE in said[0].text]
    others = [said for said in heard.values() if said and POLITE not in said[0].text]
    return races.store.read_now(lambda session: _verdict(session, case, len(thanked), len(others)))


def _both(said: Sequence[dict[str, list[Outgoing]]]) -> dict[str, list[Outgoing]]:
    return {**said[0], **said[1]}


def _offers(session: Session, case: int) -> dict[int, int]:
    query = select(Offer.person_id, Offer.id).where(Offer.case_id == case)
    return dict(session.execute(query).all())


def _verdict(session: Session, case: int, polite: int, others: int) -> Verdict:
    accepted = session.scalars(
        select(Offer.id).where(Offer.case_id == case, Offer.state == "accepted")
    ).all()
    offers = session.scalars(select(Offer.id).where(Offer.case_id == case)).all()

    def told(prefix: str) -> int:
        keys = [f"{prefix}:{offer}" for offer in offers]
        return session.execute(select(func.count()).where(OutboxRow.key.in_(keys))).scalar_one()

    return Verdict(
        accepted=len(accepted),
        stage=session.get_one(Case, case).stage,
        events=session.execute(
            select(func.count()).where(CaseEvent.case_id == case, CaseEvent.what == "taken")
        ).scalar_one(),
        asker_told=told("found"),
        details_sent=told("yours"),
        polite=polite,
        heard_something_else=others,
    )
