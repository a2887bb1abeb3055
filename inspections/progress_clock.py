"""The monthly clock of a case (整改进展月报): while it is being put right, progress is due a month after the last.

Owns: when that clock starts, starts anew and ends with the steps of a finding. Does not own counting (deadlines.py) or steps
(steps.py). What a step did to it stands in its decision, so a rebuild asks neither the table nor the calendar.
Source: domain.md §5, reference/deadlines.csv (progress_report) [K].
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Final

import msgspec

from inspections import deadlines
from inspections.facts import At, Decision, Facts, Key
from inspections.facts import Row as ViewRow
from inspections.rectification import Row, rows

CLOCK: Final = "progress_report"


@cache
def reporting() -> frozenset[str]:
    """The states in which progress is reported."""
    return frozenset(row.state for row in rows() if row.step == "progress")


def needs(finding: str) -> Iterator[Key[Any]]:
    """What the effects look at."""
    return deadlines.needs_of_rows(finding, CLOCK)


def asks(book: str) -> Iterator[Key[Any]]:
    """What only judging looks at."""
    return deadlines.needs(book, CLOCK)


def settled(found: Row, facts: Facts, book: str, today: str) -> dict[str, Any]:
    """For the decision: the clock as it starts now, None where it ends, nothing where it runs on or there is none."""
    before, after = found.state in reporting(), found.to in reporting()
    if after and (found.step == "progress" or not before):
        return {"progress": msgspec.to_builtins(deadlines.due(facts, book, CLOCK, today))}
    return {"progress": None} if before and not after else {}


def effects(decision: Decision, finding: str, day: str, facts: Facts, at: At) -> Iterable[ViewRow]:
    if "progress" not in decision.said:
        return ()
    if decision["progress"]:
        return deadlines.starts(decision["progress"], finding, facts, at)
    return deadlines.ends(finding, CLOCK, day, facts, at)
