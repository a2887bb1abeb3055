"""Kinds of inspection: WHAT is asked, one TOML file per kind and version; a released file never changes.

Owns: the list of kinds. A new version is a new file and a new line here and in released.json; nothing is
found by looking into a folder. Does not own: how answers are judged (answers.py).
"""

from collections.abc import Mapping
from typing import Final

from inspections.kinds.checklist import Choice as Choice
from inspections.kinds.checklist import Doubt as Doubt
from inspections.kinds.checklist import Kind as Kind
from inspections.kinds.checklist import KindError as KindError
from inspections.kinds.checklist import Question as Question
from inspections.kinds.checklist import Test as Test
from inspections.kinds.checklist import released

KINDS: Final[Mapping[tuple[str, int], Kind]] = {
    ("steel_patrol", 1): released("steel_patrol.1.toml"),
    ("dust_ready_mix", 1): released("dust_ready_mix.1.toml"),
}


class UnknownKind(LookupError):
    """No checklist of that name and version."""


def kind(name: str, version: int | None = None) -> Kind:
    """The checklist of a kind; without a version the newest. UnknownKind when there is none."""
    if version is None:
        version = max((v for known, v in KINDS if known == name), default=0)
    try:
        return KINDS[name, version]
    except KeyError:
        raise UnknownKind(f"{name}.{version}") from None
