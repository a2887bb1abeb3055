"""Electricity balance (电平衡): what of the electricity supplied does useful work, and where the rest goes.

Owns: losses of transformers and lines, effective energy of equipment, utilisation, network loss, economic load rate.
Does not own: the yardsticks a rate is held against (reference/parameters.csv). Nothing is rounded here.
Source: GB/T 8222-2008, GB/T 3485-1998 family; domain.md §3.3 [K], §12 T13 [C].
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Annotated, Final

from msgspec import Meta, Struct

from inspections.calculators.derivation import Numbers, Step, step
from inspections.calculators.reading import Fault, WrongInput
from inspections.calculators.rounding import exactly

PHASES: Final = 3
W_PER_KW: Final = 1000
_ABOVE_ZERO: Final = {"least": Decimal("1e-9"), "most": Decimal("1e12")}
_FROM_ZERO: Final = {"least": Decimal(0), "most": Decimal("1e12")}
_FRACTION: Final = {"least": Decimal(0), "most": Decimal(1)}


class Transformer(Struct, frozen=True, forbid_unknown_fields=True):
    """One transformer over the test's hours."""

    s_n_kva: Annotated[Decimal, Meta(description="额定容量，kVA，如 1000", extra=_ABOVE_ZERO)]
    p0_kw: Annotated[Decimal, Meta(description="空载损耗，kW，如 1.15", extra=_FROM_ZERO)]
    pk_kw: Annotated[Decimal, Meta(description="负载损耗，kW，如 10.3", extra=_ABOVE_ZERO)]
    cos_phi: Annotated[
        Decimal,
        Meta(description="功率因数，0至1，如 0.92", extra={"least": Decimal("0.01"), "most": Decimal(1)}),
    ]
    average_kw: Annotated[
        Decimal | None,
        Meta(
            description="平均有功功率，kW，如 666.67；只有一台时可不填，按供给电量除以小时数",
            extra=_FROM_ZERO,
        ),
    ] = None


class Line(Struct, frozen=True, forbid_unknown_fields=True):
    """Three-phase feeders of one kind."""

    current_a: Annotated[Decimal, Meta(description="平均电流，A，如 240", extra=_FROM_ZERO)]
    form_factor: Annotated[
        Decimal,
        Meta(description="形状系数，不小于1，如 1.05", extra={"least": Decimal(1), "most": Decimal(10)}),
    ]
    resistance_ohm: Annotated[Decimal, Meta(description="每相电阻，Ω，如 0.012", extra=_FROM_ZERO)]
    count: Annotated[int, Meta(ge=1, le=10_000, description="条数，如 4")] = 1


class Equipment(Struct, frozen=True, forbid_unknown_fields=True):
    """What uses electricity, with its measured efficiency."""

    name: Annotated[str, Meta(min_length=1, max_length=100, description="设备名称，如 电动机")]
    input_kwh: Annotated[Decimal, Meta(description="输入电量，kWh，如 345000", extra=_FROM_ZERO)]
    efficiency: Annotated[Decimal, Meta(description="效率，0至1的小数，如 0.82", extra=_FRACTION)]


class Loaded(Struct, frozen=True):
    """One transformer's load and loss."""

    average_kw: Decimal
    load_rate: Decimal  #: β = P ÷ (cos φ × S_N)
    economic_load_rate: Decimal  #: √(P₀ ÷ P_k): where it works best
    loss_kwh: Decimal


class Balance(Struct, frozen=True, kw_only=True):
    """The balance, unrounded."""

    supplied_kwh: Decimal
    effective_kwh: Decimal
    equipment_kwh: Decimal  #: inputs of all equipment together
    transformers: tuple[Loaded, ...]
    transformer_loss_kwh: Decimal
    line_loss_kwh: Decimal
    unaccounted_kwh: Decimal
    steps: tuple[Step, ...]

    @property
    def total_loss_kwh(self) -> Decimal:
        return self.supplied_kwh - self.effective_kwh

    @property
    def network_loss_kwh(self) -> Decimal:
        """Transformers and lines."""
        return self.transformer_loss_kwh + self.line_loss_kwh

    @exactly
    def percent_of_supply(self, kwh: Decimal) -> Decimal:
        return kwh * 100 / self.supplied_kwh


@exactly
def balance(
    supplied_kwh: Decimal,
    hours: Decimal,
    transformers: Sequence[Transformer],
    lines: Sequence[Line],
    equipment: Sequence[Equipment],
) -> Balance:
    """Supplied = effective + losses. WrongInput when the parts come to more than was supplied."""
    faults = tuple(_without_load(transformers))
    if faults:
        raise WrongInput(faults)
    loaded = tuple(_load(one, supplied_kwh, hours) for one in transformers)
    losses = [_line_loss(line, hours) for line in lines]
    effective = sum((one.input_kwh * one.efficiency for one in equipment), Decimal(0))
    inputs = sum((one.input_kwh for one in equipment), Decimal(0))
    in_transformers = sum((one.loss_kwh for one in loaded), Decimal(0))
    in_lines = sum(losses, Decimal(0))
    unaccounted = supplied_kwh - in_transformers - in_lines - inputs
    if unaccounted < 0:
        message = f"变压器、线路损耗与设备输入合计比供给电量多 {-unaccounted:.2f} kWh，请核对"
        raise WrongInput((Fault("supplied_kwh", "more-than-supplied", message),))
    lines_of = (
        *(_transformer_step(given, one, hours) for given, one in zip(transformers, loaded, strict=True)),
        *(_line_step(line, loss, hours) for line, loss in zip(lines, losses, strict=True)),
        *_sums(supplied_kwh, equipment, effective, inputs, in_transformers, in_lines, unaccounted),
    )
    return Balance(
        supplied_kwh=supplied_kwh,
        effective_kwh=effective,
        equipment_kwh=inputs,
        transformers=loaded,
        transformer_loss_kwh=in_transformers,
        line_loss_kwh=in_lines,
        unaccounted_kwh=unaccounted,
        steps=lines_of,
    )


def _without_load(transformers: Sequence[Transformer]) -> Iterator[Fault]:
    for number, one in enumerate(transformers):
        if one.average_kw is None and len(transformers) > 1:
            message = "有多台变压器时，每台都要填平均有功功率"
            yield Fault(f"transformers[{number}].average_kw", "missing", message)


def _load(one: Transformer, supplied_kwh: Decimal, hours: Decimal) -> Loaded:
    average_kw = supplied_kwh / hours if one.average_kw is None else one.average_kw
    load_rate = average_kw / (one.cos_phi * one.s_n_kva)
    loss_kwh = (one.p0_kw + load_rate**2 * one.pk_kw) * hours
    return Loaded(average_kw, load_rate, (one.p0_kw / one.pk_kw).sqrt(), loss_kwh)


def _line_loss(line: Line, hours: Decimal) -> Decimal:
    effective_a = line.form_factor * line.current_a
    return line.count * PHASES * effective_a**2 * line.resistance_ohm * hours / W_PER_KW


def _transformer_step(given: Transformer, found: Loaded, hours: Decimal) -> Step:
    numbers = {
        "p0_kw": given.p0_kw,
        "pk_kw": given.pk_kw,
        "s_n_kva": given.s_n_kva,
        "cos_phi": given.cos_phi,
        "average_kw": found.average_kw,
        "load_rate": found.load_rate,
        "economic_load_rate": found.economic_load_rate,
        "hours": hours,
    }
    formula = "β = P ÷ (cos φ × S_N)；ΔW = (P₀ + β² × P_k) × T；经济负载率 = √(P₀ ÷ P_k)"
    return step("变压器损耗（kWh）", formula, numbers, found.loss_kwh)


def _line_step(line: Line, loss_kwh: Decimal, hours: Decimal) -> Step:
    numbers: Numbers = {
        "current_a": line.current_a,
        "form_factor": line.form_factor,
        "resistance_ohm": line.resistance_ohm,
        "hours": hours,
        "count": line.count,
    }
    return step("线路损耗（kWh）", "ΔW = 条数 × 3 × (K_f × I)² × R × T ÷ 1000", numbers, loss_kwh)


def _sums(
    supplied_kwh: Decimal,
    equipment: Sequence[Equipment],
    effective: Decimal,
    inputs: Decimal,
    in_transformers: Decimal,
    in_lines: Decimal,
    unaccounted: Decimal,
) -> Iterator[Step]:
    terms = " + ".join(f"{one.input_kwh:f} × {one.efficiency:f}" for one in equipment)
    yield step("有效电量（kWh）", "各设备输入电量 × 效率，相加", {"terms": terms}, effective)
    numbers = {
        "supplied": supplied_kwh,
        "transformers": in_transformers,
        "lines": in_lines,
        "equipment": inputs,
    }
    yield step("不明电量（kWh）", "供给 − 变压器损耗 − 线路损耗 − 设备输入", numbers, unaccounted)
    yield step(
        "电能利用率（%）",
        "有效电量 ÷ 供给电量 × 100",
        {"effective": effective, "supplied": supplied_kwh},
        effective * 100 / supplied_kwh,
    )
    yield step(
        "网损率（%）",
        "（变压器损耗 + 线路损耗）÷ 供给电量 × 100",
        {"transformers": in_transformers, "lines": in_lines, "supplied": supplied_kwh},
        (in_transformers + in_lines) * 100 / supplied_kwh,
    )
