"""Buttons that stand on messages of their own moment."""

BESIDE = {
    "coordinator": (
        "t.notice_new", "t.notices.0", "t.notice.{notice}", "t.notice.{notice_paused}",
        "t.notice_change.{notice_ready}", "t.notice_later.{notice_ready}",
        "t.notice_whom.{notice_ready}", "t.notice_try.{notice_ready}", "t.notice_drop.{notice_ready}",
        "t.notice_send.{notice_ready}", "t.notice_again.{notice_ready}",
        "t.notice_loud.{notice_ready}.0", "t.notice_held.{notice_ready}.1",
        "t.notice_ask.{notice_waiting}", "t.notice_yes.{notice_waiting}", "t.notice_no.{notice_waiting}",
        "t.notice_pause.{notice}", "t.notice_on.{notice_paused}", "t.notice_stop.{notice}",
        "t.notice_end.{notice}", "t.notice_correct.{notice}", "t.notice_keep.{notice_ready}",
        "t.notice_saved", "t.notice_use.{notice_template}", "t.notice_from.{notice_template}",
        "t.notice_unkeep.{notice_template}",
    ),
    "asker": (
        "t.notice_know.{notice}", "t.notice_help.{notice}", "t.topics", "t.topic_off.weather",
        "t.topic_on.weather",
    ),
}  # fmt: skip
