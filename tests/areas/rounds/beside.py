"""Buttons of a round, and of a result, that were tapped long after they were shown."""

BESIDE = {
    "grid worker": (
        "t.round.{round_notice}.0", "t.round_notes.{round_notice}.0", "t.round_door.{round_door}",
        "t.round_door.{round_ticked}", "t.round_tick.{round_door}.face",
        "t.round_tick.{round_door}.note", "t.round_tick.{round_ticked}.phone",
        "t.round_help.{round_door}", "t.round_help.{round_ticked}", "t.round_undo.{round_ticked}",
        "t.round_why.{round_ticked}.away", "t.round_why.{round_door}.no_answer",
    ),
    "coordinator": (
        "t.notice_who.{round_notice}", "t.notice_grid.{round_notice}.g03.0",
        "t.notice_give.{round_notice}", "t.notice_go.{round_notice}",
        "t.notice_not_yet.{round_notice}", "t.notice_result.{round_notice}",
        "t.notice_each.{round_notice}", "t.notice_how.{round_notice}.phone.0",
        "t.notice_how.{round_notice}.none.0", "t.notice_reply.{round_notice}",
        "t.notice_group.{round_notice}",
    ),
}  # fmt: skip
