"""A database with a few sealed rows, its keys in a file, and somebody who turns them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import LargeBinary, func, select, type_coerce
from sqlalchemy.orm import Session

from models import keys
from models.clocks import FixedClock
from models.keys import file
from models.keys.file import KeysFile
from models.register import hashes
from models.register.tables import Household, Person
from models.rotation.turning import Turning
from models.store import Store
from models.talks.tables import DeadLetter
from models.town.tables import Place

NOW = datetime(2026, 12, 8, 9, 38, tzinfo=UTC)
PHONE, DOOR = "100-1234-5678", "1202"


def phone(number: int) -> str:
    return f"100-0000-{number:04}"


@dataclass
class KeyTown:
    """``asides`` run one after the other whenever the turning rests: what the others do then."""

    store: Store
    path: Path
    wall: FixedClock
    told: list[str] = field(default_factory=list)
    probe: Callable[[str], None] = lambda _word: None
    aside: Callable[[], None] = lambda: None

    def start(self) -> None:
        """A process starts: it reads the keys and is checked."""
        keys.install(file.read_ring(self.path))
        self.store.write_now(keys.check_keys)

    def turning(self) -> Turning:
        return Turning(
            self.store, self.path, file.read(self.path), self.wall,
            pause=lambda _seconds: self.aside(), tell=self.told.append, probe=self.probe,
        )  # fmt: skip

    def turn(self) -> None:
        self.turning().turn()
        keys.look_again()

    def retire(self, *, links: bool = False, sign_out: bool = False) -> Path:
        kept = self.turning().retire(links=links, sign_out=sign_out)
        keys.look_again()
        return kept

    def fill(self, many: int = 12) -> None:
        def job(session: Session) -> None:
            session.add(Place(id="g", kind="grid", name_zh="格", name_en="Grid", path="g"))
            session.flush()
            for number in range(many):
                self.add(session, number)

        self.store.write_now(job)

    def add(self, session: Session, number: int) -> Person:
        """Somebody behind a door of their own."""
        found = hashes.door_hashes("e", 1, 2, str(number))
        home = Household(
            grid_id="g", estate_id="e", building=1, unit=2, door=str(number), door_hash=found[0]
        )
        session.add(home)
        session.flush()
        person = Person(
            name="", created_at=NOW, household_id=home.id, id_number=f"ID{number}x",
            id_hash=hashes.id_hashes(f"ID{number}x")[0],
        )  # fmt: skip
        hashes.keep_phone(person, phone(number))
        session.add(person)
        session.flush()
        return person

    def found(self, number: int) -> list[str | None]:
        """Who is found by everything there is to find them by; their phone, door and ID number."""

        def look(session: Session) -> list[str | None]:
            columns = (
                (Person.phone_hash, hashes.phone_hashes(phone(number))),
                (Person.tail_hash, hashes.tail_hashes(f"{number:04}")),
                (Person.id_hash, hashes.id_hashes(f"ID{number}x")),
                (Household.door_hash, hashes.door_hashes("e", 1, 2, str(number))),
            )
            people = select(Person.phone, Household.door, Person.id_number).join(
                Household, Person.household_id == Household.id
            )
            [same] = {
                tuple(session.execute(people.where(column.in_(known))).one())
                for column, known in columns
            }
            return list(same)

        return self.store.read_now(look)

    def everybody_is_found(self, many: int = 12) -> bool:
        return all(self.found(n) == [phone(n), str(n), f"ID{n}x"] for n in range(many))

    def under(self) -> set[str]:
        """The ids of the keys that sealed values stand under."""

        def look(session: Session) -> set[str]:
            found: set[str] = set()
            for column in (Person.phone, Person.id_number, Household.door, DeadLetter.body):
                raw = session.scalars(select(type_coerce(column, LargeBinary)))
                found |= {bytes(each)[2 : 2 + each[1]].decode() for each in raw if each}
            return found

        return self.store.read_now(look)

    def doors(self) -> int:
        return self.store.read_now(
            lambda session: session.scalar(select(func.count()).select_from(Household)) or 0
        )


def fresh_file(path: Path, key_id: str = "k1") -> KeysFile:
    content = KeysFile(keys.generate(key_id))
    file.write(path, content)
    return content
