"""A checklist as others see it: JSON for the phone, a page for those who connect to the ledger.

Owns: what of a kind leaves the server. Does not own: any wording (TOML) or rule. `python -m
inspections.kinds.view` prints the page that stands as docs/reference/kinds.md.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from inspections.kinds import KINDS
from inspections.kinds.checklist import Kind, Question, Test


def public_view(kind: Kind) -> dict[str, Any]:
    """One item of GET /kinds. Conditions as text of the grammar, min and max as plain decimals."""
    return {
        "kind": kind.kind,
        "version": kind.version,
        "name": kind.name,
        "released_on": kind.released_on.isoformat(),
        "result_question": kind.result_question,
        "not_inspected": list(kind.not_inspected),
        "slots": dict(kind.slots),
        "questions": [_question(question) for question in kind.questions],
    }


def _question(question: Question) -> dict[str, Any]:
    return {
        "key": question.key,
        "group": question.group,
        "group_name": question.group_name,
        "text": question.text,
        "answer": question.answer,
        "unit": question.unit,
        "choices": [{"value": choice.value, "text": choice.text} for choice in question.choices],
        "min": _plain(question.min),
        "max": _plain(question.max),
        "max_length": question.max_length if question.answer == "text" else None,
        "required": question.required,
        "shown_if": question.shown_if,
        "fails_if": None if question.hint_only else question.fails_if,
        "photo": question.photo,
        "legal_basis": question.legal_basis,
        "severity": question.severity,
        "confidence": question.confidence,
        "note": question.note,
    }


def _plain(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"


INTRODUCTION = """\
# Kinds of inspection

Printed from `inspections/kinds/*.toml` by `python -m inspections.kinds.view`; a test compares. A released
file never changes: what must differ becomes the next version, and a visit names the version it was answered
under.

Conditions are `key op value`, joined by ` and ` / ` or ` (and binds tighter, no brackets); op is = != < >
<= >=, `in` (one of a|b) or `has` (a multi contains one of a|b). `@key` is a row of parameters.csv or
air_limits.csv in force on the day of the visit; an unverified row decides nothing. A comparison on a
missing answer is false, != included. “Fails if” raises a finding or a hint, never a verdict. Severity:
info, minor, major, critical.
"""


COLUMNS: Final = (
    *("key", "question", "answer", "choices or bounds", "needed", "shown if", "fails if"),
    *("photo", "severity", "basis"),
)


def reference_page() -> str:
    """The page docs/reference/kinds.md, Markdown."""
    return "\n".join([INTRODUCTION, *(line for kind in KINDS.values() for line in _section(kind))])


def _section(kind: Kind) -> Iterator[str]:
    yield f"## {kind.name} · `{kind.kind}` version {kind.version}\n"
    yield f"Released {kind.released_on.isoformat()}. Sources: {'；'.join(kind.sources)}.\n"
    not_inspected = ", ".join(f"`{kind.result_question} = {result}`" for result in kind.not_inspected)
    yield f"Not inspected: {not_inspected}, `{kind.not_entered_if}`, or no result yet.\n"
    yield from (_test_line(kind, test) for test in kind.tests)
    yield from (
        f"Asked about, never blocking: `{doubt.when}`"
        + (f" unless `{doubt.unless}`" if doubt.unless else "")
        + f": {doubt.text}\n"
        for doubt in kind.doubts
    )
    yield f"| {' | '.join(COLUMNS)} |"
    yield f"|{' --- |' * len(COLUMNS)}"
    yield from (_row(kind, question) for question in kind.questions)
    yield ""


def _test_line(kind: Kind, test: Test) -> str:
    answers = ", ".join(f"`{key}`" for key in test.all_yes)
    slots = "、".join(kind.slots[slot] for slot in test.photos)
    return f"{test.name} (`{test.key}`): yes to {answers}, and photos of {slots}.\n"


def _row(kind: Kind, question: Question) -> str:
    cells = (
        f"`{question.key}`",
        question.text,
        question.answer + (f", {question.unit}" if question.unit else ""),
        _answers(question),
        "yes" if question.required else "",
        _code(question.shown_if),
        _code(question.fails_if) + (" (hint)" if question.hint_only else ""),
        kind.slots[question.photo] if question.photo else "",
        question.severity,
        question.legal_basis or "",
    )
    return f"| {' | '.join(cells)} |"


def _answers(question: Question) -> str:
    if question.compute:
        return f"{question.compute} of {', '.join(question.inputs)}"
    if question.choices:
        return "；".join(f"{choice.value} {choice.text}" for choice in question.choices)
    return "" if question.min is None else f"{_plain(question.min)} to {_plain(question.max)}"


def _code(condition: str | None) -> str:
    escaped = (condition or "").replace("|", "\\|")
    return f"`{escaped}`" if escaped else ""


if __name__ == "__main__":
    print(reference_page(), end="")
