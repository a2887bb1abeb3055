"""What maps are drawn from: the county's own areas as GeoJSON, and where tiles are, if anywhere.

Owns: this answer. Does not own areas (inspections/areas.py) or which unit a place is in (registers.py). Tiles come from
this server's own address or not at all (setting XUNCHA_TILES): a tile server elsewhere would learn who looks where.
Source: domain.md §9; issue text (no request to another host).
"""

from typing import Annotated, Any

import msgspec
from litestar import get
from litestar.di import NamedDependency
from msgspec import Meta, Struct

from api.auth import READERS, Call, allow
from inspections.months import day_of


class Area(Struct, tag_field="type", tag="Feature", kw_only=True):
    """One unit's polygon as a GeoJSON feature; the id is the unit's key."""

    id: str
    properties: dict[str, str]
    geometry: dict[str, Any]


class Areas(Struct, tag_field="type", tag="FeatureCollection", kw_only=True):
    """The polygons in force today within the asker's scope, longitude before latitude, degrees."""

    features: list[Area]
    tiles: Annotated[str | None, Meta(description="本服务器上的底图瓦片地址；没有底图为 null")]


@get(
    "/areas",
    opt=allow(*READERS),
    summary="辖区范围",
    description="县里自己导入的范围，GeoJSON，今天有效的；只作参考，没有导入就是空的。",
)
async def areas(call: NamedDependency[Call]) -> Areas:
    """Empty until a county imports its own: no township polygons exist as open data."""
    rows = await call.storage.rows("areas", scopes=call.scopes, day=f"{day_of(call.now)}")
    names = dict(
        await call.storage.rows("unit_names", units=msgspec.json.encode([r[0] for r in rows]).decode())
    )
    features = [
        Area(id=unit, properties={"name": names[unit]}, geometry=msgspec.json.decode(geometry))
        for unit, geometry in rows
    ]
    return Areas(features=features, tiles=call.settings.tiles or None)


ROUTES = [areas]
