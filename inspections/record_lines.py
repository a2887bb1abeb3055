"""An energy record as lines (逐项): every figure and statement of its body on a line of its own, none left out.

Owns: taking a body apart, and putting it together again, which is how a test knows that nothing was lost. A quantity is one
line with 填报值, 核定值, reason and vouchers; anything else says its value. Private values are only named. Does not own the
columns of an export (exports/energy.py) or what a field means.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from inspections.audit_parts import energy_name
from inspections.entries import SEALED

QUANTITY: Final = frozenset(("reported", "verified", "reason", "vouchers"))
VOUCHER: Final = ("kind", "number", "page", "sha256")
#: units of quantities that are always measured in the same
UNITS: Final = {
    "cost": "万元",
    "output_value": "万元",
    "investment": "万元",
    "saving_tce": "tce",
    "tce_calorific": "tce",
    "tce_equivalent": "tce",
    "hours": "h",
    "supplied_kwh": "kWh",
    "input_kwh": "kWh",
    "efficiency": "",
}


class Line(NamedTuple):
    """One figure or statement."""

    place: str  #: where it stands in the body: "energies.2.purchased"
    section: str  #: the first part of the place
    item: str  #: the energy's key, or a name
    item_name: str
    part: str  #: the field
    in_unit: str
    reported: str | None
    verified: str | None
    reason: str
    vouchers: tuple[tuple[str | None, ...], ...]  #: kind, number, page, sha256
    said: str | None  #: what is no quantity, as JSON writes it; None for a private value


def lines(body: Any, place: str = "", above: dict[str, Any] | None = None) -> Iterator[Line]:
    """Every figure and statement of a body, in its order."""
    if isinstance(body, dict) and body and body.keys() <= QUANTITY:
        yield line(place, above or {}, body)
    elif isinstance(body, dict):
        for name, value in body.items():
            yield from lines(value, f"{place}.{name}" if place else name, body)
    elif isinstance(body, list):
        for number, value in enumerate(body):
            yield from lines(value, f"{place}.{number}", above)
    elif body is not None:
        yield statement(place, above or {}, body)


def line(place: str, above: dict[str, Any], quantity: dict[str, Any]) -> Line:
    section, item, item_name, part = named(place, above)
    vouchers = quantity.get("vouchers", ())
    return Line(
        place,
        section,
        item,
        item_name,
        part,
        unit_of(part, above),
        quantity.get("reported"),
        quantity.get("verified"),
        quantity.get("reason", ""),
        tuple(tuple(one.get(field) for field in VOUCHER) for one in vouchers),
        None,
    )


def statement(place: str, above: dict[str, Any], value: Any) -> Line:
    private = isinstance(value, str) and value.startswith(SEALED)
    return Line(*(place, *named(place, above), "", None, None, "", ()), None if private else spelled(value))


def named(place: str, above: dict[str, Any]) -> tuple[str, str, str, str]:
    """Section, item, what it is called, part."""
    parts = [part for part in place.split(".") if not part.isdecimal()]
    energy = above.get("energy")
    name = str(above.get("name", ""))
    private = name.startswith(SEALED)
    item = energy or ("" if private else name)
    return parts[0], item, energy_name(energy) if energy else item, parts[-1]


def unit_of(part: str, above: dict[str, Any]) -> str:
    in_unit = str(above.get("in_unit", ""))
    return f"kgce/{in_unit}" if part == "unit_consumption" else UNITS.get(part, in_unit)


def spelled(value: Any) -> str:
    """Yes and no as words of JSON, numbers and texts as they are."""
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def joined(found: Iterable[Line]) -> dict[str, Any]:
    """The body again: quantities as they were, statements as texts; private values are not in it."""
    body: dict[str, Any] = {}
    for one in found:
        if one.vouchers or one.reported is not None or one.verified is not None:
            put(body, one.place, quantity_of(one))
        elif one.said is not None:
            put(body, one.place, one.said)
    return body


def quantity_of(one: Line) -> dict[str, Any]:
    vouchers = [
        {field: value for field, value in zip(VOUCHER, voucher, strict=True) if value}
        for voucher in one.vouchers
    ]
    given = {"reported": one.reported, "verified": one.verified, "reason": one.reason, "vouchers": vouchers}
    return {name: value for name, value in given.items() if value not in (None, "", [])}


def put(body: dict[str, Any], place: str, value: Any) -> None:
    """Lists are kept as dictionaries by number, so that a private item leaves no hole."""
    *above, last = place.split(".")
    for name in above:
        body = body.setdefault(name, {})
    body[last] = value
