"""Papers (文书): what the office issued about a problem, its number, the signed scan that came back, and how it was served.

Owns: the entry `paper`, the kinds there are, numbers by rule (文号). Does not own what is printed (documents/) or the clocks a
served paper starts (deadlines). A later entry of the same paper is its whole state, but what it leaves out stays as it was:
the scan and the service come days after the paper. A scan is bound by its hash: what it shows
changes only after the entry that brought it was voided.
Source: domain.md §5 (papers), §3.5; issue text §7. 送达: 民事诉讼法 direct, left, post, electronic [K].
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Annotated, Any, ClassVar, Final, Literal, NamedTuple
from uuid import UUID

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from inspections import deadlines, parameters
from inspections.deadlines import Due
from inspections.entries import Day, Entry, Private, Sha256, Text, UnitKey
from inspections.facts import Actor, At, Decision, Facts, Fault, Key, Lookup, Refusal, Row, decide, unless
from inspections.findings import FindingRow
from inspections.letters import LetterRow
from inspections.months import day_of, is_day
from inspections.parameters import Setting
from inspections.people import writers
from inspections.units import Unit, days_exist

Number = Annotated[str, Meta(min_length=1, max_length=60, examples=["南工信督〔2026〕12号"])]
Method = Literal["direct", "left", "post", "electronic"]
METHODS: Final = {"direct": "直接送达", "left": "留置送达", "post": "邮寄送达", "electronic": "电子送达"}
CLOCK: Final = "paper_answer"  #: of reference/deadlines.csv; the paper itself says how many days
ORDER_BASIS: Final = "rectification_order_basis"


class Kind(NamedTuple):
    """One sort of paper."""

    name: str
    about: tuple[str, ...]  #: views in which what it is about stands
    numbered: bool = True  #: carries a 文号


KINDS: Final[dict[str, Kind]] = {
    "assignment": Kind("交办单", ("finding",)),
    "urging": Kind("督办单", ("finding",)),
    "reminder": Kind("整改提示单", ("finding",)),
    "order": Kind("限期整改通知书", ("finding",)),
    "plan": Kind("整改方案", ("finding",), numbered=False),
    "check_sheet": Kind("现场核查表", ("finding",), numbered=False),
    "closure_request": Kind("销号申请表", ("finding",), numbered=False),
    "closure_approval": Kind("销号审批表", ("finding",)),
    "reply": Kind("答复意见书", ("letter",)),
}
REPLY: Final = "reply"  #: goes to who wrote a letter: it is filed with the letter, for its readers only


class Service(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """送达: how, when and to whom."""

    method: Method
    served_on: Day  #: of the receipt, or of the day it counts as received: starts the clock
    receiver: Private | None = None  #: who signed
    reason: Private | None = None  #: why it was left, and who was witness
    scan: Sha256 | None = None  #: of the signed 送达回证, the post's receipt, or the screen


class Paper(Entry, frozen=True, kw_only=True, tag="paper"):
    """A paper as it is from now on; what is not given stays as it was."""

    paper: UUID  #: our own id
    unit: UnitKey  #: of what it is about
    about: UUID  #: a problem; of a reply the letter
    kind: Annotated[str, Meta(max_length=40, examples=["assignment"])]
    number: Number | None = None  #: 文号
    issuer: Text  #: 出文机关
    issued_on: Day
    due_on: Day | None = None  #: by which it wants something done
    within_days: Annotated[int, Meta(ge=1, le=365)] | None = None  #: instead: so many days from its service
    within: Literal["working", "natural"] | None = None  #: which days; not given: natural
    answered_on: Day | None = None  #: when what it wants was done: ends its deadline
    text: Private | None = None  #: what it says beside the facts of the ledger
    scan: Sha256 | None = None  #: signed and stamped, as it came back
    service: Service | None = None

    def subject(self, entry_id: str) -> str:
        return f"letter/{self.about}/paper/{self.paper}" if self.kind == REPLY else f"paper/{self.paper}"

    def parents(self) -> tuple[UUID, ...]:
        return () if self.kind == REPLY else (self.about,)


class PaperRow(Row, frozen=True, array_like=True, kw_only=True):
    """A paper today: no private value."""

    table: ClassVar[str] = "paper"
    key: ClassVar = ("paper",)
    paper: str
    book: str
    seq: int  #: of its first entry
    unit: str
    unit_path: str
    about: str
    kind: str
    number: str | None = None
    issuer: str
    issued_on: str
    due_on: str | None = None
    within_days: int | None = None
    within: str | None = None
    answered_on: str | None = None
    scan: str | None = None
    method: str | None = None
    served_on: str | None = None
    service_scan: str | None = None
    actor: str
    received_at: str


class Numbered(Lookup, frozen=True, array_like=True, kw_only=True):
    """Which paper bears a number."""

    query: ClassVar[str] = "papers_numbered"
    key: ClassVar = ("book", "number")
    book: str
    number: str
    paper: str


def needs(entry: Paper, facts: Facts) -> Iterable[Key[Any]]:
    yield Unit.at(entry.unit)
    yield PaperRow.at(str(entry.paper))
    yield subject_row(entry)
    if unit := facts.peek(Unit.at(entry.unit)):
        yield Setting.at(unit.book, ORDER_BASIS)
        yield Setting.at(unit.book, rule_name(entry.kind))
        yield from deadlines.needs(unit.book, CLOCK)
        yield from deadlines.needs_of_rows(str(entry.paper), CLOCK)
        if entry.number:
            yield Numbered.at(unit.book, entry.number)


def subject_row(entry: Paper) -> Key[Any]:
    """The row of what it is about."""
    about = str(entry.about)
    return LetterRow.at(about) if entry.kind == REPLY else FindingRow.at(about)


def judge(entry: Paper, facts: Facts, actor: Actor, now: datetime) -> Decision | Refusal:
    unit, old = facts[Unit.at(entry.unit)], facts.get(PaperRow.at(str(entry.paper)))
    kind = KINDS.get(entry.kind)
    return decide(
        unless(kind, "unknown-kind", "没有这种文书。", at="kind"),
        *about_faults(entry, facts, unit),
        *day_faults(entry, f"{day_of(now)}"),
        *number_faults(entry, facts, unit, kind),
        *(same_faults(entry, old, actor) if old else ()),
        unless(
            entry.kind != "order" or parameters.text(facts, unit.book, ORDER_BASIS),
            "no-basis",
            "没有登记本机关可以出具限期整改通知书的法律依据（县内设置 rectification_order_basis），请改用整改提示单。",
            at="kind",
        ),
        notices=notices_of(entry, facts, unit, old),
        due=answer_due(entry, facts, unit.book, old),
    )


def answer_due(entry: Paper, facts: Facts, book: str, old: PaperRow | None) -> Due | None:
    """When an answer is due, counted from the day it was served; None before that, or when it says a day itself."""
    said = given(entry)
    served_on, days, kind = (
        said.get(name) or (getattr(old, name) if old else None)
        for name in ("served_on", "within_days", "within")
    )
    if not days or not served_on or not is_day(served_on):
        return None
    return deadlines.due(facts, book, CLOCK, served_on, days, "working" if kind == "working" else "natural")


def about_faults(entry: Paper, facts: Facts, unit: Unit) -> Iterator[Fault | None]:
    """What it is about stands in this unit, or in the one before or after it. Who gets a reply is who wrote the letter."""
    row = facts.get(subject_row(entry))
    here = row and row.unit in (entry.unit, unit.predecessor, unit.successor)
    named = KINDS[entry.kind].about[0] if entry.kind in KINDS else "finding"
    said = "没有这件信访件，或它不在这个单位。" if named == "letter" else "没有这个问题，或它不在这个单位。"
    yield unless(here, "about-elsewhere", said, at="about")
    unnamed = entry.kind != REPLY or not (entry.service and entry.service.receiver)
    yield unless(unnamed, "receiver-known", "答复意见书由信访人签收，这里不写姓名。", at="service.receiver")


def day_faults(entry: Paper, today: str) -> Iterator[Fault | None]:
    yield from days_exist(entry, "issued_on", "due_on", "answered_on")
    done = entry.answered_on is None or entry.issued_on <= entry.answered_on <= today
    yield unless(done, "answered-odd", "办结的日子应在出文以后、今天以前。", at="answered_on")
    yield unless(entry.issued_on <= today, "issued-ahead", "出文的日子不能在今天以后。", at="issued_on")
    in_order = entry.due_on is None or entry.issued_on <= entry.due_on
    yield unless(in_order, "due-before-issued", "期限早于出文的日子。", at="due_on")
    one = not (entry.due_on and entry.within_days)
    yield unless(one, "two-deadlines", "写了到哪天，就不要再写送达后几天。", at="within_days")
    if served := entry.service:
        yield unless(is_day(served.served_on), "no-such-day", "没有这一天。", at="service.served_on")
        fits = entry.issued_on <= served.served_on <= today
        yield unless(fits, "served-odd", "送达的日子应在出文以后、今天以前。", at="service.served_on")
        left = served.method != "left" or (served.reason and served.reason.strip())
        yield unless(left, "no-reason", "留置送达要写明原因和见证人。", at="service.reason")


def number_faults(entry: Paper, facts: Facts, unit: Unit, kind: Kind | None) -> Iterator[Fault | None]:
    if entry.number:
        others = facts.answers(Numbered.at(unit.book, entry.number))
        free = all(one.paper == str(entry.paper) for one in others)
        yield unless(free, "number-taken", "这个文号已经用在别的文书上。", at="number")
        wanted = kind is None or kind.numbered
        yield unless(wanted, "no-number-here", "这种文书不编文号。", at="number")


def same_faults(entry: Paper, old: PaperRow, actor: Actor) -> Iterator[Fault | None]:
    """What a paper is about never changes; signed, its number, issuer, day and scan do not either."""
    own = actor.grant_over(writers("paper"), old.unit_path)
    yield unless(own, "paper-taken", "这个编号已被占用。", at="paper")
    yield unless(entry.kind == old.kind, "kind-fixed", "文书的种类不能改，请另出一份。", at="kind")
    yield unless(
        str(entry.about) == old.about, "about-fixed", "文书所关的事项不能改，请另出一份。", at="about"
    )
    if old.scan:
        for name in ("number", "issuer", "issued_on", "scan"):
            given = getattr(entry, name)
            kept = given is None or given == getattr(old, name)
            yield unless(kept, "signed", "已有签章扫描件，要改这一项，先作废登记扫描件的那条记录。", at=name)


def notices_of(entry: Paper, facts: Facts, unit: Unit, old: PaperRow | None) -> Iterator[Fault | None]:
    """What is still missing, or not by the rule; none of it blocks."""
    kind = KINDS.get(entry.kind)
    number, rule = (
        entry.number or (old and old.number),
        parameters.text(facts, unit.book, rule_name(entry.kind)),
    )
    if kind and kind.numbered:
        yield unless(number, "no-number", "还没有文号。", at="number")
        fits = not (number and rule) or ordinal(rule, number) is not None
        yield unless(fits, "number-by-hand", f"文号不合本局的编号规则“{rule}”。", at="number")
    scanned = entry.scan or (old and old.scan)
    yield unless(scanned, "no-scan", "还没有签字盖章的扫描件。", at="scan")


def rule_name(kind: str) -> str:
    """The county setting that says how papers of a kind are numbered."""
    return f"number_rule_{kind}"


def pattern(rule: str) -> re.Pattern[str]:
    """A rule as what its numbers look like: {year} four digits, {n} the number in the year."""
    literal = re.escape(rule).replace(r"\{year\}", "(?P<year>20[0-9]{2})", 1)
    return re.compile(literal.replace(r"\{n\}", "(?P<n>[1-9][0-9]{0,5})", 1))


def ordinal(rule: str, number: str) -> tuple[str, int] | None:
    """Year and number in the year; None for what does not follow the rule."""
    found = pattern(rule).fullmatch(number)
    return (found["year"], int(found["n"])) if found else None


def next_number(rule: str, year: str, numbers: Iterable[str]) -> str:
    """The number after the highest of the year."""
    used = [found[1] for one in numbers if (found := ordinal(rule, one)) and found[0] == year]
    return rule.format(year=year, n=max(used, default=0) + 1)


def effects(entry: Paper, decision: Decision, facts: Facts, at: At) -> Iterable[Row]:
    old = facts.get(PaperRow.at(str(entry.paper)))
    stays = old or PaperRow(
        paper=str(entry.paper),
        book=at.book,
        seq=at.seq,
        unit=entry.unit,
        unit_path=at.unit,
        about=str(entry.about),
        kind=entry.kind,
        issuer=entry.issuer,
        issued_on=entry.issued_on,
        actor=at.actor,
        received_at=at.received_at,
    )
    said: dict[str, Any] = {
        "unit": entry.unit,
        "unit_path": at.unit,
        "issuer": entry.issuer,
        "issued_on": entry.issued_on,
    }
    due = decision.said.get("due")
    if due:
        said["due_on"] = msgspec.convert(due, Due).due_on
    row = replace(stays, **(given(entry) | said))
    yield row
    for running in deadlines.starts(due, row.paper, facts, at) if due else ():
        yield replace(running, done_on=row.answered_on)


def given(entry: Paper) -> dict[str, Any]:
    """Columns that come with a later entry, of those that this one says."""
    served = entry.service
    names = ("number", "due_on", "within_days", "within", "answered_on", "scan")
    said = {name: getattr(entry, name) for name in names}
    if served:
        said |= {"method": served.method, "served_on": served.served_on, "service_scan": served.scan}
    return {name: value for name, value in said.items() if value is not None}
