"""Per-request commit on PostgreSQL: what our group commit is compared with.

Owns: the one difference. The same rules, SQL, advisory lock and pool of 10, but every entry is its own transaction, as a
program without a writer would do it.
"""

from typing import Any

from inspections.storage.postgres import Postgres


class EachItsOwn(Postgres):
    """The engine as it is, without the queue in front of it."""

    async def write(self, item: Any) -> Any:
        return (await self._transaction([item]))[0]
