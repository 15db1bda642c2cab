"""Buttons of the team's lists, and of a contract that has to follow its resident."""

BESIDE = {
    "he": (
        "t.doctor_team", "t.doctor_list.to_sign.0", "t.doctor_houses.to_sign.0",
        "t.doctor_house.to_sign.0.0.0",
    ),
    "asker": ("t.change_team", "t.stay_with_team"),
}  # fmt: skip
