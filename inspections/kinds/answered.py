"""A checklist as it was answered: each question with the answer in words, and what failed.

Owns: putting questions and answers side by side for whoever reads a visit, on a screen or on paper. Does not own the
judging (answers.py), nor what was decided then: the failed items are handed in as they stand in the decision.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Annotated, Any, Final

from msgspec import Meta, Struct

from inspections.kinds.answers import review
from inspections.kinds.checklist import Kind, Question
from inspections.kinds.reading import Answer


class Answered(Struct, frozen=True):
    """One question with what was said."""

    key: str
    text: str
    answer: str  #: its type
    unit: str | None
    given: Annotated[Any, Meta(description="原样；没有回答为 null")]
    said: Annotated[str, Meta(description="回答的文字", examples=["没有"])]
    asked: Annotated[bool, Meta(description="按前面的回答该问；不该问而填了的不采用")]
    failed: Annotated[str | None, Meta(description="finding 不合格 · hint 只提示")]
    severity: str
    legal_basis: str | None
    slot: Annotated[str | None, Meta(description="作证的照片")]


class AnsweredGroup(Struct, frozen=True):
    group: str
    name: str
    questions: list[Answered]


def answered(
    kind: Kind,
    answers: Mapping[str, Answer],
    texts: Mapping[str, str],
    slots: Sequence[str],
    on: date,
    failed: Collection[str],
) -> list[AnsweredGroup]:
    """Questions that were asked or answered, by group in the checklist's order. `on` is the day of the visit."""
    seen = review(kind, dict(answers), dict(texts), list(slots), on)
    hints = {one.key for one in seen.failed if one.raises == "hint"}
    given = {**answers, **texts, **seen.computed}

    def lines() -> Iterator[Answered]:
        for question in kind.questions:
            if question.key in seen.shown or question.key in given:
                raised = "finding" if question.key in failed else "hint" if question.key in hints else None
                yield line(question, given.get(question.key), question.key in seen.shown, raised)

    return [
        AnsweredGroup(group, kind.by_key[several[0].key].group_name, several)
        for group, several in (
            (group, list(some)) for group, some in groupby(lines(), lambda one: kind.by_key[one.key].group)
        )
    ]


def line(question: Question, given: Answer | None, asked: bool, failed: str | None) -> Answered:
    return Answered(
        key=question.key,
        text=question.text,
        answer=question.answer,
        unit=question.unit,
        given=given,
        said=words(question, given),
        asked=asked,
        failed=failed,
        severity=question.severity,
        legal_basis=question.legal_basis,
        slot=question.photo,
    )


YES_NO: Final = {"yes": "是", "no": "否"}
NUMBERS: Final = ("integer", "decimal", "computed")


def words(question: Question, given: Answer | None) -> str:
    """The answer as a person reads it: chosen words, a number with its unit, the text; empty without one."""
    if given is None:
        return ""
    names = {choice.value: choice.text for choice in question.choices} or YES_NO
    if isinstance(given, list):
        return "、".join(names.get(str(one), str(one)) for one in given)
    said = names.get(str(given), str(given))
    return f"{said} {question.unit}" if question.unit and question.answer in NUMBERS else said
