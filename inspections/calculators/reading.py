"""Reads a question given as JSON into a Struct and names every fault at once.

Owns: Fault, WrongInput and the field-by-field reading (msgspec itself stops at the first fault). Does not
own: what a question asks, or a rule between two fields.
A field's type carries its explanation for people in `Meta(description=…)`, in Chinese with an example, and
for decimals the allowed span in `Meta(extra={"least": …, "most": …})`.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, Final, TypeVar, get_args, get_origin, get_type_hints

import msgspec

Q = TypeVar("Q", bound=msgspec.Struct)
MOST_DIGITS: Final = 30  #: of one number, and the power of ten it may reach either way

MOST_ROWS: Final = 2_000  #: of one list: answered within a second or two


class Fault(msgspec.Struct, frozen=True):
    """One thing that is wrong with an input."""

    path: str  #: where, as "units[2].valid_from"; empty for the whole
    code: str  #: stable: missing, unknown-field, wrong-value, out-of-range or a rule's own
    message: str  #: what to do about it, in Chinese


class WrongInput(ValueError):
    """The input cannot be answered; `errors` holds every fault of it."""

    def __init__(self, errors: tuple[Fault, ...]) -> None:
        super().__init__("；".join(f"{fault.path}：{fault.message}" for fault in errors))
        self.errors = errors


def read(kind: type[Q], raw: object) -> Q:
    """The question in `raw`, or WrongInput with every fault of it."""
    value, faults = _read_struct(kind, raw, "")
    if value is None or faults:
        raise WrongInput(tuple(faults))
    return value


def _read_struct(kind: type[Q], raw: object, at: str) -> tuple[Q | None, list[Fault]]:
    if not isinstance(raw, Mapping):
        return None, [Fault(at, "wrong-value", "应为一个对象，形如 {…}")]
    fields, hints = _shape(kind)
    faults = [
        Fault(_path(at, name), "unknown-field", f"没有“{name}”这一项，可用的有：{'、'.join(fields)}")
        for name in map(_sayable, raw)
        if name not in fields
    ]
    values: dict[str, Any] = {}
    for name, field in fields.items():
        if name in raw:
            values[field.name], wrong = _read_value(hints[field.name], raw[name], _path(at, name))
            faults += wrong
        elif field.required:
            faults.append(Fault(_path(at, name), "missing", f"缺少这一项：{_described(hints[field.name])}"))
    return (None if faults else kind(**values)), faults


@cache
def _shape(kind: type[msgspec.Struct]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Fields by the name they have in JSON, and the types of them by ours."""
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    return fields, get_type_hints(kind, include_extras=True)


def _read_value(hint: Any, raw: object, at: str) -> tuple[Any, list[Fault]]:
    if (inner := _struct_in(hint)) is not None:
        if get_origin(hint) is tuple:
            return _read_rows(inner, raw, at)
        return (None, []) if raw is None else _read_struct(inner, raw, at)
    try:
        value = msgspec.convert(raw, hint)
        msgspec.json.encode(value)  # half a surrogate pair in any text of it cannot be said in an answer
    except (msgspec.ValidationError, UnicodeEncodeError, RecursionError):
        return None, [Fault(at, "wrong-value", f"应为{_described(hint)}")]
    if not all(_within(hint, number) for number in _decimals(value)):
        return None, [Fault(at, "out-of-range", f"应为{_described(hint)}")]
    return value, []


def _struct_in(hint: Any) -> type[msgspec.Struct] | None:
    """The Struct that a field holds: rows of it (a tuple), or one that may be left out."""
    kinds = [part for part in get_args(hint) if isinstance(part, type) and issubclass(part, msgspec.Struct)]
    return kinds[0] if kinds else None


def _decimals(value: object) -> Iterator[Decimal]:
    if isinstance(value, Decimal):
        yield value
    elif isinstance(value, tuple):
        yield from (number for number in value if isinstance(number, Decimal))


def _read_rows(kind: type[Q], raw: object, at: str) -> tuple[tuple[Q | None, ...], list[Fault]]:
    if not isinstance(raw, list | tuple):
        return (), [Fault(at, "wrong-value", "应为一个列表，形如 […]")]
    if len(raw) > MOST_ROWS:
        return (), [Fault(at, "out-of-range", f"最多{MOST_ROWS}行，现有{len(raw)}行")]
    rows = [_read_struct(kind, row, f"{at}[{number}]") for number, row in enumerate(raw)]
    return tuple(row for row, _ in rows), [fault for _, faults in rows for fault in faults]


def _sayable(text: object) -> str:
    """The text as it can be written in an answer: half a surrogate pair, which JSON can hold, cannot."""
    return str(text).encode("utf-8", "replace").decode("utf-8")


def _path(at: str, name: str) -> str:
    return f"{at}.{name}" if at else name


def _meta(hint: Any) -> msgspec.Meta:
    return next((part for part in get_args(hint) if isinstance(part, msgspec.Meta)), msgspec.Meta())


def _described(hint: Any) -> str:
    return _meta(hint).description or "另一种值"


def _within(hint: Any, value: Decimal) -> bool:
    """Finite, in the field's span, and of so few digits that arithmetic with it stays exact and quick."""
    span = _meta(hint).extra or {}
    if not value.is_finite() or len(value.as_tuple().digits) > MOST_DIGITS:
        return False
    if (
        not -MOST_DIGITS
        < min(value.adjusted(), int(value.as_tuple().exponent))
        <= value.adjusted()
        < MOST_DIGITS
    ):
        return False
    return bool(span.get("least", value) <= value <= span.get("most", value))
