"""The demonstration's energy records: audits, an electricity balance, a supervision, each number made up with its paper.

Owns: their bodies and how far each has come. The numbers of the first audit and of the balance are those of domain.md §12
(T06, T13), so that a person checks them with a pencil. Does not own the firms (firms.py) or when it happens (story.py).
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, Final

from inspections.demo.firms import NAMED
from inspections.demo.places import firm_id
from inspections.demo.story import Event, moment
from inspections.demo.visits import entry_id
from inspections.filing import Body
from inspections.months import BEIJING

CENTRE: Final = "示例市节能中心"
SUPERVISOR: Final = "示例市节能监察中心"
WRITER: Final = "jieneng"
REVIEWER: Final = "shenhe"
PLANT: Final = "示例粮油有限公司"
BREWERY: Final = "示例啤酒有限公司"
FOUNDRY: Final = "示例铸造厂"
READY_MIX: Final = "示例混凝土有限公司"


def number(value: str, paper: str, kind: str = "bill", verified: str = "", reason: str = "") -> Body:
    """A quantity as filed and as verified, with its paper."""
    differs: Body = {"reason": reason} if reason else {}
    voucher = {"kind": kind, "number": f"示例{paper}", "page": "1"}
    return {"reported": value, "verified": verified or value, "vouchers": [voucher], **differs}


def use(energy: str, in_unit: str, bought: str, cost: str, **more: Any) -> Body:
    """One energy that is used as it is bought."""
    return {
        "energy": energy,
        "in_unit": in_unit,
        "purchased": number(bought, f"票-{energy}"),
        "consumed": number(bought, f"205-1-{energy}", "form_205_1"),
        "cost": number(cost, f"票-{energy}"),
        **more,
    }


def record(kind: str, firm: str, organ: str) -> Body:
    return {"type": kind, "unit": NAMED[firm].unit, "enterprise": firm_id(firm), "organ": organ}


def audit(firm: str, year: int, energies: list[Body], product: Body, **more: Any) -> Body:
    """A whole audit: nothing is missing."""
    return {
        **record("audit", firm, CENTRE),
        "year": str(year),
        "base_year": str(year - 1),
        "authority": f"示例：{year + 1} 年节能审计任务",
        "scope": "全厂生产和辅助系统",
        "boundary": "厂区围墙以内，不含外租仓库",
        "energies": energies,
        "products": [product],
        "conclusions": "示例：用能数据与票据一致。",
        **more,
    }


def plant_audit(year: int) -> Body:
    """T06: six energies, 3,670.45 tce 当量, 5,831.65 tce 等价 at 0.303 kgce/kWh."""
    measured = {"value": "12.143", "in_unit": "tce/万m³", "source": "示例供气方气质检测报告"}
    coal = {
        "opening": number("120", "盘点表", "meter_reading"),
        "purchased": number("600", "票-raw_coal"),
        "closing": number("80", "盘点表", "meter_reading"),
        "consumed": number(
            "645", "205-1-raw_coal", "form_205_1", "640", "示例：按盘点和票据核减，填报多计 5 吨"
        ),
        "cost": number("54", "票-raw_coal"),
    }
    energies = [
        use("electricity", "万kWh", "1200", "840"),
        use("natural_gas", "万m³", "85", "272", coefficient=measured),
        {"energy": "raw_coal", "in_unit": "t"} | coal,
        use("diesel", "t", "36.5", "27.4"),
        use("purchased_heat", "GJ", "18500", "129.5"),
        use("lpg", "t", "12.8", "7"),
    ]
    product = {"name": "食用植物油", "in_unit": "t", "output": number("96000", "产量表", "other")}
    equivalent = {"value": "0.303", "in_unit": "kgce/kWh", "source": "示例：当年供电标准煤耗"}
    return audit(PLANT, year, energies, product, electricity_equivalent=equivalent) | {
        "management": {"department": "示例设备科", "manager": "示例负责人", "posts": 2},
        "meters": [
            {"energy": "electricity", "level": "site", "needed": 2, "fitted": 2, "calibrated": 2},
            {"energy": "natural_gas", "level": "site", "needed": 1, "fitted": 1, "calibrated": 1},
        ],
        "equipment": [
            {
                "name": "燃气锅炉",
                "model": "示例 WNS4",
                "count": 2,
                "rated_kw": "2800",
                "efficiency_percent": "92.1",
            }
        ],
        "flows": [
            {
                "stage": "end_use",
                "name": "榨油车间",
                "energy": "electricity",
                "in_unit": "万kWh",
                "quantity": "820",
            },
            {
                "stage": "end_use",
                "name": "精炼车间",
                "energy": "electricity",
                "in_unit": "万kWh",
                "quantity": "380",
            },
        ],
        "projects": [
            {
                "name": "空压机余热回收",
                "investment": number("60", "合同", "contract"),
                "saving_tce": number("45.2", "测算书", "test_report"),
                "payback_years": "2.1",
            }
        ],
        "declared": {
            "tce_calorific": number("3670.45", "205-1", "form_205_1"),
            "tce_equivalent": number("5831.65", "205-1", "form_205_1"),
        },
    }


def brewery_audit(year: int) -> Body:
    """Submitted and still to be reviewed."""
    energies = [
        use("electricity", "万kWh", "980", "686"),
        use("purchased_heat", "GJ", "62000", "434"),
        use("new_water", "t", "450000", "135"),
    ]
    product = {
        "name": "啤酒",
        "in_unit": "kL",
        "output": number("92000", "产量表", "other"),
        "limit": "beer",
    }
    return audit(BREWERY, year, energies, product)


def foundry_audit(year: int) -> Body:
    """A draft: one voucher is missing."""
    energies = [use("electricity", "万kWh", "436", "320"), use("coke", "t", "320", "83.2")]
    energies[1]["consumed"] = {"reported": "320"}
    product = {"name": "铸件", "in_unit": "t", "output": number("5200", "产量表", "other")}
    return audit(FOUNDRY, year, energies, product)


def foundry_balance(first: date) -> Body:
    """T13: 75.98 % of what was supplied did work; 0.35 % is not accounted for."""
    loads = (("电动机", "345000", "0.82"), ("中频炉", "100000", "0.62"), ("照明", "22000", "0.9"))
    return {
        **record("balance", FOUNDRY, CENTRE),
        "measured_from": str(first),
        "measured_to": str(first + timedelta(days=29)),
        "boundary": "10 kV 总进线以下全部用电",
        "method": "GB/T 8222-2008",
        "hours": number("720", "测试报告", "test_report"),
        "supplied_kwh": number("480000", "抄表-总表", "meter_reading"),
        "transformers": [
            {"name": "1 号变压器", "s_n_kva": "1000", "p0_kw": "1.15", "pk_kw": "10.3", "cos_phi": "0.92"}
        ],
        "lines": [
            {
                "name": "车间馈线",
                "current_a": "240",
                "form_factor": "1.05",
                "resistance_ohm": "0.012",
                "count": 4,
            }
        ],
        "loads": [
            {
                "name": name,
                "input_kwh": number(kwh, f"抄表-{name}", "meter_reading"),
                "efficiency": number(share, f"测试-{name}", "test_report"),
            }
            for name, kwh, share in loads
        ],
        "conclusions": "示例：中频炉效率偏低。",
    }


def supervision(began: date) -> Body:
    """On site, announced in time, with an order after the firm was heard."""
    ended = began + timedelta(days=1)
    return {
        **record("supervision", READY_MIX, SUPERVISOR),
        "form": "on_site",
        "year": str(began.year),
        "task_no": "示例监察任务 1 号",
        "subjects": ["limits", "metering", "statistics"],
        "notice": {"number": "示例监通〔演示〕1号", "served_on": str(began - timedelta(days=8))},
        "started_on": str(began),
        "ended_on": str(ended),
        "officers": [
            {"name": "示例监察员甲", "certificate": "示例证 0001"},
            {"name": "示例监察员乙", "certificate": "示例证 0002"},
        ],
        "firm_person": "示例企业负责人",
        "record_signed": True,
        "statement": {
            "made_on": str(ended + timedelta(days=3)),
            "said": "示例：次级用能单位电表已订货。",
            "answer": "示例：情况属实，仍应限期装好。",
            "answered_on": str(ended + timedelta(days=6)),
            "accepted": "part",
        },
        "papers": [
            {
                "kind": "notice",
                "number": "示例监通〔演示〕1号",
                "issued_on": str(began - timedelta(days=8)),
                "served_on": str(began - timedelta(days=8)),
            },
            {
                "kind": "rectification_order",
                "number": "示例监改〔演示〕1号",
                "issued_on": str(ended + timedelta(days=8)),
                "served_on": str(ended + timedelta(days=10)),
            },
        ],
        "conclusions": "示例：次级用能单位电能计量器具不齐。",
    }


def step(of: str, name: str, **more: str) -> Body:
    """A step on the first version of a record, which is the record."""
    return {
        "type": "audit_step",
        "record": entry_id(of),
        "version": entry_id(of),
        "step": name,
        **more,
    }


def events(now: datetime) -> Iterator[Event]:
    """What the energy centre did in the last three months, told by now."""
    today = now.astimezone(BEIJING).date()

    def back(days: int, hour: int) -> datetime:
        return moment(today - timedelta(days=days), hour)

    year = today.year - 1
    whole = "energy/audit/plant"
    yield Event(back(80, 9), WRITER, whole, plant_audit(year))
    yield Event(back(79, 10), WRITER, f"{whole}/submit", step(whole, "submit"))
    yield Event(back(75, 15), REVIEWER, f"{whole}/review", step(whole, "review"))
    yield Event(back(74, 9), WRITER, f"{whole}/file", step(whole, "file", archive_no="示例能审〔演示〕1号"))
    yield Event(back(20, 9), WRITER, "energy/audit/brewery", brewery_audit(year))
    yield Event(back(19, 9), WRITER, "energy/audit/brewery/submit", step("energy/audit/brewery", "submit"))
    yield Event(back(6, 14), WRITER, "energy/audit/foundry", foundry_audit(year))
    tested = "energy/balance/foundry"
    yield Event(back(40, 9), WRITER, tested, foundry_balance(today - timedelta(days=75)))
    yield Event(back(39, 9), WRITER, f"{tested}/submit", step(tested, "submit"))
    yield Event(back(36, 9), REVIEWER, f"{tested}/review", step(tested, "review"))
    yield Event(back(30, 16), WRITER, "energy/supervision", supervision(today - timedelta(days=45)))
