"""Any JSON is answered or refused by every calculator, soon, and never with a crash."""

import json
import random
import time
from collections.abc import Iterator
from copy import deepcopy
from importlib.resources import files
from typing import Any

import pytest

from inspections.calculators import CALCULATORS, WrongInput

EXAMPLES = {
    name: (files("inspections.calculators") / "examples" / f"{name}.json").read_text("utf-8")
    for name in CALCULATORS
}
COUNT = 60  #: for each calculator
SOON_S = 30.0  #: an answer takes milliseconds; a machine may be slow, a hang is not
ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 2**64, 10**40, 10**5000, 1e308, 5e-324, -0.0, float("nan"), float("inf"), [], {}, [[]], [None],
    {"a": {}}, ["x"] * 70, "NaN", "sNaN", "-Infinity", "1e999999", "1e-999999", "0E-999999", "9" * 50, "9" * 100_000,
    "0." + "1" * 5000, "1_000", "１２", "\ud800", "\x00", "𠮷", "", "x" * 300, "2026-02-30", "0001-01-01", "9999-12-31",
    "9999-12-31T23:59:59-14:00", "2999-12", "2025-12..01", "2025", "kWh/", "//", "kJ/m³", "kgce", "electricity", "natural_gas",
    "compressed_air", "low_pressure_steam", "coal_gangue", "cement", "ready_mix_concrete",
)  # fmt: skip


def deep(levels: int) -> Any:
    inner: Any = []
    for _ in range(levels):
        inner = [inner]
    return inner


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, dict | list):
        for name in list(value) if isinstance(value, dict) else range(len(value)):
            yield value, name
            yield from places(value[name])


def mutant(name: str, rng: random.Random) -> Any:
    question = json.loads(EXAMPLES[name])
    for _ in range(rng.choice((1, 1, 2, 3))):
        holder, key = rng.choice(list(places(question)) or [({"": 0}, "")])
        match rng.randrange(6):
            case 0 if isinstance(holder, dict):
                del holder[key]
            case 1 if isinstance(holder, dict):
                holder[rng.choice((f"{key}x", "\ud800", ""))] = holder[key]
            case 2 if isinstance(holder, list):
                holder.extend(holder * rng.choice((1, 20)))
            case 3:
                holder[key] = rng.choice(
                    (rng.uniform(-1e6, 1e6), f"{rng.randrange(10**9)}e{rng.randrange(-40, 40)}")
                )
            case _:
                holder[key] = deepcopy(rng.choice(ODD))
    return question


def answered(name: str, question: Any) -> bool:
    """Whether it was answered rather than refused; either way it can be written as JSON."""
    try:
        told = CALCULATORS[name](question)
        assert told["steps"]
        return bool(json.dumps(told, ensure_ascii=False).encode())
    except WrongInput as refusal:
        assert refusal.errors
        assert all((fault.path + fault.message).encode() for fault in refusal.errors)
        return False


@pytest.mark.parametrize("name", sorted(CALCULATORS))
def test_a_mutant_of_the_example_is_answered_or_refused(name: str) -> None:
    rng, started = random.Random(20261122), time.monotonic()
    outcomes = {answered(name, mutant(name, rng)) for _ in range(COUNT)}
    assert False in outcomes
    assert time.monotonic() - started < SOON_S


@pytest.mark.parametrize("name", sorted(CALCULATORS))
@pytest.mark.parametrize(
    "question", [deep(100_000), {"items": deep(5000)}, {"\ud800": 1}, [], "x", None, 10**5000], ids=type
)
def test_what_is_no_question_at_all_is_refused(name: str, question: Any) -> None:
    assert not answered(name, question)


def test_a_list_longer_than_can_be_answered_soon_is_refused() -> None:
    item = {"energy": "diesel", "quantity": "3.5", "unit": "t"}
    with pytest.raises(WrongInput) as caught:
        CALCULATORS["energy"]({"period": "2025", "items": [item] * 2001})
    assert [(fault.path, fault.code) for fault in caught.value.errors] == [("items", "out-of-range")]
