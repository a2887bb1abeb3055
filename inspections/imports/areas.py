"""Importing areas: the county's own GeoJSON of its units' ground, in the datum its giver declares.

Owns: GeoJSON → `area` drafts, already in WGS-84. Does not own reading and checking shapes (calculators/areas.py). No
township polygons exist as open data, so none come with the program. Source: domain.md §9, §10.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

import msgspec
import shapely

from inspections.calculators.areas import Area, read_areas
from inspections.calculators.reading import WrongInput
from inspections.imports.columns import County
from inspections.imports.registers import Draft
from inspections.imports.tables import Unusable
from inspections.months import day_of

SOURCE: Final = "县里提供的范围文件"


def area_drafts(
    body: bytes,
    crs: str | None,
    county: County,
    on_file: Mapping[str, tuple[str, str]],
    now: datetime,
) -> tuple[list[Draft], list[tuple[str, str, str]]]:
    """One draft a unit, valid from today, or from when the same ground is on file; or faults (where, code, sentence)."""
    try:
        geojson = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        raise Unusable("不是 GeoJSON 文件。请用 GIS 软件导出 GeoJSON（UTF-8）再试。") from wrong
    try:
        areas = read_areas(geojson if isinstance(geojson, dict) else {}, crs)
    except WrongInput as wrong:
        return [], [(fault.path, fault.code, fault.message) for fault in wrong.errors]
    unknown = [
        (
            f"features[{number}].properties.unit",
            "unit-unknown",
            f"没有单位“{area.unit}”，请写单位名称或编号。",
        )
        for number, area in enumerate(areas)
        if area.unit not in county.units
    ]
    return [draft(area, county, on_file, str(day_of(now))) for area in areas if not unknown], unknown


def draft(area: Area, county: County, on_file: Mapping[str, tuple[str, str]], today: str) -> Draft:
    unit = county.units[area.unit]
    geometry = msgspec.json.decode(shapely.to_geojson(area.shape))
    same = msgspec.json.encode(geometry, order="deterministic").decode()
    valid_from, known = on_file.get(unit, (today, ""))
    return Draft(
        {
            "type": "area",
            "unit": unit,
            "valid_from": valid_from if known == same else today,
            "geometry": geometry,
            "crs": "WGS84",
            "source": SOURCE,
        },
        (),
    )
