"""One consistent file of an SQLite ledger, taken while others write to it, and whether such a file is sound.

Owns: these two. Does not own what a backup holds beside it (inspections/backup.py). The copy is made in one step: its
read transaction lasts as long as the copying (a gigabyte a few seconds), and no writer waits for it; in many small
steps it would begin anew after every write of somebody else.
"""

from contextlib import closing
from pathlib import Path

from inspections.storage.engine import StorageError
from inspections.storage.sqlite_library import library


def snapshot(source: Path, target: Path) -> None:
    """Everything that is committed in `source`, as a file of its own."""
    if not source.is_file():
        raise StorageError(f"没有账本文件 {source}。")
    with closing(library().connect(str(source))) as here, closing(library().connect(str(target))) as there:
        here.backup(there)


def unsound(file: Path) -> str:
    """What SQLite itself finds wrong with a file; "" for nothing."""
    try:
        with closing(library().connect(str(file))) as there:
            found = there.execute("pragma integrity_check(1)").fetchone()[0]
    except library().DatabaseError as error:
        found = str(error)
    return "" if found == "ok" else str(found)
