"""A list is its sender's, and the administrators'; people of a place are taken out by its desk."""

from __future__ import annotations

from models.imports import exporting, queries
from tests.permissions.looks import DESK, MANY, look

SENDER = frozenset({"coordinator"})
OF_THE_LIST = frozenset({"coordinator", "admin"})

look(queries.my_import, OF_THE_LIST)(
    lambda t, work: queries.my_import(work, t["tried_list"]).id > 0
)
look(queries.my_imports, SENDER)(
    lambda t, work: t["tried_list"] in {one.id for one in queries.my_imports(work, MANY)}
)
look(queries.rows_of, OF_THE_LIST)(
    lambda t, work: bool(queries.rows_of(work, t["faulty_list"], 0, MANY, refused=True))
)
look(exporting.contracts_after, DESK)(
    lambda t, work: (
        t["signed_there"] in {one.id for one in exporting.contracts_after(work, "yangguang", 0)}
    )
)
look(exporting.residents_after, DESK)(
    lambda t, work: t["wang"] in {one.id for one in exporting.residents_after(work, "yangguang", 0)}
)
look(exporting.place_of_export, SENDER)(
    lambda t, work: exporting.place_of_export(work, t["export"]) == "yangguang"
)

_COMMAND = "a command calls it, behind the gate"
_KEEPER = "the keeper of lists calls it, for a list that a command has released"
BEHIND = {
    "imports.commands.import_row": _COMMAND,
    "imports.exporting.export_kind": "what the acting person may take out; nothing about a person",
    "imports.exporting.my_export_places": "the acting person's own places",
    "imports.senders.my_places": "the acting person's own places",
    "imports.senders.places_of": "the places of somebody in hand",
    "imports.senders.sends_tables": "one bit about the account that asks",
    **dict.fromkeys(
        (
            "imports.chunks.apply_chunk", "imports.chunks.count", "imports.chunks.stage",
            "imports.chunks.undo_chunk", "imports.claims.any_free", "imports.claims.applied",
            "imports.claims.ask_what", "imports.claims.claim", "imports.claims.forget_rows",
            "imports.claims.refuse_file", "imports.claims.renew", "imports.claims.tried",
            "imports.claims.try_later", "imports.claims.undo_all", "imports.claims.undone",
            "imports.homes.forget_home", "imports.homes.home_for", "imports.judging.judged",
            "imports.judging.scope_of", "imports.matching.known", "imports.people.add_guardian",
            "imports.people.add_person", "imports.people.change_person",
            "imports.people.undo_person", "imports.residents.today",
        ),
        _KEEPER,
    ),
}  # fmt: skip
