"""Ways to what is kept about somebody, for the screens of other areas. Knows nothing of the talks
behind them."""

from __future__ import annotations

from bot.dialogue.book import tap_token
from bot.dialogue.say import _
from bot.dialogue.screen import Button

REPORT_GONE = _("人不在这儿了")
KEPT_OF_CHILD = _("记着孩子什么")


def gone_button(person_id: int) -> Button:
    """For the record of a person, and for the screen of somebody one acts for."""
    return Button(REPORT_GONE, tap_token("report_gone", person_id), style="small")


def childs_data_button(child_id: int) -> Button:
    """What is kept about one's own child."""
    return Button(KEPT_OF_CHILD, f"w.{child_id}.t.about_me", style="small")
