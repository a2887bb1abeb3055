"""Evidence (证据): which files an entry names (photos, their copies, signatures), so that each can be found from its file.

Owns: that view, kept narrow because every visit writes several of its rows, and what a picture's caption says of the entry.
It is filled for every type of entry by the vocabulary, so that no new type forgets it. Does not own the files (photos.py).
Who may read an entry may see the files it names; an album picture stays marked as one. Source: design.md §2, §4.
"""

from collections.abc import Iterator
from typing import Any, ClassVar, Final

from msgspec import Struct

from inspections.entries import Entry
from inspections.facts import At, Row
from inspections.months import BEIJING
from inspections.positions import wgs84


class Evidence(Row, frozen=True, array_like=True, kw_only=True):
    """One file named by one entry."""

    table: ClassVar[str] = "evidence"
    key: ClassVar = ("sha256", "entry")
    sha256: str
    entry: str
    part: str  #: original · copy · signature · scan
    album: bool  #: chosen from an album, not taken there
    unit_path: str


FIELDS: Final = {"photos", "signature", "present", "scan", "papers"}  #: where an entry names files


def rows(entry: Entry, at: At) -> Iterator[Evidence]:
    """The files of an entry; a file named twice is one row."""

    def row(sha256: str, part: str, album: bool = False) -> Evidence:
        return Evidence(sha256=sha256, entry=at.id, part=part, album=album, unit_path=at.unit)

    for sha256 in signatures(entry):
        yield row(sha256, "signature")
    for sha256 in scans(entry):
        yield row(sha256, "scan")
    for photo in getattr(entry, "photos", ()):
        yield row(photo.sha256, "original", photo.album)
        if photo.copy:
            yield row(photo.copy, "copy", photo.album)


class Caption(Struct, frozen=True):
    """When and where a photo was taken, by the entry that names it."""

    taken_at: str  #: Beijing time
    position: tuple[float, float] | None  #: WGS84, where the entry was made


def caption(entry: Entry, sha256: str) -> Caption:
    """What the entry says of one of its photos."""
    own: Any = next((p for p in getattr(entry, "photos", ()) if sha256 in (p.sha256, p.copy)), None)
    taken_at = (own and own.taken_at) or getattr(entry, "started_at", entry.made_at)
    local = taken_at.astimezone(BEIJING).isoformat(timespec="seconds")
    return Caption(local, wgs84(getattr(entry, "position", None)))


def signatures(entry: Entry) -> Iterator[str]:
    """Signatures on an entry: its own, and those of the people present."""
    for signer in (entry, *getattr(entry, "present", ())):
        if sha256 := getattr(signer, "signature", None):
            yield sha256


def scans(entry: Entry) -> Iterator[str]:
    """Scans of a paper: of itself, of the proof that it was served; and of papers handed in with a step."""
    for scanned in (entry, getattr(entry, "service", None), *getattr(entry, "papers", ())):
        if sha256 := getattr(scanned, "scan", None):
            yield sha256
