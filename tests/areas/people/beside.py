"""Buttons of a found person and of roles: they stand behind a talk, or on what staff are told."""

BESIDE = {
    "grid worker": (
        "t.record.{wang}", "t.for_them.{wang}", "t.let_family_act.{wang}", "t.my_roles",
        "t.role.{post}", "t.stand_in.{post}",
    ),
    "coordinator": (
        "t.record.{twin}", "t.twins.{twin}", "t.roles.0", "t.role.{stand_in_role}",
        "t.note_check.{tutor_role}",
    ),
}  # fmt: skip
