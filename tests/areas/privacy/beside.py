"""Buttons that stand on screens of their own moment: in a talk, or on somebody's record."""

from __future__ import annotations

BESIDE = {
    "asker": ("t.read_purpose.health", "t.what_stays", "t.agree_to.health.0"),
    "grid worker": ("t.report_gone.{still_here}", "t.undo_gone.{moved}"),
}
