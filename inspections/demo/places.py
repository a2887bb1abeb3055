"""The demonstration county's standing data: accounts, enterprises, watch-list, green factories.

Owns: twelve firms that do not exist (示例…, credit codes whose organisation part reads XUNCHA..), the accounts of the
contract, and the two facts about green factories as the county's own report prints them. Does not own what happens
month by month (story.py). Source: contract.md; domain.md §0, §6 [S].
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final, NamedTuple

from inspections.calculators.credit_code import make, organisation_check_character
from inspections.filing import Body
from inspections.reference import table
from inspections.seed import COUNTY, named

REPORT: Final = "县工业主管部门 2021 年工作总结，第一部分（六）工业节能监管工作"


class Firm(NamedTuple):
    """A made-up enterprise. `watch` is the kind of inspection its site is on the watch-list for, if any."""

    name: str
    unit: str
    industry: str
    watch: str | None


class Account(NamedTuple):
    """One of the contract's demonstration accounts."""

    account: str
    name: str
    role: str
    unit: str


ACCOUNTS: Final = (
    Account("xunchayuan", "示例巡察员", "inspector", "xiangtang_town"),
    Account("xianju", "示例县局检查员", "county", COUNTY),
    Account("zeren", "示例责任人", "responsible", "xiangtang_town"),
    Account("shenhe", "示例审核员甲", "reviewer", COUNTY),
    Account("shenhe2", "示例审核员乙", "reviewer", COUNTY),
    Account("jieneng", "示例节能中心", "energy_centre", COUNTY),
    Account("fabu", "示例发布员", "publisher", COUNTY),
    Account("shenji", "示例审计员", "auditor", COUNTY),
    Account("guanli", "示例管理员", "admin", COUNTY),
)
FIRMS: Final = (
    Firm("示例铸造厂", "xiaolan_zone", "3391 黑色金属铸造", "steel_patrol"),
    Firm("示例搅拌站", "dongxin_subdistrict", "3021 水泥制品制造", "dust_ready_mix"),
    Firm("示例混凝土有限公司", "wuyang_town", "3021 水泥制品制造", "dust_ready_mix"),
    Firm("示例机械加工厂", "xiangtang_town", "3484 机械零部件加工", "steel_patrol"),
    Firm("示例废旧金属回收站", "sanjiang_town", "4210 金属废料和碎屑加工处理", "steel_patrol"),
    Firm("示例五金制品厂", "gangshang_town", "3351 建筑、家具用金属配件制造", "steel_patrol"),
    Firm("示例钢结构有限公司", "fushan_township", "3311 金属结构制造", "steel_patrol"),
    Firm("示例墙材有限公司", "tacheng_township", "3031 粘土砖瓦及建筑砌块制造", None),
    Firm("示例食品有限公司", "liantang_subdistrict", "1439 其他方便食品制造", None),
    Firm("示例锻造厂", "bayi_township", "3393 锻件及粉末冶金制品制造", "steel_patrol"),
    Firm("示例铝制品厂", "youlan_town", "3252 铝压延加工", "steel_patrol"),
    Firm("示例农机配件厂", "jiangxiang_town", "3576 农林牧渔机械配件制造", "steel_patrol"),
)
#: watched places without an enterprise: name → unit
YARDS: Final = {
    "示例闲置厂房（老砖厂）": "xiangtang_town",
    "示例物流园空置仓库": "xiangtang_town",
    "示例废弃轧钢车间": "guangfu_town",
    "示例河堤边堆场": "tangnan_town",
    "示例临时料场": "huangma_township",
}
#: WGS-84 of a town without a point of its own: Liantang, the county seat (domain.md §9)
SEAT: Final = (28.5460, 115.9440)


def account_bodies(first_day: str) -> Iterator[Body]:
    for one in ACCOUNTS:
        grant: dict[str, str] = {"role": one.role, "unit": one.unit, "valid_from": first_day}
        if one.role == "responsible":
            grant["enterprise"] = firm_id("示例机械加工厂")
        yield {"type": "account", "unit": COUNTY, "account": one.account, "name": one.name, "grants": [grant]}


def enterprise_bodies() -> Iterator[Body]:
    for number, firm in enumerate(FIRMS, start=1):
        yield {
            "type": "enterprise",
            "enterprise": firm_id(firm.name),
            "unit": firm.unit,
            "name": firm.name,
            "credit_code": code(number),
            "address": "示例路示例号",
            "industry": firm.industry,
            "source": "演示数据，不是真实企业",
        }


def site_bodies(first_day: str) -> Iterator[Body]:
    for firm in FIRMS:
        if firm.watch:
            yield site_body(firm.name, firm.unit, firm.watch, first_day) | {"enterprise": firm_id(firm.name)}
    for name, unit in YARDS.items():
        yield site_body(name, unit, "steel_patrol", first_day)


def site_body(name: str, unit: str, kind: str, first_day: str) -> Body:
    return {
        "type": "site",
        "site": site_id(name),
        "unit": unit,
        "name": name,
        "kinds": [kind],
        "position": position(unit, name),
        "valid_from": first_day,
    }


def listing_bodies() -> Iterator[Body]:
    """Only what the report says: two national green factories. Batch and document are not known from it."""
    common = {"type": "listing", "unit": COUNTY, "list": "green_factory", "fields": {"level": "national"}}
    for name, said in (
        ("益海嘉里", {}),
        (
            "百威雪津",
            {
                "claimed_in": "企业自己的公告：第五批，2020 年 10 月",
                "note": "年份两处说法不一：县工作总结列在 2021 年，企业公告说 2020 年 10 月第五批；待核实。",
            },
        ),
    ):
        yield common | {"listing": str(named(f"demo/listing/{name}")), "name": name, "source": REPORT} | said


def publication_bodies(first_month: str, last_month: str) -> Iterator[Body]:
    common = {"type": "publication", "unit": COUNTY, "source": "演示数据，巡察台账汇总"}
    months = {"period_from": first_month, "period_to": last_month, "open_months": True}
    yield common | {
        "dataset": "coverage",
        "kind": "steel_patrol",
        "document_no": "示例文号〔演示〕1号",
        **months,
    }
    yield common | {"dataset": "green_factory", "source": REPORT, "document_no": "示例文号〔演示〕2号"}


def firm_id(name: str) -> str:
    return str(named(f"demo/enterprise/{name}"))


def site_id(name: str) -> str:
    return str(named(f"demo/site/{name}"))


def code(number: int) -> str:
    """A credit code that checks out and whose organisation part no registry gives: XUNCHA01, XUNCHA02 …"""
    organisation = f"XUNCHA{number:02d}"
    return make(f"91360121{organisation}{organisation_check_character(organisation)}")


@cache
def centres() -> Mapping[str, tuple[float, float]]:
    """Unit → (lat, lon) of its seat, WGS-84 degrees, for the units whose point is known."""
    by_code = {row["mca_code"]: row["key"] for row in table("units") if row["mca_code"]}
    points = table("geo/nanchangxian_township_points_geonames")
    return {by_code[row["mca_code_2025"]]: (float(row["lat"]), float(row["lon"])) for row in points}


def position(unit: str, salt: str, fixed_at: str | None = None) -> Body:
    """A point near the unit's centre, moved a few hundred metres by the salt."""
    lat, lon = centres().get(unit, SEAT)
    drift = named(f"demo/position/{salt}").bytes
    found: Body = {
        "lat": round(lat + (drift[0] - 128) / 40_000, 6),
        "lon": round(lon + (drift[1] - 128) / 40_000, 6),
        "crs": "WGS84",
        "accuracy_m": float(5 + drift[2] % 20),
        "provider": "demo",
    }
    return found | ({"fixed_at": fixed_at} if fixed_at else {})
