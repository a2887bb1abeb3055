"""One run's file, written from the rows that were copied out for it, also while they are still being copied.

Owns: the file of rows (what it is about, one JSON list a row, its end), following it, and writing in a process of its own.
A long table is written there because Python does one thing at a time: in the server it would take milliseconds away from
every phone. So nothing is imported here that the writing does not need. Does not own formats, or who starts it (spool.py).
"""

import gc
import os
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from types import GenericAlias
from typing import Any, BinaryIO, Final

import msgspec
from msgspec import Raw

from inspections.exports.columns import Batch, Column, Sort, settled
from inspections.exports.formats import FORMATS
from inspections.exports.manifest import About

END: Final = b"[]\n"  #: the line after the last row: all is copied
BATCH: Final = 500
LOOK_AGAIN_S: Final = 0.01
NICER: Final = 10  #: whoever sends an entry goes before
GIVEN_UP: Final = 1


def write_file(rows: Path, out: BinaryIO, form: str, go_on: Callable[[], None]) -> None:
    """The whole file. `go_on` is asked again and again, and raises when nobody wants it any more."""
    lines = followed(rows, go_on)
    about = msgspec.json.decode(next(lines), type=About)
    write, as_stored = FORMATS[form].write, FORMATS[form].as_stored
    write(out, about, batches(about.columns, lines, go_on, as_stored))
    out.flush()


def followed(rows: Path, go_on: Callable[[], None]) -> Iterator[bytes]:
    """Its lines up to the end, as they come."""
    with rows.open("rb") as file:
        begun = b""
        while (line := begun + file.readline()) != END:
            begun = b"" if line.endswith(b"\n") else line
            if begun or not line:
                go_on()
                time.sleep(LOOK_AGAIN_S)
            else:
                yield line


def batches(
    columns: tuple[Column, ...],
    lines: Iterator[bytes],
    go_on: Callable[[], None],
    as_stored: tuple[Sort, ...] = (),
) -> Iterator[Batch]:
    """Settled rows, some at a time; values of the sorts `as_stored` stay the JSON they are, which is faster."""
    kinds = tuple(Raw if column.sort in as_stored else Any for column in columns)
    decode = msgspec.json.Decoder(list[GenericAlias(tuple, kinds)]).decode  # type: ignore[misc]  # known only now
    while some := b",".join(islice(lines, BATCH)):
        go_on()
        yield settled(columns, decode(b"[" + some + b"]"))


def while_it_lives(parent: int) -> None:
    if os.getppid() != parent:
        sys.exit(GIVEN_UP)


def main(rows: str, form: str, parent: str) -> int:
    """Write to standard output, which is the locked file; a fault of the disk is told by its number."""
    os.nice(NICER)
    gc.disable()  # rows hold no cycles, and looking for them takes a third of the time
    try:
        write_file(Path(rows), sys.stdout.buffer, form, lambda: while_it_lives(int(parent)))
    except OSError as error:
        return error.errno or GIVEN_UP
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
