"""The registers that can be imported from a table, and how their lines become entries.

Owns: the columns of each register with the names people give them, and the body a line makes. Does not own reading cells
(columns.py), the file (tables.py) or what the ledger thinks of the result (__init__.py). Ids are found by credit code or by
unit and name, else made from them, so that the same line is always the same enterprise or place.
Source: contract.md (import); domain.md §10.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple

from inspections.calculators.credit_code import normalise
from inspections.filing import Body
from inspections.imports import columns as read
from inspections.imports.columns import Column, County
from inspections.seed import COUNTY, named

Values = Mapping[str, Any]  #: a line's cells as values, by column key


class Draft(NamedTuple):
    """A body made from one line or several, and the numbers of those lines."""

    body: Body
    lines: tuple[int, ...]


class Register(NamedTuple):
    """One register: its columns, and how lines become bodies."""

    name: str  #: Chinese
    columns: tuple[Column, ...]
    drafts: Callable[[Iterable[tuple[int, Values]], County], Iterable[Draft]]

    def column(self, title: str) -> Column | None:
        """The column people mean by a title."""
        return next((one for one in self.columns if title in (one.key, *one.titles)), None)


NAME: Final = Column("name", ("名称", "单位名称", "name_zh"), read.text, True)
UNIT: Final = Column(
    "unit", ("所属单位", "单位", "乡镇", "所属乡镇", "乡镇街道", "乡镇(街道)", "监管单位"), read.unit, True
)
SOURCE: Final = Column("source", ("来源", "数据来源", "依据"), read.text)
NOTE: Final = Column("note", ("备注", "说明"), read.text)
ADDRESS: Final = Column("address", ("地址", "详细地址", "生产地址", "位置"), read.text)
VALID_FROM: Final = Column("valid_from", ("生效日期", "起始日期", "列入日期", "开始日期"), read.day)
VALID_TO: Final = Column("valid_to", ("失效日期", "截止日期", "移出日期", "结束日期"), read.day)
PLACE: Final = (
    Column("lat", ("纬度",), read.degrees(-90, 90)),
    Column("lon", ("经度",), read.degrees(-180, 180)),
    Column("crs", ("坐标系", "坐标系统"), read.datum),
)
CODE: Final = Column("credit_code", ("统一社会信用代码", "信用代码", "社会信用代码"), read.text)
UNIT_KINDS: Final = {
    "县": "county",
    "镇": "town",
    "乡": "township",
    "街道": "subdistrict",
    "开发区": "zone",
    "管理处": "office",
    "管委会": "committee",
    "其他": "other",
}


def given(values: Values, *names: str) -> Body:
    """Only what the line says: an empty cell is no value."""
    return {name: values[name] for name in names if name in values}


def position(values: Values) -> Body:
    """A position only with both degrees and their datum; what is missing is the ledger's to say."""
    found = given(values, "lat", "lon", "crs")
    return {"position": found | {"provider": "import"}} if "lat" in found or "lon" in found else {}


def units(lines: Iterable[tuple[int, Values]], county: County) -> Iterable[Draft]:
    """Units, each after the one above it."""
    waiting = {values["unit"]: (number, values) for number, values in lines}
    while waiting:
        ready = [key for key, (_, values) in waiting.items() if values.get("parent") not in waiting]
        for key in ready or list(waiting):
            number, values = waiting.pop(key)
            above = {} if key == COUNTY else {"parent": COUNTY}
            yield Draft({"type": "unit", **above, **values}, (number,))


def enterprises(lines: Iterable[tuple[int, Values]], county: County) -> Iterable[Draft]:
    for number, values in lines:
        code = normalise(values.get("credit_code", ""))
        on_file = county.enterprises.get(code) if code else on_file_as("enterprise", values, county)
        made = named(f"import/enterprise/{code or values['unit'] + '/' + values['name']}")
        texts = given(
            values, "unit", "name", "credit_code", "since", "address", "industry", "contact", "state"
        )
        body = texts | given(values, "source", "note") | position(values)
        yield Draft({"type": "enterprise", "enterprise": on_file or str(made), **body}, (number,))


def sites(lines: Iterable[tuple[int, Values]], county: County) -> Iterable[Draft]:
    for number, values in lines:
        made = named(f"import/site/{values['unit']}/{values['name']}")
        body = given(
            values, "unit", "name", "kinds", "enterprise", "address", "reason", "valid_from", "valid_to"
        )
        site = on_file_as("site", values, county) or str(made)
        yield Draft({"type": "site", "site": site, **body, **position(values)}, (number,))


def on_file_as(register: str, values: Values, county: County) -> str | None:
    return county.named.get((register, values["unit"], values["name"]))


def people(lines: Iterable[tuple[int, Values]], _county: County) -> Iterable[Draft]:
    """One entry an account; several lines of one account are several grants."""
    accounts: dict[str, tuple[Body, list[int]]] = {}
    for number, values in lines:
        start: Body = {
            "type": "account",
            "unit": COUNTY,
            "account": values["account"],
            "name": values["name"],
        }
        body, numbers = accounts.setdefault(
            values["account"], (start | given(values, "machine", "email") | {"grants": []}, [])
        )
        body["grants"].append(given(values, "role", "unit", "valid_from", "valid_to"))
        numbers.append(number)
    return (Draft(body, tuple(numbers)) for body, numbers in accounts.values())


def calendar(lines: Iterable[tuple[int, Values]], _county: County) -> Iterable[Draft]:
    """One entry a year: the whole arrangement as announced."""
    years: dict[int, tuple[Body, list[int]]] = {}
    for number, values in lines:
        year = int(values["day"][:4])
        start: Body = {
            "type": "calendar",
            "unit": COUNTY,
            "year": year,
            "source": values["source"],
            "days": [],
        }
        body, numbers = years.setdefault(year, (start | given(values, "document_no"), []))
        body["days"].append({"holiday": "", **given(values, "day", "kind", "holiday")})
        numbers.append(number)
    return (Draft(body, tuple(numbers)) for body, numbers in years.values())


REGISTERS: Final[Mapping[str, Register]] = {
    "units": Register(
        "单位",
        (
            Column("unit", ("编号", "单位编号", "key"), read.text, True),
            NAME,
            Column("pinyin", ("拼音",), read.text),
            Column("kind", ("类别", "类型", "级别"), read.one_of(UNIT_KINDS), True),
            Column("parent", ("上级", "上级单位"), read.text),
            Column("supervised", ("是否监管", "监管单位", "纳入巡察"), read.yes_no, True),
            VALID_FROM,
            VALID_TO,
            Column("nbs_code", ("统计用区划代码", "统计代码"), read.text),
            Column("mca_code", ("民政区划代码", "民政代码"), read.text),
            Column("predecessor", ("前身",), read.text),
            Column("successor", ("接替单位",), read.text),
            SOURCE,
            Column("confidence", ("可信度",), read.text),
            NOTE,
        ),
        units,
    ),
    "enterprises": Register(
        "企业",
        (
            Column("name", ("企业名称", "名称", "单位名称"), read.text, True),
            CODE,
            UNIT,
            ADDRESS,
            Column("industry", ("行业", "行业代码", "行业类别"), read.text),
            *PLACE,
            Column("since", ("起始日期", "成立日期", "生效日期"), read.day),
            Column("state", ("状态", "经营状态"), read.one_of(read.STATES)),
            Column("contact", ("联系人", "联系方式", "联系人及电话"), read.text),
            SOURCE,
            NOTE,
        ),
        enterprises,
    ),
    "sites": Register(
        "点位",
        (
            Column("name", ("点位名称", "名称", "点位"), read.text, True),
            UNIT,
            Column("kinds", ("检查类别", "关注类别", "类别"), read.kinds, True),
            Column("enterprise", CODE.titles, read.enterprise),
            ADDRESS,
            *PLACE,
            Column("reason", ("关注原因", "原因"), read.text),
            Column("valid_from", VALID_FROM.titles, read.day, True),
            VALID_TO,
        ),
        sites,
    ),
    "people": Register(
        "人员",
        (
            Column("account", ("账号", "登录名"), read.text, True),
            Column("name", ("姓名",), read.text, True),
            Column("role", ("角色", "岗位"), read.role, True),
            Column("unit", ("管辖单位", *UNIT.titles), read.unit, True),
            Column("valid_from", VALID_FROM.titles, read.day, True),
            VALID_TO,
            Column("machine", ("机器账号",), read.yes_no),
            Column("email", ("邮箱", "电子邮箱"), read.text),
        ),
        people,
    ),
    "calendar": Register(
        "节假日",
        (
            Column("day", ("日期", "date"), read.day, True),
            Column("kind", ("类别", "休或班"), read.one_of(read.DAY_KINDS), True),
            Column("holiday", ("节日", "holiday_zh"), read.text),
            Column("source", SOURCE.titles, read.text, True),
            Column("document_no", ("文号", "notice_no"), read.text),
        ),
        calendar,
    ),
}
