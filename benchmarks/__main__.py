"""All benchmarks, one after the other, each in a process of its own. Ends with 0 either way.

python -m benchmarks [--quick] [--profile] [help_flow] [memory] [growth] [town]
    [store] [telegram] [sessions] [sending]
"""

from __future__ import annotations

import argparse
import subprocess
import sys

ALL = {
    "help_flow": "CPU of a message of the help flow",
    "memory": "what the process holds",
    "growth": "from a thousand people to a million",
    "town": "341,300 people with their contracts, beside the small town",
    "sessions": "a term of bookings with reminders, and what is due among a million",
    "store": "what the store itself costs, in a thread and inline",
    "sending": "a notice to many: under Telegram's limits, without any, and how it is queued",
    "telegram": "the help flow over a webhook, beside what others would build it with",
}
FILES = {"sessions": "bookings"}
"""Where the file has another name."""
PROFILED = ("help_flow", "telegram")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("names", nargs="*", metavar="name", help=", ".join(ALL))
    options.add_argument("--quick", action="store_true", help="fewer rounds, smaller towns")
    options.add_argument("--profile", action="store_true", help="where a message's time goes")
    given = options.parse_args()
    unknown = set(given.names) - set(ALL)
    if unknown:
        options.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    for name in given.names or ALL:
        print(f"\n== {name}: {ALL[name]}", flush=True)
        flags = ["--quick"] if given.quick else []
        _run(name, *flags)
        if given.profile and name in PROFILED:
            _run(name, "--profile", *flags)


def _run(name: str, *flags: str) -> None:
    command = [sys.executable, "-m", f"benchmarks.{FILES.get(name, name)}", *flags]
    ended = subprocess.run(command, check=False)  # noqa: S603 - our own modules
    if ended.returncode:
        print(f"  {name} could not be run: it ended with {ended.returncode}", flush=True)


if __name__ == "__main__":
    main()
