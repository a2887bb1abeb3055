"""The entry (记录): what can be written, how it is read from outside, and the envelope that is hashed.

Owns: the base of every entry, the field types they share, the sealed body and the envelope. Does not own what any
entry means (its subject module), nor who may write it (people.py). Every field is explained where it stands.
Source: design.md §2.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache
from itertools import count
from typing import Annotated, Any, Literal, cast
from uuid import UUID

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from inspections.months import Month as Month

# In every form below: $ alone lets a line break through, and \d the digits of other scripts.
UnitKey = Annotated[
    str,
    Meta(pattern=r"^[a-z][a-z0-9_]{1,60}$(?!\n)", description="监管单位编号", examples=["xiangtang_town"]),
]
AccountName = Annotated[
    str, Meta(pattern=r"^[a-z][a-z0-9_.-]{1,40}$(?!\n)", description="账号", examples=["xunchayuan"])
]
Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$(?!\n)", description="文件 SHA-256(十六进制小写)")]
Instant = Annotated[
    datetime, Meta(tz=True, description="时刻,RFC 3339,带时差", examples=["2026-07-31T09:30:00+08:00"])
]
Day = Annotated[
    str,
    Meta(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$(?!\n)", examples=["2026-07-31"]),
]
Text = Annotated[str, Meta(min_length=1, max_length=200)]
LongText = Annotated[str, Meta(max_length=4000)]
#: personal data or free text that must stay erasable: kept in the vault, only its salted digest is hashed
Private = Annotated[str, Meta(max_length=4000, extra={"private": True})]


class Entry(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="type"
):
    """One thing that happened. `subject` names what it is about, `parents` the entries it rests on."""

    made_at: Instant  #: when the person made it, on their own clock
    v: int = 1  #: version of this type's fields

    def subject(self, entry_id: str) -> str:
        """The subject whose view is folded from its entries; most entries are their own."""
        return entry_id

    def parents(self) -> tuple[UUID, ...]:
        """Entries that must be in the ledger first; a missing one makes this wait in the inbox."""
        return ()

    def anchor(self) -> str:
        """What fixes the book: a unit key, or the id of an entry. It can never change."""
        return getattr(self, "unit", "")


class Position(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where something stood, as captured. A position without its datum is refused (domain.md §9)."""

    lat: Annotated[float, Meta(ge=-90, le=90)]  #: degrees
    lon: Annotated[float, Meta(ge=-180, le=180)]  #: degrees
    crs: Literal["WGS84", "CGCS2000", "GCJ02", "BD09"]  #: datum of lat and lon
    accuracy_m: Annotated[float, Meta(ge=0, le=100_000)] | None = None  #: radius, metres
    provider: Annotated[str, Meta(max_length=40)] = ""  #: browser, wechat, dingtalk, pin …
    fixed_at: Instant | None = None  #: when the receiver fixed it


class Claimed(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What the file's EXIF says, read on the phone before any shrinking. A claim: it decides nothing."""

    taken_at: Annotated[str, Meta(max_length=40)] | None = None  #: as EXIF has it; often without a time zone
    lat: Annotated[float, Meta(ge=-90, le=90)] | None = None  #: degrees; EXIF names no sure datum
    lon: Annotated[float, Meta(ge=-180, le=180)] | None = None  #: degrees


class Photo(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A photo named by its bytes; the file itself comes by PUT /photos/{sha256}."""

    sha256: Sha256  #: the camera's own file: the evidence
    slot: Annotated[str, Meta(max_length=40)] = ""  #: which asked-for photo it is
    taken_at: Instant | None = None
    album: bool = False  #: chosen from the album, not taken now
    copy: Sha256 | None = None  #: a 1,600-pixel copy that may be sent before the original
    claimed: Claimed | None = None


class Envelope(Struct, frozen=True, kw_only=True):
    """What is hashed: these fields, in this order, as JSON bytes. Columns beside it are copies."""

    book: str
    seq: int
    id: str
    type: str
    v: int
    subject: str
    unit: str
    actor: str
    device: str
    made_at: str
    received_at: str
    decision: msgspec.Raw
    body: msgspec.Raw


class Receipt(Struct, frozen=True, kw_only=True):
    """Proof for the sender: the entry is on disk at this place of the chain."""

    id: str
    type: str
    book: str
    seq: int
    hash: str
    prev_hash: str
    received_at: str
    notices: tuple[Any, ...] = ()


class Secret(Struct, frozen=True, array_like=True):
    """One vault row: a private value of an entry and the salt of its digest. Erased = salt and value gone."""

    entry: str
    path: str
    salt: str | None
    value: str | None


class Sealed(Struct, frozen=True):
    """A body as it is hashed (private values replaced by salted digests) and the secrets behind it."""

    body: bytes
    secrets: tuple[Secret, ...]


def id_text(given: UUID | None) -> str | None:
    """An id as it stands in a column."""
    return str(given) if given else None


#: the same value gives the same bytes: names sorted, in Structs as in dictionaries
ENCODER = msgspec.json.Encoder(order="sorted", uuid_format="canonical", decimal_format="string")
GENESIS = bytes(32)
SEALED = "sealed:"
ERASED = "(已删除)"
WITHHELD = "(保密)"  #: in the vault, and not for this reader


def chained(prev_hash: bytes, stored: bytes) -> bytes:
    """hash = SHA-256(0x00 ‖ prev_hash ‖ stored bytes), design.md §2."""
    return hashlib.sha256(b"\x00" + prev_hash + stored).digest()


def salted(salt: str, value: str) -> str:
    return SEALED + hashlib.sha256(bytes.fromhex(salt) + value.encode()).hexdigest()


class _Seed:
    """Secret bytes of this process, taken anew in a forked child, and a counter: asking the kernel for each salt
    costs more than the rest of sealing."""

    secret = os.urandom(32)
    used = count()


def _reseed() -> None:
    _Seed.secret, _Seed.used = os.urandom(32), count()


os.register_at_fork(after_in_child=_reseed)


def fresh_salt(_path: str) -> str:
    """16 unpredictable bytes, never the same twice."""
    return hashlib.blake2b(b"%d" % next(_Seed.used), key=_Seed.secret, digest_size=16).hexdigest()


def seal(entry: Entry, entry_id: str, salt_for: Callable[[str], str | None] = fresh_salt) -> Sealed:
    """Replace each private value by its digest. `salt_for` gives a path's salt: new, or the one already stored."""
    secrets: list[Secret] = []

    def digest(path: str, value: str) -> str:
        salt = salt_for(path)
        secrets.append(Secret(entry_id, path, salt, value))
        return SEALED if salt is None else salted(salt, value)

    return Sealed(ENCODER.encode(sealed_copy(entry, private_places(type(entry)), "", digest)), tuple(secrets))


def unseal(body: Any, secrets: Mapping[str, str | None], path: str = "") -> Any:
    """The body with the vault values that were given put back; an erased one reads 已删除, any other 保密."""
    if isinstance(body, dict):
        return {
            name: unseal(value, secrets, f"{path}.{name}" if path else name) for name, value in body.items()
        }
    if isinstance(body, list):
        return [unseal(value, secrets, f"{path}.{number}") for number, value in enumerate(body)]
    if isinstance(body, str) and body.startswith(SEALED):
        return WITHHELD if path not in secrets else secrets[path] or ERASED
    return body


#: where a type holds private values: field → what is below it; "*" is every item or value, None the value itself
Places = dict[str, "Places | None"]


@cache
def private_places(kind: type) -> Places:
    """The private places of an entry type, as a tree so that a body is walked once."""
    tree: Any = {}
    for *above, last in _places(msgspec.inspect.type_info(kind)):
        node = tree
        for name in above:
            node = node.setdefault(name, {})
        node[last] = None
    return cast(Places, tree)


Digest = Callable[[str, str], str]  #: path and value → what stands in the value's place


def sealed_copy(node: Any, places: Places, path: str, digest: Digest) -> Any:
    """The node with each private value below it replaced by its digest; what holds none is not copied."""
    if isinstance(node, Struct):
        changed = {}
        for name, below in members(node, places):
            value = getattr(node, name)
            if value is not None and value != ():
                changed[name] = sealed_at(value, below, f"{path}.{name}" if path else name, digest)
        return replace(node, **changed) if changed else node
    below = places["*"]
    if isinstance(node, dict):
        return {name: sealed_at(value, below, f"{path}.{name}", digest) for name, value in node.items()}
    return tuple([sealed_at(value, below, f"{path}.{number}", digest) for number, value in enumerate(node)])


def sealed_at(value: Any, below: "Places | None", path: str, digest: Digest) -> Any:
    return digest(path, value) if below is None else sealed_copy(value, below, path, digest)


def members(node: Struct, places: Places) -> Iterable[tuple[str, "Places | None"]]:
    """Which fields of a Struct the places mean; "?tag?field" only holds for a body of that type."""
    if not any(head[0] == "?" for head in places):
        return places.items()
    tag = f"?{node.__struct_config__.tag}?"
    return [
        (head.removeprefix(tag), below)
        for head, below in places.items()
        if head[0] != "?" or head.startswith(tag)
    ]


def _places(info: Any) -> Iterator[tuple[str, ...]]:
    match info:
        case msgspec.inspect.Metadata(extra={"private": True}):
            yield ()
        case msgspec.inspect.Metadata(type=inner):
            yield from _places(inner)
        case msgspec.inspect.UnionType(types=types):
            structs = [one for one in types if isinstance(one, msgspec.inspect.StructType)]
            for one in types:
                tag = f"?{one.tag}?" if len(structs) > 1 and one in structs else ""
                yield from (
                    (tag + place[0], *place[1:]) if tag and place else place for place in _places(one)
                )
        case msgspec.inspect.StructType(fields=fields):
            for field in fields:
                yield from ((field.encode_name, *place) for place in _places(field.type))
        case msgspec.inspect.ListType(item_type=item) | msgspec.inspect.VarTupleType(item_type=item):
            yield from (("*", *place) for place in _places(item))
        case msgspec.inspect.DictType(value_type=value):
            yield from (("*", *place) for place in _places(value))
        case _:
            return


def same_body(entry: Entry, stored: bytes, salts: Mapping[str, str | None]) -> bool:
    """Is this the very entry that was stored? Values erased from the vault since then count as equal."""
    mine = msgspec.json.decode(seal(entry, "", salts.get).body)
    theirs = msgspec.json.decode(stored)
    for path in (path for path, salt in salts.items() if salt is None):
        _put(mine, path, SEALED)
        _put(theirs, path, SEALED)
    return bool(mine == theirs)


def _put(body: Any, path: str, value: str) -> None:
    *above, last = path.split(".")
    for name in above:
        body = body[int(name)] if isinstance(body, list) else body.get(name, {})
    if isinstance(body, list):
        body[int(last)] = value
    elif last in body:
        body[last] = value


UpcasterTable = Mapping[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]]


def current_form(kind: str, v: int, body: dict[str, Any], upcasters: UpcasterTable) -> dict[str, Any]:
    """An old body in today's fields: each upcaster lifts it by one version, at reading; the stored bytes stay."""
    while (kind, v) in upcasters:
        body, v = upcasters[kind, v](body), v + 1
    return body
