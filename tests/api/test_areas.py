"""T24 over HTTP, on labelled test polygons: a point from Amap is converted, then proposed; near a boundary a person decides."""

import asyncio
import json
from pathlib import Path
from typing import Any
from uuid import uuid4

from inspections.calculators.datums import Point, convert
from tests.fuzz.harness import county_door

EDGE_LON = 115.95  #: the test boundary: west of it 向塘镇, east of it 三江镇. No real boundary.


def square(west: float, east: float) -> dict[str, Any]:
    ring = [[west, 28.4], [east, 28.4], [east, 28.6], [west, 28.6], [west, 28.4]]
    return {"type": "Polygon", "coordinates": [ring]}


def area(unit: str, west: float, east: float) -> dict[str, Any]:
    return {
        "type": "area", "made_at": "2026-11-01T08:00:00+08:00", "unit": unit, "valid_from": "2026-01-01", "crs": "WGS84",
        "geometry": square(west, east), "source": "测试用范围，不是真实界线",
    }  # fmt: skip


def test_T24_an_amap_point_is_converted_and_the_radius_decides(tmp_path: Path) -> None:
    at = convert(
        Point(28.5, EDGE_LON - 0.002), "WGS84", "GCJ02"
    )  # about 196 m west of the edge; raw it lies east

    async def go() -> list[dict[str, Any]]:
        async with county_door(tmp_path) as door:
            for body in (area("xiangtang_town", 115.85, EDGE_LON), area("sanjiang_town", EDGE_LON, 116.05)):
                assert (
                    await door.ask("county", "PUT", f"/api/v1/entries/{uuid4()}", body=body)
                ).status == 201
            asked = [
                f"lat={at.lat}&lon={at.lon}&crs={crs}&accuracy_m={radius}"
                for crs, radius in (("GCJ02", 30), ("WGS84", 30), ("GCJ02", 400))
            ]
            replies = [await door.ask("county", "GET", "/api/v1/units/at", query) for query in asked]
            return [json.loads(reply.body) for reply in replies]

    right, taken_raw, wide = asyncio.run(go())
    assert (right["unit"], right["certain"]) == ("xiangtang_town", True)
    assert taken_raw["unit"] == "sanjiang_town"  # what a wrong label would do
    assert (wide["unit"], wide["certain"]) == ("xiangtang_town", False)
