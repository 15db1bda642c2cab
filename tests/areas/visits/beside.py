"""Buttons of the doctors' list of the day, and of a visit that was brought by a worker."""

BESIDE = {
    "he": (
        "t.visits_today.0", "t.visit_open.{visit}", "t.visit_mark.{visit}.arrived",
        "t.visit_postpone.{visit}", "t.visit_how.1.c",
    ),
    "asker": ("t.visit_move.{visit}", "t.visit_off.{visit}", "t.visit_known"),
}  # fmt: skip
