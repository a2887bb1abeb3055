"""A checklist (kind): its questions, slots, tests and doubts, read from one released TOML file.

Owns: the shape of a kind and the check that a file makes sense (every name known, nothing shown by a later
answer). Does not own: judging answers (answers.py), the grammar of conditions (conditions.py), any sentence
of the lists.
"""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from importlib.resources import files
from itertools import groupby
from typing import Any, Final, Literal, NamedTuple

import msgspec
from msgspec import Struct

from inspections.kinds.conditions import Comparison, ConditionError, parse
from inspections.kinds.formulas import FORMULAS

AnswerType = Literal[
    "yes_no", "yes_no_na", "choice", "multi", "integer", "decimal", "text", "photo", "computed"
]
NUMBERS: Final = frozenset({"integer", "decimal"})
CHOSEN: Final = frozenset({"yes_no", "yes_no_na", "choice", "multi"})


class KindError(ValueError):
    """A checklist file that cannot be used; every fault in the message, each with kind, question and text."""


class Choice(Struct, frozen=True):
    """One possible answer."""

    value: str  #: stable English name, as sent and stored
    text: str  #: what the person sees


class Question(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One question of a checklist."""

    key: str
    group: str
    group_name: str
    text: str
    answer: AnswerType
    source: str  #: where the question comes from
    confidence: Literal["S", "K", "C", "U"]
    unit: str | None = None
    choices: tuple[Choice, ...] = ()
    min: Decimal | None = None  #: smallest plausible number, in `unit`; no legal limit
    max: Decimal | None = None  #: largest plausible number, in `unit`
    max_length: int = 200  #: characters of a text
    compute: str | None = None  #: name in formulas.FORMULAS
    inputs: tuple[str, ...] = ()  #: questions a formula works on, in its order
    digits: int | None = None  #: decimals a computed number is shown with; None shows all
    required: bool = True  #: while shown
    shown_if: str | None = None  #: condition on earlier answers
    fails_if: str | None = None  #: condition that raises a finding or a hint, never a verdict
    hint_only: bool = False  #: a failure is a hint to look closer, not a finding
    photo: str | None = None  #: slot of the evidence
    legal_basis: str | None = None
    severity: Literal["info", "minor", "major", "critical"] = "info"
    note: str | None = None


class Test(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that is proven only by several answers and photos together (四个彻底)."""

    key: str
    name: str
    all_yes: tuple[str, ...]  #: questions that must all be answered yes
    photos: tuple[str, ...]  #: slots that must all be filled


class Doubt(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Answers that do not go together: asked about, never blocking."""

    key: str
    at: str  #: the question to look at again
    when: str
    text: str
    unless: str | None = None


class Block(NamedTuple):
    """Neighbouring questions that one condition shows together."""

    shown_if: str | None
    questions: tuple[Question, ...]


class Kind(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """One released version of a checklist."""

    kind: str
    version: int
    name: str
    released_on: date
    result_question: str
    not_inspected: tuple[str, ...]  #: results after which the site does not count as inspected
    not_entered_if: str  #: condition that says so whatever the result is
    sources: tuple[str, ...]
    slots: dict[str, str]  #: photo slot → what the person sees
    questions: tuple[Question, ...]
    tests: tuple[Test, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @cached_property
    def by_key(self) -> Mapping[str, Question]:
        return {question.key: question for question in self.questions}

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The questions in their order, parted where the condition changes: a hidden block is passed over whole."""
        return tuple(
            Block(shown_if, tuple(questions))
            for shown_if, questions in groupby(self.questions, key=lambda question: question.shown_if)
        )

    @cached_property
    def computed(self) -> tuple[Question, ...]:
        """The questions nobody answers: a formula does."""
        return tuple(question for question in self.questions if question.compute)

    @cached_property
    def limited(self) -> tuple[Question, ...]:
        """The questions whose failure hangs on a limit of the law."""
        return tuple(
            question
            for question in self.questions
            if question.fails_if and any(part.limit for part in parse(question.fails_if).comparisons())
        )

    def question(self, key: str) -> Question:
        """The question of that key; KeyError when there is none."""
        return self.by_key[key]


def released(name: str) -> Kind:
    """Read a released file of this folder, e.g. `steel_patrol.1.toml`."""
    return read(files(__package__).joinpath(name).read_text(encoding="utf-8"))


def read(text: str) -> Kind:
    """A kind from its TOML text.

    KindError names everything that makes no sense; a part that is not there is a KeyError, a field of another
    shape a msgspec.ValidationError.
    """
    raw = tomllib.loads(text)
    shared = {"source": raw.pop("source"), "confidence": raw.pop("confidence")}
    groups, lists = raw.pop("groups"), raw.pop("choices")
    questions = [_question(shared | question, groups, lists) for question in raw.pop("questions")]
    kind = msgspec.convert(raw | {"questions": questions}, Kind)
    if faults := [f"{kind.kind}.{kind.version} · {fault}" for fault in _faults(kind)]:
        raise KindError("\n".join(faults))
    return kind


def _question(raw: dict[str, Any], groups: Mapping[str, str], lists: Mapping[str, Any]) -> dict[str, Any]:
    choices = lists[raw["choices"]] if "choices" in raw else {}
    return raw | {
        "group_name": groups[raw["group"]],
        "choices": [{"value": value, "text": text} for value, text in choices.items()],
    }


def _faults(kind: Kind) -> Iterator[str]:
    known: dict[str, Question] = {}
    for question in kind.questions:
        faults = [
            *_shape_faults(question, kind, known),
            *_condition_faults("shown_if", question.shown_if, known),
        ]
        if question.key in known:
            faults.append("asked twice")
        known[question.key] = question
        faults += _condition_faults("fails_if", question.fails_if, known)
        yield from (f"{question.key} · {fault}" for fault in faults)
    yield from _whole_faults(kind, known)


def _shape_faults(question: Question, kind: Kind, earlier: Mapping[str, Question]) -> Iterator[str]:
    if question.photo is not None and question.photo not in kind.slots:
        yield f"photo slot {question.photo} has no name"
    if question.answer == "photo" and question.photo is None:
        yield "a photo question needs a slot"
    if (question.answer in CHOSEN) != bool(question.choices):
        yield "choices and type of answer do not fit"
    if question.answer in NUMBERS and (question.min is None or question.max is None):
        yield "a number needs min and max"
    if (question.answer == "computed") != (question.compute in FORMULAS):
        yield f"formula {question.compute} is not known"
    yield from (f"input {key} is not asked before" for key in question.inputs if key not in earlier)


def _whole_faults(kind: Kind, known: Mapping[str, Question]) -> Iterator[str]:
    """What the parts beside the questions name."""
    yield from _condition_faults("not_entered_if", kind.not_entered_if, known)
    for doubt in kind.doubts:
        for name, condition in (("when", doubt.when), ("unless", doubt.unless)):
            yield from (f"{doubt.key} · {fault}" for fault in _condition_faults(name, condition, known))
    named = [kind.result_question, *(doubt.at for doubt in kind.doubts)]
    named += [key for test in kind.tests for key in test.all_yes]
    yield from (f"question {key} is not known" for key in named if key not in known)
    slots = [slot for test in kind.tests for slot in test.photos]
    yield from (f"photo slot {slot} has no name" for slot in slots if slot not in kind.slots)


def _condition_faults(name: str, text: str | None, known: Mapping[str, Question]) -> Iterator[str]:
    """`known`: what a condition may name; for `shown_if` only earlier questions, so none runs in a circle."""
    if text is None:
        return
    try:
        parts = tuple(parse(text).comparisons())
    except ConditionError as error:
        yield f"{name} = {text!r}: {error}"
        return
    for part in parts:
        if part.key not in known:
            yield f"{name} = {text!r}: {part.key} is not asked before"
        elif not _fits(part, known[part.key]):
            yield f"{name} = {text!r}: {part.key} has no such answer"


def _fits(part: Comparison, question: Question) -> bool:
    """Can the question be answered so that the comparison makes sense?"""
    if question.answer in ("text", "photo"):
        return False
    if question.choices:
        allowed = {"has"} if question.answer == "multi" else {"=", "!=", "in"}
        return part.op in allowed and set(part.values) <= {choice.value for choice in question.choices}
    if question.compute == "flag":
        return part.op in ("=", "!=") and set(part.values) <= {"yes", "no"}
    return part.op not in ("in", "has") and all(value.replace(".", "", 1).isdigit() for value in part.values)
