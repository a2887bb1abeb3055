"""The demonstration county's standing data as entries: people, enterprises, the watch-list, and where they stand.

Owns: those bodies, credit codes, positions. Does not own the table of firms (firms.py), what happens month by month
(story.py) or the public facts (facts.py). Source: contract.md; domain.md §9, §12 T23.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import Final, NamedTuple

from inspections.calculators.credit_code import make, organisation_check_character
from inspections.calculators.datums import Datum, Point, convert
from inspections.demo.firms import FIRMS, MERGED, NAMED, STEEL, YARDS, Firm
from inspections.filing import Body
from inspections.reference import in_force, table
from inspections.seed import COUNTY, named

MADE_UP: Final = "演示数据，不是真实企业"


class Account(NamedTuple):
    """A demonstration account: one of the contract's, or a colleague nobody signs in as."""

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
COLLEAGUE: Final = "xianju2"  #: the bureau's second inspector, without a password

#: WGS-84 of units without a published point: Liantang as in domain.md §9, the others set where they leave their
#: neighbours room; made up like everything here, and off by kilometres
UNPUBLISHED: Final = {
    "liantang_subdistrict": (28.5460, 115.9440),
    "bayi_township": (28.5480, 115.9790),
    "bayuehu_subdistrict": (28.5150, 115.9500),
    "yinsanjiao_subdistrict": (28.5780, 115.9330),
    "xiaolan_zone": (28.5480, 115.8880),
    "jinhu_office": (28.4800, 115.8900),
    "yinhu_office": (28.4700, 115.9640),
    "guangfu_town": (28.3650, 115.9200),
}
SPREAD: Final = 16_000  #: a step of the dice is 1/SPREAD degrees; 128 steps are 0.9 km of latitude


def account_bodies(first_day: str) -> Iterator[Body]:
    """The contract's accounts."""
    for one in ACCOUNTS:
        grant: dict[str, str] = {"role": one.role, "unit": one.unit, "valid_from": first_day}
        if one.role == "responsible":
            grant["enterprise"] = firm_id("示例机械加工厂")
        yield {"type": "account", "unit": COUNTY, "account": one.account, "name": one.name, "grants": [grant]}


def colleague_bodies(first_day: str) -> Iterator[Body]:
    """The other townships' inspectors and the bureau's second one: they have filed, nobody signs in as them."""
    colleagues = [(COLLEAGUE, "示例县局同事", "county", COUNTY)]
    names = units(date.fromisoformat(first_day))
    colleagues += [(inspector(unit), f"示例{name}巡察员", "inspector", unit) for unit, name in names.items()]
    for account, name, role, unit in colleagues:
        if account != "xunchayuan":
            grant = {"role": role, "unit": unit, "valid_from": first_day}
            yield {"type": "account", "unit": COUNTY, "account": account, "name": name, "grants": [grant]}


def inspector(unit: str) -> str:
    """The account of a unit's inspector."""
    return "xunchayuan" if unit == "xiangtang_town" else f"xc.{unit.partition('_')[0]}"


def units(on: date) -> Mapping[str, str]:
    """The supervised units in force on a day, key → name, in the table's order."""
    rows = table("units")
    return {row["key"]: row["name_zh"] for row in rows if row["supervised"] == "yes" and in_force(row, on)}


def enterprise_bodies() -> Iterator[Body]:
    """Every firm under its first name and in its first unit; last the one that was entered twice."""
    for number, firm in enumerate(FIRMS, start=1):
        yield enterprise_body(firm) | {"credit_code": code(number)}
    kept, twice, _ = MERGED
    body = enterprise_body(NAMED[kept]._replace(name=twice))
    yield {name: value for name, value in body.items() if name != "position"}  # nobody had been there


def enterprise_body(firm: Firm) -> Body:
    return {
        "type": "enterprise",
        "enterprise": firm_id(firm.name),
        "unit": firm.unit,
        "name": firm.name,
        "address": "示例路示例号",
        "industry": firm.industry,
        "position": pinned(firm.unit, firm.name),
        "source": MADE_UP,
    }


def changed(firm: str, **changes: str) -> Body:
    """A firm as it is after a change: the whole state, under its own credit code."""
    return enterprise_body(NAMED[firm]) | {"credit_code": code(FIRMS.index(NAMED[firm]) + 1)} | changes


def site_bodies(first_day: str) -> Iterator[Body]:
    for firm in FIRMS:
        if firm.watch:
            yield site_body(firm.name, firm.unit, firm.watch, first_day) | {"enterprise": firm_id(firm.name)}
    for name, unit in YARDS.items():
        yield site_body(name, unit, STEEL, first_day)


def site_body(name: str, unit: str, kind: str, first_day: str) -> Body:
    return {
        "type": "site",
        "site": site_id(name),
        "unit": unit,
        "name": name,
        "kinds": [kind],
        "position": pinned(unit, name),
        "valid_from": first_day,
    }


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
    """Unit → (lat, lon) of its seat, WGS-84 degrees: published points, and the made-up ones."""
    by_code = {row["mca_code"]: row["key"] for row in table("units") if row["mca_code"]}
    points = table("geo/nanchangxian_township_points_geonames")
    published = {by_code[row["mca_code_2025"]]: (float(row["lat"]), float(row["lon"])) for row in points}
    return UNPUBLISHED | published


def point(unit: str, place: str) -> tuple[float, float]:
    """(lat, lon) of a place, WGS-84 degrees: within 1.3 km of its unit's seat, always the same."""
    lat, lon = centres()[unit]
    drift = named(f"demo/position/{place}").bytes
    return round(lat + (drift[0] - 128) / SPREAD, 6), round(lon + (drift[1] - 128) / SPREAD, 6)


def pinned(unit: str, place: str) -> Body:
    """A place as somebody set it on a map: the map's own datum is stated with it."""
    crs: Datum = "GCJ02" if named(f"demo/map/{place}").bytes[0] < 64 else "CGCS2000"
    lat, lon = convert(Point(*point(unit, place)), "WGS84", crs)
    return {"lat": round(lat, 6), "lon": round(lon, 6), "crs": crs, "provider": "pin"}


def fixed(unit: str, place: str, at: datetime) -> Body:
    """A phone's fix at a place: a few metres beside it as a rule, far off now and then."""
    lat, lon = point(unit, place)
    dice = named(f"demo/fix/{place}/{at.isoformat()}").bytes
    accuracy_m = float(80 + 2 * dice[1] if dice[0] < 12 else 5 + dice[1] % 20)
    return {
        "lat": round(lat + (dice[2] - 128) * accuracy_m / 20_000_000, 6),
        "lon": round(lon + (dice[3] - 128) * accuracy_m / 20_000_000, 6),
        "crs": "WGS84",
        "accuracy_m": accuracy_m,
        "provider": "browser",
        "fixed_at": at.isoformat(),
    }
