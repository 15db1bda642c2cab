"""Whose screens of the talks about the after-school room are looked at."""

from __future__ import annotations

from tests.words.talking import Walk

WALKS = {
    "enrol": Walk("st_new"),
    "station_days": Walk("st_there", lambda t: (t["st_sign_up_there"],)),
    "station_who": Walk("st_there", lambda t: (t["st_sign_up_there"],)),
    "station_off": Walk("st_there", lambda t: (t["st_sign_up_there"],)),
    "station_code": Walk("st_tutor", lambda t: (t["st_pickup_matched"],)),
}
