"""Thirty seeded slips in energy records: slips of units, a wrong basis, stock below nothing, columns swapped.

At least 28 are caught, by refusal or by a notice, with the field's place and a message that says what is meant; thirty
clean records raise at most one alarm.
"""

import copy
from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any
from uuid import uuid4

import pytest

from inspections.demo import energy
from inspections.demo.energy import number
from inspections.demo.places import enterprise_bodies
from inspections.facts import Refusal
from inspections.ledger import Created
from tests.ledger.county import NOW, found, write

pytestmark = pytest.mark.anyio
MADE = {"made_at": NOW.isoformat()}
Body = dict[str, Any]
Seeded = tuple[str, str, Callable[[Body], None]]  #: name, place that must be named, what goes wrong


def plain(value: float) -> str:
    """As a person writes it, without an exponent."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


def times(part: str, factor: int | float, energy_no: int, *fields: str) -> Callable[[Body], None]:
    """The same digits in another unit: every value of some quantities of one energy."""

    def slip(body: Body) -> None:
        for name in (part, *fields):
            one = body["energies"][energy_no][name]
            one |= {which: plain(float(one[which]) * factor) for which in ("reported", "verified")}

    return slip


def put(place: str, value: Any) -> Callable[[Body], None]:
    def slip(body: Body) -> None:
        node: Any = body
        *above, last = place.split(".")
        for name in above:
            node = node[int(name)] if isinstance(node, list) else node[name]
        node[int(last) if isinstance(node, list) else last] = value

    return slip


def swapped(energy_no: int, one: str, other: str) -> Callable[[Body], None]:
    def slip(body: Body) -> None:
        use = body["energies"][energy_no]
        use[one], use[other] = use[other], use[one]

    return slip


def declared(first: str, second: str) -> Callable[[Body], None]:
    def slip(body: Body) -> None:
        body["declared"] = {
            "tce_calorific": number(first, "205-1", "form_205_1"),
            "tce_equivalent": number(second, "205-1", "form_205_1"),
        }

    return slip


KWH, M3, KG = 10_000, 10_000, 1_000
#: energies of the audit: 0 electricity, 1 natural gas, 2 raw coal, 3 diesel, 4 heat, 5 LPG
IN_AUDITS: tuple[Seeded, ...] = (
    ("kWh as 万kWh", "energies.0.consumed", times("consumed", KWH, 0, "purchased")),
    ("m³ as 万m³ (T07)", "energies.1.consumed", times("consumed", M3, 1, "purchased")),
    ("kg as t of coal", "energies.2.purchased", times("purchased", KG, 2)),
    ("kg as t of diesel", "energies.3.consumed", times("consumed", KG, 3, "purchased")),
    ("MJ as GJ", "energies.4.consumed", times("consumed", 1000, 4, "purchased")),
    ("kg as t of LPG", "energies.5", times("consumed", KG, 5, "purchased")),
    ("万t as t", "energies.2.consumed", times("consumed", 0.0001, 2)),
    ("万kWh in MWh, cost left", "energies.0.cost", times("consumed", 10, 0, "purchased")),
    ("electricity in t", "energies.0.in_unit", put("energies.0.in_unit", "t")),
    ("gas in 万kWh", "energies.1.in_unit", put("energies.1.in_unit", "万kWh")),
    ("coefficient per m³", "energies.1.coefficient", put("energies.1.coefficient.in_unit", "tce/m³")),
    ("cost in 元", "energies.0.cost", put("energies.0.cost", number("8400000", "票"))),
    ("cost in 百元", "energies.1.cost", put("energies.1.cost", number("27200", "票"))),
    ("等价 in place of 当量", "energies.0.coefficient", put(
        "energies.0.coefficient", {"value": "0.303", "in_unit": "kgce/kWh", "source": "示例"})),
    ("heat by another constant", "energies.4.coefficient", put(
        "energies.4.coefficient", {"value": "0.0386", "in_unit": "kgce/MJ", "source": "示例"})),
    ("当量 in place of 等价", "electricity_equivalent.value", put("electricity_equivalent.value", "0.1229")),
    ("g in place of kg", "electricity_equivalent.value", put("electricity_equivalent.value", "303")),
    ("declared bases swapped", "declared.tce_calorific", declared("5831.65", "3670.45")),
    ("declared 等价 as 当量", "declared.tce_equivalent", declared("3670.45", "3670.45")),
    ("stock below nothing", "energies.2.closing", put("energies.2.closing", number("1080", "盘点表"))),
    ("a minus slipped in", "energies.3.consumed.reported", put("energies.3.consumed.reported", "-36.5")),
    ("opening and closing swapped", "energies.2.consumed", swapped(2, "opening", "closing")),
    ("purchased and closing swapped", "energies.2", swapped(2, "purchased", "closing")),
    ("quantity and cost swapped", "energies.0", swapped(0, "consumed", "cost")),
    ("verified ten times filed", "energies.3.consumed.verified", put(
        "energies.3.consumed", number("36.5", "205-1", verified="365", reason="示例"))),
    ("meters fitted and needed swapped", "meters.0.fitted", put("meters.0.needed", 1)),
)  # fmt: skip
IN_BALANCES: tuple[Seeded, ...] = (
    ("percent in place of a share", "loads.0.efficiency", put("loads.0.efficiency", number("82", "测试"))),
    ("万kWh in place of kWh", "supplied_kwh", put("supplied_kwh", number("48", "抄表"))),
    ("input and efficiency swapped", "loads.1.efficiency", lambda body: body["loads"][1].update(
        input_kwh=body["loads"][1]["efficiency"], efficiency=body["loads"][1]["input_kwh"])),
    ("a year's hours in a month's test", "hours", put("hours", number("72000", "测试"))),
)  # fmt: skip
SEEDED = (
    *((*one, lambda: energy.plant_audit(2025)) for one in IN_AUDITS),
    *((*one, lambda: energy.foundry_balance(date(2026, 3, 1))) for one in IN_BALANCES),
)


async def firms(storage: Any) -> None:
    await found(storage)
    for body in enterprise_bodies():
        if body["name"] in (energy.PLANT, energy.BREWERY, energy.FOUNDRY):
            assert isinstance(await write(storage, body | MADE), Created)


def told(answer: Any) -> list[tuple[str, str]]:
    """Places and messages of what was said, by refusal or by notice."""
    faults = answer.faults if isinstance(answer, Refusal) else answer.receipt.notices
    return [(fault.path, fault.message) for fault in faults]


async def test_of_thirty_seeded_slips_at_least_28_are_caught_at_their_field(storage: Any) -> None:
    await firms(storage)
    assert len(SEEDED) == 30
    missed = []
    for name, place, slip, body in SEEDED:
        wrong = copy.deepcopy(body())
        slip(wrong)
        said = told(await write(storage, wrong | MADE, "jieneng", uuid4()))
        if not any(path.startswith(place) and len(message) > 5 for path, message in said):
            missed.append((name, said))
    assert len(missed) <= 2, missed


async def test_thirty_clean_records_raise_at_most_one_alarm(storage: Any) -> None:
    await firms(storage)
    random, alarms = Random(20251122), []
    for turn in range(30):
        answer = await write(storage, clean(random, turn) | MADE, "jieneng", uuid4())
        assert isinstance(answer, Created), answer
        alarms += told(answer)
    assert len(alarms) <= 1, alarms


def clean(random: Random, turn: int) -> Body:
    """A complete record of another size: everything scaled alike, so that it still adds up."""
    if turn % 3 == 2:
        body = energy.foundry_balance(date(2026, 3, 1 + turn))
        for load in body["loads"]:
            load["efficiency"] = number(f"{random.uniform(0.5, 0.95):.3f}", "测试", "test_report")
        return body
    body = energy.plant_audit(2025 - turn % 2) if turn % 3 else energy.brewery_audit(2025 - turn % 2)
    body.pop("declared", None)
    factor = random.randint(1, 8) / 4
    for use in body["energies"]:
        for part in ("opening", "purchased", "closing", "consumed", "cost"):
            if part in use:
                use[part] |= {
                    which: plain(float(use[part][which]) * factor) for which in ("reported", "verified")
                }
    return body
