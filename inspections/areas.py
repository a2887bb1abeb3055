"""Areas (辖区范围): the county's own polygons, versioned by date; they only propose a unit, a person decides.

Owns: the entry `area`. Does not own point-in-polygon (calculators/areas.py). No township polygons exist as open data;
a deployment imports its own with `import areas`. Source: domain.md §9, §10; T24.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal

import msgspec
import shapely
from msgspec import Meta

from inspections.calculators import areas as calculated
from inspections.calculators.areas import Proposal
from inspections.entries import Day, Entry, Position, UnitKey
from inspections.facts import Actor, At, Decision, Facts, Key, Refusal, Row, decide, unless
from inspections.positions import wgs84
from inspections.units import Unit


class AreaEntry(Entry, frozen=True, kw_only=True, tag="area"):
    """One unit's polygon from a day on, already in WGS-84 (or CGCS2000) degrees."""

    unit: UnitKey
    valid_from: Day
    geometry: dict[str, Any]  #: GeoJSON Polygon or MultiPolygon
    crs: Literal["WGS84", "CGCS2000"]
    source: Annotated[str, Meta(min_length=2, max_length=400)]

    def subject(self, entry_id: str) -> str:
        return f"area/{self.unit}/{self.valid_from}"


class Area(Row, frozen=True, array_like=True, kw_only=True):
    """A unit's polygon. `geometry` is GeoJSON text."""

    table: ClassVar[str] = "area"
    key: ClassVar = ("unit", "valid_from")
    unit: str
    valid_from: str
    book: str
    unit_path: str
    crs: str
    geometry: str
    source: str
    last_seq: int


def needs(entry: AreaEntry, _facts: Facts) -> Iterable[Key[Any]]:
    yield Unit.at(entry.unit)


def judge(entry: AreaEntry, _facts: Facts, _actor: Actor, _now: datetime) -> Decision | Refusal:
    kind = entry.geometry.get("type")
    return decide(
        unless(
            kind in {"Polygon", "MultiPolygon"},
            "not-a-polygon",
            "范围必须是面（Polygon 或 MultiPolygon）。",
            at="geometry",
        )
    )


def effects(entry: AreaEntry, _decision: Decision, _facts: Facts, at: At) -> Iterable[Area]:
    yield Area(
        unit=entry.unit,
        valid_from=entry.valid_from,
        book=at.book,
        unit_path=at.unit,
        crs=entry.crs,
        geometry=msgspec.json.encode(entry.geometry, order="deterministic").decode(),
        source=entry.source,
        last_seq=at.seq,
    )


def proposed(polygons: Iterable[tuple[str, str]], position: Position) -> Proposal:
    """The unit whose polygon (GeoJSON text) holds a position; certain only where the accuracy radius allows it (T24)."""
    shapes = [calculated.Area(unit, shapely.from_geojson(geometry)) for unit, geometry in polygons]
    lat, lon = wgs84(position) or (position.lat, position.lon)
    return calculated.propose(shapes, lat, lon, position.accuracy_m or 0)
