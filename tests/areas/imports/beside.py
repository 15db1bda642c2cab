"""Buttons of lists: they stand on the desk's page of lists and on what is told of one."""

BESIDE = {
    "coordinator": (
        "t.lists", "t.list_empty", "t.list_bad.{faulty_list}.0", "t.list.{waiting_list}",
        "t.list.{applying_list}", "t.list.{undoing_list}", "t.list.{dropped_list}",
        "t.list_is.{asking_list}.residents", "t.list_take.{tried_list}",
        "t.list_back.{applied_list}", "t.list_drop.{tried_list}",
    ),
}  # fmt: skip
