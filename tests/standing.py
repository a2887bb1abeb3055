"""A finding, its people and units as a rule sees them, without a ledger.

Owns: these values for tests of rules. Does not own the bodies of steps (tests/casework.py).
"""

from typing import Any

import msgspec

from inspections.facts import Actor, Grant
from inspections.findings import FindingRow
from inspections.step_contents import Step
from inspections.units import Unit

FINDING = "00000000-0000-4000-8000-0000000000f1"
COUNTY_PATH, TOWN = "nanchang_county/", "nanchang_county/xiangtang_town/"


def read(body: dict[str, Any], kind: Any = Step) -> Any:
    return msgspec.convert(body, kind)


def row(**changes: Any) -> FindingRow:
    """An assigned finding of 向塘镇, as the view has it."""
    empty = dict.fromkeys(FindingRow.__struct_fields__)
    said = {
        "id": FINDING,
        "book": "360121",
        "seq": 1,
        "unit": "xiangtang_town",
        "unit_path": TOWN,
        "source": "assigned",
    }
    said |= {
        "state": "assigned",
        "type": "open",
        "level": "county",
        "number": "示例1号",
        "received_on": "2026-11-20",
    }
    said |= {"responsible": "xiangtang_town", "responsible_path": TOWN, "round": 1, "cycle": 1, "extended": 0}
    return FindingRow(**(empty | said | changes))


def person(role: str, path: str = "", account: str = "", enterprise: str | None = None) -> Actor:
    """Somebody with one role: a doer of the town, others of the county."""
    path = path or (TOWN if role == "responsible" else COUNTY_PATH)
    return Actor(account or role, (Grant(role, path.split("/")[-2], path, enterprise, "2020-01-01"),))


def unit(path: str, name: str) -> Unit:
    empty = dict.fromkeys(Unit.__struct_fields__)
    return Unit(**(empty | {"unit": path.split("/")[-2], "book": "360121", "path": path, "name": name}))
