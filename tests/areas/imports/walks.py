"""Whose screens of the talk about taking out a list are looked at."""

from __future__ import annotations

from tests.words.talking import Walk

WALKS = {"export_people": Walk("coordinator")}
