"""Lines of lists and of energy intensity, from view rows to what the public may see.

Owns: which column of an entry becomes which public field. Does not own what may be public (publication.py), asking the
database or deciding what is approved (snapshot.py). What a source does not say stays None and shows as 待核实; nothing
is filled in from elsewhere. Source: domain.md §0, §4, §6, §7.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple

import msgspec

from inspections.intensity import over_achieved_pp
from inspections.publication import (
    PublicGreenFactory,
    PublicIntensity,
    PublicListing,
    PublicReadyMix,
    PublicWallMaterial,
)

#: columns of listing_fields.csv that are called otherwise in public
RENAMED: Final = {"third_party": "assessor"}


class Line(NamedTuple):
    """A row of the query listings_of_book."""

    name: str
    fields: str
    valid_from: str | None
    valid_to: str | None
    source: str
    document_no: str | None
    claimed_in: str
    note: str
    unnamed: int


class Figure(NamedTuple):
    """A row of the query intensity_of_book: only lines with a basis for being public."""

    role: str
    area: str
    indicator: str
    period: str
    change_percent: str
    target_percent: str | None
    over_pp: str | None
    state: str
    base_revised: bool
    source_unit: str
    document_no: str
    public_basis: str
    caveat: str


def green_factories(rows: Iterable[Sequence[Any]]) -> tuple[PublicGreenFactory, ...]:
    return tuple(
        PublicGreenFactory(level=given.pop("level", "national"), **shared, **given)
        for shared, given in lines(rows, PublicGreenFactory)
    )


def wall_materials(rows: Iterable[Sequence[Any]]) -> tuple[PublicWallMaterial, ...]:
    return tuple(PublicWallMaterial(**shared, **given) for shared, given in lines(rows, PublicWallMaterial))


def ready_mix(rows: Iterable[Sequence[Any]]) -> tuple[PublicReadyMix, ...]:
    return tuple(PublicReadyMix(**shared, **given) for shared, given in lines(rows, PublicReadyMix))


def lines(
    rows: Iterable[Sequence[Any]], into: type[PublicListing]
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Of each line what every list says, and the columns that only this list has."""
    own = set(into.__struct_fields__) - (set(PublicListing.__struct_fields__) - {"status"})
    for number, row in enumerate(rows, 1):
        line = Line(*row)
        given = {RENAMED.get(key, key): value for key, value in columns(line).items()}
        shared = {
            "number": number,
            "name": line.name,
            "source": line.source,
            "document_no": line.document_no or None,
            "claimed_in": line.claimed_in or None,
            "note": line.note or None,
            "unnamed": line.unnamed,
        }
        yield shared, {"status": status(given)} | {key: given[key] for key in own & set(given)}


def columns(line: Line) -> Mapping[str, str | None]:
    """The list's own columns; the entry's dates win over columns of the same name."""
    given = msgspec.json.decode(line.fields, type=dict[str, str])
    dates = {"valid_from": line.valid_from, "valid_to": line.valid_to}
    return {**given, **{key: day for key, day in dates.items() if day}}


def status(given: Mapping[str, str | None]) -> str | None:
    """A removal date says removed, whatever stands beside it."""
    return "removed" if given.get("removed_on") else given.get("status")


def intensity(rows: Iterable[Sequence[Any]]) -> tuple[PublicIntensity, ...]:
    """Newest period first, a goal before its results."""
    figures = sorted((Figure(*row) for row in rows), key=lambda one: one.role == "result")
    figures.sort(key=lambda one: one.period, reverse=True)
    return tuple(PublicIntensity(number=number, **told(one)) for number, one in enumerate(figures, 1))


def told(figure: Figure) -> dict[str, Any]:
    """The figure, and what follows by one subtraction from the two numbers its own paper prints."""
    fields = figure._asdict() | {"caveat": figure.caveat or None, "base_revised": bool(figure.base_revised)}
    change, target, over = figure.change_percent, figure.target_percent, figure.over_pp
    if target and not over:
        return fields | {"over_pp": over_achieved_pp(change, target), "worked_out": "over_pp"}
    if over and not target:
        follows = f"{Decimal(change) + Decimal(over):f}"
        return fields | {"target_percent": follows, "worked_out": "target_percent"}
    return fields
