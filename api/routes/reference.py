"""The law as rows over HTTP: a table with the county's own rows in it, on a day or in full.

Owns: that list. Does not own the rows (inspections/reference), nor how one is superseded: that is an entry `reference`. A row
marked U, or one without a value, stands in the list as 待核实: it decides nothing.
"""

from typing import Annotated, Any

import msgspec
from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from msgspec import Meta, Struct

from api.auth import EVERYONE, Call, allow
from api.problems import Problem
from inspections.entries import Day
from inspections.facts import Fault
from inspections.months import is_day
from inspections.reference import UNVERIFIED
from inspections.reference.editions import APART, KNOWN_BY, columns, known_as
from inspections.references import OwnRow, as_entered


class ReferenceView(Struct):
    """One row as it stands."""

    row: Annotated[str, Meta(description="行的名字，录入新行时写在 row", examples=["beer/total"])]
    values: Annotated[dict[str, str], Meta(description="各栏，原文怎么印就怎么给；空着的不列")]
    valid_from: Annotated[str | None, Meta(description="第一天；null 表示早于全部记录")]
    valid_to: Annotated[str | None, Meta(description="最后一天；null 表示仍有效")]
    source: str
    confidence: Annotated[str, Meta(description="S 见原文 · K 已知 · C 推算 · U 未核实")]
    unverified: Annotated[bool, Meta(description="待核实：不据此判定，也不公开")]
    own: Annotated[bool, Meta(description="本县录入的行，其余是系统自带的")]


class ReferenceTable(Struct):
    table: str
    columns: list[str]
    items: list[ReferenceView]


@get(
    "/reference/{table:str}",
    opt=allow(*EVERYONE),
    summary="法定数据",
    description="折标系数、限额、排放因子、配备率、档次等一张表的各行，含本县录入的行；on 只列当天有效的。待核实的行照列，不作判定。",
)
async def reference(
    table: FromPath[str],
    call: NamedDependency[Call],
    on: Annotated[Day | None, QueryParameter(description="哪一天有效，如 2026-09-01")] = None,
) -> ReferenceTable:
    """A table with its sources; every row ever, or those of a day."""
    if table not in KNOWN_BY:
        raise Problem("not-found", f"没有这张表；有：{'、'.join(KNOWN_BY)}。")
    if not is_day(on):
        raise Problem("refused", errors=(Fault("on", "no-such-day", "没有这一天。"),))
    found = await call.storage.rows("reference_rows_of_table", book=call.settings.book, name=table)
    own = msgspec.convert(found, tuple[OwnRow, ...])
    entered = {(one.row, one.valid_from) for one in own}
    items = [view(table, row, entered) for row in as_entered(own)(table) if on is None or holds(row, on)]
    return ReferenceTable(table, list(columns(table)), items)


def holds(row: Any, on: str) -> bool:
    return bool(row.get("valid_from", "") <= on <= (row.get("valid_to") or "9999-12-31"))


def view(name: str, row: Any, entered: set[tuple[str, str]]) -> ReferenceView:
    known, since = known_as(name, row), row.get("valid_from", "")
    return ReferenceView(
        row=known,
        values={column: cell for column, cell in row.items() if cell and column not in APART},
        valid_from=since or None,
        valid_to=row.get("valid_to") or None,
        source=row["source"],
        confidence=row["confidence"],
        unverified=row["confidence"] == UNVERIFIED,
        own=(known, since) in entered,
    )


ROUTES = [reference]
