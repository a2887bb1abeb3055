"""Energy audits (节能审计): what one enterprise used in one year, number by number with its paper.

Owns: the entry `audit`, what refuses it, and what is kept of its computed result. Does not own the parts (audit_parts.py),
what is plausible (audit_checks.py), the arithmetic (calculators/energy.py), nor versions and states (energy_records.py,
audit_steps.py). 当量 and 等价 stand side by side in the result and are never mixed; the decision keeps the result with the
coefficient rows it used, so that a later table never changes it.
Source: GB/T 17166-2019 [K structure, clause numbers U]; domain.md §3.1, §3.2.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Annotated, Any, Final

from msgspec import Meta

from inspections import audit_checks, energy_records
from inspections.audit_parts import (
    DECLARED_PARTS,
    PRODUCT_PARTS,
    PROJECT_PARTS,
    USE_PARTS,
    Coefficient,
    Declared,
    EnergyUse,
    Equipment,
    Flow,
    Management,
    Meters,
    Named,
    Product,
    Project,
    energy_name,
    quantities_of,
)
from inspections.calculators import CALCULATORS, WrongInput
from inspections.calculators.rows import Tables
from inspections.energy_records import EnergyRecord, RecordRow, Shape, Year
from inspections.entries import Private
from inspections.facts import Actor, At, Decision, Facts, Fault, Key, Refusal, decide, unless
from inspections.months import day_of
from inspections.references import needs_of_tables, tables_of
from inspections.units import Unit
from inspections.vouchers import Short, quantity_faults, quantity_notices


class Audit(EnergyRecord, frozen=True, kw_only=True, tag="audit"):
    """One enterprise's audit of one year."""

    year: Year
    base_year: Year | None = None
    authority: Short = ""  #: 审计依据或委托: whose task it is
    contract_no: Short = ""
    scope: Short = ""  #: 审计范围
    boundary: Short = ""  #: 能源边界: what is inside
    process: Private | None = None  #: 工艺流程
    management: Management | None = None
    energies: Annotated[tuple[EnergyUse, ...], Meta(min_length=1, max_length=60)]
    products: Annotated[tuple[Product, ...], Meta(max_length=40)] = ()
    declared: Declared | None = None
    meters: Annotated[tuple[Meters, ...], Meta(max_length=100)] = ()
    equipment: Annotated[tuple[Equipment, ...], Meta(max_length=300)] = ()
    flows: Annotated[tuple[Flow, ...], Meta(max_length=300)] = ()
    projects: Annotated[tuple[Project, ...], Meta(max_length=60)] = ()
    electricity_equivalent: Coefficient | None = None  #: 等价 kgce/kWh of that year, with its source
    grid: Annotated[str, Meta(max_length=40)] | None = None  #: for CO₂ of power
    factor_year: Year | None = None
    conclusions: Private | None = None


def quantities(entry: Audit) -> Iterator[Named]:
    """Every quantity of an audit."""
    for number, use in enumerate(entry.energies):
        yield from quantities_of(use, USE_PARTS, f"energies.{number}", energy_name(use.energy))
    for number, product in enumerate(entry.products):
        yield from quantities_of(product, PRODUCT_PARTS, f"products.{number}", product.name)
    for number, project in enumerate(entry.projects):
        yield from quantities_of(project, PROJECT_PARTS, f"projects.{number}", project.name)
    if entry.declared:
        yield from quantities_of(entry.declared, DECLARED_PARTS, "declared")


#: tables the result rests on, with the county's own rows in them
TABLES: Final = (
    *("energy_coefficients", "working_media", "co2_factors", "reporting_classes"),
    *("parameters", "entry_ranges"),
)


def needs(entry: Audit, facts: Facts) -> Iterable[Key[Any]]:
    yield from energy_records.needs(entry, facts)
    if unit := facts.peek(Unit.at(entry.unit)):
        yield from needs_of_tables(unit.book, *TABLES)


def judge(entry: Audit, facts: Facts, _actor: Actor, now: datetime) -> Decision | Refusal:
    return judged(entry, facts, now, *energy_records.version_faults(entry, "audit", facts))


def judge_correction(entry: Audit, facts: Facts, _actor: Actor, now: datetime) -> Decision | Refusal:
    """The same without the question whether the draft is still open: a correction comes after that."""
    return judged(entry, facts, now)


def judged(entry: Audit, facts: Facts, now: datetime, *before: Fault | None) -> Decision | Refusal:
    tables = tables_of(facts, facts[Unit.at(entry.unit)].book, *TABLES)
    answer, wrong = computed(entry, tables)
    noticed = [fault for fault in notices(entry, answer, tables) if fault]
    found = [*faults(entry, facts, now), *audit_checks.faults(entry, tables)]
    return decide(
        *before,
        *found,
        *(fault for fault in wrong if not any(one and one.path.startswith(fault.path) for one in found)),
        notices=noticed,
        results=answer,
        figures={name: answer.get(name) for name in FIGURES},
        lacking=energy_records.lacking(noticed),
    )


#: what lists show of the result
FIGURES: Final = ("tce_calorific", "tce_equivalent", "per_product", "co2_t", "reporting_class")


def faults(entry: Audit, facts: Facts, now: datetime) -> Iterator[Fault | None]:
    yield from energy_records.place_faults(entry, facts)
    yield unless(entry.year <= f"{day_of(now)}"[:4], "year-ahead", "审计年度还没有到。", at="year")
    early = entry.base_year is None or entry.base_year < entry.year
    yield unless(early, "base-year-late", "基准年应早于审计年度。", at="base_year")
    for at, called, one in quantities(entry):
        yield from quantity_faults(one, called, at)


def notices(entry: Audit, answer: Mapping[str, Any], tables: Tables) -> Iterator[Fault | None]:
    """What is still missing before it can be submitted, and what a reviewer will ask."""
    for name, called in (("authority", "审计依据"), ("scope", "审计范围"), ("boundary", "能源边界")):
        yield unless(getattr(entry, name), "no-scope", f"没写{called}。", at=name)
    for at, called, one in quantities(entry):
        yield from quantity_notices(one, called, at)
    yield from audit_checks.notices(entry, answer, tables)


def computed(entry: Audit, tables: Tables) -> tuple[dict[str, Any], list[Fault]]:
    """The calculator's answer with its steps and warnings; or why there is none, at the places of this body."""
    try:
        return dict(CALCULATORS["energy"](question(entry), tables)), []
    except WrongInput as wrong:
        return {}, [Fault(at_home(fault.path), fault.code, fault.message) for fault in wrong.errors]


def question(entry: Audit) -> dict[str, Any]:
    """The audit as the calculator is asked: what counts is the verified value, else the filed one."""
    asked: dict[str, Any] = {
        "period": entry.year,
        "items": [item(use) for use in entry.energies],
        "products": [
            {"name": product.name, "quantity": f"{product.output.counted or 0:f}", "unit": product.in_unit}
            for product in entry.products
        ],
    }
    if entry.electricity_equivalent:
        asked["electricity_equivalent_kgce_per_kwh"] = entry.electricity_equivalent.value
    return asked | {name: given for name in ("grid", "factor_year") if (given := getattr(entry, name))}


def item(use: EnergyUse) -> dict[str, Any]:
    asked: dict[str, Any] = {
        "energy": use.energy,
        "quantity": f"{use.consumed.counted or 0:f}",
        "unit": use.in_unit,
        "bought_in": use.bought_in and not use.own_medium,
        "feedstock": use.feedstock,
        "nonfossil": use.nonfossil,
        "own_medium": use.own_medium,
    }
    given = use.coefficient
    told = given and {"value": given.value, "unit": given.in_unit, "source": given.source}
    return asked | ({"coefficient": told} if told else {})


#: names of the calculator's question and of this body
HOME: Final = (
    ("items[", "energies["),
    (".quantity", ".consumed"),
    (".unit", ".in_unit"),
    ("electricity_equivalent_kgce_per_kwh", "electricity_equivalent.value"),
    ("]", ""),
    ("[", "."),
)


def at_home(path: str) -> str:
    """ "items[3].unit" → "energies.3.in_unit"; a product's quantity is its output."""
    for theirs, ours in HOME:
        path = path.replace(theirs, ours)
    return path.replace(".consumed", ".output") if path.startswith("products") else path


def effects(entry: Audit, decision: Decision, facts: Facts, at: At) -> Iterable[RecordRow]:
    yield energy_records.row(entry, Shape("audit", entry.year), decision, facts, at)
