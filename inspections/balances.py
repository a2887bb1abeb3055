"""Electricity balances (电平衡): where the electricity of one enterprise went over a measured span of days.

Owns: the structure of a test and what is kept of its computed result. Does not own the arithmetic
(calculators/power_balance.py), what is plausible (plausibility.py), nor versions and states (energy_records.py).
Source: GB/T 8222-2008, GB/T 3484-2009 [K]; domain.md §3.3; the test tolerance is a project parameter [U].
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Final

from msgspec import Meta, Struct

from inspections import energy_records
from inspections.calculators import CALCULATORS, WrongInput
from inspections.energy_records import EnergyRecord, RecordRow, Shape
from inspections.entries import Day, Private, Text
from inspections.facts import Actor, At, Decision, Facts, Fault, Key, Refusal, decide, unless
from inspections.reference import parameter
from inspections.units import days_exist
from inspections.vouchers import Number, Quantity, Short, Voucher, quantity_faults, quantity_notices

Vouchers = Annotated[tuple[Voucher, ...], Meta(max_length=12)]


class Transformer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One transformer with its nameplate and its average load."""

    name: Text
    s_n_kva: Number  #: 额定容量
    p0_kw: Number  #: 空载损耗
    pk_kw: Number  #: 负载损耗
    average_kw: Number | None = None  #: 平均负荷; not given with one transformer: supplied ÷ hours
    cos_phi: Number
    vouchers: Vouchers = ()


class Line(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Three-phase lines of one sort."""

    name: Text
    current_a: Number  #: 平均电流
    form_factor: Number  #: 形状系数
    resistance_ohm: Number  #: 每相电阻
    count: Annotated[int, Meta(ge=1, le=1000)] = 1
    vouchers: Vouchers = ()


class Load(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A group of equipment: what went in, and which share of it did work."""

    name: Text
    input_kwh: Quantity
    efficiency: Quantity  #: measured, between 0 and 1


class Balance(EnergyRecord, frozen=True, kw_only=True, tag="balance"):
    """One test of one enterprise."""

    measured_from: Day
    measured_to: Day
    boundary: Short = ""  #: 测试边界
    method: Short = ""  #: 测试方法和依据
    hours: Quantity  #: 运行时间, h
    supplied_kwh: Quantity  #: 供给电量
    transformers: Annotated[tuple[Transformer, ...], Meta(max_length=60)] = ()
    lines: Annotated[tuple[Line, ...], Meta(max_length=200)] = ()
    loads: Annotated[tuple[Load, ...], Meta(min_length=1, max_length=300)]
    transformations: Annotated[int, Meta(ge=1, le=3)] = 1  #: 变压次数: which line-loss limit holds
    conclusions: Private | None = None


def quantities(entry: Balance) -> Iterator[tuple[str, str, Quantity]]:
    """Every quantity of a balance: its place in the body, what people call it, itself."""
    yield "hours", "运行时间", entry.hours
    yield "supplied_kwh", "供给电量", entry.supplied_kwh
    for number, load in enumerate(entry.loads):
        yield f"loads.{number}.input_kwh", f"{load.name}的输入电量", load.input_kwh
        yield f"loads.{number}.efficiency", f"{load.name}的效率", load.efficiency


def needs(entry: Balance, facts: Facts) -> Iterable[Key[Any]]:
    yield from energy_records.needs(entry, facts)


def judge(entry: Balance, facts: Facts, _actor: Actor, now: datetime) -> Decision | Refusal:
    return judged(entry, facts, now, *energy_records.version_faults(entry, "balance", facts))


def judge_correction(entry: Balance, facts: Facts, _actor: Actor, now: datetime) -> Decision | Refusal:
    """The same without the question whether the draft is still open: a correction comes after that."""
    return judged(entry, facts, now)


def judged(entry: Balance, facts: Facts, now: datetime, *before: Fault | None) -> Decision | Refusal:
    answer, wrong = computed(entry)
    noticed = [fault for fault in notices(entry, answer) if fault]
    return decide(
        *before,
        *faults(entry, facts, now),
        *wrong,
        notices=noticed,
        results=answer,
        figures={name: answer.get(name) for name in FIGURES},
        lacking=energy_records.lacking(noticed),
    )


#: what lists show of the result
FIGURES: Final = (
    *("effective_kwh", "utilisation_percent", "network_loss_percent"),
    *("unaccounted_kwh", "unaccounted_percent"),
)


def faults(entry: Balance, facts: Facts, now: datetime) -> Iterator[Fault | None]:
    yield from energy_records.place_faults(entry, facts)
    yield from days_exist(entry, "measured_from", "measured_to")
    yield unless(
        entry.measured_from <= entry.measured_to,
        "dates-reversed",
        "测试结束早于开始。",
        at="measured_to",
    )
    yield energy_records.not_ahead(entry.measured_to, now, "measured_to")
    for at, called, one in quantities(entry):
        yield from quantity_faults(one, called, at)
    yield from sums(entry)


def sums(entry: Balance) -> Iterator[Fault | None]:
    """Shares are shares, and no more goes in than is supplied."""
    for number, load in enumerate(entry.loads):
        share = load.efficiency.counted
        yield unless(
            share is None or share <= 1,
            "share-over-one",
            f"{load.name}的效率应在 0 到 1 之间，82% 写 0.82。",
            at=f"loads.{number}.efficiency",
        )
    given = [load.input_kwh.counted for load in entry.loads]
    supplied = entry.supplied_kwh.counted
    total = sum((one for one in given if one is not None), Decimal(0))
    yield unless(
        supplied is None or total <= supplied,
        "more-than-supplied",
        f"各设备输入电量合计 {total} kWh，多于供给电量 {supplied} kWh。",
        at="supplied_kwh",
    )


def notices(entry: Balance, answer: Mapping[str, Any]) -> Iterator[Fault | None]:
    """What is still missing before it can be submitted, and what a reviewer will ask."""
    for name, called in (("boundary", "测试边界"), ("method", "测试方法和依据")):
        yield unless(getattr(entry, name), "no-scope", f"没写{called}。", at=name)
    for at, called, one in quantities(entry):
        yield from quantity_notices(one, called, at)
    on = date.fromisoformat(entry.measured_to)
    yield beyond(answer.get("unaccounted_percent"), "balance_tolerance", on, "supplied_kwh")
    limit = LINE_LOSS[entry.transformations]
    yield beyond(answer.get("network_loss_percent"), limit, on, "transformations")


#: times of transformation → the line-loss limit that holds
LINE_LOSS: Final = {1: "line_loss_one", 2: "line_loss_two", 3: "line_loss_three"}


def beyond(percent: str | None, key: str, on: date, at: str) -> Fault | None:
    """A share above the parameter, said with its confidence; a row marked U decides nothing and is only pointed at."""
    limit = parameter(key, on)
    if percent is None or limit.value is None or abs(Decimal(percent)) <= limit.value:
        return None
    doubt = "" if limit.usable else "（待核实）"
    return Fault(at, key.replace("_", "-"), f"{limit.name_zh} {percent}%，超过 {limit.value}%{doubt}。")


def computed(entry: Balance) -> tuple[dict[str, Any], list[Fault]]:
    """The calculator's answer with its steps and warnings; or why there is none, at the places of this body."""
    try:
        return dict(CALCULATORS["balance"](question(entry))), []
    except WrongInput as wrong:
        return {}, [Fault(at_home(fault.path), fault.code, fault.message) for fault in wrong.errors]


def question(entry: Balance) -> dict[str, Any]:
    """The test as the calculator is asked: what counts is the verified value, else the filed one."""
    return {
        "supplied_kwh": told(entry.supplied_kwh),
        "hours": told(entry.hours),
        "transformers": [
            {name: given for name in NAMEPLATE if (given := getattr(one, name)) is not None}
            for one in entry.transformers
        ],
        "lines": [
            {name: getattr(one, name) for name in ("current_a", "form_factor", "resistance_ohm", "count")}
            for one in entry.lines
        ],
        "equipment": [
            {"name": load.name, "input_kwh": told(load.input_kwh), "efficiency": told(load.efficiency)}
            for load in entry.loads
        ],
    }


NAMEPLATE: Final = ("s_n_kva", "p0_kw", "pk_kw", "average_kw", "cos_phi")


def told(quantity: Quantity) -> str:
    return f"{quantity.counted or 0:f}"


def at_home(path: str) -> str:
    """ "equipment[2].efficiency" → "loads.2.efficiency"."""
    return path.replace("equipment[", "loads[").replace("]", "").replace("[", ".")


def effects(entry: Balance, decision: Decision, facts: Facts, at: At) -> Iterable[RecordRow]:
    span = f"{entry.measured_from}..{entry.measured_to}"
    yield energy_records.row(entry, Shape("balance", span), decision, facts, at)
