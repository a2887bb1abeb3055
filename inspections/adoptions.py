"""Adoption (收录): a county user takes in what was received but could not enter; the original author stays named.

Owns: the entry `adopt` and what it brings in. Does not own the inbox (chain.Inbox) or judging what is brought in: that
goes through its own rule with the adopter's authority. Source: design.md §2 (the inbox).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID, uuid5

import msgspec

from inspections.amendments import _Body
from inspections.chain import Known
from inspections.entries import Entry, Private, Sha256, UnitKey
from inspections.facts import Actor, At, Decision, Facts, Key, Lookup, Refusal, Row, decide, unless
from inspections.reading import Unreadable
from inspections.units import Unit
from inspections.vocabulary import PLAIN_VOCABULARY as PLAIN


class Adopt(Entry, frozen=True, kw_only=True, tag="adopt"):
    """One inbox row enters the ledger, as it was received or with a mended body."""

    unit: UnitKey  #: where the adopter files it
    received: UUID  #: id of what was received
    digest: Sha256  #: which of the bodies received under that id
    body: _Body | None = None  #: the mended body; None: as received
    reason: Private


class Received(Lookup, frozen=True, array_like=True, kw_only=True):
    """The inbox row to be adopted."""

    query: ClassVar[str] = "inbox_received"
    key: ClassVar = ("id", "digest")
    id: str
    digest: str
    account: str
    device: str
    unit: str
    reason: str
    body: str


def needs(entry: Adopt, _facts: Facts) -> Iterable[Key[Any]]:
    yield Unit.at(entry.unit)
    yield Received.at(str(entry.received), entry.digest)
    yield Known.at(str(entry.received))


def received(entry: Adopt, facts: Facts) -> Received | None:
    return next(iter(facts.answers(Received.at(str(entry.received), entry.digest))), None)


def judge(entry: Adopt, facts: Facts, actor: Actor, _now: datetime) -> Decision | Refusal:
    row = received(entry, facts)
    reach = row and actor.grant_over(("county", "system"), row.unit)
    return decide(
        unless(reach, "nothing-received", "收件箱里没有这一条，或不在您的权限范围内。", at="received"),
        unless(entry.reason.strip(), "no-reason", "请写收录原因。", at="reason"),
        unless(
            getattr(entry.body, "petitioner", None) is None,
            "petitioner-adopted",
            "收录时不带信访人；收录后在信访件里补。",
            at="body.petitioner",
        ),
    )


def brings(entry: Adopt, adopt_id: str, facts: Facts, actor: Actor) -> tuple[str, Entry, Actor, bytes] | None:
    """The entry that comes in: its id (a new one where the old is taken), body, and author with the adopter's authority."""
    row = received(entry, facts)
    if row is None:
        return None
    try:
        body = entry.body or PLAIN.decode(row.body.encode())
    except (Unreadable, msgspec.DecodeError):
        return None
    taken = facts.get(Known.at(row.id)) is not None
    new_id = str(uuid5(UUID(adopt_id), row.digest)) if taken else row.id
    author = Actor(account=row.account, grants=actor.grants, device=row.device)
    return new_id, body, author, row.body.encode()


def effects(_entry: Adopt, _decision: Decision, _facts: Facts, _at: At) -> Iterable[Row]:
    return ()
