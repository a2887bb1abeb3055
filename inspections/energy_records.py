"""Energy records (节能记录): what an audit, an electricity balance and a supervision have in common.

Owns: a record and its versions (history kept), where it is between draft and filed, the row every list is read from.
Does not own what a record says (audits.py, balances.py, supervisions.py) or the steps that move it (audit_steps.py).
A record is named by its first entry. A further version replaces the draft and names the version it was made from, so that
nobody overwrites what they have not seen; what was submitted is amended by correction. Source: issue text (audit_step).
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Annotated, Any, ClassVar, Final, Literal
from uuid import UUID

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from inspections.enterprises import Enterprise
from inspections.entries import Entry, Text, UnitKey
from inspections.facts import At, Decision, Facts, Fault, Key, Row, unless
from inspections.months import day_of
from inspections.reference import coded, table
from inspections.units import Unit

RecordKind = Literal["audit", "balance", "supervision"]
STATES: Final = coded("audit_state")
FIRST: Final = "draft"
#: states in which a record may still be replaced by another version: those from which it can be submitted
EDITABLE: Final = frozenset(row["from"] for row in table("audit_steps") if row["step"] == "submit")
Year = Annotated[str, Meta(pattern=r"^20[0-9]{2}$(?!\n)", description="年份", examples=["2025"])]


class EnergyRecord(Entry, frozen=True, kw_only=True):
    """What every energy record says first."""

    unit: UnitKey  #: the unit the enterprise belongs to
    enterprise: UUID
    record: UUID | None = None  #: of which record this is a new version; None: a new record
    replaces: UUID | None = None  #: entry id of the version it was made from
    organ: Text  #: who issues the record: the city centre is not the county

    def parents(self) -> tuple[UUID, ...]:
        return (self.record,) if self.record else ()

    def subject(self, entry_id: str) -> str:
        return str(self.record or entry_id)


class RecordRow(Row, frozen=True, array_like=True, kw_only=True):
    """A record today: no private value. `figures` is a JSON object, `lacking` and `hands` are JSON lists."""

    table: ClassVar[str] = "energy_record"
    key: ClassVar = ("id",)
    id: str  #: of its first entry
    book: str
    seq: int  #: of the last entry that changed it
    kind: str  #: audit · balance · supervision
    version: str  #: entry id of the version that counts
    versions: int
    unit: str
    unit_path: str
    enterprise: str
    period: str  #: year, span of days, or day
    form: str  #: the kind within its kind: written or on_site; empty where there is none
    organ: str
    state: str  #: code list audit_state
    figures: str
    lacking: str  #: what must be there before it is submitted or reviewed
    notices: int
    hands: str  #: accounts that wrote a version or submitted it: none of them may review
    due_on: str | None  #: a day the law sets (送达), with the decision's derivation
    submitted_on: str | None
    reviewed_on: str | None
    filed_on: str | None
    archive_no: str
    actor: str  #: of the version that counts
    received_at: str  #: of the last entry


class Shape(msgspec.Struct, frozen=True):
    """What a kind of record puts into its row beside the common columns."""

    kind: RecordKind
    period: str
    form: str = ""
    due_on: str | None = None


def needs(entry: EnergyRecord, _facts: Facts) -> Iterator[Key[Any]]:
    yield Unit.at(entry.unit)
    yield Enterprise.at(str(entry.enterprise))
    if entry.record:
        yield RecordRow.at(str(entry.record))


def before(entry: EnergyRecord, facts: Facts) -> RecordRow | None:
    """The record as it stood before this version."""
    return facts.get(RecordRow.at(str(entry.record))) if entry.record else None


def place_faults(entry: EnergyRecord, facts: Facts) -> Iterator[Fault | None]:
    """The enterprise is on file and belongs to the unit, its predecessor or its successor."""
    firm = facts.get(Enterprise.at(str(entry.enterprise)))
    unit = facts[Unit.at(entry.unit)]
    fits = firm and firm.unit in (entry.unit, unit.predecessor, unit.successor)
    yield unless(fits, "enterprise-elsewhere", "这家企业不在册，或不在这个单位。", at="enterprise")


def version_faults(entry: EnergyRecord, kind: RecordKind, facts: Facts) -> Iterator[Fault | None]:
    """A new version: of a record of the same kind and enterprise, still open, made from the version that counts."""
    if entry.record is None:
        yield unless(entry.replaces is None, "no-record", "写了替换哪一版，还要写是哪份记录。", at="record")
        return
    old = before(entry, facts)
    if old is None or old.kind != kind:
        yield Fault("record", "record-unknown", "没有这份记录，或不是同一种记录。")
        return
    same = old.enterprise == str(entry.enterprise)
    yield unless(same, "other-enterprise", "同一份记录不能换企业，请另建一份。", at="enterprise")
    editable = old.state in EDITABLE
    said = f"这份记录{STATES[old.state]}，不能再换版；退回后再改，或办更正。"
    yield unless(editable, "not-editable", said, at="record")
    seen = str(entry.replaces) == old.version
    yield unless(seen, "stale-version", "这份记录已有更新的一版，请在最新一版上改。", at="replaces")


def row(entry: EnergyRecord, shape: Shape, decision: Decision, facts: Facts, at: At) -> RecordRow:
    """The record with this version; its state and dates stay what steps made them."""
    old = before(entry, facts)
    fresh = RecordRow(
        id=str(entry.record or at.id),
        book=at.book,
        seq=at.seq,
        kind=shape.kind,
        version=at.id,
        versions=(old.versions if old else 0) + 1,
        unit=entry.unit,
        unit_path=at.unit,
        enterprise=str(entry.enterprise),
        period=shape.period,
        form=shape.form,
        organ=entry.organ,
        state=old.state if old else FIRST,
        figures=msgspec.json.encode(decision["figures"], order="deterministic").decode(),
        lacking=msgspec.json.encode(decision["lacking"]).decode(),
        notices=len(decision.notices),
        hands=with_hand(old, at.actor),
        due_on=shape.due_on,
        submitted_on=None,
        reviewed_on=None,
        filed_on=None,
        archive_no="",
        actor=at.actor,
        received_at=at.received_at,
    )
    return replace(fresh, **{name: getattr(old, name) for name in KEPT}) if old else fresh


#: what steps settled: another version does not move it
KEPT: Final = ("submitted_on", "reviewed_on", "filed_on", "archive_no")


def with_hand(old: RecordRow | None, account: str) -> str:
    """The accounts that had a hand in the record, one more."""
    known = msgspec.json.decode(old.hands, type=list[str]) if old else []
    return msgspec.json.encode(list(dict.fromkeys([*known, account]))).decode()


def lacking(faults: Iterable[Fault | None]) -> list[str]:
    """The codes of what is missing, each once: guards of later steps ask for them."""
    return list(dict.fromkeys(fault.code for fault in faults if fault))


def not_ahead(day: str, now: datetime, at: str) -> Fault | None:
    return unless(day <= f"{day_of(now)}", "day-ahead", "日子不能在今天以后。", at=at)
