"""What a file would do: its rows, its faults, and whether the ledger already says so.

Owns: those shapes and the comparison of a body with what was imported before. Does not own reading files. A line is compared with the
last entry of its subject that is of its type: what a person corrected or voided since is not undone by importing the same file again.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import msgspec
from msgspec import Struct

from inspections.chain import History, Salt
from inspections.entries import Envelope, seal
from inspections.filing import Body
from inspections.ledger import Item
from inspections.storage.engine import Storage

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
    differs: tuple[str, ...] = ()  #: columns in which a changed line of an old ledger differs


class Outcome(Struct, frozen=True):
    """What a file would do: `rows` in its order, and `faults`."""

    dataset: str
    rows: tuple[Row, ...]
    faults: tuple[Faulty, ...]
    partial: bool = False  #: rows are good even where there are faults
    notes: tuple[str, ...] = ()  #: what was passed over on purpose

    def count(self, state: State) -> int:
        return sum(row.state == state for row in self.rows)


async def states_of(
    storage: Storage, items: Sequence[Item], apart: Iterable[str] = ()
) -> list[tuple[State, tuple[str, ...]]]:
    """Each item against the last entry of its sort and subject: its state, and the fields that differ."""
    keys = [History.at(one.entry.subject(one.id)) for one in items]
    histories: Mapping[Any, Any] = dict(await storage.answer(list(dict.fromkeys(keys))))
    last = [of_type(histories[key], one) for key, one in zip(keys, items, strict=True)]
    ids = list(dict.fromkeys(Salt.at(envelope.id) for envelope in last if envelope))
    salts: Mapping[Any, Any] = dict(await storage.answer(ids))
    found: list[tuple[State, tuple[str, ...]]] = []
    for one, envelope in zip(items, last, strict=True):
        if envelope is None:
            found.append(("new", ()))
        else:
            kept = {row.path: row.salt for row in salts[Salt.at(envelope.id)]}
            fields = differing(one, envelope, kept, {"made_at", *apart})
            found.append(("changed", fields) if fields else ("same", ()))
    return found


def of_type(history: Sequence[History], one: Item) -> Envelope | None:
    """The last entry of a subject that is of the item's own type."""
    tag = str(one.entry.__struct_config__.tag)
    stored = (msgspec.json.decode(row.stored, type=Envelope) for row in reversed(history))
    return next((envelope for envelope in stored if envelope.type == tag), None)


def differing(
    one: Item, envelope: Envelope, salts: Mapping[str, str | None], apart: set[str]
) -> tuple[str, ...]:
    """Fields that say something else than the stored entry; what was erased from the vault counts as equal."""
    mine, theirs = (
        msgspec.json.decode(seal(one.entry, "", salts.get).body),
        msgspec.json.decode(envelope.body),
    )
    erased = {path.partition(".")[0] for path, salt in salts.items() if salt is None}
    names = (mine.keys() | theirs.keys()) - apart - erased
    return tuple(sorted(name for name in names if mine.get(name) != theirs.get(name)))
