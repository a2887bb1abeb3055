"""Deadlines (期限): what a clock of the law makes of an event, on the county's own calendar, with its reasons.

Owns: clocks (rows of reference/deadlines.csv, or the county's own `reference` entries in their place), what is due when
and why, and the rows of the view `deadline`, which the effects of other modules start, extend and end. Does not own counting
(calculators/working_days.py), holidays (calendars.py), what a new calendar moves (recounts.py) or who is reminded
(chasing.py). A clock marked U decides nothing: its deadline has no day and says 待核实, unless an entry gives the number itself
(the limit of a batch, the days of a notice). A last day that rests moves; a time that must only have passed does not.
Source: domain.md §5, §8 [K]; reference/README.md; 民法典 201 to 203.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, ClassVar, Final

import msgspec
from msgspec import Struct

from inspections.calculators.working_days import Calendar, Direction, Kind, deadline
from inspections.calendars import CalendarYear, calendar_of
from inspections.facts import At, Facts, Fault, Key, Row
from inspections.reference import UNVERIFIED, in_force, table
from inspections.references import OwnRow

NAME: Final = "deadlines"  #: of the reference table
UNITS: Final = {"working": "个工作日", "natural": "日", "month": "个月"}


class Clock(Struct, frozen=True, kw_only=True):
    """One clock as it holds on a day. Empty texts are unknown, never zero."""

    key: str
    name_zh: str
    count: str = ""
    count_max: str = ""  #: where practice is a span
    kind: Kind
    direction: Direction
    bound: str  #: at_most (a day to be done by) or at_least (a time that must have passed)
    starts_with: str
    starts_with_zh: str
    law: str = ""
    clause: str = ""
    valid_from: str = ""
    valid_to: str = ""
    source: str = ""
    confidence: str
    note: str = ""

    @property
    def limit(self) -> int | None:
        """The count that binds: of a span the last for a day to be done by, the first for a waiting time."""
        count = self.count_max if self.bound == "at_most" and self.count_max else self.count
        return int(count) if count else None

    @property
    def decides(self) -> bool:
        return self.confidence != UNVERIFIED and self.limit is not None

    @property
    def waiting(self) -> bool:
        """A time that must have passed; counted back from an event it is a day to be done by all the same."""
        return self.bound == "at_least" and self.direction == "after"


class Period(Struct, frozen=True, omit_defaults=True):
    """One stretch of a deadline: counted by a clock, or to a day that somebody set. Enough to count it again."""

    name: str
    starts_with: str = ""  #: the event in words
    law: str = ""
    count: int | None = None  #: None: the clock decides nothing, `why` says so
    kind: Kind = "natural"
    direction: Direction = "after"
    waiting: bool = False
    until: str | None = None  #: the day set by a person; then nothing is counted
    why: str = ""


class Due(Struct, frozen=True):
    """What a rule settles about one deadline. It goes into the decision as `msgspec.to_builtins(due)`."""

    clock: str
    event_on: str
    due_on: str | None  #: None: unverified, decides nothing
    original_due_on: str | None  #: before any extension
    provisional: bool
    waiting: bool
    text: str  #: the whole derivation in Chinese
    periods: tuple[Period, ...]


class Move(Struct, frozen=True):
    """A deadline as counted anew by an entry `calendar`."""

    subject: str
    clock: str
    due_on: str | None
    original_due_on: str | None
    provisional: bool
    text: str
    was: str | None  #: the day before


class ClockRow(OwnRow, frozen=True, array_like=True, kw_only=True):
    """The county's own rows of one clock."""

    query: ClassVar[str] = "reference_rows"
    key: ClassVar = ("book", "name", "row")


class DeadlineRow(Row, frozen=True, array_like=True, kw_only=True):
    """One running or ended clock of a subject (a finding, a letter, a supervision)."""

    table: ClassVar[str] = "deadline"
    key: ClassVar = ("subject", "clock")
    subject: str
    clock: str
    book: str
    unit_path: str
    event_on: str
    due_on: str | None
    original_due_on: str | None
    provisional: bool
    waiting: bool
    text: str
    periods: str  #: JSON list of Period
    done_on: str | None
    last_seq: int


class DeadlineMove(Row, frozen=True, array_like=True, kw_only=True):
    """What the last `calendar` entry made of a deadline.

    Kept apart from the deadline itself: a correction folds that anew from decisions which do not know the new calendar.
    """

    table: ClassVar[str] = "deadline_move"
    key: ClassVar = ("subject", "clock")
    subject: str
    clock: str
    book: str
    unit_path: str
    event_on: str
    due_on: str | None
    original_due_on: str | None
    provisional: bool
    text: str
    periods: str
    last_seq: int


# Asking: what a rule names, and the clock that holds


def needs(book: str, *clocks: str) -> Iterator[Key[Any]]:
    """What `due`, `prolonged` and `put_off` read."""
    yield CalendarYear.at(book)
    yield from (ClockRow.at(book, NAME, clock) for clock in clocks)


def needs_of_rows(subject: str, *clocks: str) -> Iterator[Key[Any]]:
    """What `due_of`, `starts` and `ends` read."""
    for clock in clocks:
        yield DeadlineRow.at(subject, clock)
        yield DeadlineMove.at(subject, clock)


def clock_of(facts: Facts, book: str, key: str, on: str) -> Clock:
    """The clock as it holds on a day: the county's row, else the seed's; the nearest row when none holds then."""
    own = [as_row(row) for row in facts.answers(ClockRow.at(book, NAME, key))]
    return clock_in(own or [row for row in table(NAME) if row["key"] == key], on)


def clock_in(rows: Sequence[dict[str, str]], on: str) -> Clock:
    """Of the rows of one clock the one that holds. LookupError when there is no such clock."""
    if not rows:
        raise LookupError("no such clock")
    held = [row for row in rows if in_force(row, date.fromisoformat(on))]
    return msgspec.convert((held or rows)[-1], Clock, strict=False)


def as_row(row: ClockRow) -> dict[str, str]:
    """A county's row in the form of the seed's."""
    fields: dict[str, str] = msgspec.json.decode(row.fields)
    validity = {"valid_from": row.valid_from, "valid_to": row.valid_to or ""}
    return {**fields, **validity, "key": row.row, "source": row.source, "confidence": row.confidence}


# Counting


def due(
    facts: Facts, book: str, clock: str, event_on: str, count: int | None = None, kind: Kind | None = None
) -> Due:
    """What is due for an event. `count` and `kind`: as an entry gives them (a batch's limit, the days of a notice)."""
    found = clock_of(facts, book, clock, event_on)
    return counted(clock, event_on, (period_of(found, event_on, count, kind),), calendar_of(facts, book))


def prolonged(facts: Facts, book: str, first: Due, clock: str, count: int | None = None) -> Due:
    """The same deadline counted on from its last day by a clock of extensions; the original day is kept."""
    start = first.due_on or first.event_on
    period = period_of(clock_of(facts, book, clock, start), start, count)
    return counted(first.clock, first.event_on, (*first.periods, period), calendar_of(facts, book))


def put_off(facts: Facts, book: str, first: Due, until: str, why: str) -> Due:
    """The same deadline moved to a day that somebody approved; the original day is kept."""
    period = Period("批准延期", until=until, why=why)
    return counted(first.clock, first.event_on, (*first.periods, period), calendar_of(facts, book))


def due_of(row: DeadlineRow) -> Due:
    """A deadline as its row has it, to be extended."""
    names = ("clock", "event_on", "waiting")
    return Due(**{name: getattr(row, name) for name in names}, **dates(row), periods=periods_of(row))


def count_fault(clock: Clock, count: int | None, at: str) -> Fault | None:
    """A number that goes beyond what the clock allows, or is missing where the clock has none."""
    limit, unit = clock.limit, UNITS[clock.kind]
    if count is None:
        return None if clock.decides else Fault(at, "count-missing", f"“{clock.name_zh}”要写明天数。")
    if count < 1:
        return Fault(at, "count-beyond", "天数至少是 1。")
    if clock.decides and limit and (count < limit if clock.bound == "at_least" else count > limit):
        word = "少于" if clock.bound == "at_least" else "超过"
        return Fault(at, "count-beyond", f"“{clock.name_zh}”不得{word} {limit} {unit}。")
    return None


def period_of(clock: Clock, event_on: str, count: int | None, kind: Kind | None = None) -> Period:
    """A clock as one stretch of a deadline; without a count when the clock decides nothing."""
    held = in_force(msgspec.to_builtins(clock), date.fromisoformat(event_on))
    why = "" if held else f"{event_on}时没有这项期限的规定"
    if held and count is None and not clock.decides:
        why = "期限待核实，不据此计算"
    return Period(
        clock.name_zh,
        clock.starts_with_zh,
        clock.law + clock.clause,
        None if why else count or clock.limit,
        kind or clock.kind,
        clock.direction,
        clock.waiting,
        why=why,
    )


def counted(clock: str, event_on: str, periods: tuple[Period, ...], calendar: Calendar) -> Due:
    """The stretches one after the other: each begins on the last day of the one before."""
    days: list[str | None] = []
    texts: list[str] = []
    provisional, start = False, event_on
    for period in periods:
        on, unsure, text = stretch(period, start, calendar)
        days.append(on)
        texts.append(text)
        provisional = provisional or unsure  # also of the original day, when a later one was set
        start = on or start
    return Due(clock, event_on, days[-1], days[0], provisional, periods[-1].waiting, "".join(texts), periods)


def stretch(period: Period, start: str, calendar: Calendar) -> tuple[str | None, bool, str]:
    """Last day, whether it is provisional, and the sentence that says why."""
    law = f"依据：{period.law}。" if period.law else ""
    if period.until:
        return period.until, False, f"{period.name}到{period.until}：{period.why}。"
    if period.count is None:
        return None, False, f"{period.name}：{period.why}。{law}"
    found = deadline(
        date.fromisoformat(start),
        period.count,
        period.kind,
        period.direction,
        calendar,
        moves=not period.waiting,
    )
    text = f"{period.name}：自{period.starts_with}起算，{found.text}{law}"
    return f"{found.on}", found.provisional, text


def recounted(row: DeadlineRow, calendar: Calendar) -> Move:
    """A deadline counted anew from the same event by another calendar."""
    new = counted(row.clock, row.event_on, periods_of(row), calendar)
    return Move(
        row.subject, row.clock, new.due_on, new.original_due_on, new.provisional, new.text, row.due_on
    )


def periods_of(row: DeadlineRow) -> tuple[Period, ...]:
    return msgspec.json.decode(row.periods, type=tuple[Period, ...])


# Rows, for the effects of other modules


def starts(said: Any, subject: str, facts: Facts, at: At) -> Iterable[DeadlineRow]:
    """The row of a deadline that begins, begins anew or is extended. `said`: a Due as its decision holds it."""
    found = msgspec.convert(said, Due)
    periods = msgspec.json.encode(found.periods).decode()
    moved = facts.peek(
        DeadlineMove.at(subject, found.clock)
    )  # who begins a subject cannot name it beforehand
    same = moved and (moved.event_on, moved.periods) == (found.event_on, periods)
    yield DeadlineRow(
        subject=subject,
        clock=found.clock,
        book=at.book,
        unit_path=at.unit,
        event_on=found.event_on,
        waiting=found.waiting,
        periods=periods,
        done_on=None,
        last_seq=at.seq,
        **dates(moved if moved and same and found.provisional else found),
    )


def dates(found: Due | Move | DeadlineMove | DeadlineRow) -> dict[str, Any]:
    """The columns that a calendar can change."""
    names = ("due_on", "original_due_on", "provisional", "text")
    return {name: getattr(found, name) for name in names}


def ends(subject: str, clock: str, done_on: str, facts: Facts, at: At) -> Iterable[DeadlineRow]:
    """The row of a deadline that is met, or no longer matters; nothing when there is none."""
    if row := facts.get(DeadlineRow.at(subject, clock)):
        yield msgspec.structs.replace(row, done_on=done_on, last_seq=at.seq)
