"""Whose screens of the talks about contracts are looked at."""

from __future__ import annotations

from tests.words.talking import Walk

WALKS = {
    "sign": Walk("stranger"),
    "renew": Walk("resident of the place"),
    "change_package": Walk("asker"),
    "end_contract": Walk("asker"),
}
