"""Taking old ledgers over: good lines enter one by one, every faulty one is named by sheet and cell, and again adds nothing.

Owns: the dry run over all sheets of a file. Unlike a register a ledger is taken over in part: a line that cannot be read yet does not
hold up the others. Does not own what a line says (ledgers.py) or writing it (imports.apply). Source: contract.md (import findings).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from uuid_utils.compat import uuid7

from inspections.facts import SYSTEM, Fault
from inspections.filing import faults_of, item, rehearse
from inspections.imports.columns import County
from inspections.imports.ledgers import (
    LEAST,
    Drawn,
    Known,
    Stopped,
    drawn,
    known_title,
    short_names,
    title_of,
    words,
)
from inspections.imports.outcomes import Faulty, Outcome, Row, states_of
from inspections.imports.tables import Table, Unusable, read_tables
from inspections.ledger import Item
from inspections.reading import Unreadable
from inspections.storage.engine import Storage

NO_LEDGER: Final = (
    "没有一张表认得出是台账：前 10 行里至少要有 4 个认识的列名。请对照 docs/reference/commands.md 里的列名。"
)


class Candidate(NamedTuple):
    """A line on its way into the ledger."""

    drawn: Drawn
    item: Item


async def dry_run(storage: Storage, county: County, name: str, body: bytes, now: datetime) -> Outcome:
    """What taking this file over would do; nothing is written. Unusable when no sheet of it is a ledger."""
    tables, others = read_tables(name, body, known_title, LEAST)
    if not tables:
        raise Unusable(NO_LEDGER)
    known = await known_of(storage, county)
    found = [one for sheet in tables for one in drawn(sheet, name, known)]
    faults = [Faulty(one.line, one.cell, "cell", one.message) for one in found if isinstance(one, Stopped)]
    candidates = readable([one for one in found if isinstance(one, Drawn)], now, faults)
    rows = await judged(storage, candidates, faults, now)
    return Outcome("findings", tuple(rows), tuple(faults), partial=True, notes=tuple(notes(tables, others)))


async def known_of(storage: Storage, county: County) -> Known:
    firms = {(unit, name): key for unit, name, key in await storage.rows("import_firms")}
    batches: dict[str, tuple[str, str]] = {}
    for key, name, level in await storage.rows("import_batches"):
        batches |= {name: (key, level), key: (key, level)}
    return Known(county, firms, batches, short_names(county.units))


def readable(lines: Iterable[Drawn], now: datetime, faults: list[Faulty]) -> list[Candidate]:
    """Lines whose bodies can be read, each only once; what cannot goes to `faults`."""
    found: list[Candidate] = []
    seen: dict[str, Drawn] = {}
    for line in lines:
        try:
            one = item(uuid7(), line.body | {"made_at": now.isoformat()}, SYSTEM)
        except Unreadable as unreadable:
            faults += (at_cell(fault, line) for fault in unreadable.faults)
            continue
        first = seen.setdefault(one.entry.subject(one.id), line)
        if first is not line:
            said = f"和第 {first.line} 行（{first.body['taken_from']}）是同一个编号，请删去一行或改正编号。"
            faults.append(Faulty(line.line, place_of(line, "number"), "twice", said))
            continue
        found.append(Candidate(line, one))
    return found


async def judged(
    storage: Storage, candidates: Sequence[Candidate], faults: list[Faulty], now: datetime
) -> list[Row]:
    """What the ledger already holds, what it would take; what it would refuse goes to `faults`."""
    states = await states_of(storage, [one.item for one in candidates], TAKEN)
    changing = [one for one, (state, _) in zip(candidates, states, strict=True) if state != "same"]
    answers = await rehearse(storage, [one.item for one in changing], now)
    refused = {
        one.item.id: [at_cell(fault, one.drawn) for fault in faults_of(answer)]
        for one, answer in zip(changing, answers, strict=True)
    }
    faults += (fault for several in refused.values() for fault in several)
    return [
        Row(
            (one.drawn.line,),
            label(one.drawn),
            state,
            one.item.id,
            one.drawn.body | {"made_at": now.isoformat()},
            tuple(title_of(SAME_CELL.get(field, field)) for field in fields),
        )
        for one, (state, fields) in zip(candidates, states, strict=True)
        if not refused.get(one.item.id)
    ]


TAKEN: Final = ("taken_from",)  #: says where a line stood, not what it says


def label(line: Drawn) -> str:
    number = line.body.get("number") or f"序号 {line.body.get('serial')}"
    return f"{number}（{line.body['taken_from']}）"


def place_of(line: Drawn, field: str) -> str:
    """The cell of a field; of a line's number its serial's where it has no other; the row when no cell is to blame."""
    fallback = line.places.get("serial") if field == "number" else None
    return line.places.get(field) or fallback or line.body["taken_from"]


def at_cell(fault: Fault, line: Drawn) -> Faulty:
    """A fault of a body at the cell it came from."""
    field = fault.path.partition(".")[0]
    cell = line.places.get(SAME_CELL.get(field, field)) or place_of(line, field)
    return Faulty(line.line, cell, fault.code, fault.message)


#: fields that are read from a cell of another name
SAME_CELL: Final = {
    "source": "whence",
    "level": "whence",
    "enterprise": "credit_code",
    "category": "pollution",
    "position": "lat",
    "term": "due_on",
}


def notes(tables: Sequence[Table], others: Sequence[str]) -> Iterable[str]:
    """What was passed over on purpose."""
    if others:
        yield f"没有当台账读的表：{'、'.join(others)}。"
    withheld = dict.fromkeys(
        title for sheet in tables for title in sheet.titles if title in words("withheld")
    )
    if withheld:
        yield f"没有带入的列：{'、'.join(withheld)}。信访人请在信访件里登记，只存保密库。"
    strange = dict.fromkeys(one for sheet in tables for one in sheet.titles if one and not known_title(one))
    if strange:
        yield f"不认识的列，没有带入：{'、'.join(strange)}。"
