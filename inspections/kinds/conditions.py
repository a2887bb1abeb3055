"""Conditions of a checklist: `shown_if`, `fails_if` and the like, read into a value and judged on answers.

Owns: the grammar `key op value` joined by ` and ` / ` or ` (and binds tighter, no brackets), and what a
missing answer means. Does not own: which keys exist (checklist.py checks that), the law behind `@key`
(limits.py).
Source: reference data conventions, section steel_patrol.csv.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Final

from msgspec import Struct

#: an answer after reading: a choice, a number, or the choices of a multi
Value = str | Decimal | tuple[str, ...]
#: the value of a limit in force on the visit's day; None = no row may decide
Limit = Callable[[str], Decimal | None]


class ConditionError(ValueError):
    """A condition that does not follow the grammar; the text is in the message."""


class Comparison(Struct, frozen=True):
    """One `key op value`."""

    key: str  #: the question
    op: str  #: = != < > <= >= in has
    values: tuple[str, ...]  #: one value, or the choices a|b|c of `in` and `has`
    limit: str | None = None  #: row of parameters.csv or air_limits.csv that stands instead of a value


class Condition(Struct, frozen=True):
    """True when every comparison of at least one group is true."""

    any_of: tuple[tuple[Comparison, ...], ...]

    def comparisons(self) -> Iterator[Comparison]:
        for group in self.any_of:
            yield from group


COMPARISON: Final = re.compile(
    r"(?P<key>[a-z]\w*) (?P<op>=|!=|<|>|<=|>=|in|has) "
    r"(?:@(?P<limit>[a-z]\w*)|(?P<values>[\w.-]+(?:\|[\w.-]+)*))",
    re.ASCII,
)
LISTED: Final = frozenset({"in", "has"})
ORDER: Final[Mapping[str, Callable[[Decimal, Decimal], bool]]] = {
    "=": lambda answer, bound: answer == bound,
    "!=": lambda answer, bound: answer != bound,
    "<": lambda answer, bound: answer < bound,
    ">": lambda answer, bound: answer > bound,
    "<=": lambda answer, bound: answer <= bound,
    ">=": lambda answer, bound: answer >= bound,
}


@cache
def parse(text: str) -> Condition:
    """Read a condition; ConditionError names the part that cannot be read."""
    return Condition(
        tuple(tuple(_comparison(part) for part in group.split(" and ")) for group in text.split(" or "))
    )


def _comparison(part: str) -> Comparison:
    match = COMPARISON.fullmatch(part)
    if match is None:
        raise ConditionError(f"cannot read {part!r}: expected `key op value`")
    values = tuple((match["values"] or "").split("|")) if match["limit"] is None else ()
    comparison = Comparison(match["key"], match["op"], values, match["limit"])
    if comparison.op in LISTED and comparison.limit is not None:
        raise ConditionError(f"{part!r}: `{comparison.op}` takes choices, not a limit")
    if comparison.op not in LISTED and len(values) > 1:
        raise ConditionError(f"{part!r}: only `in` and `has` take several choices")
    return comparison


def holds(condition: Condition, answers: Mapping[str, Value], limit: Limit) -> bool:
    """Judge a condition.

    A comparison on a missing answer is false, `!=` included: silence says nothing. Were `running_state !=
    no_entry` true of an empty form, every group would open, and count as missing, before anyone has said
    that he is inside.
    """
    for group in condition.any_of:  # plain loops: this runs a hundred times per visit
        for part in group:
            answer = answers.get(part.key)
            if answer is None or not _compare(part, answer, limit):
                break
        else:
            return True
    return False


def _compare(part: Comparison, answer: Value, limit: Limit) -> bool:
    if isinstance(answer, str):  # most answers are choices
        if part.op == "!=":
            return answer not in part.values
        return part.op in ("=", "in") and answer in part.values
    if isinstance(answer, tuple):
        return part.op == "has" and not set(answer).isdisjoint(part.values)
    bound = Decimal(part.values[0]) if part.limit is None else limit(part.limit)
    return bound is not None and part.op in ORDER and ORDER[part.op](answer, bound)


def undecided(condition: Condition, answers: Mapping[str, Value], limit: Limit) -> tuple[str, ...]:
    """Limits that an answered question asks for while no row may decide (none in force, or U): 待核实."""
    return tuple(
        part.limit
        for part in condition.comparisons()
        if part.limit is not None and part.key in answers and limit(part.limit) is None
    )
