"""The demonstration's findings: what an inspection raised from a failed item, and a few that were reported otherwise.

Owns: those bodies. All stay open: putting right is not told yet. Does not own which flaws there are (answers.py) nor
when (story.py, aftermath.py). Source: contract.md (finding); domain.md §2, §5.
"""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from inspections.demo import pictures
from inspections.demo.answers import Flaw
from inspections.demo.places import fixed
from inspections.demo.visits import Album, entry_id, keep
from inspections.filing import Body

DAYS: Final = {"critical": 7, "major": 15, "minor": 30}  #: proposed, by severity


class Reported(NamedTuple):
    """A finding without an inspection behind it."""

    back: int
    unit: str
    place: str
    source: str
    category: str
    severity: str
    text: str
    demand: str


#: most of them this month: what was reported long ago would have been put right by now
REPORTED: Final = (
    Reported(
        *(0, "dongxin_subdistrict", "示例搅拌站外路段", "public_hint", "washing", "minor"),
        *("示例：有人反映路面有泥浆。", "出场冲洗，路面当天清扫。"),
    ),
    Reported(
        *(1, "tangnan_town", "示例河堤边堆场", "letter", "bins", "major"),
        *("示例：信访反映砂石露天堆放，刮风扬尘。", "全部覆盖，限期清走。"),
    ),
    Reported(
        *(0, "bayi_township", "示例塑料制品厂北侧空地", "assigned", "waste", "major"),
        *("示例：上级交办，有废渣堆放。", "查明来源，依规清运。"),
    ),
    Reported(
        *(0, "guangfu_town", "示例废弃轧钢车间", "public_hint", "site", "major"),
        *("示例：已拆的车间，有人反映夜里又有响动。", "联合巡察核实。"),
    ),
    Reported(
        *(0, "xiangtang_town", "示例物流园外路口", "public_hint", "washing", "minor"),
        *("示例：有人反映运料车带泥上路。", "出场冲洗，路口当天清扫。"),
    ),
    Reported(
        *(0, "xiaolan_zone", "示例干混砂浆有限公司门前", "letter", "road", "minor"),
        *("示例：信访反映门前土路扬尘。", "硬化，每天洒水。"),
    ),
)


def raised(unit: str, place: str, visit: str, flaw: Flaw, at: datetime, album: Album) -> Body:
    """What one failed item of a visit raised, with a photo of how it was found."""
    return {
        "type": "finding",
        "unit": unit,
        "visit": entry_id(visit),
        "item": flaw.item,
        **found(unit, place, flaw.slot, flaw.severity, at, album),
        "text": flaw.text,
        "demand": flaw.demand,
    }


def reported(one: Reported, at: datetime, album: Album) -> Body:
    return {
        "type": "finding",
        "unit": one.unit,
        "source": one.source,
        "category": one.category,
        "place": one.place,
        **found(one.unit, one.place, "stockpile", one.severity, at, album),
        "text": one.text,
        "demand": one.demand,
    }


def found(unit: str, place: str, slot: str, severity: str, at: datetime, album: Album) -> Body:
    """How bad, by when, where, and the picture of it."""
    here = fixed(unit, place, at)
    lat, lon = here["lat"], here["lon"]
    sha256 = keep(album, pictures.photo(slot, place, at, lat, lon))
    claimed = {"taken_at": f"{at:%Y:%m:%d %H:%M:%S}", "lat": lat, "lon": lon}
    return {
        "severity": severity,
        "found_on": str(at.date()),
        "due_on": str((at + timedelta(days=DAYS[severity])).date()),
        "position": here,
        "photos": [{"slot": "before", "sha256": sha256, "taken_at": at.isoformat(), "claimed": claimed}],
    }
