"""An agreement is seen by the two it is between, a child by those who answer for it."""

from __future__ import annotations

from models.family import more, queries
from tests.permissions.looks import ASKER, MANY, OFFERED, TAKER, look

look(queries.whom_i_may_act_for, TAKER)(
    lambda t, work: (
        t["kid"] in {one.person_id for one in queries.whom_i_may_act_for(work, "visits")}
    )
)
look(queries.my_agreement, ASKER | OFFERED)(
    lambda t, work: queries.my_agreement(work, t["asked"]).id > 0
)
look(queries.my_proxies, ASKER)(
    lambda t, work: t["asked"] in {one.id for one in queries.my_proxies(work)}
)
look(queries.whom_i_act_for, OFFERED)(
    lambda t, work: t["asked"] in {one.id for one in queries.whom_i_act_for(work)}
)
look(more.already_agreed, frozenset())(lambda t, work: bool(more.already_agreed(work, t["yu"])))
look(queries.witnessed, frozenset())(lambda t, work: queries.witnessed(work, t["asked"]).id > 0)
look(queries.done_for_me, ASKER)(
    lambda t, work: t["act"] in {act.id for act in queries.done_for_me(work, MANY)}
)
look(queries.my_act, ASKER)(lambda t, work: queries.my_act(work, t["act"]).id > 0)
look(queries.my_children, TAKER)(
    lambda t, work: t["kid"] in {one.id for one in queries.my_children(work)}
)
look(queries.my_child, TAKER)(lambda t, work: queries.my_child(work, t["kid"]).id > 0)
look(queries.home_mates, TAKER)(
    lambda t, work: t["uncle"] in {one for one, _ in queries.home_mates(work, t["kid"])}
)

_COMMAND = "a command calls it, behind the gate"
_NAMED = "a name for somebody the caller has in hand by a limited query or a telling"
BEHIND = {
    **dict.fromkeys(
        (
            "family.acts.act_of", "family.agreeing.agree", "family.agreeing.agreement_of",
            "family.agreeing.check_pair", "family.agreeing.check_until",
            "family.agreeing.checked_purposes", "family.agreeing.closes_circle",
            "family.agreeing.current", "family.agreeing.end", "family.agreeing.in_turn",
            "family.agreeing.ledger", "family.guardians.child_of",
            "family.guardians.guardians_now", "family.leaving.leave",
            "family.leaving.let_go", "family.guardians.note_consent", "family.kin.bound",
            "family.kin.note_kin", "family.proxies.end_agreement", "family.proxies.new_agreement", "family.proxies.end_all",
            "family.invites.invite_of", "family.invites.use_up",
        ),
        _COMMAND,
    ),
    "family.agreeing.path_of": "the path of a place, for the gate itself; nothing about a person",
    "family.agreeing.today": "the day in the town",
    "family.kin.kin_word": "what two people are to each other, named by who has both in hand",
    "family.queries.name_of": _NAMED,
    "family.queries.can_be_written_to": "one bit about somebody the caller has in hand",
}  # fmt: skip
