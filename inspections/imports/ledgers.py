"""Old ledgers (历史台账): the sheets an office kept, line by line as bodies of openings, or the cells that stop a line.

Owns: what the columns of such a sheet mean and how a line becomes a body. The words people use for columns and states are rows of
reference/ledger_words.csv. Does not own cells (tables.py, days.py), what the ledger thinks of a body or writing it (openings.py).
Columns that say who wrote a letter are passed over: letters are registered by hand. Source: domain.md §5 (ledger columns).
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, Final, NamedTuple

from inspections.filing import Body
from inspections.imports import columns as read
from inspections.imports.columns import County, Wrong
from inspections.imports.days import spoken_day
from inspections.imports.tables import Cell, Line, Table
from inspections.reference import table
from inspections.seed import named

LEAST: Final = 4  #: known columns that make a sheet a ledger
PASSED_BELOW: Final = 2  #: filled cells: fewer are a heading, a sum or a signature
#: what an inspection of each level makes of its problems' source
SOURCES: Final = {"central": "central_inspection", "provincial": "provincial_inspection"}
LEVELS: Final = {source: level for level, source in SOURCES.items()} | {"visit": "self"}
BROKEN: Final = ("#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!")


class Known(NamedTuple):
    """What cells of a ledger may refer to."""

    county: County
    firms: Mapping[tuple[str, str], str]  #: (unit, name) → enterprise
    batches: Mapping[str, tuple[str, str]]  #: key and name → key, level
    short: Mapping[str, str]  #: 向塘 → 向塘镇


class Drawn(NamedTuple):
    """A line as a body, and where each of its fields stands."""

    body: Body
    line: int
    places: Mapping[str, str]


class Stopped(NamedTuple):
    """A cell that stops its line."""

    line: int
    cell: str
    message: str


@cache
def words(group: str) -> Mapping[str, str]:
    """Word → key, in the table's order."""
    return {row["word"]: row["key"] for row in table("ledger_words") if row["group"] == group}


def known_title(title: str) -> bool:
    return title in words("column") or title in words("withheld")


def title_of(field: str) -> str:
    """What a column is usually called."""
    return next((word for word, key in words("column").items() if key == field), field)


def drawn(sheet: Table, file: str, known: Known) -> Iterator[Drawn | Stopped]:
    """Each line as a body, or every cell that stops it."""
    for line in sheet.lines:
        if sum(not cell.spread and known_title(title) for title, cell in line.cells.items()) < PASSED_BELOW:
            continue
        values: dict[str, Any] = {}
        places: dict[str, str] = {}
        stopped = [*read_cells(line, known, values, places), *missing(line, sheet, values, places)]
        if stopped:
            yield from stopped
            continue
        yield Drawn(body_of(sheet, line, file, values, known), line.number, places)


def read_cells(line: Line, known: Known, values: dict[str, Any], places: dict[str, str]) -> Iterator[Stopped]:
    """Fill `values` and `places` from a line; what cannot be read comes out. Of two columns of one sort the first counts."""
    for title, cell in line.cells.items():
        field = words("column").get(title)
        if field is None or field in places:
            continue
        places[field] = cell.place
        try:
            values |= read_cell(field, cell, known)
        except Wrong as wrong:
            yield Stopped(line.number, cell.place, str(wrong))


def read_cell(field: str, cell: Cell, known: Known) -> Mapping[str, Any]:
    if cell.fault:
        raise Wrong(cell.fault)
    if cell.text in BROKEN:
        raise Wrong(f"公式出错了（{cell.text}），请填上值。")
    return READERS.get(field, as_text)(field, cell.text, known)


def missing(
    line: Line, sheet: Table, values: Mapping[str, Any], places: Mapping[str, str]
) -> Iterator[Stopped]:
    """What every line has: whose it is, what it says, and a number by which it is known again."""
    for field in ("unit", "text"):
        if field not in places:
            title = next((one for one in sheet.titles if words("column").get(one) == field), title_of(field))
            yield Stopped(line.number, line.place(title, sheet.titles), f"“{title_of(field)}”没有填。")
    if not {"number", "serial"} & places.keys():
        yield Stopped(
            line.number,
            f"{line.sheet}第{line.number}行",
            "没有交办编号，也没有序号，认不出是哪一条；请补上。",
        )


# What a cell means


Read = Callable[[str, str, Known], Mapping[str, Any]]


def as_text(field: str, text: str, _known: Known) -> Mapping[str, Any]:
    return {field: text}


def as_day(field: str, text: str, _known: Known) -> Mapping[str, Any]:
    if found := spoken_day(text):
        return {field: f"{found}"}
    raise Wrong(f"“{text}”不是一个日期，请写成 2026-07-31。")


def as_term(_field: str, text: str, _known: Known) -> Mapping[str, Any]:
    """A time limit: a day, a month's end, or words such as 立行立改."""
    if found := spoken_day(text, month_will_do=True):
        return {"due_on": f"{found}"}
    if any(sign.isdigit() for sign in text):
        raise Wrong(f"“{text}”不是一个日期，请写成 2026-07-31；不是日子的写成文字，如“立行立改”。")
    return {"term": text}


def as_closure(_field: str, text: str, _known: Known) -> Mapping[str, Any]:
    """销号日期, perhaps with its number behind it."""
    first, _, rest = re.sub(r"[/\s，,；;]+", "|", text, count=1).partition("|")
    for day, number in ((text, ""), (first, rest)):
        if found := spoken_day(day):
            return {"closed_on": f"{found}"} | ({"closure_no": number.strip()} if number.strip() else {})
    raise Wrong(f"“{text}”不是一个日期，请写成 2026-07-31，文号另写一栏。")


def as_unit(_field: str, text: str, known: Known) -> Mapping[str, Any]:
    name = unicodedata.normalize("NFKC", re.sub(r"\s", "", text))
    return {"unit": read.unit(known.short.get(name, name), known.county)}


def as_whence(_field: str, text: str, known: Known) -> Mapping[str, Any]:
    """Where it came from: an inspection on file, else the first word of the table that stands in the cell."""
    if found := whence_in(text, known):
        return found
    raise Wrong(
        f"“{text}”看不出来源，可写：信访件、中央督察、省督察、上级交办、公众线索、自查，或督察批次的名称。"
    )


def whence_in(text: str, known: Known) -> Mapping[str, Any]:
    source = next((key for word, key in words("source").items() if word in text), None)
    for name, (key, level) in known.batches.items():
        if name in text:
            return {"batch": key, "source": source or SOURCES.get(level, "assigned"), "level": level}
    return {"source": source} if source else {}


def as_batch(_field: str, text: str, known: Known) -> Mapping[str, Any]:
    key, level = known.batches.get(text, ("", ""))
    if key:
        return {"batch": key, "level": level}
    raise Wrong(f"没有督察批次“{text}”，请先登记这个批次，或照登记的名称写。")


def one_of(group: str, what: str) -> Read:
    """A word of the table, by the cell as a whole."""

    def worded(field: str, text: str, _known: Known) -> Mapping[str, Any]:
        found = words(group).get(re.sub(r"\s", "", text).lower())
        if found:
            return {field: found}
        raise Wrong(f"“{text}”不是{what}，可写：{'、'.join(list(words(group))[:5])}等。")

    return worded


def as_pollution(_field: str, text: str, _known: Known) -> Mapping[str, Any]:
    category = next((key for word, key in words("category").items() if word in text), "other")
    return {"pollution": text, "category": category}


def as_both(first: str, second: str) -> Read:
    """Two things in one cell: 某某公司/张三."""

    def parted(_field: str, text: str, _known: Known) -> Mapping[str, Any]:
        one, _, other = re.sub(r"\s*[/、\n]\s*", "|", text, count=1).partition("|")
        return {first: one.strip()} | ({second: other.strip()} if other.strip() else {})

    return parted


def as_enterprise(_field: str, text: str, known: Known) -> Mapping[str, Any]:
    return {"enterprise": read.enterprise(text, known.county)}


def as_degrees(field: str, text: str, known: Known) -> Mapping[str, Any]:
    most = 90 if field == "lat" else 180
    return {field: read.degrees(-most, most)(text, known.county)}


READERS: Final[Mapping[str, Read]] = {
    **dict.fromkeys(("assigned_on", "finished_on", "checked_on", "notice_on"), as_day),
    "due_on": as_term,
    "closed_on": as_closure,
    "unit": as_unit,
    "whence": as_whence,
    "batch": as_batch,
    "founded": one_of("founded", "属实与否"),
    "state": one_of("state", "整改状态"),
    "pollution": as_pollution,
    "responsible": as_both("responsible", "person"),
    "supervisor": as_both("supervisor", "leader"),
    "credit_code": as_enterprise,
    "lat": as_degrees,
    "lon": as_degrees,
    "crs": lambda field, text, known: {field: read.datum(text, known.county)},
}


# A line as a body


def body_of(sheet: Table, line: Line, file: str, values: dict[str, Any], known: Known) -> Body:
    above = f"{sheet.name} {sheet.above}"
    told: Body = {"source": "assigned", "category": "other", **whence_in(above, known), **values}
    told.setdefault("level", LEVELS.get(told["source"], "county"))
    firm = known.firms.get((told["unit"], told.get("place", "")))
    point = {name: told.pop(name) for name in ("lat", "lon", "crs") if name in told}
    return {
        "type": "opening",
        "opening": f"{named('/'.join(key_of(sheet, told)))}",
        "taken_from": " ".join(filter(None, (file, sheet.name, f"第{line.number}行"))),
        "state": state_of(told),
        **({"enterprise": firm} if firm else {}),
        **({"position": point | {"provider": "import"}} if point else {}),
        **told,
    }


def key_of(sheet: Table, told: Mapping[str, Any]) -> tuple[str, ...]:
    """What makes a line the same line again: its number within its source; without one, its place in its sheet's own count."""
    whence = (told["source"], told.get("batch", ""))
    if told.get("number"):
        return ("opening", "number", *whence, told["number"])
    return ("opening", "serial", *whence, sheet.name, told["serial"])


def state_of(told: Mapping[str, Any]) -> str:
    """How far it came, where the line does not say it in words."""
    if told.get("founded") == "no":
        return "unfounded"
    if told.get("closed_on"):
        return "closed"
    return "submitted" if told.get("finished_on") else "rectifying"


def short_names(units: Mapping[str, str]) -> dict[str, str]:
    """Names without what sort of unit it is, where no two units would share one: 向塘 → 向塘镇."""
    plain: dict[str, list[str]] = {}
    for name in units:
        if short := re.sub(r"(街道办事处|街道办|街道|管理处|经开区|开发区|镇|乡)$", "", name):
            plain.setdefault(short, []).append(name)
    return {short: names[0] for short, names in plain.items() if len({units[name] for name in names}) == 1}
