"""The list of findings at a million rows: our query within scope and with filters, against raw SQLite reading the same rows.

Owns: that table (made by SQL, no ledger behind it), the questions asked of it and the ratio of medians, interleaved. Raw is the
bare driver fetching the same columns of the same rows by their keys: no scope, no filter, no order to find. Does not
own the query (storage/queries/findings.sql).
"""

import asyncio
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any, Final, NamedTuple

from api.paging import views
from api.routes.findings import UNASKED, FindingView, scope
from api.routes.visits import LATEST, NOWHERE
from bench.bars import Bar
from bench.checks import sqlite_url
from bench.write import scratch
from inspections.facts import SYSTEM
from inspections.filing import file_entries
from inspections.findings import FindingRow
from inspections.ledger import judge_group
from inspections.seed import county_entries
from inspections.storage import open_storage
from inspections.storage.sqlite_library import library

ROWS: Final = 1_000_000
PAGE: Final = 100
TIMES: Final = 40  #: each question in each round
MOST: Final = 3.0  #: the bar: times raw, at the median
COUNTY, TOWN = "nanchang_county/", "nanchang_county/xiangtang_town/"
QUESTIONS: Final[dict[str, dict[str, Any]]] = {
    "open, county": {"type": "open"},
    "open, one town": {"type": "open", "scopes": TOWN},
    "open, overdue, one town": {"type": "open", "overdue": True, "scopes": TOWN},
    "open, one town chosen by the county": {"type": "open", "unit": "xiangtang_town"},
    "open, category and severity": {"type": "open", "category": "road", "severity": "major"},
    "one state": {"state": "on_notice"},
    "a doer of a firm": {"type": "open", "scopes": "@firm-17"},
    "a doer of a town": {"type": "open", "scopes": f"!{TOWN}"},
}


class Measured(NamedTuple):
    """One question: microseconds at the median, ours and raw."""

    name: str
    rows: int
    ours_us: float
    raw_us: float

    @property
    def ratio(self) -> float:
        return self.ours_us / self.raw_us


FILL: Final = """
with recursive n(i) as (select 1 union all select i + 1 from n where i < :rows),
u as (select unit, path, row_number() over (order by unit) as at from unit where supervised and valid_to is null),
made as (select n.i, (n.i * 7919) % 100 as d, u.unit, u.path from n join u on u.at = 1 + (n.i * 31) % (select count(*) from u))
insert into finding (id, book, seq, unit, unit_path, source, category, severity, state, type, opened_on, due_on, photos, notices,
  actor, received_at, level, responsible, responsible_path, responsible_enterprise, round, cycle, original_due_on, extended)
select printf('%08d-0000-4000-8000-000000000000', i), '360121', i, unit, path, 'visit',
  case d % 5 when 0 then 'road' when 1 then 'bins' else 'washing' end, case d % 3 when 0 then 'major' else 'minor' end,
  case when d < 30 then 'rectifying' when d < 35 then 'assigned' when d < 37 then 'on_notice' else 'archived' end,
  case when d < 35 then 'open' when d < 37 then 'fixed' else 'closed' end,
  date('2016-01-01', '+' || (i / 300) || ' days'), date('2016-01-01', '+' || (i / 300 + 30) || ' days'), 1, 0,
  'xianju', printf('2026-01-01T00:00:00.%09dZ', i), 'self', unit, path, 'firm-' || (i % 400), 1, 1, null, 0
from made
"""


def fill(path: Path, rows: int) -> None:
    """So many findings over the county's units, a third of them open."""
    with library().connect(str(path)) as database:
        database.execute(FILL, {"rows": rows})
        database.execute("analyze")


def parameters(asked: dict[str, Any]) -> dict[str, Any]:
    west, south, east, north = NOWHERE
    place = {
        "west": west,
        "south": south,
        "east": east,
        "north": north,
        "before": LATEST[0],
        "before_id": LATEST[1],
    }
    whose = scope([asked.get("scopes", COUNTY)])
    filters = {name: value for name, value in asked.items() if name != "scopes"}
    return UNASKED | place | {"today": "2026-11-22", "limit": PAGE} | whose | filters


RAW: Final = (
    f"select {', '.join(f'f.{name}' for name in FindingRow.__struct_fields__)}, u.name, r.name, s.name, e.name from finding f"
    " join unit u on u.unit = f.unit join unit r on r.unit = f.responsible left join site s on s.site = f.site"
    " left join enterprise e on e.enterprise = f.enterprise where f.id in "
)


async def measured(storage: Any, path: Path, name: str, times: int) -> Measured:
    """Both read the same page in turn; the first reading of each is not counted."""
    asked = parameters(QUESTIONS[name])
    found_rows = views(FindingView, await storage.rows("findings", **asked))
    ids = [one.id for one in found_rows]
    raw_sql = f"{RAW} ({','.join('?' * len(ids))})"
    ours, raw = [], []
    with library().connect(str(path)) as bare:
        for _ in range(times + 1):
            began = time.perf_counter()
            await storage.rows("findings", **asked)
            ours.append(time.perf_counter() - began)
            began = time.perf_counter()
            bare.execute(raw_sql, ids).fetchall()
            raw.append(time.perf_counter() - began)
    return Measured(name, len(ids), median(ours[1:]) * 1e6, median(raw[1:]) * 1e6)


async def run(folder: Path, rows: int, times: int) -> list[Measured]:
    path = folder / "findings.db"
    storage = await open_storage(sqlite_url(path), judge_group)
    try:
        await file_entries(storage, SYSTEM, county_entries(datetime.now(UTC)))
        await asyncio.to_thread(fill, path, rows)
        return [await measured(storage, path, name, times) for name in QUESTIONS]
    finally:
        await storage.close()


def measure(rows: int = ROWS, times: int = TIMES) -> list[Measured]:
    with scratch(True, "findings") as folder:
        return asyncio.run(run(folder, rows, times))


def table(lines: list[Measured]) -> str:
    head = f"List of findings at {ROWS:,} rows, a page of {PAGE}; µs at the median, ratio to raw SQLite reading the same rows"
    told = (
        f"{one.name:38} {one.rows:4} rows {one.ours_us:9.0f} {one.raw_us:9.0f} {one.ratio:7.2f}"
        for one in lines
    )
    return "\n".join((head, *told))


def bars(lines: list[Measured]) -> Iterator[Bar]:
    for one in lines:
        yield Bar(f"findings, {one.name}: times raw", MOST, one.ratio, at_least=False)


if __name__ == "__main__":
    print(table(measure()))
