"""What is kept, and how many doors there are, is for those who may send there."""

from __future__ import annotations

from models.audiences import queries
from tests.permissions.looks import DESK, look

ALL_DESKS = DESK | {"coordinator elsewhere", "coordinator of another street"}

look(queries.places_to_send, DESK)(
    lambda t, work: t.town.place("yangguang") in queries.places_to_send(work)
)
look(queries.own_places, ALL_DESKS)(lambda _t, work: bool(queries.own_places(work)))
look(queries.doors_at, DESK)(lambda _t, work: queries.doors_at(work, "yangguang") > 0)
look(queries.kept_audiences, DESK)(
    lambda t, work: t["kept_audience"] in {one.id for one in queries.kept_audiences(work)}
)
look(queries.kept_for, DESK)(
    lambda t, work: t["kept_audience"] in {one.id for one in queries.kept_for(work, "yangguang")}
)
look(queries.kept_audience, DESK)(
    lambda t, work: queries.kept_audience(work, t["kept_audience"]).place_id == "yangguang"
)
look(queries.audience_of, DESK)(
    lambda t, work: queries.audience_of(work, t["notice_ready"])[0] == "yangguang"
)
look(queries.programmes_coming, DESK)(
    lambda t, work: t["lecture"] in {one.id for one in queries.programmes_coming(work, "yangguang")}
)

_SQL = "a piece of SQL; the query around it counts for the clock"
BEHIND = {
    "audiences.selecting.meant": _SQL,
    "audiences.selecting.belongs": _SQL,
    "audiences.selecting.role_holders": _SQL,
    "audiences.selecting.grids_meant": "grids of the town; nothing about a person",
}
