"""Petitioners (信访人): who wrote a letter, kept where nothing but a recorded reading brings it out.

Owns: what is kept of a person, and taking it out of what was received but did not enter. Every value below a field
`petitioner` lies in the vault like other private values, and the queries that put those back pass it over
(storage/queries: `petitioner.`). Does not own letters (letters.py) or who reads (petitioner_readings.py). Source: domain.md §11.
"""

from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta, Struct

FIELD: Final = "petitioner"
Identity = Annotated[str, Meta(max_length=200, extra={"private": True})]


class Petitioner(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A person who wrote a letter; what the letter does not say is not asked for."""

    name: Identity | None = None
    phone: Identity | None = None
    id_number: Identity | None = None
    address: Identity | None = None

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__struct_fields__)


def without_petitioner(raw: bytes, known: frozenset[str]) -> bytes:
    """A JSON body as the inbox may keep it: no `petitioner`, and of a letter nothing but `known` fields, since a mistyped one
    may hold a name. It can be taken in later; who wrote is then written anew."""
    if not any(mark in raw for mark in MARKS):
        return raw
    return msgspec.json.encode(nameless(msgspec.json.decode(raw), known))


#: what a body that may name somebody holds: the field, the type of a letter, or an escape that hides either
MARKS: Final = (f'"{FIELD}"'.encode(), b'"letter"', b"\\u")


def nameless(value: Any, known: frozenset[str]) -> Any:
    """The value without any field `petitioner`, however deep."""
    if isinstance(value, dict):
        kept = known if value.get("type") == "letter" else value.keys()
        return {name: nameless(one, known) for name, one in value.items() if name in kept and name != FIELD}
    return [nameless(one, known) for one in value] if isinstance(value, list) else value
