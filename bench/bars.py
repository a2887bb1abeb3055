"""The bars: what the write path has to reach, in one table, and whether it does.

Owns: the numbers. Source: notes of the design trial, kept in docs/design/0006-benchmarks.md. A bar without a measured
value (its variant failed its checks, or was not run) is not passed.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from msgspec import Struct

from bench.figures import figure, over_rounds, p99_share
from bench.write import OURS, PEERS, Outcome


class Bar(Struct, frozen=True):
    """One bar and what was measured."""

    name: str
    bound: float
    value: float | None
    at_least: bool = True  #: False: at most

    @property
    def passed(self) -> bool:
        if self.value is None:
            return False
        return self.value >= self.bound if self.at_least else self.value <= self.bound

    def line(self) -> str:
        sign, value = "≥" if self.at_least else "≤", "none" if self.value is None else f"{self.value:.3g}"
        return f"{'pass' if self.passed else 'MISS'}  {self.name}: {value} ({sign} {self.bound:g})"


#: connections → least ratio to the better peer
SHIM: Mapping[int, float] = {64: 18, 16: 15, 1: 4.5}
DISK: Mapping[int, float] = {64: 14, 16: 13, 1: 6}
SYNCS: Mapping[int, float] = {16: 0.22, 64: 0.08}  #: at most, per row
P99_SHARE = 1 / 8  #: of the peer's, at 64
ECHO_SHARE = 0.5  #: of our own typed echo, at 64
GROUP: Mapping[int, float] = {64: 10, 16: 9}  #: group against per-request commit, PostgreSQL, at ledger level
GROUP_HTTP = 5.0  #: the same over HTTP at 64
RESIDENT_MB = 120.0  #: after 50,000 writes
GROWTH_PERCENT = 5.0  #: over the last half of them


def write_bars(outcome: Outcome, disk: bool) -> Iterator[Bar]:
    cells, sound = outcome.cells, sound_of(outcome)
    for connections, bound in (DISK if disk else SHIM).items():
        value = sound(partial(over_rounds, cells, OURS, connections, PEERS), OURS, *PEERS)
        yield Bar(f"{'disk' if disk else 'shim'}, ratio to the peer at {connections}", bound, value)
    for connections, bound in SYNCS.items():
        here = figure(cells, OURS, connections)
        value = sound(lambda here=here: here and here.syncs_per_row, OURS)
        yield Bar(f"syncs per row at {connections}", bound, value, at_least=False)
    share = sound(partial(over_rounds, cells, OURS, 64, PEERS, p99_share), OURS, *PEERS)
    yield Bar("p99 at 64, share of the peer's", P99_SHARE, share, at_least=False)
    echo = sound(partial(over_rounds, cells, OURS, 64, ("echo-typed",)), OURS, "echo-typed")
    yield Bar("share of our own typed echo at 64", ECHO_SHARE, echo)


def postgres_bars(outcome: Outcome) -> Iterator[Bar]:
    cells, sound = outcome.cells, sound_of(outcome)
    for connections, bound in GROUP.items():
        value = sound(partial(over_rounds, cells, "group", connections, ("each",)), "group", "each")
        yield Bar(f"PostgreSQL, group against per-request commit at {connections}", bound, value)
    value = sound(partial(over_rounds, cells, "http-group", 64, ("http-each",)), "http-group", "http-each")
    yield Bar("PostgreSQL over HTTP, the same at 64", GROUP_HTTP, value)


def sound_of(outcome: Outcome) -> Callable[..., float | None]:
    """Gives a value only when every variant behind it passed its checks."""

    def sound(value: Callable[[], float | None], *variants: str) -> float | None:
        return None if any(name in outcome.faults for name in variants) else value()

    return sound
