"""`make bench`: measure, check, print, judge by the bars, keep the numbers as JSON under build/.

Owns: the command line and the order of parts. Exit code 0 even when a bar is missed, since a busy machine misses bars;
`--strict` makes it 1. Exit code 2 when a program is missing, with one sentence.
"""

import argparse
import json
import os
import platform
import signal
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import msgspec

from bench import costs, exports, findings, memory, pg, write
from bench.bars import Bar, postgres_bars, write_bars
from bench.figures import Figure, figure, table
from bench.shim import Missing, require
from bench.write import CONNECTIONS, ECHOES, OURS, PEERS, Outcome

PARTS: Final = ("write", "pg", "memory", "exports", "findings")
TURN_S: Final = 1.5  #: between the end of one load and the start of the next, at most
LIMIT_S: Final = 2400.0  #: for starting, warming up, checking, 50,000 writes, exports of a million rows


def arguments(given: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("part", nargs="?", choices=PARTS, help="one part only; all without it")
    parser.add_argument(
        "--disk", action="store_true", help="the real file system instead of memory and 1-ms syncs"
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2.0, help="length of one cell")
    parser.add_argument("--json", type=Path, help="where to write the numbers")
    parser.add_argument("--strict", action="store_true", help="exit with 1 when a bar is missed")
    return parser.parse_args(given)


def main(given: list[str]) -> int:
    asked = arguments(given)
    parts = (asked.part,) if asked.part else PARTS
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that children are ended on the way out
    signal.signal(signal.SIGALRM, lambda *_: sys.exit("The bench took too long and has ended its servers."))
    cells = asked.rounds * (len(CONNECTIONS) * 5 + len(CONNECTIONS) * 2 + 2)
    signal.alarm(int(LIMIT_S + cells * (asked.seconds + TURN_S)))
    try:
        require("wrk", "wrk")
        found = {part: RUN[part](asked) for part in parts}
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 2
    bars = [bar for part in found.values() for bar in part["bars"]]
    print("\n" + "\n".join(bar.line() for bar in bars))
    keep(asked, found)
    return 1 if asked.strict and not all(bar.passed for bar in bars) else 0


def run_write(asked: argparse.Namespace) -> dict[str, Any]:
    """Over HTTP on SQLite, then what a row costs."""
    outcome = write.measure((OURS, *PEERS, *ECHOES), asked.rounds, asked.seconds, asked.disk)
    print(
        f"\nWrite path, SQLite, {'disk' if asked.disk else 'memory with 1-ms syncs'}; ratio: to the better peer"
    )
    print("; ".join(f"{name} {value}" for name, value in outcome.about.items()))
    figures = show(outcome, (OURS, *PEERS, *ECHOES), PEERS)
    spent = costs.measure(asked.rounds)
    print("\n" + costs.table(spent))
    return {
        "outcome": outcome,
        "figures": figures,
        "costs": spent,
        "bars": list(write_bars(outcome, asked.disk)),
    }


def run_pg(asked: argparse.Namespace) -> dict[str, Any]:
    outcome = pg.measure(asked.rounds, asked.seconds, asked.disk)
    print("\nWrite path, PostgreSQL; ratio: to a commit for each entry")
    figures = show(outcome, tuple(pg.ENGINES), ("each",)) + show(outcome, tuple(pg.OVER_HTTP), ("http-each",))
    return {"outcome": outcome, "figures": figures, "bars": list(postgres_bars(outcome))}


def run_memory(_asked: argparse.Namespace) -> dict[str, Any]:
    found = memory.measure()
    print("\n" + memory.line(found), *(f"\n  {fault}" for fault in found.faults))
    return {"memory": found, "bars": memory.bars(found)}


def run_exports(asked: argparse.Namespace) -> dict[str, Any]:
    found = exports.writers(asked.rounds, exports.ROWS)
    over = [
        exports.sent("xlsx", exports.ROWS),
        *(exports.sent(form, exports.MANY_ROWS) for form in ("csv", "xlsx")),
    ]
    print("\n" + exports.table(found, over))
    return {"writers": found, "over_http": over, "bars": list(exports.bars(found, over))}


def run_findings(_asked: argparse.Namespace) -> dict[str, Any]:
    """The list of findings at a million rows, against the bare driver reading the same rows."""
    lines = findings.measure()
    print("\n" + findings.table(lines))
    return {"figures": lines, "bars": list(findings.bars(lines))}


RUN: Final = {
    "write": run_write,
    "pg": run_pg,
    "memory": run_memory,
    "exports": run_exports,
    "findings": run_findings,
}


def show(outcome: Outcome, variants: Iterable[str], rivals: tuple[str, ...]) -> list[Figure]:
    """Print the table; a variant that failed its checks prints its faults and no figure."""
    figures = [
        one
        for connections in CONNECTIONS
        for name in variants
        if name not in outcome.faults and (one := figure(outcome.cells, name, connections, rivals))
    ]
    print(table(figures))
    for name, faults in outcome.faults.items():
        print(f"{name}: no figure, since {'; '.join(faults[:3])}")
    return figures


def keep(asked: argparse.Namespace, found: dict[str, Any]) -> None:
    """The numbers with what they depend on."""
    path = asked.json or Path("build") / f"bench-{asked.part or 'all'}{'-disk' if asked.disk else ''}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    run = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load": os.getloadavg(),
        "rounds": asked.rounds,
        "seconds": asked.seconds,
        "disk": asked.disk,
    }
    parts = {name: {**part, "bars": [verdict(bar) for bar in part["bars"]]} for name, part in found.items()}
    path.write_text(json.dumps(msgspec.to_builtins({"run": run, **parts}), ensure_ascii=False, indent=1))
    print(f"numbers: {path}")


def verdict(bar: Bar) -> dict[str, Any]:
    return {**msgspec.structs.asdict(bar), "passed": bar.passed}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
