"""What the demo's people have agreed to before it begins: a daughter far away sees to her mother's
visits and hears how they went, and the doctors may read what troubles the mother."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from models.clocks import to_town
from models.family.tables import Kin, Proxy
from models.register.tables import Consent
from models.town.schema import Town

_SINCE = timedelta(days=60)
_FOR_HER = ("visits", "copies")
_AGREED = (("health", None), ("proxy", "lifang"), ("copies", "lifang"))


def settle_trust(session: Session, town: Town, ids: Mapping[str, int], now: datetime) -> None:
    """王姨 and 李芳, as talk B has it: agreed at home, with the grid worker there, until the end of
    next year."""
    mother, daughter, worker = ids["wang"], ids["lifang"], ids["zhoumin"]
    until = to_town(now).date().replace(month=12, day=31)
    until = until.replace(year=until.year + 1)
    session.add(Kin(person_id=daughter, other_id=mother, kin="mother"))
    session.add(
        Proxy(
            principal_id=mother, proxy_id=daughter, purposes=list(_FOR_HER), state="agreed",
            until=until, how="face_to_face", witness_id=worker, asked_at=now - _SINCE,
            agreed_at=now - _SINCE,
        )
    )  # fmt: skip
    for purpose, whom in _AGREED:
        session.add(
            Consent(
                person_id=mother, by_person=mother, purpose=purpose, agreed=True,
                text_version=town.purpose(purpose).version, basis=town.purpose(purpose).basis,
                other_id=ids[whom] if whom else None, witness_id=worker if whom else None,
                how="face_to_face" if whom else "tap", channel="webchat",
                until=until if whom else None, at=now - _SINCE,
            )
        )  # fmt: skip
    session.flush()
