"""A small county for exports and papers: what stands in it is known to the row, and some of it tempts a spreadsheet.

Owns: these entries. Does not own founding a county (tests/ledger/county.py). It is marked as a demonstration.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from inspections.demo import energy
from inspections.facts import SYSTEM
from inspections.filing import Body, file_entries
from inspections.ledger import Created, judge_group
from inspections.seed import COUNTY
from inspections.storage import open_storage
from tests.ledger.county import Clock, finding, found, visit, write, zero_report

NOW = datetime.fromisoformat("2026-11-22T10:00:00+08:00")
BEGINS = datetime.fromisoformat("2026-08-01T09:00:00+08:00")
#: names that are text whatever they look like; the second has the full-width sign
TEMPTING = (
    *(
        "=1+1",
        "＝1+1",
        "+8613",
        "-2",
        "@x",
        "'quoted",
        "00123",
        "1e5",
        "2026-01-02",
        "a\nb",
        'say "x",y',
    ),
    *("{{ 7*7 }}", "<b>&", "示例铸造厂"),
)
CODE = "91360121XUNCHA0108"
FOUNDRY = "示例铸造厂"
#: unit → the months of its visits
MONTHS = {
    "xiangtang_town": ("2026-08", "2026-09", "2026-10", "2026-11"),
    "liantang_subdistrict": ("2026-08", "2026-09", "2026-10"),
    "tacheng_township": ("2026-08",),
}
VISITS = 9  #: those, and one that could not get in
UNITS = 21
ENTRIES = 65  #: all but the accounts


def named(name: str) -> UUID:
    return uuid5(UUID(int=0), name)


async def build(url: str) -> None:
    clock = Clock(BEGINS)
    storage = await open_storage(url, judge_group, clock)
    try:
        await found(storage, BEGINS)
        await file_entries(
            storage, SYSTEM, [(named(str(number)), body) for number, body in enumerate(registers())]
        )
        for at, by, name, body in sorted(events(), key=lambda event: event[0]):
            clock.now = at + timedelta(minutes=40)
            answer = await write(storage, body, by, named(name))
            assert isinstance(answer, Created), answer
    finally:
        await storage.close()


def registers() -> Iterator[Body]:
    made_at = {"made_at": BEGINS.isoformat()}
    yield {
        "type": "setting",
        "unit": COUNTY,
        "key": "demonstration",
        "value": "1",
        "reason": "演示数据",
        **made_at,
    }
    for name in TEMPTING:
        code = {"credit_code": CODE} if name == FOUNDRY else {}
        yield {
            "type": "enterprise", "unit": "xiangtang_town", "enterprise": str(named(f"firm/{name}")), "name": name,
            "address": name, "source": "示例", **code, **made_at,
        }  # fmt: skip
    yield listing("green_factory", "示例食品有限公司", level="national", batch="第五批", status="valid")
    yield listing(
        "wall_material", "示例墙材有限公司", product_name="烧结多孔砖", status="applied", certificate_no="007"
    )
    figure = {"unit": COUNTY, "indicator": "规模以上工业单位增加值能耗", "period": "2026-01..09", **made_at}
    yield {
        "type": "intensity_target",
        "figure": str(named("t")),
        "change_percent": "-2",
        "document_no": "示例〔2026〕1号",
        **figure,
    }
    yield {
        "type": "intensity_result",
        "figure": str(named("r")),
        "change_percent": "-12.30",
        "document_no": "示例〔2026〕2号",
        **figure,
    }


def listing(which: str, name: str, **fields: str) -> Body:
    return {
        "type": "listing", "made_at": BEGINS.isoformat(), "listing": str(named(f"listing/{name}")), "unit": COUNTY, "list": which,
        "name": name, "fields": fields, "source": "示例来源", "valid_to": "2027-12-31",
    }  # fmt: skip


def events() -> Iterator[tuple[datetime, str, str, Body]]:
    for unit, months in MONTHS.items():
        for month in months:
            at = datetime.fromisoformat(f"{month}-04T09:10:00+08:00")
            yield at, "xianju", f"visit/{unit}/{month}", visit(unit, at, **details(unit))
    at = datetime.fromisoformat("2026-09-05T09:10:00+08:00")
    shut = {"melting_present": "unable", "unable_reason": "locked", "result": "no_entry"}
    yield at, "xianju", "visit/shut", visit("sanjiang_town", at, answers=shut)
    filed = datetime.fromisoformat("2026-08-31T16:00:00+08:00")
    yield filed, "xianju", "zero", zero_report("wuyang_town", "2026-08", made_at=filed.isoformat())
    excuse = {
        "type": "excuse",
        "made_at": filed.isoformat(),
        "unit": "nanxin_township",
        "kind": "steel_patrol",
    }
    yield filed, "xianju", "excuse", {**excuse, "period": "2026-08", "reason": "洪水封路"}
    found_at = datetime.fromisoformat("2026-10-04T10:00:00+08:00")
    for name, due in (("overdue", "2026-10-20"), ("running", "2026-12-20")):
        yield found_at, "xianju", name, finding(made_at=found_at.isoformat(), due_on=due)
    yield from energy_events(found_at)


def energy_events(at: datetime) -> Iterator[tuple[datetime, str, str, Body]]:
    """An audit of the foundry, reviewed."""
    firm = {"unit": "xiangtang_town", "enterprise": str(named(f"firm/{FOUNDRY}")), "made_at": at.isoformat()}
    yield at + timedelta(hours=1), "jieneng", "audit", energy.plant_audit(2025) | firm
    record = {"type": "audit_step", "record": str(named("audit")), "version": str(named("audit"))}
    for hour, (by, step) in enumerate((("jieneng", "submit"), ("shenhe", "review")), start=2):
        yield at + timedelta(hours=hour), by, step, record | {"step": step, "made_at": at.isoformat()}


def details(unit: str) -> dict[str, Any]:
    """In 向塘镇 the foundry was seen."""
    return {"enterprise": str(named(f"firm/{FOUNDRY}")), "place": None} if unit == "xiangtang_town" else {}
