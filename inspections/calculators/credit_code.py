"""统一社会信用代码: the 18 characters that identify an enterprise.

Owns: the normal form, the verdict with its reason, the check characters (also for demonstration data).
Does not own: which enterprise has the code, and its township: digits 3 to 8 are the district of
registration, not where the works stands.
Source: GB 32100-2015 (positions 1 and 2 may be letters, which python-stdnum refuses), GB 11714-1997 for the
organisation code at positions 9 to 17, domain.md §12 T23 [S, C].
"""

import unicodedata
from collections.abc import Iterator
from typing import Final

import msgspec
from stdnum.cn import uscc

LENGTH: Final = 18
ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I O S V Z: they look like digits or each other
_REGION: Final = range(3, 9)  # positions counted from 1, as people do
_LOOKALIKE: Final = {"I": "1", "O": "0", "S": "5", "Z": "2"}
_ORGANISATION_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)


class CreditCode(msgspec.Struct, frozen=True):
    """A typed code, judged."""

    normalised: str  #: half-width, upper case, no blanks or hyphens
    reason: str  #: why it cannot be a credit code, in Chinese; empty when it can
    warnings: tuple[str, ...] = ()

    @property
    def valid(self) -> bool:
        """Whether the check character proves the other seventeen."""
        return not self.reason


def check(code: str) -> CreditCode:
    """Judge a code as typed. The organisation part's own check only warns: old codes exist without it."""
    normalised = normalise(code)
    if reason := _misshapen(normalised):
        return CreditCode(normalised, reason)
    expected = check_character(normalised[:17])
    if normalised[17] != expected:
        return CreditCode(
            normalised,
            f"校验不通过：按前17位计算，第18位应为“{expected}”，现为“{normalised[17]}”，请核对是否有错位或错字",
        )
    return CreditCode(normalised, "", _organisation_warnings(normalised))


def normalise(code: str) -> str:
    """Half-width capitals without blanks and hyphens; what is wrong in it stays, to be named."""
    narrow = unicodedata.normalize("NFKC", code).upper()
    return "".join(sign for sign in narrow if not sign.isspace() and sign != "-")


def check_character(body17: str) -> str:
    """The 18th character for the first seventeen (weights 3^(i−1) mod 31)."""
    return str(uscc.calc_check_digit(body17))


def organisation_check_character(body8: str) -> str:
    """The ninth character of an organisation code: 11 − Σ mod 11, with 10 written X and 11 written 0."""
    total = sum(int(sign, 36) * weight for sign, weight in zip(body8, _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]


def make(body17: str) -> str:
    """The full code for seventeen characters, for demonstration data.

    ValueError when they are not a possible body, or when positions 9 to 17 fail their own check.
    """
    code = check(body17 + check_character(body17))
    faults = (code.reason, *code.warnings)
    if any(faults):
        raise ValueError("；".join(filter(None, faults)))
    return code.normalised


def _misshapen(code: str) -> str:
    if not code:
        return "没有填写代码"
    faults = list(_wrong_characters(code))
    if len(code) != LENGTH:
        faults.insert(0, f"应为18位，现为{len(code)}位")
    return "；".join(faults)


def _wrong_characters(code: str) -> Iterator[str]:
    for position, sign in enumerate(code[:LENGTH], start=1):
        hint = f"，是否为数字“{_LOOKALIKE[sign]}”" if sign in _LOOKALIKE else ""
        if sign not in ALPHABET:
            yield f"第{position}位“{sign}”不能用在代码中（只用数字和除I、O、S、V、Z外的大写字母）{hint}"
        elif position in _REGION and not sign.isdigit():
            yield f"第{position}位“{sign}”应为数字（第3至8位是登记机关行政区划码）"


def _organisation_warnings(code: str) -> tuple[str, ...]:
    expected = organisation_check_character(code[8:16])
    if code[16] == expected:
        return ()
    return (
        f"第9至17位（组织机构代码）按GB 11714计算，第17位应为“{expected}”，现为“{code[16]}”，请对照营业执照",
    )
