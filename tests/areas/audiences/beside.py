"""Buttons of what is kept."""

BESIDE = {
    "coordinator": (
        "t.kept_all.0", "t.kept_one.{kept_audience}", "t.drop_kept.{kept_audience}",
        "t.keep_whom.{notice_ready}",
    ),
}  # fmt: skip
