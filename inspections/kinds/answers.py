"""Judging the answers of one visit by its checklist: what is wrong, missing, raised, proven, and the result.

Owns: the order of judging (read, walk down the questions, then look at the whole) and every sentence said
about answers. Does not own: the questions (TOML), whether a visit may be saved (visits.py; only `faults`
refuse), verdicts: a failure raises a finding or a hint, people decide. Knows no kind by name.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from inspections.calculators.rounding import rounded
from inspections.facts import Fault
from inspections.kinds.checklist import Kind, Question, Test
from inspections.kinds.conditions import Limit, Value, holds, parse, undecided
from inspections.kinds.formulas import FORMULAS
from inspections.kinds.limits import value_on
from inspections.kinds.reading import Answer, path, read_answer, read_text


class Failure(Struct, frozen=True):
    """A question whose `fails_if` holds."""

    key: str
    raises: Literal["finding", "hint"]
    severity: str  #: info, minor, major, critical
    legal_basis: str | None
    text: str  #: the question, as asked


class Proof(Struct, frozen=True):
    """How a test of the checklist stands; only tests whose questions are all shown are looked at."""

    key: str
    name: str
    met: bool
    lacking: tuple[str, ...]  #: paths of answers that are not yes and of photos that are not there


class Review(Struct, frozen=True):
    """Everything a checklist says about one visit. Only `faults` may refuse an entry."""

    shown: tuple[str, ...]  #: keys of the questions that had to be asked, in order
    faults: tuple[Fault, ...]  #: answers that cannot be read
    missing: tuple[Fault, ...]  #: required and shown, but not there
    ignored: tuple[Fault, ...]  #: answers that are kept but count for nothing
    computed: Mapping[str, str]  #: computed questions: plain decimals, or yes and no
    failed: tuple[Failure, ...]  #: raised findings and hints, never a verdict
    tests: tuple[Proof, ...]
    hints: tuple[Fault, ...]  #: what a person should look at again
    result: str | None  #: answer to the kind's result question
    inspected: bool  #: False when nobody got in, and while there is no result

    @property
    def notices(self) -> tuple[Fault, ...]:
        """What a receipt tells the sender."""
        return self.missing + self.ignored + self.hints


class Given(Struct, frozen=True):
    """What was sent, as far as it can be read."""

    values: Mapping[str, Value]  #: chosen and typed answers
    texts: frozenset[str]  #: keys of the texts that are filled in
    slots: frozenset[str]  #: slots with at least one photo
    faults: tuple[Fault, ...]


class Walk(Struct, frozen=True):
    """The questions shown, and the answers that count: those shown, and those computed."""

    shown: tuple[Question, ...]
    keys: frozenset[str]  #: of the questions shown
    values: Mapping[str, Value]


def review(
    kind: Kind,
    answers: Mapping[str, Answer],
    texts: Mapping[str, str],
    photo_slots: Sequence[str],
    on: date,
    value_on: Callable[[str, date], Decimal | None] = value_on,
) -> Review:
    """Judge the answers of a visit made on a day (Asia/Shanghai).

    `photo_slots` holds one slot per photo, in the order sent, empty for a photo nobody asked for.
    `value_on` gives the value of a limit that may decide on a day; without it the seed rows of reference/
    do.
    """

    def limit(key: str) -> Decimal | None:
        return value_on(key, on)

    given = _read(kind, answers, texts, photo_slots)
    walk = _walk(kind, given.values, limit)
    failed = tuple(question for question in walk.shown if _fails(question, walk.values, limit))
    result = walk.values.get(kind.result_question)
    return Review(
        shown=tuple(question.key for question in walk.shown),
        faults=given.faults,
        missing=tuple(_missing(kind, walk, given)),
        ignored=tuple(_ignored(kind, walk, given, answers)),
        computed=_computed(walk),
        failed=tuple(_failure(question) for question in failed),
        tests=tuple(_proofs(kind.tests, walk, given.slots)),
        hints=(
            *_hints(kind, failed, given.slots),
            *_doubts(kind, walk.values, limit),
            *_unverified(kind, walk, limit),
        ),
        result=result if isinstance(result, str) else None,
        inspected=result is not None
        and result not in kind.not_inspected
        and not holds(parse(kind.not_entered_if), walk.values, limit),
    )


def _read(
    kind: Kind, answers: Mapping[str, Answer], texts: Mapping[str, str], photo_slots: Sequence[str]
) -> Given:
    """What could be read, and the faults; a blank is neither."""
    questions, faults = kind.by_key, list[Fault]()
    values, filled = dict[str, Value](), set[str]()
    for key, raw in answers.items():
        value = _answer(questions, key, raw)
        if isinstance(value, Fault):
            faults.append(value)
        elif value is not None:
            values[key] = value
    for key, raw in texts.items():
        text = _text(questions, key, raw)
        if isinstance(text, Fault):
            faults.append(text)
        elif text is not None:
            filled.add(key)
    for position, slot in enumerate(photo_slots):
        if slot and slot not in kind.slots:
            faults.append(Fault(f"photos.{position}.slot", "unknown-slot", "清单里没有这个照片位置。"))
    return Given(values, frozenset(filled), frozenset(photo_slots), tuple(faults))


def _answer(questions: Mapping[str, Question], key: str, raw: object) -> Value | Fault | None:
    question = questions.get(key)
    if question is None:
        return Fault(f"answers.{key}", "unknown-question", "清单里没有这个问题。")
    if question.answer in ("text", "photo"):
        return Fault(
            f"answers.{key}", "wrong-place", f"“{question.text}”的回答放错了地方，应在 {path(question)}。"
        )
    if question.compute or raw == "" or raw == [] or raw == ():
        return None
    return read_answer(question, raw)


def _text(questions: Mapping[str, Question], key: str, raw: object) -> str | Fault | None:
    question = questions.get(key)
    if question is None:
        return Fault(f"texts.{key}", "unknown-question", "清单里没有这个问题。")
    if question.answer != "text":
        return Fault(
            f"texts.{key}", "wrong-place", f"“{question.text}”的回答放错了地方，应在 {path(question)}。"
        )
    return read_text(question, raw) or None


def _walk(kind: Kind, given: Mapping[str, Value], limit: Limit) -> Walk:
    """Down the questions once. A hidden answer is as if never given: it neither shows nor fails anything."""
    shown: list[Question] = []
    values: dict[str, Value] = {}
    opened: dict[str, bool] = {}  # several blocks share a condition, and it names earlier questions only
    for shown_if, questions in kind.blocks:
        if shown_if is not None:
            if shown_if not in opened:
                opened[shown_if] = holds(parse(shown_if), values, limit)
            if not opened[shown_if]:
                continue
        for question in questions:
            shown.append(question)
            value = _compute(question, values, limit) if question.compute else given.get(question.key)
            if value is not None:
                values[question.key] = value
    return Walk(tuple(shown), frozenset([question.key for question in shown]), values)


def _fails(question: Question, values: Mapping[str, Value], limit: Limit) -> bool:
    return question.fails_if is not None and holds(parse(question.fails_if), values, limit)


def _compute(question: Question, values: Mapping[str, Value], limit: Limit) -> Value | None:
    inputs = [values.get(key) for key in question.inputs]
    return FORMULAS[question.compute or ""](inputs, _fails(question, values, limit))


def _computed(walk: Walk) -> dict[str, str]:
    return {
        q.key: _printed(walk.values[q.key], q.digits)
        for q in walk.shown
        if q.compute and q.key in walk.values
    }


def _printed(value: Value, digits: int | None) -> str:
    if not isinstance(value, Decimal):
        return str(value)
    return f"{value if digits is None else rounded(value, digits):f}"


def _missing(kind: Kind, walk: Walk, given: Given) -> Iterator[Fault]:
    refused = {fault.path for fault in given.faults}
    there = walk.values.keys() | given.texts
    for question in walk.shown:
        if not question.required or question.compute or path(question) in refused:
            continue
        if question.answer == "photo" and question.photo not in given.slots:
            yield Fault(path(question), "photo-missing", f"还缺照片：{kind.slots[question.photo or '']}。")
        elif question.answer != "photo" and question.key not in there:
            yield Fault(path(question), "unanswered", f"“{question.text}”还没有填。")


def _ignored(kind: Kind, walk: Walk, given: Given, answers: Mapping[str, Answer]) -> Iterator[Fault]:
    for question in kind.computed:
        if question.key in answers:
            yield Fault(path(question), "computed-here", f"“{question.text}”由系统计算，填的数不采用。")
    unasked = (given.values.keys() | given.texts) - walk.keys
    for question in (question for question in kind.questions if unasked and question.key in unasked):
        yield Fault(
            path(question), "not-asked", f"按前面的回答不必答“{question.text}”，填的内容保留，但不采用。"
        )


def _failure(question: Question) -> Failure:
    raises: Literal["finding", "hint"] = "hint" if question.hint_only else "finding"
    return Failure(question.key, raises, question.severity, question.legal_basis, question.text)


def _proofs(tests: Iterable[Test], walk: Walk, slots: frozenset[str]) -> Iterator[Proof]:
    for test in tests:
        if walk.keys.issuperset(test.all_yes):
            answers = [f"answers.{key}" for key in test.all_yes if walk.values.get(key) != "yes"]
            photos = [f"photos.{slot}" for slot in test.photos if slot not in slots]
            yield Proof(test.key, test.name, not answers and not photos, (*answers, *photos))


def _hints(kind: Kind, failed: Iterable[Question], slots: frozenset[str]) -> Iterator[Fault]:
    for question in failed:
        if question.hint_only:
            yield Fault(
                path(question), "hint", f"“{question.text}”：已到提示条件。只提示，不定性，由人判断。"
            )
        if question.photo is not None and question.photo not in slots:
            name = kind.slots[question.photo]
            yield Fault(
                path(question), "evidence-missing", f"“{question.text}”有问题，还没有照片作证：{name}。"
            )


def _doubts(kind: Kind, values: Mapping[str, Value], limit: Limit) -> Iterator[Fault]:
    for doubt in kind.doubts:
        excused = doubt.unless is not None and holds(parse(doubt.unless), values, limit)
        if not excused and holds(parse(doubt.when), values, limit):
            yield Fault(f"answers.{doubt.at}", doubt.key.replace("_", "-"), doubt.text)


def _unverified(kind: Kind, walk: Walk, limit: Limit) -> Iterator[Fault]:
    for question in kind.limited:
        if question.key not in walk.keys:
            continue
        for key in undecided(parse(question.fails_if or ""), walk.values, limit):
            yield Fault(
                path(question), "limit-unverified", f"“{question.text}”的限值待核实（{key}），不作判断。"
            )
