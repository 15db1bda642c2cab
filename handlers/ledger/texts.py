"""Words about somebody's categories. Workers of their place read them, and nobody else."""

from __future__ import annotations

from bot.dialogue.say import _

LEDGER = _("台账类别")
WHY_LOOK = _("核对台账")
WHICH = _("{who}：在哪几类？点一下勾上，再点去掉。")
ONLY_FOR = _("只用来走访和挑人发通知，别的屏上都不写。")
NEXT = _("往下看")
PREVIOUS = _("往回看")
