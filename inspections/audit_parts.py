"""Parts of an energy audit (审计数据): energies, products, meters, equipment, flows, projects, as they are entered.

Owns: these shapes, each field explained where it stands, and what each quantity is called. Does not own the audit itself
(audits.py) or any check (audit_checks.py). Source: GB/T 17166-2019 [K structure]; domain.md §3.1, §3.2.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from inspections.entries import Private, Text
from inspections.reference import table
from inspections.vouchers import Measure, Number, Quantity, Short

EnergyKey = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{1,40}$(?!\n)", examples=["natural_gas"])]


class Coefficient(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A coefficient of the audit's own: measured, or the supplier's. It comes before the table."""

    value: Number
    in_unit: Measure  #: tce/万m³ …
    source: Text  #: 检测报告、供应方证明


class EnergyUse(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One energy over the year: what was there, came, went and was used, all in one unit."""

    energy: EnergyKey  #: key of reference/energy_coefficients.csv or working_media.csv
    in_unit: Measure
    opening: Quantity | None = None  #: 期初库存
    purchased: Quantity | None = None  #: 购入量
    sold: Quantity | None = None  #: 外供量
    closing: Quantity | None = None  #: 期末库存
    consumed: Quantity  #: 消费量
    cost: Quantity | None = None  #: 能源费用, 万元
    bought_in: bool = True  #: a working medium counts only when it is bought in
    feedstock: bool = False  #: 用作原料
    nonfossil: bool = False  #: 非化石
    own_medium: bool = False  #: 自产耗能工质: its energy is metered already
    coefficient: Coefficient | None = None


class Product(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One product and its output; with a limit key, its unit consumption is judged."""

    name: Text
    in_unit: Measure
    output: Quantity  #: 产量
    output_value: Quantity | None = None  #: 产值, 万元
    limit: Annotated[str, Meta(max_length=60)] = ""  #: product key of reference/unit_product_limits.csv
    limit_indicator: Annotated[str, Meta(max_length=60)] = ""
    unit_consumption: Quantity | None = None  #: 单位产品能耗 as the enterprise states it, in the limit's unit


class Meters(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Meters of one energy at one level: how many are needed, fitted and calibrated."""

    energy: EnergyKey  #: key of reference/metering_rates.csv
    level: Literal["site", "subunit", "equipment"]
    needed: Annotated[int, Meta(ge=0, le=100_000)]
    fitted: Annotated[int, Meta(ge=0, le=100_000)]
    calibrated: Annotated[int, Meta(ge=0, le=100_000)] | None = None


class Equipment(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Main equipment, and whether it stands on a list of what must go (淘汰)."""

    name: Text
    model: Short = ""
    count: Annotated[int, Meta(ge=1, le=100_000)]
    rated_kw: Number | None = None
    efficiency_percent: Number | None = None
    eliminated: bool = False  #: on the list of 淘汰 equipment
    note: Short = ""


class Flow(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One line of the energy flow: how much of an energy came to a department at a stage."""

    stage: Literal["stock", "conversion", "distribution", "end_use"]
    name: Text  #: 车间、系统
    energy: EnergyKey
    in_unit: Measure
    quantity: Number


class Project(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A savings project (节能技改): what it costs and saves."""

    name: Text
    investment: Quantity | None = None  #: 万元
    saving_tce: Quantity  #: 年节能量, tce
    payback_years: Number | None = None
    done_on: Annotated[str, Meta(pattern=r"^20[0-9]{2}(-(0[1-9]|1[0-2]))?$(?!\n)")] | None = None


class Management(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Energy management: who is in charge, on which rules."""

    department: Short = ""
    manager: Private | None = None  #: 能源管理负责人
    posts: Annotated[int, Meta(ge=0, le=10_000)] | None = None  #: 能源管理岗位
    rules: Private | None = None  #: 制度


class Declared(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The total as the enterprise declares it, each basis apart."""

    tce_calorific: Quantity | None = None  #: 当量值
    tce_equivalent: Quantity | None = None  #: 等价值


@cache
def energy_names() -> Mapping[str, str]:
    """Key → Chinese name of every energy and working medium of the tables."""
    rows = (*table("working_media"), *table("energy_coefficients"))
    return {row["key"]: row["name_zh"] for row in rows}


def energy_name(key: str) -> str:
    return energy_names().get(key, key)


#: quantities of one energy, of one product and of one project, as people call them
USE_PARTS: Final = {
    "opening": "期初库存",
    "purchased": "购入量",
    "sold": "外供量",
    "closing": "期末库存",
    "consumed": "消费量",
    "cost": "能源费用",
}
PRODUCT_PARTS: Final = {"output": "产量", "output_value": "产值", "unit_consumption": "单位产品能耗"}
PROJECT_PARTS: Final = {"investment": "投资", "saving_tce": "年节能量"}
DECLARED_PARTS: Final = {
    "tce_calorific": "申报综合能耗（当量值）",
    "tce_equivalent": "申报综合能耗（等价值）",
}
Named = tuple[str, str, Quantity]  #: place in the body, what people call it, the quantity


def quantities_of(part: Struct, parts: Mapping[str, str], at: str, name: str = "") -> Iterator[Named]:
    """The quantities one part has."""
    for field, called in parts.items():
        one: Quantity | None = getattr(part, field)
        if one is not None:
            yield f"{at}.{field}", f"{name}的{called}" if name else called, one
