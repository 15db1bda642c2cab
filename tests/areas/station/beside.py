"""Buttons of screens of their own moment: at the station, and while a child is there."""

BESIDE = {
    "coordinator": (
        "t.station_today", "t.station_roll.{st_session}", "t.station_here.{st_session}.0",
        "t.station_coming_list.{st_session}.0", "t.station_in.{st_booking_later}.0",
        "t.station_in_undo.{st_booking_there}", "t.station_out.{st_pickup_there}",
        "t.station_out_undo.{st_pickup_gone}", "t.station_not_parent.{st_pickup_gone}",
        "t.station_took.{st_pickup_there}.{st_by_grandma_there}",
        "t.station_door.{st_pickup_matched}", "t.station_codes",
        "t.station_code.{st_pickup_matched}", "t.station_hand.{st_pickup_matched}",
        "t.station_not_them.{st_pickup_matched}", "t.station_stay.{st_pickup_there}",
        "t.station_go.{st_pickup_there}", "t.station_stay_instead.{st_pickup_leaving}",
        "t.station_lead.{st_pickup_there}",
        "t.station_let.{st_pickup_there}.{st_by_grandma_there}",
    ),
    "st_there": (
        "t.childs_things", "t.station", "t.station_mine.{st_sign_up_there}",
        "t.station_leave.{st_sign_up_there}", "t.station_leaves.{st_sign_up_there}",
        "t.station_days.{st_sign_up_there}", "t.station_who.{st_sign_up_there}",
        "t.station_off_day.{st_sign_up_there}", "t.station_on.{st_off}",
        "t.station_late.{st_pickup_there}", "t.station_late_by.{st_pickup_there}.30",
        "t.station_coming.{st_pickup_there}", "t.station_else.{st_pickup_there}",
        "t.station_send.{st_pickup_there}.{st_by_grandma_there}", "t.read_station",
        "t.station_off.{st_sign_up_there}.{st_session}",
        "t.station_lot.{st_sign_up_there}",
    ),
    "st_waits": (
        "t.station_mine.{st_sign_up_waits}",
        "t.station_there.{st_sign_up_waits}.{st_programme}",
    ),
}  # fmt: skip
