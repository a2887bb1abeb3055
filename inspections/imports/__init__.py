"""Importing: a file in, every faulty cell out, or the entries that make the difference.

Owns: the dry run of a register (what would be new, changed, the same; all faults with their cells) and writing. A register is all
or nothing: a file with one fault writes nothing; an old ledger (openings.py) is taken over line by line. Importing again adds
nothing, since a line that says what the ledger already holds is left out. Does not own columns and lines (registers.py), cells
(columns.py), files (tables.py) or what is already held (outcomes.py). Source: contract.md.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from uuid_utils.compat import uuid7

from inspections.deadlines import Move
from inspections.facts import SYSTEM, Decision, Fault
from inspections.filing import Body, faults_of, file_entries, foreseen, item, rehearse
from inspections.imports import openings
from inspections.imports.areas import area_drafts
from inspections.imports.columns import Column, County, Wrong
from inspections.imports.outcomes import Faulty, Outcome, Row, states_of
from inspections.imports.registers import REGISTERS, Draft, Register, Values
from inspections.imports.tables import Line, Table, Unusable, read_table
from inspections.ledger import Item
from inspections.reading import Unreadable
from inspections.storage.engine import Storage

__all__ = ("DATASETS", "Faulty", "Outcome", "Row", "Unusable", "apply", "dry_run", "moves")

DATASETS = (*REGISTERS, "areas", "findings")


async def dry_run(
    storage: Storage, dataset: str, name: str, body: bytes, now: datetime, crs: str | None = None
) -> Outcome:
    """What importing this file would do; nothing is written. Unusable when it cannot be read at all."""
    county = await known_county(storage)
    if dataset == "areas":
        drafts, wrong = area_drafts(body, crs, county, await areas_on_file(storage), now)
        return await judged(storage, dataset, drafts, [Faulty(0, *one) for one in wrong], None, now)
    if dataset == "findings":
        return await openings.dry_run(storage, county, name, body, now)
    register = REGISTERS[dataset]
    table = read_table(name, body, lambda title: register.column(title) is not None)
    values, faults_found = read_lines(register, table, county)
    return await judged(
        storage, dataset, [*register.drafts(values, county)], faults_found, (register, table), now
    )


async def apply(storage: Storage, outcome: Outcome) -> int:
    """Write what is new or changed; the number of entries. A register with faults writes nothing."""
    if outcome.faults and not outcome.partial:
        return 0
    wanted = [(UUID(row.entry), row.body) for row in outcome.rows if row.state != "same"]
    return len(await file_entries(storage, SYSTEM, wanted))


async def moves(storage: Storage, outcome: Outcome, now: datetime) -> list[Move]:
    """The deadlines that an imported calendar would move or settle; none for other registers."""
    found: list[Move] = []
    for row in outcome.rows:
        if outcome.dataset == "calendar" and row.state != "same" and not outcome.faults:
            one = item(UUID(row.entry), row.body, SYSTEM)
            decided = await foreseen(storage, one.entry, SYSTEM, now)
            if isinstance(decided, Decision):
                found += msgspec.convert(decided["moves"], list[Move])
    return found


async def known_county(storage: Storage) -> County:
    """What cells may refer to, as it stands."""
    units: dict[str, str] = {}
    for key, name, code in await storage.rows("import_units"):
        units |= {key: key, name: key} | ({code: key} if code else {})
    enterprises = dict(await storage.rows("import_credit_codes"))
    on_file = {
        (register, unit, name): key for register, unit, name, key in await storage.rows("import_named")
    }
    return County(units, enterprises, on_file)


async def areas_on_file(storage: Storage) -> dict[str, tuple[str, str]]:
    """Unit → first day and geometry of its latest area."""
    return {unit: (valid_from, geometry) for unit, valid_from, geometry in await storage.rows("import_areas")}


def read_lines(
    register: Register, table: Table, county: County
) -> tuple[list[tuple[int, Values]], list[Faulty]]:
    """Each line's values, and every cell that cannot be read. A faulty line has no values."""
    absent = [
        Faulty(0, "表头", "column-missing", f"缺少“{column.titles[0]}”这一列。")
        for column in register.columns
        if column.required and not any(register.column(title) == column for title in table.titles)
    ]
    if absent:
        return [], absent
    found: list[tuple[int, Values]] = []
    faults: list[Faulty] = []
    for line in table.lines:
        values: dict[str, Any] = {}
        wrong = list(line_faults(register, table, line, county, values))
        faults += wrong
        if not wrong:
            found.append((line.number, values))
    return found, faults


def line_faults(
    register: Register, table: Table, line: Line, county: County, values: dict[str, Any]
) -> Iterator[Faulty]:
    """Fill `values` from one line; what cannot be read comes out."""
    for title, cell in line.cells.items():
        column = register.column(title)
        if column is None:
            continue
        try:
            if cell.fault:
                raise Wrong(cell.fault)
            values[column.key] = column.read(cell.text, county)
        except Wrong as wrong:
            yield Faulty(line.number, cell.place, "cell", str(wrong))
    named_here = {column.key for title in line.cells if (column := register.column(title))}
    for column in register.columns:
        if column.required and column.key not in named_here:
            place = line.place(title_of(register, table, column), table.titles)
            yield Faulty(line.number, place, "missing", f"“{column.titles[0]}”没有填。")


def title_of(register: Register, table: Table, column: Column) -> str:
    """The title this file gives a column; its own first title when the file has none."""
    return next((title for title in table.titles if register.column(title) == column), column.titles[0])


async def judged(
    storage: Storage,
    dataset: str,
    drafts: Sequence[Draft],
    faults: list[Faulty],
    source: tuple[Register, Table] | None,
    now: datetime,
) -> Outcome:
    """Ask the ledger about every draft: what it already holds, what it would refuse."""
    items: list[tuple[Draft, Item]] = []
    seen: dict[str, Draft] = {}
    for draft in drafts:
        try:
            one = item(uuid7(), draft.body | {"made_at": now.isoformat()}, SYSTEM)
        except Unreadable as unreadable:
            faults += (at_cell(fault, draft, source) for fault in unreadable.faults)
            continue
        subject = one.entry.subject(one.id)
        if subject in seen:
            said = f"和第 {seen[subject].lines[0]} 行是同一个，请删去一行。"
            faults.append(Faulty(draft.lines[0], f"第{draft.lines[0]}行", "twice", said))
        seen[subject] = draft
        items.append((draft, one))
    states = [state for state, _ in await states_of(storage, [one for _, one in items])]
    changing = [(draft, one) for (draft, one), state in zip(items, states, strict=True) if state != "same"]
    for (draft, _), answer in zip(
        changing, await rehearse(storage, [one for _, one in changing], now), strict=True
    ):
        faults += (at_cell(fault, draft, source) for fault in faults_of(answer))
    rows = tuple(
        Row(draft.lines, label(draft.body), state, one.id, draft.body | {"made_at": now.isoformat()})
        for (draft, one), state in zip(items, states, strict=True)
    )
    return Outcome(dataset, rows, tuple(sorted(set_of(faults), key=lambda fault: (fault.line, fault.cell))))


def set_of(faults: Iterable[Faulty]) -> list[Faulty]:
    return list(dict.fromkeys(faults))


def label(body: Body) -> str:
    """What a person calls the thing an entry is about."""
    return str(body.get("name") or body.get("account") or body.get("year") or body.get("unit") or "")


def at_cell(fault: Fault, draft: Draft, source: tuple[Register, Table] | None) -> Faulty:
    """A fault of a body at the cell it came from."""
    number, numbers = 0, [int(part) for part in fault.path.split(".") if part.isdecimal()]
    if numbers and numbers[0] < len(draft.lines):
        number = numbers[0]
    line_number = draft.lines[number] if draft.lines else 0
    if source is None:
        return Faulty(line_number, str(draft.body.get("unit", "")), fault.code, fault.message)
    register, table = source
    line = next(line for line in table.lines if line.number == line_number)
    names = [part for part in fault.path.split(".") if not part.isdecimal()]
    column = next((one for name in reversed(names) for one in register.columns if one.key == name), None)
    place = line.place(title_of(register, table, column), table.titles) if column else f"第{line_number}行"
    said = f"“{column.titles[0]}”没有填。" if column and fault.code == "missing" else fault.message
    return Faulty(line_number, place, fault.code, said)
