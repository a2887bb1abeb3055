"""What a cell may say, and what it then means: days, yes and no, units, roles, kinds, coordinates.

Owns: the readers of single cells. Each takes the text and what the county knows, and gives a value or raises Wrong with a
sentence that says what to do. Does not own which columns a register has (registers.py).
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from inspections.imports.days import spoken_day
from inspections.kinds import KINDS
from inspections.people import ROLES


class Wrong(ValueError):
    """The cell cannot mean anything here; why and what to do, in Chinese."""


class County(NamedTuple):
    """What cells may refer to."""

    units: Mapping[str, str]  #: unit key by key, name and code
    enterprises: Mapping[str, str]  #: enterprise id by credit code
    named: Mapping[tuple[str, str, str], str]  #: (register, unit, name) → id on file


Read = Callable[[str, County], Any]


class Column(NamedTuple):
    """One column of a register: where its value goes, what people call it, how a cell is read."""

    key: str
    titles: tuple[str, ...]  #: the first is what we print; the key itself always works too
    read: Read
    required: bool = False


YES: Final = {"是", "有", "y", "yes", "true", "1", "√", "✓"}
NO: Final = {"否", "无", "没有", "n", "no", "false", "0", "×", ""}
DATUMS: Final = {"wgs84": "WGS84", "cgcs2000": "CGCS2000", "gcj02": "GCJ02", "bd09": "BD09"}
SPOKEN_DATUMS: Final = {
    "gps": "WGS84",
    "天地图": "CGCS2000",
    "高德": "GCJ02",
    "腾讯": "GCJ02",
    "百度": "BD09",
}
STATES: Final = {"在产": "active", "正常": "active", "停产": "stopped", "关闭": "closed", "注销": "closed"}
DAY_KINDS: Final = {
    "休": "off",
    "放假": "off",
    "休息": "off",
    "班": "work",
    "上班": "work",
    "调休上班": "work",
}


def text(cell: str, _county: County) -> str:
    return cell


def day(cell: str, _county: County) -> str:
    if found := spoken_day(cell):
        return f"{found}"
    raise Wrong(f"“{cell}”不是日期，请写成 2026-07-31。")


def yes_no(cell: str, _county: County) -> bool:
    if cell.lower() in YES | NO:
        return cell.lower() in YES
    raise Wrong(f"“{cell}”不是“是”或“否”。")


def unit(cell: str, county: County) -> str:
    """A unit by its key, its name or its nine digits."""
    if found := county.units.get(cell):
        return found
    raise Wrong(f"没有单位“{cell}”，请写单位名称或编号（如 向塘镇、xiangtang_town）。")


def degrees(least: float, most: float) -> Read:
    def read(cell: str, _county: County) -> float:
        try:
            value = float(cell)
        except ValueError:
            raise Wrong(f"“{cell}”不是度数，请写成小数，如 28.5460。") from None
        if not least <= value <= most:
            raise Wrong(f"{cell} 不在 {least:g} 到 {most:g} 之间；是不是把经度和纬度写反了？")
        return value

    return read


def datum(cell: str, _county: County) -> str:
    name = re.sub(r"[\s_-]", "", cell).lower()
    if found := DATUMS.get(name) or SPOKEN_DATUMS.get(name):
        return found
    raise Wrong(f"不认识坐标系“{cell}”，可写 WGS84、CGCS2000、GCJ02（高德）、BD09（百度）。")


def kinds(cell: str, _county: County) -> list[str]:
    """Kinds of inspection by key or name, separated by 、 or a comma."""
    names = {key: key for key, _ in KINDS} | {kind.name: key for (key, _), kind in KINDS.items()}
    wanted = [part.strip() for part in re.split(r"[、,，;；|/]", cell) if part.strip()]
    if unknown := [part for part in wanted if part not in names]:
        raise Wrong(f"没有检查类别“{unknown[0]}”，可写：{'、'.join(kind.name for kind in KINDS.values())}。")
    return [names[part] for part in wanted]


def role(cell: str, _county: County) -> str:
    names = {key: key for key in ROLES} | {name: key for key, name in ROLES.items()}
    if cell in names:
        return names[cell]
    raise Wrong(f"没有角色“{cell}”，可写：{'、'.join(ROLES.values())}。")


def enterprise(cell: str, county: County) -> str:
    """An enterprise on file, by its credit code."""
    code = re.sub(r"\s", "", cell).upper()
    if found := county.enterprises.get(code):
        return found
    raise Wrong(f"没有信用代码为“{cell}”的企业，请先导入企业。")


def one_of(names: Mapping[str, str]) -> Read:
    """A choice by its Chinese name or its English key."""

    def read(cell: str, _county: County) -> str:
        if cell in names or cell in names.values():
            return names.get(cell, cell)
        raise Wrong(f"“{cell}”不在可选范围内，可写：{'、'.join(names)}。")

    return read


def whole_number(cell: str, _county: County) -> int:
    if cell.isdecimal():
        return int(cell)
    raise Wrong(f"“{cell}”不是整数。")
