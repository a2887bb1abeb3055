"""Reading a body from outside: every fault of it at once, in Chinese.

Owns: turning JSON into a typed value, field by field when the whole does not fit (msgspec stops at the first fault).
Does not own what the fields mean. Source: design.md §2 (identity).
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeVar, get_args, get_origin

import msgspec
from msgspec import Struct

from inspections.facts import Fault

T = TypeVar("T")


class Unreadable(ValueError):
    """The body cannot be read; `faults` says everything that is wrong with it."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(f"{fault.path}: {fault.message}" for fault in faults))
        self.faults = faults


# msgspec's sentence → ours; the first that fits
SENTENCES: Final = (
    (r"missing required field", "missing", "必填"),
    (r"unknown field `(?P<name>.*)`", "unknown-field", "没有这一项"),
    (r"Expected `(?P<wanted>[^`]*)`, got `null`", "missing", "不能为空"),
    (r"Expected `datetime`", "not-an-instant", "应为带时差的时刻，如 2026-07-31T09:30:00+08:00"),
    (r"Invalid RFC3339|timezone", "not-an-instant", "应为带时差的时刻，如 2026-07-31T09:30:00+08:00"),
    (r"Invalid UUID", "not-an-id", "应为 UUID 编号"),
    (r"matching regex", "wrong-form", "格式不对"),
    (r"Invalid enum value", "not-a-choice", "不在可选范围内"),
    (r"`str` of length <= (?P<most>\d+)", "too-long", "太长，最多 {most} 个字"),
    (r"`str` of length >= (?P<least>\d+)", "too-short", "太短，至少 {least} 个字"),
    (r"`(array|object)` of length <= (?P<most>\d+)", "too-many", "太多，最多 {most} 项"),
    (r"`(array|object)` of length >= (?P<least>\d+)", "too-few", "太少，至少 {least} 项"),
    (r"`(int|float)` >= (?P<least>[-\d.]+)", "too-small", "不能小于 {least}"),
    (r"`(int|float)` <= (?P<most>[-\d.]+)", "too-large", "不能大于 {most}"),
    (r"Expected `object`", "not-an-object", "应为一组数据"),
    (r"Expected `array`", "not-a-list", "应为列表"),
    (r"Expected `bool`", "not-yes-no", "应为是或否"),
    (r"Expected `str", "not-text", "应为文字"),
    (r"Expected `(int|float|decimal)", "not-a-number", "应为数字"),
)


def read(value: Any, wanted: Any) -> Any:
    """The value as the type, or Unreadable with every fault."""
    try:
        return msgspec.convert(value, wanted)
    except msgspec.ValidationError as error:
        faults = tuple(faults_in(value, wanted, "")) or (fault_of(error, ""),)
        raise Unreadable(faults) from None


def faults_in(value: Any, wanted: Any, path: str) -> Iterator[Fault]:
    """Each fault below a value; containers are opened so that one wrong item does not hide the next."""
    try:
        msgspec.convert(value, wanted)
        return
    except msgspec.ValidationError as error:
        inner = list(faults_inside(value, wanted, path))
        yield from inner or [fault_of(error, path)]


def faults_inside(value: Any, wanted: Any, path: str) -> Iterator[Fault]:
    wanted = bare(wanted, value)
    if isinstance(wanted, type) and issubclass(wanted, Struct) and isinstance(value, Mapping):
        yield from struct_faults(value, wanted, path)
    elif get_origin(wanted) in (tuple, list) and isinstance(value, list):
        for number, item in enumerate(value):
            yield from faults_in(item, get_args(wanted)[0], joined(path, number))
    elif get_origin(wanted) is dict and isinstance(value, Mapping):
        for name, item in value.items():
            yield from faults_in(item, get_args(wanted)[1], joined(path, name))


def struct_faults(value: Mapping[str, Any], wanted: type[Struct], path: str) -> Iterator[Fault]:
    config = wanted.__struct_config__
    fields = {field.encode_name: field for field in msgspec.structs.fields(wanted)}
    for name, field in fields.items():
        if name in value:
            yield from faults_in(value[name], field.type, joined(path, name))
        elif field.required:
            yield Fault(joined(path, name), "missing", "必填")
    if config.forbid_unknown_fields:
        for name in value.keys() - fields.keys() - {config.tag_field}:
            yield Fault(joined(path, name), "unknown-field", "没有这一项")


def bare(wanted: Any, value: Any) -> Any:
    """The type behind Annotated and Optional; of a tagged union, the member the value names."""
    while getattr(wanted, "__metadata__", None) is not None:
        wanted = get_args(wanted)[0]
    members = [one for one in get_args(wanted) if one is not type(None)]
    if get_origin(wanted) in (dict, list, tuple) or not members:
        return wanted
    structs = [one for one in members if isinstance(one, type) and issubclass(one, Struct)]
    if structs and isinstance(value, Mapping):
        named = [
            one
            for one in structs
            if one.__struct_config__.tag == value.get(one.__struct_config__.tag_field or "")
        ]
        return (named or structs)[0]
    return bare(members[0], value) if len(members) == 1 else wanted


def fault_of(error: msgspec.ValidationError, path: str) -> Fault:
    """One sentence of msgspec's as a fault of ours."""
    text, _, inner = str(error).partition(" - at `$")
    where = path + re.sub(r"\[(\d+|\.\.\.)\]", r".\1", inner.rstrip("`"))
    for pattern, code, sentence in SENTENCES:
        if found := re.search(pattern, text):
            return Fault(
                where.lstrip("."), code, sentence.format(**{k: v for k, v in found.groupdict().items() if v})
            )
    return Fault(where.lstrip("."), "unreadable", "无法识别")


def joined(path: str, name: object) -> str:
    return f"{path}.{name}" if path else str(name)


def holds_nul(value: Any) -> bool:
    """Does any text of a JSON value hold U+0000? PostgreSQL refuses what SQLite takes."""
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, dict):
        return any("\0" in key or holds_nul(item) for key, item in value.items())
    return isinstance(value, list) and any(holds_nul(item) for item in value)


def nul_faults(raw: bytes) -> Iterator[Fault]:
    """The fault of a JSON text that holds U+0000; only an escape can carry it, so most texts are not opened."""
    if b"\\u0000" in raw and holds_nul(msgspec.json.decode(raw)):
        yield Fault("", "nul", "文字里有不能保存的空字符（U+0000）。")
