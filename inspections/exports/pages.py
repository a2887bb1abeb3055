"""How rows are taken out of one state of the ledger.

Owns: pages of a named query as stored values, what the vault holds of a page. Does not own the columns or SQL.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any, Final

import msgspec

from inspections.exports.asked import Asked
from inspections.storage.engine import Still

PAGE: Final = 500

Rows = Sequence[Sequence[Any]]
Pages = Callable[[Still, Asked], AsyncIterator[Rows]]


def queried(query: str) -> Pages:
    """Pages of a named query whose columns are the data set's, in its order, as stored: settling waits until the
    transaction is over."""

    async def pages(still: Still, asked: Asked) -> AsyncIterator[Rows]:
        async for page in still.pages(query, PAGE, **asked.parameters()):
            yield page

    return pages


async def words_of(still: Still, page: Rows) -> dict[str, dict[str, str]]:
    """Private values of each row of a page, by its id (the first column) and their place in the body."""
    ids = msgspec.json.encode([row[0] for row in page]).decode()
    words: dict[str, dict[str, str]] = {row[0]: {} for row in page}
    for entry, path, value in await still.rows("export_words", ids=ids):
        words[entry][path.removeprefix("body.")] = value
    return words
