"""What was sent, and the words that are kept, are for those who may send there; a notice's picture also
for whoever it is for."""

from __future__ import annotations

from models.notices import files, queries, topics
from tests.permissions.looks import ASKER, DESK, MANY, look

ALL_DESKS = DESK | {"coordinator elsewhere", "coordinator of another street"}

look(queries.places_of_mine, ALL_DESKS)(lambda _t, work: bool(queries.places_of_mine(work)))
look(queries.notice_of, DESK)(
    lambda t, work: queries.notice_of(work, t["notice"]).id == t["notice"]
)
look(queries.my_notices, DESK)(
    lambda t, work: t["notice"] in {one.id for one in queries.my_notices(work, 0, MANY)}
)
look(queries.templates_of, DESK)(
    lambda t, work: (
        t["notice_template"] in {one.id for one in queries.templates_of(work, "yangguang")}
    )
)
look(queries.template_of, DESK)(
    lambda t, work: queries.template_of(work, t["notice_template"]).id == t["notice_template"]
)
BEHIND_THE_DOORS = ASKER | {
    "resident of the place", "asker of another case", "newcomer by a card", "offered", "taker"
}  # fmt: skip
"""Whoever lives where the notice of this town went."""
look(files.picture_of_notice, DESK | BEHIND_THE_DOORS)(
    lambda t, work: (
        files.picture_of_notice(work, work.actor.person_id, t["notice_picture"]) is not None
    )
)
look(topics.my_topics, ASKER)(lambda _t, work: any(not on for _topic, on in topics.my_topics(work)))

_GATE = "a command calls it, behind the gate"
_CLOCK = "the clock's, about whole notices"
_SENDER = "the sender asks it of those it has in its hands"
BEHIND = {
    **dict.fromkeys(
        (
            "notices.agreeing.who_may_agree", "notices.agreeing.ask_to_agree",
            "notices.agreeing.can_be_asked",
            "notices.drafting.takes_a_while", "notices.running.locked", "notices.running.path_of",
            "notices.running.writer_of", "notices.running.kind_named",
            "notices.sending.needs_agreeing", "notices.sending.held_past_use",
            "notices.sending.correction_held",
            "notices.queries.may_send_at", "notices.queries.file_of",
            "notices.queries.goes_with",
        ),
        _GATE,
    ),
    **dict.fromkeys(
        (
            "notices.clockwork.in_hand", "notices.clockwork.next_step",
            "notices.correcting.edit_some",
            "notices.drafting.forget_some", "notices.drafting.tell_counted",
            "notices.drafting.file_waits", "notices.reckoning.reckon", "notices.files.claim_file",
            "notices.files.keep_piece", "notices.files.keep_file", "notices.files.reject_file", "notices.files.try_file_later",
            "notices.reach.ways_of_doors", "notices.reach.ways_of_people",
            "notices.reach.family_of", "notices.reach.agreements_to_copies",
        ),
        _CLOCK,
    ),
    "notices.hearing.may_hear": _SENDER,
    **dict.fromkeys(
        ("notices.files.piece_ids", "notices.files.piece_of"), "of a file that a limited one has found"
    ),
    "photos.showing.picture_for": "asks the limited ones",
}  # fmt: skip
