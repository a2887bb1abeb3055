"""Exports: a data set within somebody's scope, as a stream of bytes, with a manifest that says what it is.

Owns: the filters, the place in the ledger an export stands at, and joining data set and format. The same head and filters
give the same bytes. Does not own columns (datasets.py), formats (writers.py) or files and HTTP (api/). Source: design.md §7.
"""

import hashlib
from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime, timedelta
from typing import Final

import msgspec
from msgspec import Struct

from inspections.exports.datasets import DATASETS, Asked, Dataset
from inspections.exports.writers import WRITERS, Writer
from inspections.months import last_day, month_of
from inspections.storage.engine import Storage, StorageError

__all__ = ("DATASETS", "FORMATS", "Export", "Filters", "Manifest", "NotExported", "export")

FORMATS: Final = tuple(WRITERS)


class NotExported(ValueError):
    """There is no such data set, format or day; the message says what there is, in Chinese."""


class Filters(Struct, frozen=True, omit_defaults=True):
    """What to take out. Days are Beijing days; a month stands for its first or last day."""

    unit: str | None = None
    kind: str | None = None
    result: str | None = None
    first: str | None = None  #: "2026-07-01" or "2026-07", included
    last: str | None = None  #: "2026-07-31" or "2026-07", included


class Manifest(Struct, frozen=True):
    """What stands beside an export: enough to check it and to make it again."""

    dataset: str
    format: str
    rows: int
    bytes: int
    sha256: str
    filter: Filters
    book: str
    head_seq: int  #: the ledger as it stood
    head_hash: str
    columns: tuple[str, ...]


class Export:
    """One run: iterate over `chunks()` for the bytes, then ask for the manifest."""

    def __init__(self, dataset: str, form: str, filters: Filters, asked: Asked, head_hash: str) -> None:
        self.dataset, self.form, self.filters, self.asked, self.head_hash = (
            dataset,
            form,
            filters,
            asked,
            head_hash,
        )
        self.rows, self.size, self._digest = 0, 0, hashlib.sha256()

    @property
    def media_type(self) -> str:
        return WRITERS[self.form].media_type

    async def chunks(self, storage: Storage) -> AsyncIterator[bytes]:
        """The file, a page of rows at a time."""
        dataset, writer = DATASETS[self.dataset], WRITERS[self.form]
        yield self._counted(writer.before(dataset.columns))
        async for page in dataset.pages(storage, self.asked):
            if page:
                yield self._counted(self._joined(dataset, writer, page))
        yield self._counted(writer.after)

    def _joined(self, dataset: Dataset, writer: Writer, page: Sequence[Sequence[object]]) -> bytes:
        before = writer.between if self.rows else b""
        self.rows += len(page)
        return before + writer.between.join(writer.row(dataset.columns, row) for row in page)

    def _counted(self, chunk: bytes) -> bytes:
        self.size += len(chunk)
        self._digest.update(chunk)
        return chunk

    def manifest(self) -> Manifest:
        """What was written; complete once `chunks` is."""
        return Manifest(
            dataset=self.dataset,
            format=self.form,
            rows=self.rows,
            bytes=self.size,
            sha256=self._digest.hexdigest(),
            filter=self.filters,
            book=self.asked.book,
            head_seq=self.asked.head,
            head_hash=self.head_hash,
            columns=tuple(column.key for column in DATASETS[self.dataset].columns),
        )


async def export(
    storage: Storage, book: str, dataset: str, form: str, filters: Filters, scopes: Sequence[str]
) -> Export:
    """A run over what the unit paths in `scopes` may see, at the book's head of now. NotExported."""
    if dataset not in DATASETS:
        raise NotExported(f"没有数据集“{dataset}”，可以导出：{'、'.join(DATASETS)}。")
    if form not in WRITERS:
        raise NotExported(f"没有格式“{form}”，可用：{'、'.join(WRITERS)}。")
    if form == "geojson" and not DATASETS[dataset].located:
        raise NotExported(f"{DATASETS[dataset].name}没有位置，不能导出 GeoJSON。")
    head, county = (
        await storage.rows("head_of_book", book=book),
        await storage.rows("county_of_book", book=book),
    )
    if not head or not county:
        raise StorageError(f"账本 {book} 还是空的。")
    seq, digest, received_at = head[0]
    as_of = datetime.fromisoformat(received_at)
    asked = Asked(
        book=book,
        head=seq,
        scopes=msgspec.json.encode(list(scopes)).decode(),
        unit=filters.unit,
        kind=filters.kind,
        result=filters.result,
        first=filters.first and str(day(filters.first, of_month=0)),
        beyond=filters.last and str(day(filters.last, of_month=-1) + timedelta(days=1)),
        last_month=(filters.last or month_of(as_of))[:7],
        as_of=as_of,
        county=county[0][1],
    )
    return Export(dataset, form, filters, asked, digest)


def day(text: str, *, of_month: int) -> date:
    """A day, or a month's first (0) or last (-1) one."""
    try:
        if len(text) == len("2026-07"):
            return date.fromisoformat(f"{text}-01") if of_month == 0 else last_day(text)
        return date.fromisoformat(text)
    except ValueError:
        raise NotExported(f"“{text}”不是日期，请写成 2026-07-31 或 2026-07。") from None
