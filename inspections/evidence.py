"""Evidence (证据): which files an entry names (photos, their copies, signatures), so that each can be found from its file.

Owns: that view. It is filled for every type of entry by the vocabulary, so that no new type forgets it. Does not own the
files (photos.py). Who may read an entry may see the files it names; an album picture stays marked as one.
Source: design.md §2, §4.
"""

from collections.abc import Iterator
from typing import ClassVar, Final

from msgspec.structs import replace

from inspections.entries import Entry, id_text
from inspections.facts import At, Row
from inspections.months import BEIJING
from inspections.positions import wgs84


class Evidence(Row, frozen=True, array_like=True, kw_only=True):
    """One file named by one entry, with what a caption says of it."""

    table: ClassVar[str] = "evidence"
    key: ClassVar = ("sha256", "entry")
    sha256: str
    entry: str
    part: str  #: original · copy · signature
    book: str
    seq: int
    unit: str
    unit_path: str
    site: str | None
    enterprise: str | None
    taken_at: str | None  #: Beijing time
    album: bool
    lat: float | None  #: WGS84, where the entry was made
    lon: float | None


FIELDS: Final = {"photos", "signature", "present"}  #: where an entry names files


def rows(entry: Entry, at: At) -> Iterator[Evidence]:
    """The files of an entry; a file named twice is one row."""
    here = wgs84(getattr(entry, "position", None))
    signed = Evidence(
        sha256="",
        entry=at.id,
        part="signature",
        book=at.book,
        seq=at.seq,
        unit=getattr(entry, "unit", ""),
        unit_path=at.unit,
        site=id_text(getattr(entry, "site", None)),
        enterprise=id_text(getattr(entry, "enterprise", None)),
        taken_at=None,
        album=False,
        lat=here and here[0],
        lon=here and here[1],
    )
    for sha256 in signatures(entry):
        yield replace(signed, sha256=sha256)
    for photo in getattr(entry, "photos", ()):
        taken_at = photo.taken_at or getattr(entry, "started_at", entry.made_at)
        local = taken_at.astimezone(BEIJING).isoformat(timespec="seconds")
        original = replace(signed, sha256=photo.sha256, part="original", taken_at=local, album=photo.album)
        yield original
        if photo.copy:
            yield replace(original, sha256=photo.copy, part="copy")


def signatures(entry: Entry) -> Iterator[str]:
    """Signatures on an entry: its own, and those of the people present."""
    for signer in (entry, *getattr(entry, "present", ())):
        if sha256 := getattr(signer, "signature", None):
            yield sha256
