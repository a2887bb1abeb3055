"""Enterprises (企业): who they are, what they were called, where they stand.

Owns: identity by our own id and credit code, name history, merge and split, moves between units. Old records keep the
unit they were filed under. Does not own the arithmetic of credit codes (calculators/credit_code.py) or listings.
Source: domain.md §12 T23 [C]; GB 32100-2015.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from inspections.calculators import credit_code
from inspections.entries import Day, Entry, Position, Private, Text, UnitKey, id_text
from inspections.facts import Actor, At, Decision, Facts, Fault, Key, Refusal, Row, decide, unless
from inspections.months import day_of
from inspections.positions import wgs84
from inspections.units import Unit


class EnterpriseEntry(Entry, frozen=True, kw_only=True, tag="enterprise"):
    """An enterprise as it is from a day on: new, renamed, moved, split off, closed. The whole state."""

    enterprise: UUID  #: our own id, made by whoever files it first
    unit: UnitKey  #: the unit that supervises it
    name: Text
    credit_code: Annotated[str, Meta(max_length=40)] | None = (
        None  #: 统一社会信用代码; spaces and case do not matter
    )
    since: Day | None = None  #: from when this state holds; None: from the first record
    address: Annotated[str, Meta(max_length=200)] = ""
    industry: Annotated[str, Meta(max_length=60)] = ""  #: GB/T 4754 code and name
    position: Position | None = None
    contact: Private | None = None  #: person and phone, vault only
    split_from: UUID | None = None  #: the enterprise it was split off
    state: Literal["active", "stopped", "closed"] = "active"
    source: Annotated[str, Meta(max_length=400)] = ""
    note: Annotated[str, Meta(max_length=400)] = ""

    def subject(self, entry_id: str) -> str:
        return f"enterprise/{self.enterprise}"


class EnterpriseMerge(Entry, frozen=True, kw_only=True, tag="enterprise_merge"):
    """Two files of one enterprise become one: `merged` points to `into`; its records stay under its own id."""

    unit: UnitKey
    merged: UUID
    into: UUID
    reason: Annotated[str, Meta(min_length=1, max_length=400)]

    def subject(self, entry_id: str) -> str:
        return f"enterprise/{self.merged}"


class Enterprise(Row, frozen=True, array_like=True, kw_only=True):
    """An enterprise today. `names` is a JSON list of [name, since], oldest first."""

    table: ClassVar[str] = "enterprise"
    key: ClassVar = ("enterprise",)
    enterprise: str
    book: str
    unit: str
    unit_path: str
    name: str
    names: str
    initials: str  #: pinyin initials of the name, for the picker
    credit_code: str | None
    address: str
    industry: str
    lat: float | None  #: WGS-84 degrees
    lon: float | None
    split_from: str | None
    merged_into: str | None
    state: str
    source: str
    note: str
    last_seq: int


class CreditCode(Row, frozen=True, array_like=True, kw_only=True):
    """Which enterprise holds a credit code within a book."""

    table: ClassVar[str] = "credit_code"
    key: ClassVar = ("code",)
    code: str
    enterprise: str


def normalised(entry: EnterpriseEntry) -> str | None:
    return credit_code.check(entry.credit_code).normalised if entry.credit_code else None


def needs(entry: EnterpriseEntry, facts: Facts) -> Iterable[Key[Any]]:
    yield Unit.at(entry.unit)
    yield Enterprise.at(str(entry.enterprise))
    if (code := normalised(entry)) is not None:  # a blank one is asked for too, and refused
        yield CreditCode.at(code)
    if old := facts.peek(Enterprise.at(str(entry.enterprise))):
        yield Unit.at(old.unit)
    if entry.split_from:
        yield Enterprise.at(str(entry.split_from))


def judge(entry: EnterpriseEntry, facts: Facts, actor: Actor, now: datetime) -> Decision | Refusal:
    old = facts.get(Enterprise.at(str(entry.enterprise)))
    found = credit_code.check(entry.credit_code) if entry.credit_code else None
    holder = facts.get(CreditCode.at(found.normalised)) if found else None
    return decide(
        unless(found is None or found.valid, "credit-code", found.reason if found else "", at="credit_code"),
        unless(
            holder is None or holder.enterprise == str(entry.enterprise),
            "credit-code-taken",
            "这个统一社会信用代码已经登记在另一家企业名下；改名请在原企业上改，重复建档请合并。",
            at="credit_code",
        ),
        unless(
            old is None or old.book == facts[Unit.at(entry.unit)].book,
            "other-book",
            "企业不能换到另一个县的账本。",
            at="unit",
        ),
        unless(
            old is None or old.unit == entry.unit or actor.grant_over(("county", "system"), old.unit_path),
            "move-needs-both",
            "移出原单位需要对原单位也有权限。",
            at="unit",
        ),
        unless(
            old is None or old.merged_into is None,
            "merged-away",
            "这家企业已并入另一家，请改那一家。",
            at="enterprise",
        ),
        unless(
            entry.split_from is None or facts.get(Enterprise.at(str(entry.split_from))),
            "split-from-unknown",
            "分立前的企业不在册。",
            at="split_from",
        ),
        notices=(Fault("credit_code", "gb11714", text) for text in (found.warnings if found else ())),
        since=entry.since or (f"{day_of(now):%Y-%m-%d}" if old else ""),
    )


def effects(entry: EnterpriseEntry, decision: Decision, facts: Facts, at: At) -> Iterable[Row | Key[Any]]:
    old = facts.get(Enterprise.at(str(entry.enterprise)))
    names = msgspec.json.decode(old.names) if old else []
    if not names or names[-1][0] != entry.name:
        names.append([entry.name, decision["since"]])
    code = normalised(entry)
    if old and old.credit_code and old.credit_code != code:
        yield CreditCode.at(old.credit_code)
    if code:
        yield CreditCode(code=code, enterprise=str(entry.enterprise))
    here = wgs84(entry.position)
    yield Enterprise(
        enterprise=str(entry.enterprise),
        book=at.book,
        unit=entry.unit,
        unit_path=at.unit,
        name=entry.name,
        names=msgspec.json.encode(names).decode(),
        initials=initials(entry.name),
        credit_code=code,
        address=entry.address,
        industry=entry.industry,
        lat=here and here[0],
        lon=here and here[1],
        split_from=id_text(entry.split_from),
        merged_into=old.merged_into if old else None,
        state=entry.state,
        source=entry.source,
        note=entry.note,
        last_seq=at.seq,
    )


def initials(name: str) -> str:
    """Pinyin initials, lower case: 示例铸造厂 gives slzzc."""
    from pypinyin import (  # 56 MiB of dictionary: only a server that files an enterprise pays for it
        Style,
        lazy_pinyin,
    )

    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower()
