"""What the writer remembers from one group to the next: rows that nearly every entry names, and each book's head.

Owns: which rows those are, and forgetting. They hold while nobody else writes to the file, which the engine must tell
(`pragma data_version`); a group that fails forgets all. Does not own reading. It spares the ordinary group two thirds of
its questions (docs/design/0006-benchmarks.md).
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from inspections.chain import Head, Rows, Writes, head_of
from inspections.enterprises import Enterprise
from inspections.facts import Key
from inspections.parameters import Setting
from inspections.sites import Site
from inspections.units import Unit

REMEMBERED: Final = frozenset({Unit, Site, Enterprise, Setting, Head})
MOST: Final = 20_000  #: rows; a large county has a tenth of it


class Memory:
    """Rows by key, None for what is known not to be there."""

    def __init__(self) -> None:
        self._rows: dict[Key[Any], Any] = {}
        self._version: object = None

    def check(self, version: object) -> None:
        """Forget all when the file has been written by somebody else since."""
        if version != self._version:
            self.forget()
            self._version = version

    def recall(self, keys: Sequence[Key[Any]]) -> tuple[Rows, list[Key[Any]]]:
        """What is remembered of these, and the keys of what is not."""
        rows = self._rows
        return [(key, rows[key]) for key in keys if key in rows], [key for key in keys if key not in rows]

    def learn(self, rows: Iterable[tuple[Key[Any], Any]]) -> None:
        if len(self._rows) > MOST:
            self._rows.clear()
        self._rows.update((key, row) for key, row in rows if key.table in REMEMBERED)

    def wrote(self, writes: Writes) -> None:
        """What is being written is what a reader would now find."""
        self.learn(writes.rows.items())
        self.learn((Head.at(entry.book), head_of(entry)) for entry in writes.entries)

    def forget(self) -> None:
        self._rows.clear()
