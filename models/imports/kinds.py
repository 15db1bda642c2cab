"""The three kinds of lists, by the word that stands on the import."""

from __future__ import annotations

from models.imports.checked import Kind
from models.imports.contracts import Contracts
from models.imports.residents import Residents
from models.imports.roles import Roles

KINDS: dict[str, Kind] = {"residents": Residents(), "contracts": Contracts(), "roles": Roles()}
