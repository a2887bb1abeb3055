"""SQL past the program, as somebody with the file or the password could run it."""

from typing import Any

import asyncpg

from inspections.storage.sqlite_library import library


async def execute(url: str, *statements: str) -> list[tuple[Any, ...]]:
    """Run statements on a connection of their own; the rows of the last."""
    if url.startswith("sqlite"):
        return execute_sqlite(url.removeprefix("sqlite:///"), statements)
    connection = await asyncpg.connect(url)
    try:
        rows: list[Any] = []
        for statement in statements:
            rows = await connection.fetch(statement)
        return [tuple(row) for row in rows]
    finally:
        await connection.close()


def execute_sqlite(path: str, statements: tuple[str, ...]) -> list[tuple[Any, ...]]:
    connection = library().connect(path, isolation_level=None, timeout=10)
    try:
        rows: list[Any] = []
        for statement in statements:
            rows = connection.execute(statement).fetchall()
        return rows
    finally:
        connection.close()


def without_triggers(url: str) -> tuple[str, ...]:
    """What somebody who owns the machine does first."""
    if url.startswith("sqlite"):
        return ("drop trigger entry_no_update", "drop trigger entry_no_delete")
    return ("drop trigger entry_append_only on entry", "drop trigger entry_no_truncate on entry")
