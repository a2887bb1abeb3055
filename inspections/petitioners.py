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


def without_petitioner(raw: bytes) -> bytes:
    """A JSON body as the inbox may keep it. It can be taken in later; who wrote is then written anew."""
    if f'"{FIELD}"'.encode() not in raw and b"\\u" not in raw:
        return raw
    return msgspec.json.encode(nameless(msgspec.json.decode(raw)))


def nameless(value: Any) -> Any:
    """The value without any field `petitioner`, however deep."""
    if isinstance(value, dict):
        return {name: nameless(one) for name, one in value.items() if name != FIELD}
    return [nameless(one) for one in value] if isinstance(value, list) else value
