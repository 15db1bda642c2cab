"""Buttons of the doctors' list of what is due, and of a reminder that was tapped long after."""

BESIDE = {
    "he": (
        "t.care_team", "t.care_kinds", "t.care_list.overdue.0", "t.care_list.said.0",
        "t.care_open.{due_followed}", "t.care_open.{due_wang}", "t.care_health.{wang}",
        "t.care_end.{wang}.hypertension.ask", "t.care_done.{due_followed}.u",
        "t.care_go.{due_followed}",
    ),
    "asker": ("t.care_book.{due_wang}", "t.care_said.{due_wang}", "t.care_later.{due_wang}"),
}  # fmt: skip
