"""Evidence pairs (整改前后照片): which photos of a case stand against each other, and where else their pictures were used.

Owns: pairing the photos of a case, and turning what the archive knows into uses that count. Does not own the grade
(evidence_review.py) or the search (reuse.py). Photos before are those since the cycle began, photos after those since the
round began, as the guards have it; pairs are made in the order of filing. What was filed later than a photo does not count
against it; the visit a finding was raised from may have the same photo before. Source: domain.md §5.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from msgspec import Struct

from inspections.cases import Case, Told, marks_of
from inspections.chain import Stored
from inspections.entries import Entry, Photo
from inspections.evidence_review import Shot, Use
from inspections.findings import BEFORE
from inspections.guards import AFTER
from inspections.positions import wgs84
from inspections.reuse import Same

MOST: Final = 12  #: photos of either side that are looked at


class Filed(Struct, frozen=True):
    """A photo of the case with the entry that names it."""

    entry: str
    photo: Photo
    shot: Shot


class Named(Struct, frozen=True):
    """An entry of the archive that names a photo."""

    sha256: str
    entry: str
    subject: str
    filed_at: datetime
    body: Entry
    words: str  #: "" for a reader who may not see it


def before_and_after(
    case: Case, finding: str, stored: Iterable[Stored], held: Mapping[str, bool]
) -> tuple[list[Filed], list[Filed]]:
    """The photos of this cycle before, and of this round after; each side in the order of filing."""
    filed_at = {one.id: datetime.fromisoformat(one.received_at) for one in stored}

    def of(entry_id: str, entry: Any, slot: str) -> Iterator[Filed]:
        for photo in entry.photos:
            if photo.slot == slot:
                yield Filed(entry_id, photo, shot_of(photo, entry, filed_at[entry_id], held))

    fresh = bool(case.cycle) and marks_of(case.cycle[0]) == "reopened"
    before = [] if fresh else [*of(finding, case.finding, BEFORE)]
    before += [one for told in steps(case.cycle) for one in of(told.id, told.entry, BEFORE)]
    after = [one for told in steps(case.round) for one in of(told.id, told.entry, AFTER)]
    return before, after


def steps(told: Iterable[Told]) -> Iterator[Told]:
    return (one for one in told if hasattr(one.entry, "photos"))


def shot_of(photo: Photo, entry: Any, filed_at: datetime, held: Mapping[str, bool]) -> Shot:
    position = entry.position
    return Shot(
        sha256=photo.sha256,
        taken_at=photo.taken_at,
        filed_at=filed_at,
        position=wgs84(position),
        accuracy_m=position.accuracy_m if position else None,
        album=photo.album,
        held=held.get(photo.sha256, False),
        claimed=photo.claimed,
    )


def pairs(before: Sequence[Filed], after: Sequence[Filed]) -> Iterator[tuple[Filed | None, Filed]]:
    """The first after against the first before, and so on; the last before serves what is left over."""
    for number, one in enumerate(after[:MOST]):
        yield (before[min(number, len(before) - 1)] if before else None), one


def round_began(case: Case, filed_at: Mapping[str, datetime]) -> datetime:
    """When this round of putting right began: the last sending back or reopening, else the finding itself."""
    starts = [one for one in case.told if marks_of(one) in ("returned", "reopened")]
    return filed_at[starts[-1].id] if starts else case.finding.made_at


def uses_of(
    filed: Filed, same: Sequence[Same] | None, named: Iterable[Named], but: Iterable[str]
) -> tuple[Use, ...] | None:
    """Earlier entries with the same picture, but for the entries left out; one use an entry, the likest."""
    if same is None:
        return None
    how = {one.sha256: one for one in same} | {filed.photo.sha256: Same(filed.photo.sha256, 1.0, False)}
    left_out = {filed.entry, *but}
    best: dict[str, Use] = {}
    for one in named:
        if one.sha256 not in how or one.entry in left_out or one.filed_at > filed.shot.filed_at:
            continue
        use = use_of(one, how[one.sha256], filed)
        if one.entry not in best or likest(use) > likest(best[one.entry]):
            best[one.entry] = use
    return tuple(best.values())


def likest(use: Use) -> tuple[bool, bool, float]:
    return use.exact, not use.nearly, use.sameness


def use_of(one: Named, same: Same, filed: Filed) -> Use:
    exact = one.sha256 == filed.photo.sha256
    taken = {photo.taken_at for photo in getattr(one.body, "photos", ()) if photo.sha256 == one.sha256}
    return Use(
        words=one.words,
        filed_at=one.filed_at,
        exact=exact,
        at_once=exact and filed.photo.taken_at is not None and filed.photo.taken_at in taken,
        mirrored=same.mirrored,
        sameness=same.sameness,
        nearly=same.nearly,
    )


def each_other(before: Filed | None, after: Filed, same: Sequence[Same] | None) -> Use | None:
    """The photo after as the photo before, when it is the same picture."""
    if before is None:
        return None
    exact = Same(after.photo.sha256, 1.0, False)
    for one in (*(same or ()), exact):
        if one.sha256 in (before.photo.sha256, before.photo.copy):
            return Use(
                words="",
                filed_at=before.shot.filed_at,
                exact=one.sha256 == after.photo.sha256,
                at_once=False,
                mirrored=one.mirrored,
                sameness=one.sameness,
                nearly=one.nearly,
            )
    return None
