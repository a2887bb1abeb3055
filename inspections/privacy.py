"""Marks of personal data in text that is about to become public.

Owns: what a mobile number, a resident number, an e-mail, a position or a staff member's name looks like
in a sentence, full-width and spaced-out forms included. Does not own what happens then (gate.py).
Source: domain.md §11 [K]; resident numbers by GB 11643-1999 with ISO 7064 MOD 11-2 [K].
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from datetime import date
from typing import Any, Final

from stdnum.iso7064 import mod_11_2

from inspections.facts import Fault

#: machine text, checked by its pattern; a hash may hold eleven digits in a row by chance
NOT_PROSE: Final = {"head_hash"}

_MOBILE: Final = re.compile(r"(?<!\d)(?:\+?86)?1[3-9]\d{9}(?!\d)")
_RESIDENT: Final = re.compile(r"(?<![0-9A-Za-z])\d{6}(\d{8})\d{3}[0-9Xx](?![0-9A-Za-z])")
_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_DEGREES: Final = re.compile(r"\d\s*[°º度]\s*\d|(?:[东西]经|[南北]纬|[经纬]度)\D{0,3}\d")
_PAIR: Final = re.compile(r"(?<![\d.])(\d{1,3}\.\d{3,})\s*[,;、/\s]\s*(\d{1,3}\.\d{3,})(?!\d)")
_HIDDEN: Final = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def private_marks(path: str, text: str, staff_names: Collection[str] = ()) -> Iterator[Fault]:
    """A fault for each kind of mark in this text. A staff name counts wherever it stands, blanks ignored."""
    yield from (Fault(path, code, words) for code, (found, words) in MARKS.items() if found(text))
    names = (_tight(name) for name in staff_names)
    if any(len(name) > 1 and name in _tight(text) for name in names):
        yield Fault(path, "staff-name", "这里有工作人员的姓名，公开内容不写个人姓名。")


def prose(node: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Each text of a decoded JSON value with its path, e.g. "green_factories.0.name"."""
    if isinstance(node, str):
        yield path, node
    parts = (
        node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list | tuple) else ()
    )
    for name, part in parts:
        if name not in NOT_PROSE:
            yield from prose(part, f"{path}.{name}" if path else str(name))


def _tight(text: str) -> str:
    """Full-width forms made plain and blanks taken out: 张　三 is 张三."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def _digits_joined(text: str) -> str:
    """ "138 1234-5678" reads as one number."""
    return re.sub(r"(?<=\d)[ \-‐–—.·]{1,2}(?=[\dXx])", "", unicodedata.normalize("NFKC", text))


def _has_mobile(text: str) -> bool:
    return bool(_MOBILE.search(_digits_joined(text)))


def _has_resident_number(text: str) -> bool:
    return any(
        mod_11_2.is_valid(found[0].upper()) and _is_day(found[1])
        for found in _RESIDENT.finditer(_digits_joined(text))
    )


def _is_day(digits: str) -> bool:
    try:
        return 1900 <= date.fromisoformat(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}").year < 2100
    except ValueError:
        return False


def _has_email(text: str) -> bool:
    return bool(_EMAIL.search(unicodedata.normalize("NFKC", text)))


def _has_coordinates(text: str) -> bool:
    plain = unicodedata.normalize("NFKC", text)
    return bool(_DEGREES.search(plain)) or any(
        _in_china(float(first), float(second)) for first, second in _PAIR.findall(plain)
    )


def _in_china(first: float, second: float) -> bool:
    lat, lon = sorted((first, second))
    return 3 <= lat <= 54 and 73 <= lon <= 136


def _has_hidden(text: str) -> bool:
    return bool(_HIDDEN.search(text))


MARKS: Final[dict[str, tuple[Callable[[str], bool], str]]] = {
    "mobile": (_has_mobile, "这里像有手机号码，不能公开。"),
    "resident-number": (_has_resident_number, "这里像有身份证号码，不能公开。"),
    "email": (_has_email, "这里像有电子邮箱，不能公开。"),
    "coordinates": (_has_coordinates, "这里像有经纬度，公开内容只写到乡镇。"),
    "hidden-character": (_has_hidden, "这里有换行或看不见的字符，请删掉。"),
}
