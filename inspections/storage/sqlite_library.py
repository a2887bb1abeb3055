"""Which SQLite library: one copy in the process, and one without the WAL-reset bug (fixed in 3.51.3).

Two copies of SQLite on one file release each other's locks and corrupt it, so writer and readers take the same module.
"""

from functools import cache
from types import ModuleType

from inspections.storage.engine import StorageError

LEAST = (3, 51, 3)


@cache
def library() -> ModuleType:
    """pysqlite3 (bundles a current SQLite); where it has no wheel, the standard module if it is new enough."""
    try:
        import pysqlite3.dbapi2 as bundled

        return bundled  # type: ignore[no-any-return]  # the package is untyped
    except ImportError:
        import sqlite3

    if sqlite3.sqlite_version_info < LEAST:
        raise StorageError(
            f"系统的 SQLite 是 {sqlite3.sqlite_version}，低于 3.51.3，多个进程同时写时可能损坏数据；请安装 pysqlite3。"
        )
    return sqlite3
