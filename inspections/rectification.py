"""Rectification (整改销号): the one table of steps, (state, step, level) → next state, who, what is needed.

Owns: reading reference/rectification_*.csv into frozen rows, and the questions everybody asks of them. There is no second
copy of the table: the ledger's rule (steps.py), the steps a page offers, docs/reference/rectification.md and the tests
are all printed from here. Does not own what a need looks at (guards.py). Source: domain.md §5; the tables' own sources.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from msgspec import Struct

from inspections.reference import table

LEVELS: Final = ("central", "provincial", "city", "county", "self")
RESERVED: Final = ("central", "provincial")  #: only their own inspection office agrees to closing them
FULL_WIDTH: Final = str.maketrans(",;:()", "，；：（）")  #: the tables are typed with plain signs


class State(Struct, frozen=True):
    """Where a finding may stand."""

    key: str
    name: str
    type: str  #: open · fixed · closed
    initial: bool
    resting: bool  #: false for a label a step sets (退回、延期)
    paper: str  #: the paper that belongs to it
    meaning: str
    source: str
    confidence: str


class Need(Struct, frozen=True):
    """Something a step asks for."""

    key: str
    name: str
    explanation: str  #: the sentence a refusal shows


class Row(Struct, frozen=True):
    """One step from one state, for some levels."""

    state: str
    step: str
    name: str
    to: str
    who: str  #: the role that takes it
    needs: tuple[str, ...]
    levels: tuple[str, ...]
    marks: str  #: returned · extended · reopened, or ""
    effect: str
    source: str
    confidence: str


@cache
def states() -> Mapping[str, State]:
    """Every state and label by its key."""
    found = (
        State(
            key=row["key"],
            name=row["name_zh"],
            type=row["type"],
            initial=row["initial"] == "yes",
            resting=row["resting"] == "yes",
            paper=row["paper"],
            meaning=row["meaning_zh"].translate(FULL_WIDTH),
            source=row["source"],
            confidence=row["confidence"],
        )
        for row in table("rectification_states")
    )
    return {state.key: state for state in found}


@cache
def needs() -> Mapping[str, Need]:
    """Every need by its key."""
    rows = table("rectification_needs")
    return {
        row["key"]: Need(row["key"], row["name_zh"], row["explanation_zh"].translate(FULL_WIDTH))
        for row in rows
    }


@cache
def rows() -> tuple[Row, ...]:
    """The table, in its own order."""
    return tuple(
        Row(
            state=row["from"],
            step=row["step"],
            name=row["name_zh"],
            to=row["to"],
            who=row["who"],
            needs=tuple(row["needs"].split(";")),
            levels=tuple(row["levels"].split(";")),
            marks=row["marks"],
            effect=row["effect_zh"].translate(FULL_WIDTH),
            source=row["source"],
            confidence=row["confidence"],
        )
        for row in table("rectification_steps")
    )


@cache
def steps() -> Mapping[str, str]:
    """Step → its Chinese name where one word serves all its rows, else the first."""
    return {row.step: row.name for row in reversed(rows())}


def allowed(state: str, level: str) -> Iterator[Row]:
    """The steps from a state at a level, whoever takes them."""
    return (row for row in rows() if row.state == state and level in row.levels)


def row_of(state: str, step: str, level: str) -> Row | None:
    """The one answer for (state, step, level); None where there is no such step."""
    return next((row for row in allowed(state, level) if row.step == step), None)


@cache
def first_state() -> State:
    """The state every finding begins in."""
    return next(state for state in states().values() if state.initial)


@cache
def way(level: str) -> tuple[str, ...]:
    """The states of the shortest way from the first to 已销号 at a level: what a page shows as progress."""
    ways: list[tuple[str, ...]] = [(first_state().key,)]
    seen = {first_state().key}
    for path in ways:  # grows while it is walked: the shortest ways come first
        if path[-1] == "closed":
            return path
        for row in allowed(path[-1], level):
            if row.to not in seen and not row.marks:
                seen.add(row.to)
                ways.append((*path, row.to))
    raise LookupError(f"no way to closed at level {level}")
