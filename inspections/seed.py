"""What a new county starts from (`xuncha init`): units, calendars and legal facts as the first entries.

Owns: turning the seed tables of reference/ into bodies with fixed ids, in the order the ledger needs (units before
their parts, everything before what rests on it). Does not own the tables (reference/) or demonstration data (demo.py).
The ids are made from the rows' keys, so two inits of the same tables differ in nothing but their time.
Source: design.md §3; reference/README.md.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Final
from uuid import UUID, uuid5

from inspections.filing import Body
from inspections.reference import table

NAMESPACE: Final = UUID("6f1e1a5e-3b0c-5c53-9a55-360121000000")
COUNTY: Final = "nanchang_county"
#: seed tables kept as `reference` entries: what a rule or a clock of this county may look up
TABLES: Final = ("parameters", "deadlines")
UNIT_TEXTS: Final = ("name", "pinyin", "kind", "source", "confidence", "note")
UNIT_MAYBE: Final = ("parent", "valid_from", "valid_to", "nbs_code", "mca_code", "predecessor", "successor")


def county_entries(now: datetime) -> Iterator[tuple[UUID, Body]]:
    """Every entry of `init`, in order; entry 1 is the county itself."""
    made_at = now.isoformat()
    for body in (*unit_bodies(), *calendar_bodies(), *reference_bodies(), *batch_bodies()):
        yield entry_id(body), {**body, "made_at": made_at}


def entry_id(body: Body) -> UUID:
    """The fixed id of a seed entry."""
    names = ("unit", "name", "row", "year", "valid_from", "batch")
    return named("/".join([body["type"], *(str(body[name]) for name in names if body.get(name))]))


def named(name: str) -> UUID:
    """A UUID of our own for a name; the same name always gives the same one."""
    return uuid5(NAMESPACE, name)


def unit_bodies() -> Iterable[Body]:
    """Units in the table's order: the county first, each below a unit that stands before it."""
    for row in table("units"):
        texts = {name: row["name_zh" if name == "name" else name] for name in UNIT_TEXTS}
        given = {name: row[name] for name in UNIT_MAYBE if row[name]}
        supervised = row["supervised"] == "yes"
        yield {"type": "unit", "unit": row["key"], "supervised": supervised, **texts, **given}


def calendar_bodies() -> Iterable[Body]:
    """One entry a year, as the State Council announced it."""
    for year, rows in groupby(table("calendar_cn"), key=lambda row: row["date"][:4]):
        days = list(rows)
        yield {
            "type": "calendar",
            "unit": COUNTY,
            "year": int(year),
            "days": [{"day": row["date"], "kind": row["kind"], "holiday": row["holiday_zh"]} for row in days],
            "source": days[0]["source"],
            "document_no": days[0]["notice_no"],
        }


def reference_bodies() -> Iterable[Body]:
    """Thresholds and clocks, each with its validity, source and confidence."""
    apart = {"key", "valid_from", "valid_to", "source", "confidence"}
    for name in TABLES:
        for row in table(name):
            validity = {day: row[day] for day in ("valid_from", "valid_to") if row[day]}
            yield {
                "type": "reference",
                "unit": COUNTY,
                "name": name,
                "row": row["key"],
                "values": {column: cell for column, cell in row.items() if cell and column not in apart},
                "source": row["source"],
                "confidence": row["confidence"],
                **validity,
            }


def batch_bodies() -> Iterable[Body]:
    """Inspections from above as the public sources tell them; how fast letters had to be answered stands in none."""
    numbers, days = (
        ("round", "part"),
        ("on_site_from", "on_site_to", "feedback_on", "plan_due_on", "plan_clock"),
    )
    for row in table("inspection_batches"):
        yield {
            "type": "batch",
            "unit": COUNTY,
            "batch": row["key"],
            "name": row["name_zh"],
            "level": row["level"],
            **{name: int(row[name]) for name in numbers if row[name]},
            **{name: row[name] for name in days if row[name]},
            **{name: row[name] for name in ("source", "confidence", "note")},
        }
