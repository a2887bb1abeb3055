"""Taking a data set out of one state of the ledger, into a file of plain rows.

Owns: what is wanted and whether it exists, the run's name, the copying, which is the only work inside the read transaction.
Does not own columns (datasets.py) or formats (formats.py).
"""

import hashlib
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec import Struct

from inspections import parameters
from inspections.exports.asked import Asked, Filters, NotExported, days
from inspections.exports.datasets import DATASETS
from inspections.exports.formats import FORMATS
from inspections.exports.manifest import About
from inspections.exports.sheet import MOST_ROWS
from inspections.exports.writing import END
from inspections.facts import Facts
from inspections.parameters import Setting
from inspections.storage.engine import Reading, Still, StorageError

#: changes when the bytes of a format change, so that no old file answers for a new one
EDITION: Final = 2


class Wanted(Struct, frozen=True):
    """An export as somebody asks for it."""

    dataset: str
    form: str
    filters: Filters
    book: str
    scopes: tuple[str, ...]
    exporter: str
    private: bool = False

    def check(self) -> None:
        """NotExported for a data set, format, filter or day that does not exist."""
        dataset = DATASETS.get(self.dataset)
        if dataset is None:
            raise NotExported(f"没有数据集“{self.dataset}”，可以导出：{'、'.join(DATASETS)}。")
        if self.form not in FORMATS:
            raise NotExported(f"没有格式“{self.form}”，可用：{'、'.join(FORMATS)}。")
        if self.form == "geojson" and not dataset.located:
            raise NotExported(f"{dataset.name}没有位置，不能导出 GeoJSON。")
        if self.private and not dataset.words:
            raise NotExported(f"{dataset.name}没有另存的个人信息和文字说明。")
        given = msgspec.to_builtins(self.filters)
        if other := [name for name in given if name not in dataset.filters]:
            names = {"first": "from", "last": "to"}
            said = "、".join(names.get(name, name) for name in other)
            raise NotExported(f"{dataset.name}不能按 {said} 筛选。")
        days(self.filters)


async def at_head(still: Reading, wanted: Wanted) -> Asked:
    """What is asked for, at the place where this state of the ledger stands."""
    book = wanted.book
    head = await still.rows("head_of_book", book=book)
    county = await still.rows("county_of_book", book=book)
    if not head or not county:
        raise StorageError(f"账本 {book} 还是空的。")
    seq, digest, received_at = head[0]
    facts = Facts()
    facts.load(await still.answer([Setting.at(book, "demonstration")]))
    return Asked(
        book=book,
        head_seq=seq,
        head_hash=digest,
        as_of=datetime.fromisoformat(received_at),
        county=county[0][1],
        county_name=county[0][2],
        demo=parameters.value(facts, book, "demonstration") == 1,
        scopes=wanted.scopes,
        filters=wanted.filters,
        private=wanted.private,
    )


def owner(exporter: str) -> str:
    return hashlib.sha256(exporter.encode()).hexdigest()[:8]


def name_of(wanted: Wanted, asked: Asked) -> str:
    """The same head, filters, scope and person: the same run."""
    facts = [EDITION, wanted, asked.head_seq, asked.head_hash, asked.demo]
    return owner(wanted.exporter) + hashlib.sha256(msgspec.json.encode(facts)).hexdigest()[:32]


async def copied_out(still: Still, rows: Path, wanted: Wanted, about: About) -> AsyncIterator[int]:
    """The rows of this state into a file, one JSON list a line between what they are about and the end; how many so far."""
    dataset, asked, count = DATASETS[wanted.dataset], about.asked, 0
    pages = dataset.pages_with_words if wanted.private and dataset.pages_with_words else dataset.pages
    encoder = msgspec.json.Encoder()
    with rows.open("wb") as file:
        file.write(encoder.encode(about) + b"\n")
        async for page in pages(still, asked):
            file.write(encoder.encode_lines([(*row, asked.demo) for row in page]))
            file.flush()  # somebody may already write the table from it
            count += len(page)
            if wanted.form == "xlsx" and count > MOST_ROWS:
                raise NotExported(f"超过 {MOST_ROWS:,} 行，一张 XLSX 表放不下，请缩小范围或改用 CSV。")
            yield count
        file.write(END)


def about_run(wanted: Wanted, asked: Asked, now: datetime) -> About:
    dataset = DATASETS[wanted.dataset]
    return About(
        dataset=wanted.dataset,
        name=dataset.name,
        form=wanted.form,
        columns=dataset.all_columns(asked.private),
        asked=asked,
        exporter=wanted.exporter,
        made_at=now,
    )


async def voided_since(still: Still, wanted: Wanted, asked: Asked) -> tuple[str, ...]:
    """Subjects of which something was voided after the place an increment begins at."""
    if asked.filters.since is None:
        return ()
    given: dict[str, Any] = asked.parameters()
    rows = await still.rows(
        "export_voided",
        book=asked.book,
        since=given["since"],
        scopes=given["scopes"],
        entry=DATASETS[wanted.dataset].entry,
    )
    return tuple(row[0].rpartition("/")[2] for row in rows)
