"""The only real facts of the demonstration: what the county's own report of 2021 prints, with source and caveats.

Owns: two national green factories (one with two dates), the wall-material applications of which half are named, and
what may be public. Does not own anything made up. Nothing is added to what the report says: no batch, no certificate,
no further firm; applied is not certified. Source: county work report 2021, section 1 (6) [S]; domain.md §0, §6, §7.
"""

from collections.abc import Iterator
from typing import Final

from inspections.filing import Body
from inspections.seed import COUNTY, named

REPORT: Final = "县工业主管部门 2021 年工作总结，第一部分（六）工业节能监管工作"
MADE_UP: Final = "演示数据，巡察台账汇总"


def bodies() -> Iterator[Body]:
    """Every fact of the report that the ledger holds."""
    yield from green_factory_bodies()
    yield from wall_material_bodies()
    yield from intensity_bodies()


def green_factory_bodies() -> Iterator[Body]:
    """Two national green factories. Batch and document are not known from the report."""
    yield listing("green_factory", "益海嘉里", {"level": "national"})
    yield listing("green_factory", "百威雪津", {"level": "national"}) | {
        "claimed_in": "企业自己的公告：第五批，2020 年 10 月",
        "note": "年份两处说法不一：县工作总结列在 2021 年，企业公告说 2020 年 10 月第五批；待核实。",
    }


def wall_material_bodies() -> Iterator[Body]:
    """Four firms applied; two are named, and the other two stay without a name. An application is no certificate."""
    for name in ("海来建材", "鑫超建材"):
        yield listing("wall_material", name, {"status": "applied"})
    yield listing("wall_material", "其他企业", {"status": "applied"}) | {"unnamed": 2}


def intensity_bodies() -> Iterator[Body]:
    """−12.32 % from January to September, 10.32 percentage points beyond the city's goal: so the goal was −2 % [C]."""
    yield {
        "type": "intensity_result",
        "unit": COUNTY,
        "figure": str(named("demo/intensity/2021-01..09")),
        "indicator": "规模以上工业单位增加值能耗",
        "period": "2021-01..09",
        "change_percent": "-12.32",
        "over_pp": "10.32",
        "source_unit": "县工业主管部门",
        "document_no": REPORT,
        "state": "preliminary",
        "public_basis": "县工作总结已公开",
        "caveat": "报告只写了 1—9 月下降 12.32%、超过市目标 10.32 个百分点；目标 −2% 是由此算出的。"
        "同一份报告的增加值、用电量是 1—10 月的，不能与它合算。",
    }


def listing(name_of_list: str, name: str, fields: dict[str, str]) -> Body:
    return {
        "type": "listing",
        "unit": COUNTY,
        "list": name_of_list,
        "listing": str(named(f"demo/listing/{name}")),
        "name": name,
        "fields": fields,
        "source": REPORT,
    }


def publication_bodies(first_month: str, last_month: str) -> Iterator[Body]:
    """What is approved, each with its source and a number that no office gave."""
    common = {"type": "publication", "unit": COUNTY}
    yield common | {
        "dataset": "coverage",
        "kind": "steel_patrol",
        "source": MADE_UP,
        "document_no": "示例文号〔演示〕1号",
        "period_from": first_month,
        "period_to": last_month,
        "open_months": True,
    }
    for number, dataset in enumerate(("green_factory", "wall_material", "intensity"), start=2):
        yield common | {
            "dataset": dataset,
            "source": REPORT,
            "document_no": f"示例文号〔演示〕{number}号",
        }
