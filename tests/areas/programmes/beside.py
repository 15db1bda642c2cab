"""Buttons of a doctor's plans, and of the days beyond the first page."""

BESIDE = {
    "coordinator": (
        "t.plans.0", "t.all_plans.0", "t.meeting.{lecture_day}", "t.meeting.{free_clinic_time}",
        "t.one_time.{lecture_day}", "t.more_places.{lecture_day}", "t.extra_session.{lecture_day}",
        "t.end_programme.{lecture_day}", "t.cancel_session.{lecture_day}.one",
        "t.times.{free_clinic_time}.0",
    ),
    "asker": (
        "t.moved_keep.{booking_moved}", "t.moved_change.{booking_moved}",
        "t.moved_off.{booking_moved}", "t.moved_to.{booking_moved}.{lecture_day}",
        "t.visit_moved_keep.{visit}", "t.visit_moved_change.{visit}", "t.visit_moved_off.{visit}",
        "t.visit_moved_to.{visit}.{time_free}", "t.visit_off_to.{visit}.{time_free}",
    ),
    "resident of the place": ("t.off_to.{booking_off}.{lecture_day}", "t.off_known"),
}  # fmt: skip
