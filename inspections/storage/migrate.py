"""Migrations: numbered .sql files, forward only, each once and in order, its checksum kept.

Owns: which files an engine needs and what was applied. Does not own running SQL. A file `NNNN_name.sql` is for both
engines (dialect.py), `NNNN_name.sqlite.sql` and `NNNN_name.postgres.sql` for one.
"""

import hashlib
from importlib.resources import files
from typing import NamedTuple

from inspections.storage.dialect import Dialect, printed
from inspections.storage.engine import StorageError


class Migration(NamedTuple):
    """One step of the schema, in one engine's words."""

    number: int
    name: str
    sql: str
    checksum: str  #: of the file as written


def migrations(dialect: Dialect) -> tuple[Migration, ...]:
    """Every step for an engine, in order."""
    found = []
    for file in files(__package__).joinpath("migrations").iterdir():
        stem = file.name.removesuffix(".sql")
        name, _, only = stem.partition(".")
        if file.name.endswith(".sql") and only in ("", dialect.name):
            text = file.read_text("utf-8")
            checksum = hashlib.sha256(text.encode()).hexdigest()
            found.append(Migration(int(name[:4]), name, printed(text, dialect), checksum))
    return tuple(sorted(found))


def outstanding(known: tuple[Migration, ...], applied: dict[int, str]) -> tuple[Migration, ...]:
    """What is still to be applied; refused when the data is newer than the program, or a file was changed."""
    if newer := applied.keys() - {one.number for one in known}:
        raise StorageError(f"数据库由更新的版本写过（第 {max(newer)} 步），请用新版程序打开。")
    for one in known:
        if one.number in applied and applied[one.number] != one.checksum:
            raise StorageError(f"迁移文件 {one.name} 与已执行的不一致。")
    return tuple(one for one in known if one.number not in applied)
