"""The lines of a long list as the table script reads them: what is printed, in columns, once.

Owns: that file and how many lines stand in the page itself. A list that fits into its page has no such file: the
script then works on the table it finds. Does not own: the downloads (data_files.py), the script (site/js/records.js).
"""

import hashlib
from typing import Any, Final

import msgspec

from inspections.publication import PublicListing, Snapshot
from inspections.publishing.sheets import SHEETS, Sheet
from inspections.publishing.words import last_day, status_of

#: lines drawn into the page; the reader without script sees these and downloads the rest
FIRST_LINES: Final = 50


def records_files(snapshot: Snapshot) -> dict[str, bytes]:
    """Path → bytes, for each list that is longer than its page."""
    return {
        path_of(sheet): _records(sheet, snapshot)
        for sheet in SHEETS
        if len(sheet.lines(snapshot)) > FIRST_LINES
    }


def path_of(sheet: Sheet) -> str:
    return f"data/{sheet.page}.records.json"


def address_of(sheet: Sheet, snapshot: Snapshot) -> str | None:
    """Where the page finds the rest: with a hash, so that an open page never mixes two releases."""
    if len(sheet.lines(snapshot)) <= FIRST_LINES:
        return None
    return f"{path_of(sheet)}?v={hashlib.sha256(_records(sheet, snapshot)).hexdigest()[:8]}"


def _records(sheet: Sheet, snapshot: Snapshot) -> bytes:
    """Headings of the last cell once, then a row each: main cells, status word and mark, last day, last cell, note,
    firms left unnamed."""
    told = {
        "more": [sheet.columns[field][0] for field in sheet.more],
        "rows": [_row(sheet, line, snapshot.as_of) for line in sheet.lines(snapshot)],
    }
    return msgspec.json.encode(told)


def _row(sheet: Sheet, line: PublicListing, as_of: str) -> list[Any]:
    status = status_of(sheet, line, as_of)
    return [
        [sheet.word(line, field) for field in sheet.main],
        status.word,
        status.mark,
        last_day(line),
        [sheet.word(line, field) for field in sheet.more],
        line.note,
        line.unnamed,
    ]
