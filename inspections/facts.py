"""What a rule sees and says: keys, rows, facts, decisions and refusals.

Owns: the shape shared by every subject module (`needs` names keys, `judge` decides on facts, `effects` yields
whole new rows) and nothing of any subject. Does not own: how rows are stored (storage/) or who calls the rules
(ledger.py). A rule can read only what it named: asking for a key that was not fetched is a `KeyError`.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, ClassVar, Generic, NamedTuple, Self, TypeVar, cast

from msgspec import Struct

R = TypeVar("R", bound="Row")
Columns = tuple[Any, ...]


class Key(NamedTuple, Generic[R]):
    """What may be asked of the ledger: a table and an identity in it."""

    table: type[R]
    of: Columns


class Row(Struct, frozen=True, array_like=True, kw_only=True):
    """One row of a view table. Field names are column names; fields are text, numbers, booleans or None."""

    table: ClassVar[str] = ""
    key: ClassVar[tuple[str, ...]] = ()
    query: ClassVar[str] = ""  #: a named query instead of a table
    fresh: ClassVar[bool] = False  #: asked only after what the group did so far is stored

    @classmethod
    def at(cls, *of: Any) -> Key[Self]:
        return tuple.__new__(Key, (cls, of))

    def where(self) -> Key[Self]:
        """The key this row stands under."""
        return Key(type(self), tuple(getattr(self, column) for column in self.key))


class Lookup(Row, frozen=True, array_like=True, kw_only=True):
    """A row of a question rather than of a table: the answer to one key is a tuple of these, perhaps empty.

    Most read view tables, so the writer stores what the group has done so far before it asks.
    """

    fresh: ClassVar[bool] = True


class Facts:
    """The rows a group asked for. Asked and absent is None (or an empty tuple); never asked is a KeyError."""

    def __init__(self) -> None:
        self._rows: dict[Key[Any], Any] = {}

    def __contains__(self, key: Key[Any]) -> bool:
        return key in self._rows

    def __getitem__(self, key: Key[R]) -> R:
        row = self._rows[key]
        if row is None:
            raise LookupError(f"no row for {key.table.__name__}{key.of}")
        return cast(R, row)

    def get(self, key: Key[R]) -> R | None:
        """The row, or None when it was asked for and does not exist."""
        return cast("R | None", self._rows[key])

    def peek(self, key: Key[R]) -> R | None:
        """The row if it is already here; `needs` uses it to name further keys."""
        return cast("R | None", self._rows.get(key))

    def answers(self, key: Key[R]) -> tuple[R, ...]:
        """The rows of a Lookup."""
        return cast("tuple[R, ...]", self._rows[key])

    def load(self, rows: Iterable[tuple[Key[Any], Any]]) -> None:
        self._rows.update(rows)

    def put(self, row: Row) -> None:
        self._rows[row.where()] = row

    def drop(self, key: Key[Any]) -> None:
        """Take a row out: it no longer exists for whoever is judged next."""
        self._rows[key] = None

    def aside(self) -> "Facts":
        """A copy to fold on without touching these facts."""
        copy = Facts()
        copy._rows = dict(self._rows)
        return copy


class Fault(Struct, frozen=True):
    """One thing that is wrong or missing, at a place in the body."""

    path: str  #: where, e.g. "answers.furnace_count"; empty for the entry as a whole
    code: str  #: stable English name
    message: str  #: one Chinese sentence for the person who sent it


class Refusal(Struct, frozen=True):
    """A rule said no; every reason at once. `code` chooses the problem type (api/problems.py)."""

    faults: tuple[Fault, ...]
    code: str = "refused"


class Decision(Struct, frozen=True, omit_defaults=True):
    """What a rule decided; it is hashed with the entry, so a later rule never rewrites the past."""

    role: str = ""  #: role under which the actor wrote
    unit: str = ""  #: unit path of the grant that allowed it
    notices: tuple[Fault, ...] = ()  #: what is missing or doubtful; never blocks
    said: dict[str, Any] = {}  #: what the subject's rule settled (state, late, inspected, due date, …)

    def __getitem__(self, name: str) -> Any:
        return self.said[name]


class At(NamedTuple):
    """Where an entry stands: what `effects` may know beside body, decision and facts."""

    id: str
    book: str
    seq: int
    unit: str  #: path of the unit it belongs to, e.g. "nanchang_county/xiangtang_town/"
    actor: str
    received_at: str


class Place(NamedTuple):
    """The book an entry goes into and the unit path it is filed under."""

    book: str
    path: str


class Grant(Struct, frozen=True):
    """A role over one subtree of units (and one enterprise, for 责任单位), within dates."""

    role: str
    unit: str  #: unit key
    path: str = ""  #: its path, filled by the ledger
    enterprise: str | None = None
    valid_from: str = ""
    valid_to: str | None = None

    def in_force(self, day: str) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Actor(Struct, frozen=True):
    """Who writes: an account with the grants in force now, and the device it came from."""

    account: str
    grants: tuple[Grant, ...] = ()
    device: str = ""

    def grant_over(self, roles: Iterable[str], path: str) -> Grant | None:
        """The first grant of one of the roles whose subtree holds the unit path."""
        wanted = set(roles)
        return next((g for g in self.grants if g.role in wanted and path.startswith(g.path)), None)

    def has(self, *roles: str) -> bool:
        return any(grant.role in roles for grant in self.grants)


SYSTEM = Actor(account="system:init", grants=(Grant(role="system", unit="", path=""),))


def decide(*faults: Fault | None, notices: Iterable[Fault | None] = (), **said: Any) -> Decision | Refusal:
    """A refusal that names every fault, or the decision."""
    found = tuple(fault for fault in faults if fault)
    if found:
        return Refusal(found)
    return Decision(notices=tuple(notice for notice in notices if notice), said=said)


def unless(holds: object, code: str, message: str, *, at: str = "") -> Fault | None:
    """A fault at `at` unless the condition holds."""
    return None if holds else Fault(at, code, message)


def parts(path: str) -> Iterator[str]:
    """The unit path and each path above it, the county last: "a/b/" gives "a/b/", "a/"."""
    while path:
        yield path
        path = path.rstrip("/").rpartition("/")[0]
        path = f"{path}/" if path else ""


def now_text(moment: datetime) -> str:
    """An instant as the ledger writes it: UTC, microseconds, sorts as text."""
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"
