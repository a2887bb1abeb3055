"""Letters (信访件): each is registered, linked to a problem and answered singly, however many tell of the same problem.

Owns: the entry `letter`, and whether the letters of a problem are answered (guard letter_replied). Does not own who wrote
it (petitioners.py), the answer (letter_replies.py), batches (batches.py) or problems (findings.py). A later entry of the same
letter is its whole state, but who wrote it stays as it was given. Source: domain.md §5 [K], §11; T28.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Annotated, Any, ClassVar, Final
from uuid import UUID

from msgspec import Meta

from inspections import letter_clocks
from inspections.batches import BatchKey, BatchRow, ReplyDays
from inspections.deadlines import Due
from inspections.entries import Day, Entry, Private, UnitKey, id_text
from inspections.facts import Actor, At, Decision, Facts, Fault, Key, Lookup, Refusal, Row, decide, unless
from inspections.findings import FindingRow, coded
from inspections.months import day_of
from inspections.people import writers
from inspections.petitioners import Petitioner
from inspections.units import Unit, days_exist, valid_in


class Letter(Entry, frozen=True, kw_only=True, tag="letter"):
    """A letter as it is from now on."""

    letter: UUID  #: our own id
    unit: UnitKey  #: where what it tells of is
    batch: BatchKey | None = None  #: handed over in this inspection; None: an everyday petition
    number: Annotated[str, Meta(min_length=1, max_length=60)]  #: 受理编号, unique within its batch
    focus: bool = False  #: 重点件
    received_on: Day
    assigned_on: Day | None = None  #: handed over to this county; not given: as received
    accepted_on: Day | None = None  #: 受理 of an everyday petition: its term is counted from then
    extension_days: Annotated[int, Meta(ge=1, le=365)] | None = None  #: approved on top of the time to finish
    extension_approval: Annotated[str, Meta(max_length=200)] = (
        ""  #: who approved it, or the number of the paper
    )
    reply_limit_days: ReplyDays | None = None  #: not given: the batch's, or the regulation's
    category: Annotated[str, Meta(max_length=40)]  #: finding_category
    text: Private  #: what it says
    finding: UUID | None = None  #: the problem it tells of; several letters may name one
    anonymous: bool = False
    petitioner: Petitioner | None = None  #: not given: as it was

    def subject(self, entry_id: str) -> str:
        return subject_of(str(self.letter))


#: of what was refused the inbox keeps these
FIELDS: Final = frozenset({"type", *Letter.__struct_fields__})


class LetterRow(Row, frozen=True, array_like=True, kw_only=True):
    """A letter today: no private value."""

    table: ClassVar[str] = "letter"
    key: ClassVar = ("letter",)
    letter: str
    book: str
    seq: int
    entry: str  #: its last version
    unit: str
    unit_path: str
    batch: str | None
    number: str
    focus: bool
    received_on: str
    assigned_on: str
    reply_limit_days: int | None
    category: str
    finding: str | None
    anonymous: bool
    named: bool  #: who wrote it was given
    replied_on: str | None
    reply_method: str | None
    reply_no: str | None
    actor: str
    received_at: str


class Numbered(Lookup, frozen=True, array_like=True, kw_only=True):
    """Letters of one number within a batch; "" for those of none."""

    query: ClassVar[str] = "letters_numbered"
    key: ClassVar = ("book", "batch", "number")
    book: str
    batch: str
    number: str
    letter: str


class LetterOf(Lookup, frozen=True, array_like=True, kw_only=True):
    """Letters that name a problem."""

    query: ClassVar[str] = "letters_of_finding"
    key: ClassVar = ("finding",)
    finding: str
    letter: str
    number: str
    anonymous: bool
    replied_on: str | None


def subject_of(letter: str) -> str:
    return f"letter/{letter}"


def unanswered(facts: Facts, finding: str) -> tuple[str, ...]:
    """Numbers of the letters of a problem that still want an answer; anonymous ones do not. Needs LetterOf.at(finding)."""
    letters = facts.answers(LetterOf.at(finding))
    return tuple(one.number for one in letters if not (one.anonymous or one.replied_on))


def needs(entry: Letter, facts: Facts) -> Iterable[Key[Any]]:
    yield Unit.at(entry.unit)
    yield LetterRow.at(str(entry.letter))
    if entry.finding:
        yield FindingRow.at(str(entry.finding))
    if unit := facts.peek(Unit.at(entry.unit)):
        yield Numbered.at(unit.book, entry.batch or "", entry.number)
        yield from letter_clocks.needs(entry.letter, unit.book)
        if entry.batch:
            yield BatchRow.at(unit.book, entry.batch)


def judge(entry: Letter, facts: Facts, actor: Actor, now: datetime) -> Decision | Refusal:
    unit = facts[Unit.at(entry.unit)]
    old = facts.get(LetterRow.at(str(entry.letter)))
    batch = facts.get(BatchRow.at(unit.book, entry.batch)) if entry.batch else None
    limit = entry.reply_limit_days or (batch.reply_limit_days if batch else None)
    faults = (
        *day_faults(entry, f"{day_of(now)}"),
        *batch_faults(entry, batch, limit),
        None if entry.batch else letter_clocks.limit_fault(facts, unit.book, entry.received_on, limit),
        *letter_clocks.extension_faults(facts, unit.book, entry),
        *petitioner_faults(entry, old),
        *link_faults(entry, facts, unit, old, actor),
        *word_faults(entry),
    )
    dues = () if any(faults) else clocks_of(entry, facts, unit.book, limit)
    said = {"reply_limit_days": limit, "due": letter_clocks.told(dues)}
    return decide(*faults, notices=notices_of(entry, old), **said)


def clocks_of(entry: Letter, facts: Facts, book: str, limit: int | None) -> list[Due]:
    if entry.batch:
        return letter_clocks.of_batch(facts, book, assigned_on(entry), limit)
    return [*letter_clocks.of_petition(facts, book, entry, limit)]


def assigned_on(entry: Letter) -> str:
    return entry.assigned_on or entry.received_on


def word_faults(entry: Letter) -> Iterator[Fault | None]:
    known = entry.category in coded("finding_category")
    yield unless(known, "unknown-category", "没有这种问题类别。", at="category")
    yield unless(entry.text.strip(), "nothing-said", "请写明来信反映什么。", at="text")


def day_faults(entry: Letter, today: str) -> Iterator[Fault | None]:
    yield from days_exist(entry, "received_on", "assigned_on", "accepted_on")
    yield unless(entry.received_on <= today, "received-ahead", "收到的日子不能在今天以后。", at="received_on")
    accepted = entry.accepted_on is None or entry.received_on <= entry.accepted_on <= today
    yield unless(accepted, "accepted-odd", "受理的日子应在收到以后、今天以前。", at="accepted_on")
    in_order = entry.assigned_on is None or entry.received_on <= entry.assigned_on <= today
    yield unless(in_order, "assigned-odd", "交办的日子应在收到以后、今天以前。", at="assigned_on")


def batch_faults(entry: Letter, batch: BatchRow | None, limit: int | None) -> Iterator[Fault | None]:
    yield unless(entry.batch is None or batch, "unknown-batch", "没有这个督察批次。", at="batch")
    stated = batch is None or limit
    said = "这一批没有定答复几天，请写明这一件的答复期限。"
    yield unless(stated, "no-reply-limit", said, at="reply_limit_days")


def petitioner_faults(entry: Letter, old: LetterRow | None) -> Iterator[Fault | None]:
    """An anonymous letter names nobody, and one that named somebody does not become anonymous: it wants an answer."""
    given = entry.petitioner is not None
    yield unless(not given or entry.petitioner, "petitioner-empty", "信访人的各项都空着。", at="petitioner")
    yield unless(not (entry.anonymous and given), "named-anonymous", "匿名件不写信访人。", at="petitioner")
    was_named = entry.anonymous and old is not None and old.named
    yield unless(not was_named, "was-named", "登记过信访人的，不能改成匿名件。", at="anonymous")


def link_faults(
    entry: Letter, facts: Facts, unit: Unit, old: LetterRow | None, actor: Actor
) -> Iterator[Fault | None]:
    """The number is free, the problem lies in this unit, and a letter moves only within the writer's units."""
    others = facts.answers(Numbered.at(unit.book, entry.batch or "", entry.number))
    free = all(one.letter == str(entry.letter) for one in others)
    yield unless(free, "number-taken", "这一批里已有同样受理编号的信访件。", at="number")
    yield unless(
        valid_in(unit, entry.received_on, entry.received_on),
        "unit-not-in-force",
        "这个单位当时不在册。",
        at="unit",
    )
    row = facts.get(FindingRow.at(str(entry.finding))) if entry.finding else None
    here = entry.finding is None or (row and row.unit in (entry.unit, unit.predecessor, unit.successor))
    yield unless(here, "finding-elsewhere", "没有这个问题，或它不在这个单位。", at="finding")
    reach = old is None or actor.grant_over(writers("letter"), old.unit_path)
    yield unless(reach, "move-needs-both", "移出原单位需要对原单位也有权限。", at="unit")


def notices_of(entry: Letter, old: LetterRow | None) -> Iterator[Fault | None]:
    """What is still missing; none of it blocks."""
    named = entry.anonymous or entry.petitioner or (old and old.named)
    yield unless(named, "no-petitioner", "没有登记信访人；没有署名的请勾选匿名。", at="petitioner")
    yield unless(entry.finding, "no-finding", "还没有挂上问题。", at="finding")


def effects(entry: Letter, decision: Decision, facts: Facts, at: At) -> Iterable[Row | Key[Any]]:
    old = facts.get(LetterRow.at(str(entry.letter)))
    replied = old.replied_on if old else None
    accepted = entry.accepted_on or replied
    ended = {
        clock: accepted if clock == letter_clocks.ACCEPTANCE else replied for clock in letter_clocks.CLOCKS
    }
    yield from letter_clocks.running(entry.letter, decision["due"], ended, facts, at)
    yield LetterRow(
        letter=str(entry.letter),
        book=at.book,
        seq=old.seq if old else at.seq,
        entry=at.id,
        unit=entry.unit,
        unit_path=at.unit,
        batch=entry.batch,
        number=entry.number,
        focus=entry.focus,
        received_on=entry.received_on,
        assigned_on=assigned_on(entry),
        reply_limit_days=decision["reply_limit_days"],
        category=entry.category,
        finding=id_text(entry.finding),
        anonymous=entry.anonymous,
        named=entry.petitioner is not None or (old is not None and old.named),
        replied_on=replied,
        reply_method=old.reply_method if old else None,
        reply_no=old.reply_no if old else None,
        actor=old.actor if old else at.actor,
        received_at=old.received_at if old else at.received_at,
    )
