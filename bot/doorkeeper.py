"""Who comes in by which link: household cards, workers' and invited people's links, demo identities.

Only decides, inside the transaction of the web session that is being opened. A card is a
household's: who of it writes is asked in the chat, never shown on a page before the tap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.calendar_file import calendar_of
from bot.channels.webchat.ports import Admission, DemoIdentity, OwnFile, Picture
from bot.dialogue.say import Language, _
from bot.given_out import GivenOut, given_out
from bot.own_file.archive import NAME as FILE_NAME
from bot.own_file.archive import own_file
from models.access import admission
from models.access.sessions import fresh_address
from models.access.signed import Link
from models.base import SettingRow
from models.clocks import TownClock
from models.imports.senders import sends_tables
from models.outbox.enqueue import enqueue_telling
from models.photos.showing import picture_for
from models.privacy.file_link import read_file_link
from models.privacy.own_file import may_fetch
from models.register.absorbing import both_cry, is_nobody, move_everything
from models.register.linking import WEB as CHANNEL
from models.register.messages import AccountLinked
from models.register.tables import Account, Person
from models.talks import rows
from models.town import pinned

SHORT = "see-"
"""Addresses of chats that were opened to see one thing. A person has one such chat, however many
links they open: their messages are copied to every chat they have."""

IDENTITIES = (
    DemoIdentity("wang", _("王姨，78 岁"), _("点[要人帮忙]，说暖气不热。")),
    DemoIdentity("zhao", _("赵师傅，志愿者"), _("等着。有人要帮忙，点[我去]。")),
    DemoIdentity("limin", _("李敏，社区值班"), _("看谁在等，谁去了，点开哪件都行。")),
    DemoIdentity("sun", _("孙姐，志愿者"), _("离 3 号楼近，跟赵师傅一块儿问到您。")),
    DemoIdentity("zhoumin", _("周敏，网格员"), _("急事和没人接的，会告诉您。")),
    DemoIdentity("lifang", _("李芳，王姨的闺女，在深圳"), _("点[家里人的事]，看怎么替妈妈办事。")),
    DemoIdentity("he", _("何大夫，家庭医生"), _("点[我们团队的人]，看谁签了、谁快到期了。")),
)


@dataclass(frozen=True)
class Doorkeeper:
    """The web chat's port to people and accounts."""

    clock: TownClock

    def admit(
        self, session: Session, link: Link, fresh: str, digits: str, here: str
    ) -> Admission | None:
        """A new account on this device for whom the link speaks of; None for a link out of use."""
        found = admission.whose(session, link, digits)
        if found is None:
            return None
        if link.kind == "see":
            return self._to_see(session, link)
        if link.kind == "me" and self._goes_along(session, here, link.subject):
            return Admission(here, f"me:{link.subject}")
        account_id = self._open(session, fresh, found.person_id)
        if found.person_id is None:
            account = session.get_one(Account, account_id)
            session.get_one(Person, account.person_id).household_id = found.household_id
        if link.kind == "me":
            self._tell(session, link.subject, account_id)
        return Admission(fresh, f"{link.kind}:{link.subject}")

    def _goes_along(self, session: Session, here: str, person_id: int) -> bool:
        """Somebody nobody knew has begun to write in this browser: what they did is not lost, and
        the chat stays the one it was."""
        mine = select(Account.person_id).where(Account.channel == CHANNEL, Account.address == here)
        nobody = session.execute(mine).scalar() if here else None
        if nobody is None or not is_nobody(session, nobody) or both_cry(session, nobody, person_id):
            return False
        for account_id in move_everything(session, nobody, person_id, self.clock.now(session)):
            self._tell(session, person_id, account_id)
        return True

    def _to_see(self, session: Session, link: Link) -> Admission:
        """For half a day, in the chat this person has for it."""
        address = session.execute(
            select(Account.address)
            .where(
                Account.person_id == link.subject,
                Account.channel == CHANNEL,
                Account.state == "live",
                Account.address.startswith(SHORT),
            )
            .order_by(Account.id.desc())
        ).scalar()
        if address is None:
            address = SHORT + fresh_address()
            self._tell(session, link.subject, self._open(session, address, link.subject))
        return Admission(address, _start(link), briefly=True)

    def _open(self, session: Session, address: str, person_id: int | None) -> int:
        now = self.clock.now(session)
        return rows.open_account(session.connection(), CHANNEL, address, now, person_id=person_id)

    def _tell(self, session: Session, person_id: int, account_id: int) -> None:
        """To the chats they had before: whoever did not do it themselves can undo it there."""
        now = self.clock.now(session)
        enqueue_telling(
            session.connection(),
            key=f"linked:{account_id}:{person_id}:{int(now.timestamp())}",
            person_id=person_id,
            message=AccountLinked(account_id),
            priority=AccountLinked.priority,
            now=now,
            not_before=now,
        )

    def last_four(self, session: Session, link: Link) -> frozenset[str]:
        """The last digits of the phones on record behind a link."""
        return admission.last_four(session, link)

    def shows(self, session: Session, link: Link, address: str) -> str | None:
        """What a link to see one thing opens for somebody who is signed in."""
        if admission.whose(session, link) is None:
            return None
        person_id = session.execute(
            select(Account.person_id).where(Account.channel == CHANNEL, Account.address == address)
        ).scalar()
        if person_id != link.subject:
            return ""
        return _start(link) if link.kind == "see" else link.kind

    def language(self, session: Session, address: str) -> Language | None:
        language = session.execute(
            select(Person.language)
            .join(Account, Account.person_id == Person.id)
            .where(Account.channel == CHANNEL, Account.address == address)
        ).scalar()
        return None if language is None else "en" if language == "en" else "zh"

    def takes_files(self, session: Session, address: str) -> bool:
        return sends_tables(session, CHANNEL, address, self.clock.now(session))

    def picture(self, session: Session, address: str, photo_id: int) -> Picture | None:
        person_id = session.execute(
            select(Account.person_id).where(Account.channel == CHANNEL, Account.address == address)
        ).scalar()
        body = (
            picture_for(session, person_id, photo_id, self.clock.now(session))
            if person_id is not None
            else None
        )
        return None if body is None else Picture("image/jpeg", body)

    def own_file(self, session: Session, address: str, token: str) -> OwnFile | None:
        now = self.clock.now(session)
        link = read_file_link(token, now)
        if link is None or not may_fetch(session, link, CHANNEL, address):
            return None
        language = self.language(session, address) or "zh"
        town = pinned.town_at(session, pinned.current_number(session))
        body = own_file(session, link.person_id, language, town, now)
        return OwnFile(FILE_NAME, body)

    def list_file(self, session: Session, address: str, token: str) -> GivenOut | None:
        language = self.language(session, address) or "zh"
        return given_out(session, self.clock, CHANNEL, address, token, language)

    def calendar_file(self, session: Session, token: str) -> OwnFile | None:
        found = calendar_of(session, self.clock, token)
        return None if found is None else OwnFile(found.name, found.body)

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


def _start(link: Link) -> str:
    return f"see.{link.what}.{link.about}"
