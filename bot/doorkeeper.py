"""Who comes in by which link: household cards, workers' and invited people's links, demo identities.

Only decides, inside the transaction of the web session that is being opened. A card is a
household's: who of it writes is asked in the chat, never shown on a page before the tap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels.webchat.ports import Admission, DemoIdentity, Link, Picture
from bot.dialogue.say import Language, _
from models.base import SettingRow
from models.clocks import TownClock
from models.help.looking import photo_for
from models.register.tables import Account, Household, Person
from models.talks import rows

CHANNEL = "webchat"

IDENTITIES = (
    DemoIdentity("wang", _("王姨，78 岁"), _("点[要人帮忙]，说暖气不热。")),
    DemoIdentity("zhao", _("赵师傅，志愿者"), _("等着。有人要帮忙，点[我去]。")),
    DemoIdentity("limin", _("李敏，社区值班"), _("看谁在等，谁去了，点开哪件都行。")),
    DemoIdentity("sun", _("孙姐，志愿者"), _("离 3 号楼近，跟赵师傅一块儿问到您。")),
    DemoIdentity("zhoumin", _("周敏，网格员"), _("急事和没人接的，会告诉您。")),
)


@dataclass(frozen=True)
class Doorkeeper:
    """The web chat's port to people and accounts."""

    clock: TownClock

    def admit(self, session: Session, link: Link, fresh: str, digits: str) -> Admission | None:
        """A new account on this device for whom the link speaks of; None for a link out of use."""
        if link.kind == "card":
            return self._by_card(session, link, fresh, digits)
        person = session.get(Person, link.subject)
        if person is None:
            return None
        self._open(session, fresh, person.id)
        return Admission(fresh, f"{link.kind}:{person.id}")

    def _by_card(self, session: Session, link: Link, fresh: str, digits: str) -> Admission | None:
        household = session.get(Household, link.subject)
        if household is None or household.card_serial != link.serial:
            return None
        people = _known_people(session, household.id)
        if digits:
            people = [one for one in people if one.phone and one.phone.endswith(digits)] or people
        if len(people) == 1:
            self._open(session, fresh, people[0].id)
        else:
            account_id = self._open(session, fresh, None)
            account = session.get_one(Account, account_id)
            session.get_one(Person, account.person_id).household_id = household.id
        return Admission(fresh, f"card:{household.id}")

    def _open(self, session: Session, address: str, person_id: int | None) -> int:
        now = self.clock.now(session)
        return rows.open_account(session.connection(), CHANNEL, address, now, person_id=person_id)

    def last_four(self, session: Session, link: Link) -> frozenset[str]:
        """The last digits of the phones on record behind a link."""
        if link.kind == "card":
            people = _known_people(session, link.subject)
        else:
            person = session.get(Person, link.subject)
            people = [person] if person else []
        return frozenset(one.phone[-4:] for one in people if one.phone)

    def language(self, session: Session, address: str) -> Language | None:
        language = session.execute(
            select(Person.language)
            .join(Account, Account.person_id == Person.id)
            .where(Account.channel == CHANNEL, Account.address == address)
        ).scalar()
        return None if language is None else "en" if language == "en" else "zh"

    def picture(self, session: Session, address: str, photo_id: int) -> Picture | None:
        person_id = session.execute(
            select(Account.person_id).where(Account.channel == CHANNEL, Account.address == address)
        ).scalar()
        body = photo_for(session, person_id, photo_id) if person_id is not None else None
        return None if body is None else Picture("image/jpeg", body)

    # -- the demo ---------------------------------------------------------------------------------
    def identities(self) -> Sequence[DemoIdentity]:
        return IDENTITIES

    def enter(self, session: Session, key: str, language: Language) -> Admission | None:
        """The account of a sample person; only people from the generator can be entered."""
        person_id = session.execute(
            select(SettingRow.value).where(SettingRow.key == f"sample.{key}")
        ).scalar()
        person = session.get(Person, int(person_id)) if person_id else None
        if person is None or not person.sample:
            return None
        person.language = language
        return Admission(f"demo-{key}", f"demo:{key}")


def _known_people(session: Session, household_id: int) -> list[Person]:
    return list(
        session.scalars(
            select(Person).where(
                Person.household_id == household_id,
                Person.name != "",
                Person.verified_at.is_not(None),
            )
        )
    )
