"""Steps (整改步骤): the rule by which a finding moves from state to state, and what it leaves in the views.

Owns: who may take a step, refusing it with everything that is missing at once, and moving the finding's row. Does not own
the table (rectification.py), the guards (guards.py) or the fields (step_contents.py). Effects follow the decision
stored with the step, never the table, so a table that changes later rewrites nothing. Source: domain.md §5.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, ClassVar

import msgspec
from msgspec.structs import replace

from inspections import progress_clock
from inspections.cases import Case, case_of, steps_in
from inspections.chain import History
from inspections.enterprises import Enterprise
from inspections.entries import Envelope
from inspections.facts import Actor, At, Decision, Facts, Fault, Grant, Key, Place, Refusal, decide, unless
from inspections.facts import Row as ViewRow
from inspections.findings import FindingRow
from inspections.guards import missing
from inspections.independence import owns
from inspections.letters import LetterOf
from inspections.months import day_of, is_day
from inspections.people import WRITES, Account
from inspections.rectification import Row, row_of, states, steps
from inspections.standing import Context
from inspections.step_contents import Step
from inspections.units import Unit


class FindingStep(ViewRow, frozen=True, array_like=True, kw_only=True):
    """One step taken: no private value."""

    table: ClassVar[str] = "finding_step"
    key: ClassVar = ("id",)
    id: str
    book: str
    seq: int
    finding: str
    unit_path: str
    step: str
    from_state: str
    to_state: str
    marks: str  #: returned · extended · reopened, or ""
    cycle: int  #: in which it was taken
    round: int
    role: str  #: under which it was taken
    actor: str
    day: str  #: Beijing, when it arrived
    number: str | None  #: 文号 of the paper that closes it, of its closing only


def needs(entry: Step, facts: Facts) -> Iterable[Key[Any]]:
    at_finding = FindingRow.at(str(entry.finding))
    yield at_finding
    yield from progress_clock.needs(str(entry.finding))
    if row := facts.peek(at_finding):
        yield Unit.at(row.responsible)
        if row.responsible_enterprise:
            yield Enterprise.at(row.responsible_enterprise)
    for checker in entry.checkers:
        if checker.account:
            yield Account.at(checker.account)
        if checker.unit:
            yield Unit.at(checker.unit)


def asks(entry: Step, facts: Facts) -> Iterable[Key[Any]]:
    """The whole case and the calendar: guards and clocks look at them, effects do not."""
    yield History.at(str(entry.finding))
    yield LetterOf.at(str(entry.finding))
    if row := facts.peek(FindingRow.at(str(entry.finding))):
        yield from progress_clock.asks(row.book)


def place(entry: Step, facts: Facts) -> Place | None:
    """Where the finding stands."""
    row = facts.peek(FindingRow.at(str(entry.finding)))
    return Place(row.book, row.unit_path) if row else None


def authority(entry: Step, facts: Facts, actor: Actor, _place: Place) -> Grant | None:
    """The grant under which this step is taken: of the role its row names, else of any that takes steps."""
    row = facts[FindingRow.at(str(entry.finding))]
    found = row_of(row.state, entry.step, row.level)
    return acting(actor, row, (found.who,) if found else WRITES["step"])


def acting(actor: Actor, row: FindingRow, roles: Iterable[str]) -> Grant | None:
    """The actor's first grant of these roles that reaches the finding."""
    for role in roles:
        for grant in actor.grants:
            reaches = owns(grant, row) if role == "responsible" else row.unit_path.startswith(grant.path)
            if grant.role == role and reaches:
                return grant
    return None


def judge(entry: Step, facts: Facts, actor: Actor, now: datetime) -> Decision | Refusal:
    row = facts[FindingRow.at(str(entry.finding))]
    history = facts.answers(History.at(row.id))
    case = case_of(msgspec.json.decode(one.stored, type=Envelope) for one in history)
    found = row_of(row.state, entry.step, row.level)
    stray = [*state_faults(entry, row, found), *day_faults(entry)]
    if found is None or case is None or any(stray):
        return decide(*stray)
    if lacking := missing(found.needs, context_of(entry, row, case, facts, actor, now)):
        return decide(*lacking)
    clock = progress_clock.settled(found, facts, row.book, f"{day_of(now)}")
    return decide(**outcome(found, entry, case), **clock)


def context_of(
    entry: Step, row: FindingRow, case: Case, facts: Facts, actor: Actor, now: datetime
) -> Context:
    accounts = {one.account for one in entry.checkers if one.account}
    units = {row.responsible, *(one.unit for one in entry.checkers if one.unit)}
    firm = row.responsible_enterprise
    return Context(
        entry=entry,
        row=row,
        case=case,
        actor=actor,
        today=day_of(now),
        letters=facts.answers(LetterOf.at(row.id)),
        accounts={key: found for key in accounts if (found := facts.get(Account.at(key)))},
        units={key: unit for key in units if (unit := facts.get(Unit.at(key)))},
        firm=facts.get(Enterprise.at(firm)) if firm else None,
    )


def state_faults(entry: Step, row: FindingRow, found: Row | None) -> Iterator[Fault | None]:
    """The sender saw the state it is in now, and there is such a step from there."""
    here = states()[row.state].name
    moved = f"问题现在是“{here}”，和您看到的不一样，请刷新后再办。"
    yield unless(entry.from_state == row.state, "moved-on", moved, at="from_state")
    named = steps().get(entry.step)
    yield unless(named, "unknown-step", "没有这种步骤。", at="step")
    here_not = f"“{here}”的问题不能办“{named}”。"
    yield unless(found or not named, "no-such-step-here", here_not, at="step")


def day_faults(entry: Step) -> Iterator[Fault | None]:
    """Every day named is one of the calendar."""
    named = {"due_on": entry.due_on}
    named |= {f"papers.{number}.on": one.on for number, one in enumerate(entry.papers)}
    named |= {f"remaining.{number}.due_on": one.due_on for number, one in enumerate(entry.remaining)}
    if entry.plan:
        listed = enumerate(entry.plan.measures)
        named |= {f"plan.measures.{number}.due_on": one.due_on for number, one in listed}
    for at, day in named.items():
        yield unless(is_day(day), "no-such-day", "没有这一天。", at=at)


def outcome(found: Row, entry: Step, case: Case) -> dict[str, Any]:
    """What the step settles, kept with the decision: where to, which label, which day counts from now on."""
    said = {"from": found.state, "to": found.to, "type": states()[found.to].type, "marks": found.marks}
    if found.marks == "extended":
        said["due_on"] = entry.due_on or ""
    if found.step == "approve_plan":
        said["due_on"] = next(step.plan.due_on for step in reversed([*steps_in(case.cycle)]) if step.plan)
    if found.to == "closed":
        signed = [
            one
            for step in (*steps_in(case.round), entry)
            for one in step.papers
            if one.kind == "closure_approval"
        ]
        said["number"] = signed[-1].number or ""
    return said


def effects(entry: Step, decision: Decision, facts: Facts, at: At) -> Iterable[ViewRow]:
    row = facts[FindingRow.at(str(entry.finding))]
    day = f"{day_of(datetime.fromisoformat(at.received_at))}"
    yield moved(row, decision, day)
    yield from progress_clock.effects(decision, row.id, day, facts, at)
    yield FindingStep(
        id=at.id,
        book=at.book,
        seq=at.seq,
        finding=row.id,
        unit_path=at.unit,
        step=entry.step,
        from_state=decision["from"],
        to_state=decision["to"],
        marks=decision["marks"],
        cycle=row.cycle,
        round=row.round,
        role=decision.role,
        actor=at.actor,
        day=day,
        number=decision.said.get("number"),
    )


def moved(row: FindingRow, decision: Decision, day: str) -> FindingRow:
    """The finding after a step: state and type, round and cycle, the days that count."""
    to, type_, marks = decision["to"], decision["type"], decision["marks"]
    row = replace(row, state=to, type=type_, last_step_on=day)
    if marks == "reopened":
        fresh = {"due_on": None, "original_due_on": None, "fixed_on": None, "closed_on": None, "extended": 0}
        return replace(row, cycle=row.cycle + 1, round=1, **fresh)
    if marks == "returned":
        row = replace(row, round=row.round + 1)
    if due_on := decision.said.get("due_on"):
        first = row.original_due_on or due_on
        longer = row.extended + (marks == "extended")
        row = replace(row, due_on=due_on, original_due_on=first, extended=longer)
    if to == "closed":
        return replace(row, closed_on=day, first_closed_on=row.first_closed_on or day)
    if type_ == "closed":
        return row
    return replace(row, fixed_on=(row.fixed_on or day) if type_ == "fixed" else None)
