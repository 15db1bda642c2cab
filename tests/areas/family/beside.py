"""Buttons of a question that few are asked."""

BESIDE = {
    "resident of the place": ("t.more_yes.{more}.help", "t.more_no.{more}.help"),
}
