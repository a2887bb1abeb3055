"""docs/reference/exports.md; `python -m inspections.exports` prints it, and a test compares.

Owns: the words around the tables. Does not own the columns.
"""

from collections.abc import Iterator
from typing import Final

from inspections.exports.columns import SORTS, Column
from inspections.exports.datasets import DATASETS, DEMO, Dataset
from inspections.exports.formats import FORMATS

INTRODUCTION: Final = """\
# Exports

Printed from `inspections/exports` by `python -m inspections.exports`; a test compares. `GET
/api/v1/exports/DATASET.FORMAT` and `xuncha export DATASET -o FILE` are the same run.

**Formats.** `csv`: UTF-8 with BOM, CRLF, Chinese titles; a text that begins with `= + - @`, an apostrophe, tab, CR,
LF or a full-width `＝ ＋ － ＠` gets one apostrophe in front (take one away and the text is as it was); numbers stay
numbers. Excel turns long codes into numbers when it *opens* a CSV: take XLSX for reading, or import with the column
as text. `xlsx`: the sheets 说明, the table (header frozen, real dates and numbers, codes as text), 数据字典, 代码表; at most
1,048,575 rows. `jsonl`: one object a line, the keys below, stored values. `parquet`: columns by the keys below, numbers
as DOUBLE or INT64, dates as DATE, instants as UTC microseconds, yes and no as BOOLEAN, everything else as text, a list as
JSON; gzip, 4,000 rows a group, whatever is missing is null. `geojson`: RFC 7946, WGS-84, longitude first; a row without
position has a null geometry.

**Filters** are `from` and `to` (days or months, Beijing time, both included), `unit`, `enterprise`, `kind`, `state`
and `since`; one that a data set does not have is refused, never passed over. `since=SEQ` takes rows of whose subject
the ledger has an entry after that place, corrections included; what was voided stands in the manifest's `voided`: it
is gone unless it stands in the file too. Begin the next increment at the manifest's `head_seq`.

**Scope and privacy.** Only what the asker's grants over `inspector`, `county`, `reviewer`, `energy_centre` or
`auditor` reach, or what a machine's token with the scope `export` does. Names of people and free text are in no file
unless asked for with `private=true` (`--private`), which `inspector`, `county` and `auditor` may, each over their own
units; certificates, signatures and photos never.

**A run** is made once from one state of the ledger and kept for 24 hours below `XUNCHA_DATA/exports`. What arrives
meanwhile is not in it; the same head, filters and scope give the same bytes (XLSX: but for 说明, which names exporter
and time). It is sent while it is written, so the first answer has no length. `ETag` names the run: go on with `Range:
bytes=N-` and `If-Range: "RUN"`, or at the address with `?run=RUN`, whatever the ledger did since; a Range without
either is answered in full. `….manifest.json` (also with `?run=`) holds rows, bytes, SHA-256, filter, scopes, columns,
head number and hash: a cut file differs from it in bytes and SHA-256. A table that turns out too long for a sheet breaks
off, and its manifest says why. A disk that is nearly full answers 507 before anything is sent.

**演示.** Every data set ends with the column 演示 (`demo`); in the demonstration county it is 是 in every row, the
manifest and GeoJSON say `demo: true`, and 说明 says it in words.
"""


def page() -> str:
    return "\n".join([INTRODUCTION, *(line for key in DATASETS for line in section(key, DATASETS[key]))])


def section(key: str, dataset: Dataset) -> Iterator[str]:
    forms = [form for form in FORMATS if form != "geojson" or dataset.located]
    names = {"first": "from", "last": "to"}
    filters = ", ".join(f"`{names.get(name, name)}`" for name in dataset.filters)
    yield f"## `{key}` {dataset.name}"
    yield f"Formats: {', '.join(forms)}. Filters: {filters}.\n"
    yield "| key | title | sort | unit | meaning |"
    yield "| --- | --- | --- | --- | --- |"
    yield from (line(column) for column in dataset.columns)
    yield from (line(column, "（只在 private）") for column in dataset.words)
    yield line(DEMO)
    yield ""


def line(column: Column, mark: str = "") -> str:
    values = (
        "、".join(f"{text} `{value}`" for value, text in column.texts.items())
        if len(column.texts) < 9
        else ""
    )
    meaning = column.meaning + mark + (f" {values}" if values else "")
    return f"| `{column.key}` | {column.title} | {SORTS[column.sort]} | {column.unit} | {meaning} |"


if __name__ == "__main__":
    print(page(), end="")
