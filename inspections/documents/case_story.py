"""A case as papers tell it: the problem, the steps taken, what was issued, read out of one state of the ledger with words put back.

Owns: this reading. Does not own what a step means (steps.py) or what a paper says (case_papers.py). Who wrote a letter never
comes out here: a problem's own words are read, never a letter's. Source: domain.md §5, §11.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final
from uuid import UUID

import msgspec
from msgspec import Struct

from inspections.chain import Stored
from inspections.documents.asking import Asking, NotThere
from inspections.entries import Photo
from inspections.facts import Decision
from inspections.findings import BEFORE, Finding
from inspections.guards import AFTER
from inspections.papers import Paper
from inspections.step_contents import Measure, Step
from inspections.trail import decision_of, trail
from inspections.trail import told as body_of
from inspections.units import Unit

ROW: Final = (
    *("id", "seq", "number", "source", "level", "batch", "unit_name", "site_name", "enterprise_name", "credit_code"),
    *("category", "severity", "state", "opened_on", "received_on", "due_on", "original_due_on", "fixed_on", "closed_on"),
    *("responsible_name", "cycle", "round", "received_at"),
)  # fmt: skip


class Taken(Struct, frozen=True):
    """One step, with its words."""

    seq: int
    id: str
    hash: str
    received_at: str
    actor: str  #: name
    step: Step
    decision: Decision


class Issued(Struct, frozen=True):
    """One paper, each thing as it was said last."""

    id: str
    seq: int
    said: Paper
    hash: str  #: of its last entry


class Story(Struct, frozen=True):
    """Everything papers say of a case."""

    row: dict[str, Any]
    finding: Finding
    hash: str  #: of the finding's first entry
    steps: tuple[Taken, ...]
    issued: tuple[Issued, ...]
    units: dict[str, str]  #: names of the checkers' units
    actor: str  #: who registered it

    def newest(self, field: str) -> Any:
        """What was said last of a field of the steps; None when nobody did."""
        said = (getattr(one.step, field) for one in reversed(self.steps))
        return next((value for value in said if value), None)

    def taken(self, step: str) -> Taken | None:
        """The last step of a sort."""
        return next((one for one in reversed(self.steps) if one.step.step == step), None)

    def measures(self) -> tuple[Measure, ...]:
        """Of the newest list: a plan's, or what remained."""
        lists = (
            one.step.remaining or (one.step.plan and one.step.plan.measures) for one in reversed(self.steps)
        )
        return next((found for found in lists if found), ())

    def photos(self, slot: str) -> tuple[Photo, ...]:
        """Before: as found and since. After: of the step that brought some last."""
        steps = [tuple(photo for photo in one.step.photos if photo.slot == slot) for one in self.steps]
        if slot == AFTER:
            return next((some for some in reversed(steps) if some), ())
        first = tuple(photo for photo in self.finding.photos if photo.slot in (BEFORE, ""))
        return (*first, *(photo for some in steps for photo in some))


async def story_of(asking: Asking, of: str) -> Story:
    """The case of a finding within the asker's scope. NotThere."""
    rows = await asking.ledger.rows("paper_finding", id=id_of(of), scopes=asking.scopes_json)
    if not rows:
        raise NotThere
    [story] = await stories(asking, rows)
    return story


async def stories(asking: Asking, rows: Sequence[Sequence[Any]]) -> list[Story]:
    """The cases of some findings' rows, read together: five questions however many they are."""
    found = [dict(zip(ROW, row, strict=True)) for row in rows]
    listed = msgspec.json.encode([row["id"] for row in found]).decode()
    papers: dict[str, list[str]] = {row["id"]: [] for row in found}
    for about, paper in await asking.ledger.rows("papers_of_findings", abouts=listed):
        papers[about].append(paper)
    stored, vault = await entries_of(asking, papers, (one for some in papers.values() for one in some))
    people = await names_of(asking, {one.actor for some in stored.values() for one in some})
    taken = {row["id"]: tuple(taken_in(stored[row["id"]], vault, people)) for row in found}
    units = await unit_names(asking, (one for some in taken.values() for one in some))
    return [
        Story(
            row=row,
            finding=msgspec.convert(told.body, Finding),
            hash=told.receipt.hash,
            steps=taken[row["id"]],
            issued=tuple(issued_in(stored, vault, papers[row["id"]])),
            units=units,
            actor=people[stored[row["id"]][0].actor],
        )
        for row in found
        for told in [trail(row["id"], stored[row["id"]], vault)]
    ]


def id_of(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        raise NotThere from None


Vault = dict[str, dict[str, str | None]]


async def entries_of(
    asking: Asking, findings: Iterable[str], papers: Iterable[str]
) -> tuple[dict[str, list[Stored]], Vault]:
    """Stored entries of cases and of their papers by subject, in the ledger's order, with what the vault holds of them."""
    subjects = [*findings, *(f"paper/{paper}" for paper in papers)]
    listed = msgspec.json.encode(subjects).decode()
    stored: dict[str, list[Stored]] = {subject: [] for subject in subjects}
    vault: Vault = {}
    for row in await asking.ledger.rows("entries_of_subjects", book=asking.book, subjects=listed):
        one = msgspec.convert(list(row), Stored, strict=False)
        stored[one.subject].append(one)
        vault[one.id] = {}
    ids = msgspec.json.encode(list(vault)).decode()
    for entry, path, value in await asking.ledger.rows("vault_of_entries", ids=ids):
        vault[entry][path] = value
    return stored, vault


async def names_of(asking: Asking, accounts: Iterable[str]) -> dict[str, str]:
    known = dict.fromkeys(accounts, "")
    listed = msgspec.json.encode(sorted(known)).decode()
    named = await asking.ledger.rows("people_named", accounts=listed)
    return {account: account for account in known} | {account: name or account for account, name in named}


async def unit_names(asking: Asking, steps: Iterable[Taken]) -> dict[str, str]:
    keys = {checker.unit for one in steps for checker in one.step.checkers if checker.unit}
    found = dict(await asking.ledger.answer([Unit.at(key) for key in keys]))
    return {key: unit.name for key in keys if (unit := found.get(Unit.at(key)))}


def taken_in(stored: Iterable[Stored], vault: Vault, people: dict[str, str]) -> Iterator[Taken]:
    for one in stored:
        if one.type == "step":
            step = msgspec.convert(body_of(one, vault), Step)
            at = (one.seq, one.id, one.hash, one.received_at, people[one.actor])
            yield Taken(*at, step, decision_of(one))


def issued_in(stored: dict[str, list[Stored]], vault: Vault, papers: Iterable[str]) -> Iterator[Issued]:
    return (issued_from(paper, stored[f"paper/{paper}"], vault) for paper in papers)


def issued_from(paper: str, stored: Iterable[Stored], vault: Vault) -> Issued:
    """A paper put together from its entries: what a later one leaves out stays."""
    entries = [one for one in stored if one.type == "paper"]
    said: dict[str, Any] = {}
    for one in entries:
        said |= body_of(one, vault)
    return Issued(paper, entries[0].seq, msgspec.convert(said, Paper), entries[-1].hash)
