"""The full counts: python -m tests.long [PART …] [--list] [--again].

Owns: running parts one after the other and keeping what each came to under docs/evidence/. A part that was run on this
very code and held is not run again, so a stopped run goes on where it was. Does not own any part (parts.py). Exit 1
when a part does not hold.
"""

import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from tests.long.parts import PARTS, Outcome, Part

EVIDENCE = Path("docs/evidence")
CODE = ("api", "inspections", "tests", "requirements")


class Evidence(msgspec.Struct, kw_only=True):
    """One file of docs/evidence/."""

    part: str
    commit: str  #: the last that touched the code
    changed: bool  #: were there changes beside that commit?
    seed: int
    began: str
    seconds: float
    holds: bool
    counts: dict[str, object]


def commit() -> str:
    return git("log", "-1", "--format=%H", "--", *CODE)


def git(*command: str) -> str:
    return subprocess.run(["git", *command], check=True, capture_output=True, text=True).stdout.strip()


def kept(part: Part) -> Evidence | None:
    file = EVIDENCE / f"{part.name}.json"
    return msgspec.json.decode(file.read_bytes(), type=Evidence) if file.is_file() else None


def done(part: Part) -> bool:
    """Was it run on this very code, and did it hold?"""
    found = kept(part)
    return found is not None and found.holds and found.commit == commit()


def run(part: Part) -> Evidence:
    began, clock = datetime.now(UTC), time.monotonic()
    before, changed = commit(), bool(git("status", "--porcelain", "--", *CODE))
    outcome: Outcome = part.run(part.seed)
    return Evidence(
        part=part.name,
        commit=before,
        changed=changed,
        seed=part.seed,
        began=began.isoformat(timespec="seconds"),
        seconds=round(time.monotonic() - clock, 1),
        holds=outcome.holds,
        counts=outcome.counts,
    )


def keep(evidence: Evidence) -> None:
    EVIDENCE.mkdir(parents=True, exist_ok=True)
    text = msgspec.json.format(msgspec.json.encode(evidence), indent=2) + b"\n"
    (EVIDENCE / f"{evidence.part}.json").write_bytes(text)


def main(arguments: list[str]) -> int:
    """Run the named parts, or all; the number of parts that do not hold decides the exit code."""
    names = [one for one in arguments if not one.startswith("--")]
    parts = [part for part in PARTS if not names or part.name in names]
    failed = 0
    for part in parts:
        if "--list" in arguments:
            print(f"{'done' if done(part) else 'open'}  {part.name}: {part.about}")
            continue
        if done(part) and "--again" not in arguments:
            continue
        evidence = run(part)
        keep(evidence)
        print(f"{part.name}: holds={evidence.holds} {evidence.seconds} s {evidence.counts}", flush=True)
        failed += not evidence.holds
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
