"""Importing registers: a file in, every faulty cell out, or the entries that make the difference.

Owns: the dry run (what would be new, changed, the same; all faults with their cells) and writing it. All or nothing: a
file with one fault writes nothing. Importing again adds nothing, since a line that says what the ledger already holds is
left out. Does not own columns and lines (registers.py), cells (columns.py) or files (tables.py). Source: contract.md.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec
from msgspec import Struct
from uuid_utils.compat import uuid7

from inspections.chain import History, Salt
from inspections.deadlines import Move
from inspections.entries import Envelope, same_body
from inspections.facts import SYSTEM, Decision, Fault
from inspections.filing import Body, faults_of, file_entries, foreseen, item, rehearse
from inspections.imports.areas import area_drafts
from inspections.imports.columns import Column, County, Wrong
from inspections.imports.registers import REGISTERS, Draft, Register, Values
from inspections.imports.tables import Line, Table, Unusable, read_table
from inspections.ledger import Item
from inspections.reading import Unreadable
from inspections.rules import stored_entry
from inspections.storage.engine import Storage

__all__ = ("DATASETS", "Faulty", "Outcome", "Row", "Unusable", "apply", "dry_run", "moves")

DATASETS = (*REGISTERS, "areas")
State = Literal["new", "changed", "same"]


class Faulty(Struct, frozen=True):
    """One thing that is wrong in the file."""

    line: int  #: row of the file, 1 is the first; 0 for the file as a whole
    cell: str  #: "B7"; "第7行" when no cell is to blame
    code: str
    message: str  #: why, and what to do


class Row(Struct, frozen=True):
    """What one entry would do."""

    lines: tuple[int, ...]
    label: str  #: what a person calls it
    state: State
    entry: str  #: id it would be written under
    body: Body


class Outcome(Struct, frozen=True):
    """What a file would do: `rows` in its order, or `faults`."""

    dataset: str
    rows: tuple[Row, ...]
    faults: tuple[Faulty, ...]

    def count(self, state: State) -> int:
        return sum(row.state == state for row in self.rows)


async def dry_run(
    storage: Storage, dataset: str, name: str, body: bytes, now: datetime, crs: str | None = None
) -> Outcome:
    """What importing this file would do; nothing is written. Unusable when it cannot be read at all."""
    county = await known_county(storage)
    if dataset == "areas":
        drafts, wrong = area_drafts(body, crs, county, await areas_on_file(storage), now)
        return await judged(storage, dataset, drafts, [Faulty(0, *one) for one in wrong], None, now)
    register = REGISTERS[dataset]
    table = read_table(name, body, lambda title: register.column(title) is not None)
    values, faults_found = read_lines(register, table, county)
    return await judged(
        storage, dataset, [*register.drafts(values, county)], faults_found, (register, table), now
    )


async def apply(storage: Storage, outcome: Outcome) -> int:
    """Write what is new or changed; the number of entries. An outcome with faults writes nothing."""
    if outcome.faults:
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
    states = await states_of(storage, [one for _, one in items])
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


async def states_of(storage: Storage, items: Sequence[Item]) -> list[State]:
    """Each item against the last entry of its subject."""
    keys = [History.at(one.entry.subject(one.id)) for one in items]
    histories: Mapping[Any, Any] = dict(await storage.answer(list(dict.fromkeys(keys))))
    last = [histories[key][-1].stored if histories[key] else "" for key in keys]
    ids = [Salt.at(msgspec.json.decode(text, type=Envelope).id) for text in last if text]
    salts: Mapping[Any, Any] = dict(await storage.answer(list(dict.fromkeys(ids))))
    return [
        "new" if not text else "same" if holds(one, text, salts) else "changed"
        for one, text in zip(items, last, strict=True)
    ]


def holds(one: Item, text: str, salts: Mapping[Any, Any]) -> bool:
    """Does the stored entry say what this one says, but for the time it was made?"""
    stored, envelope = stored_entry(text), msgspec.json.decode(text, type=Envelope)
    if type(stored) is not type(one.entry):
        return False
    mine = msgspec.structs.replace(one.entry, made_at=stored.made_at)
    return same_body(mine, bytes(envelope.body), {row.path: row.salt for row in salts[Salt.at(envelope.id)]})


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
