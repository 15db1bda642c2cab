"""Buttons of one's bookings and of the roll."""

BESIDE = {
    "asker": (
        "t.bookings", "t.bookings_from.0", "t.booking.{place}", "t.booking.{numbered}",
        "t.booked_visit.{visit}", "t.change_place.{numbered}", "t.cancel_place.{place}",
        "t.cancel_late.{place}",
        "t.coming.{place}", "t.coming_visit.{visit}", "t.take_visit_offer.{visit}", "t.go_after_all.{slot}",
    ),
    "offered": ("t.booking.{offer}", "t.take_offer.{offer}"),
    "coordinator": (
        "t.rolls", "t.rolls_from.0", "t.roll.{tonight}.0.present", "t.roll.{tonight}.0.absent",
        "t.tick.{tonight}.0.present.{on_roll}.present", "t.tick_rest.{tonight}.0",
        "t.walk_in.{tonight}",
    ),
}  # fmt: skip
