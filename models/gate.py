"""The one door to every change: permission is checked inside the command's own transaction.

A command states who may run it (``may``) and where it acts (``place``); a command without the
statement cannot even be defined. What is not stated is denied. Each run leaves one audit line:
ids and field names, never values.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar

from sqlalchemy import ForeignKey, Index, insert, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Json, UtcTime
from models.behalf import may_act_for, note_act
from models.prepared import Prepared
from models.refusals import NotAllowed
from models.rights import ANYWHERE, covers, roles_of
from models.work import Work

__all__ = [
    "ANYWHERE",
    "AuditLine",
    "Command",
    "May",
    "allowed",
    "covers",
    "holds",
    "roles_of",
    "run",
]

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class May:
    """Who may run a command.

    ``roles`` count where the role's place contains the command's place; ``relations`` are names
    out of the command's own ``relations``; ``anyone`` is every person, known or not.
    """

    roles: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    anyone: bool = False
    clock: bool = False
    operator: bool = False


class Command(Generic[R]):
    """Base of all commands: frozen dataclasses named by the verb a person would use."""

    may: ClassVar[May]
    purpose: ClassVar[str] = ""
    """What a proxy must be allowed to run it for another; with "" nobody runs it for another."""
    known: ClassVar[dict[str, type[Command[Any]]]] = {}

    def __init_subclass__(cls) -> None:
        if not isinstance(cls.__dict__.get("may"), May):
            raise TypeError(f"{cls.__name__} does not say who may run it")
        namesake = Command.known.get(cls.__name__)
        if namesake is not None and namesake.__module__ != cls.__module__:
            # By its name a command is audited, taken back, and found in docs/permissions.md.
            raise TypeError(f"{cls.__name__} is a command of {namesake.__module__} already")
        Command.known[cls.__name__] = cls

    def place(self, work: Work) -> str | None:
        """Path of the place this acts at; ANYWHERE when unknown; None where no place gives a right."""
        return None

    def relations(self, work: Work) -> Collection[str]:
        """What the acting person is to this: "asker", "taker", "self", ..."""
        return ()

    def run(self, work: Work) -> R:
        """Do it. May raise a Refusal; everything is then undone."""
        raise NotImplementedError

    def undo(self, result: R) -> Command[Any] | None:
        """How the one it was done for takes it back; None where nothing does."""
        return None


class AuditLine(Base):
    """Who did what, for whom, when, by which channel. Ids and field names only."""

    __tablename__ = "audit"
    __table_args__ = (
        Index(
            "ix_audit_whom_id",
            "whom_id",
            sqlite_where=text("whom_id IS NOT NULL"),
            postgresql_where=text("whom_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcTime)
    actor: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    whom_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """For whom, where somebody acted for another."""
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    channel: Mapped[str]
    command: Mapped[str]
    about: Mapped[Any] = mapped_column(Json)


_audit = Prepared(insert(AuditLine))


def holds(work: Work, roles: Collection[str], place: str | None) -> bool:
    """Whether the acting person has one of ``roles`` where ``place`` lies."""
    if place is None:
        return False
    return any(
        role in roles and covers(path, place) for role, path in roles_of(work, work.actor.person_id)
    )


def allowed(work: Work, command: Command[Any]) -> bool:
    """Whether the actor of ``work`` may run ``command`` now."""
    may, actor = command.may, work.actor
    if actor.kind == "clock":
        return may.clock
    if actor.kind == "operator":
        return may.operator
    if actor.by_id and not may_act_for(work, command.purpose):
        return False
    if may.anyone:
        return True
    if may.relations and not set(may.relations).isdisjoint(command.relations(work)):
        return True
    if actor.by_id:  # the other one's roles are not lent out
        return False
    return bool(may.roles) and holds(work, may.roles, command.place(work))


def run(work: Work, command: Command[R]) -> R:
    """Check, do, and write down one command. NotAllowed if the actor has no right to it."""
    if not allowed(work, command):
        raise NotAllowed(type(command).__name__)
    result = command.run(work)
    actor, about = work.actor, _about(command)
    _audit.run(
        work.connection,
        {
            "at": work.now,
            "actor": actor.kind,
            "person_id": actor.by_id or actor.person_id or None,
            "whom_id": actor.person_id if actor.by_id else None,
            "account_id": work.actor.account_id or None,
            "channel": work.actor.channel,
            "command": type(command).__name__,
            "about": about,
        },
    )
    if actor.by_id:
        note_act(work, type(command).__name__, about, command.undo(result))
    return result


def _about(command: Command[Any]) -> dict[str, Any]:
    """Ids by name; of every other field only that it was given."""
    about: dict[str, Any] = {}
    given = []
    for field in fields(command):  # type: ignore[arg-type]  # every command is a dataclass
        value = getattr(command, field.name)
        if field.name.endswith("_id") and isinstance(value, int | str):
            about[field.name] = value
        elif value not in (None, "", ()):
            given.append(field.name)
    if given:
        about["given"] = given
    return about
