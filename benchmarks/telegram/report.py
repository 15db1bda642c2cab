"""The tables."""

from __future__ import annotations

import math
from collections.abc import Mapping
from statistics import median

from benchmarks.measure import MILLI, say
from benchmarks.telegram.bots import AIOGRAM, DURABLE, FLOOR, OURS, TALK_ONLY
from benchmarks.telegram.killing import Loss
from benchmarks.telegram.rounds import Rounds

RATIO = 2.0
PACED_P95 = 15.0
DRIVER = 0.8
_HEAD = (
    f"  {'':<16}{'upd/s':>7}{'CPU ms':>8}{'HTTP/upd':>9}{'calls/upd':>10}"
    f"{'p50 ms':>8}{'p95':>7}{'p99':>7}{'peak MB':>8}  durable  all rounds"
)


def throughput(latency: float, found: Mapping[str, Rounds], peaks: Mapping[str, float]) -> None:
    say(f"\n{latency * MILLI:.0f} ms latency, everybody as fast as it goes", _HEAD)
    for name, rounds in found.items():
        say(_line(name, rounds, peaks[name]))
    busy = max(one.busy for one in found[FLOOR].rounds)
    say(
        f"  the driver and the fake used {busy:.0%} of their core for the floor (most: {DRIVER:.0%})"
    )
    for name in (TALK_ONLY, OURS):
        if AIOGRAM in found:
            _ratio(name, found[name], found[AIOGRAM], judged=latency > 0)


def _line(name: str, rounds: Rounds, peak: float) -> str:
    http = sum(sum(one.calls.values()) for one in rounds.rounds)
    seen = http + sum(one.callbacks for one in rounds.rounds)
    cpu = rounds.each_update(sum(one.cpu for one in rounds.rounds)) * MILLI
    each = " ".join(f"{one.rate:.0f}" for one in rounds.rounds)
    return (
        f"  {name:<16}{median(one.rate for one in rounds.rounds):7.0f}{cpu:8.2f}"
        f"{rounds.each_update(http):9.2f}{rounds.each_update(seen):10.2f}"
        f"{_ms(rounds.latency(0.5)):>8}{_ms(rounds.latency(0.95)):>7}{_ms(rounds.latency(0.99)):>7}"
        f"{peak:8.0f}  {DURABLE.get(name, 'no'):<7}  {each}"
    )


def _ratio(name: str, ours: Rounds, peer: Rounds, *, judged: bool) -> None:
    each = [a.rate / b.rate for a, b in zip(ours.rounds, peer.rounds, strict=True) if b.rate]
    ratio = median(each)
    verdict = f" target {RATIO:g}: {_holds(ratio >= RATIO)}" if judged else ""
    of = " ".join(f"{one:.2f}" for one in each)
    cheaper = median(b.each / a.each for a, b in zip(ours.rounds, peer.rounds, strict=True))
    say(
        f"  {name} / {AIOGRAM}: {ratio:.2f} times (rounds {of}){verdict}",
        f"    by CPU of an update, which neighbours on the core do not touch: {cheaper:.2f} times",
    )


def pacing(found: Mapping[str, Rounds]) -> None:
    say(
        "\n0 ms latency, everybody once a second",
        f"  {'':<16}{'upd/s':>7}{'CPU ms':>8}{'p50 ms':>8}{'p95':>7}{'p99':>7}  still waiting",
    )
    for name, rounds in found.items():
        cpu = rounds.each_update(sum(one.cpu for one in rounds.rounds)) * MILLI
        rate = median(one.rate for one in rounds.rounds)
        p95 = rounds.latency(0.95)
        verdict = f"  p95 ≤ {PACED_P95:g}: {_holds(p95 <= PACED_P95)}" if name in DURABLE else ""
        say(
            f"  {name:<16}{rate:7.0f}{cpu:8.2f}{rounds.latency(0.5):8.1f}{p95:7.1f}"
            f"{rounds.latency(0.99):7.1f}  {sum(one.late for one in rounds.rounds)}{verdict}"
        )


def losses(people: int, found: Mapping[str, Loss]) -> None:
    say(
        f"\n{people:,} people at once, killed in the middle, started again",
        f"  {'':<16}{'answered 200':>13}{'no reply ever':>15}{'not kept':>10}{'talks open':>12}"
        f"{'that did not go on':>20}",
    )
    for name, loss in found.items():
        gone = "all" if loss.missing is None else str(loss.missing)
        say(
            f"  {name:<16}{loss.answered:13}{loss.silent:15}{gone:>10}{loss.open:12}{loss.ended:20}"
            + (
                f"  {_holds(not (loss.silent or loss.missing or loss.ended))}"
                if name == OURS
                else ""
            )
        )


def _ms(figure: float) -> str:
    return "late" if math.isinf(figure) else f"{figure:.0f}"


def _holds(whether: bool) -> str:  # noqa: FBT001 - a word for a fact
    return "holds" if whether else "does not hold"
