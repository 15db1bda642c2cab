"""``python -m bot`` and the installed ``doorstep``: one door, so that both behave the same."""

from __future__ import annotations

from bot.cli.door import main

if __name__ == "__main__":
    main()
