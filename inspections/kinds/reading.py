"""Reading one answer: what the phone sent becomes a value that a condition can judge, or a fault.

Owns: the shape an answer of each type must have. Does not own: whether the question is shown or required
(answers.py).
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Final

from inspections.facts import Fault
from inspections.kinds.checklist import Question
from inspections.kinds.conditions import Value

#: an answer as it arrives; a number with a fraction comes as the text of a plain decimal
Answer = str | int | float | Sequence[str]
#: at most 15 digits before and 20 after the point: more is noise, and an exponent is not what a person types
PLAIN: Final = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,20})?")


def read_answer(question: Question, raw: object) -> Value | Fault:
    """The value of a chosen or typed answer, or what is wrong with it."""
    return READERS[question.answer](question, raw)


def read_text(question: Question, raw: object) -> str | Fault:
    """A free text without the blanks around it."""
    if not isinstance(raw, str):
        return _fault(question, "wrong-type", "应填写文字")
    if len(raw) > question.max_length:
        return _fault(question, "text-too-long", f"最多 {question.max_length} 个字，现有 {len(raw)} 个")
    if any(sign < " " and sign not in "\n\r\t" for sign in raw):
        return _fault(question, "control-character", "含有不能显示的字符")
    return raw.strip()


def _choice(question: Question, raw: object) -> Value | Fault:
    if not isinstance(raw, str):
        return _fault(question, "wrong-type", "应选一项")
    if raw not in (choice.value for choice in question.choices):
        return _fault(question, "unknown-choice", "没有这个选项")
    return raw


def _multi(question: Question, raw: object) -> Value | Fault:
    if not isinstance(raw, list | tuple) or not all(isinstance(item, str) for item in raw):
        return _fault(question, "wrong-type", "应是选项的列表")
    if not set(raw) <= {choice.value for choice in question.choices}:
        return _fault(question, "unknown-choice", "没有这个选项")
    if len(set(raw)) < len(raw):
        return _fault(question, "repeated-choice", "同一选项重复了")
    return tuple(raw)


def _integer(question: Question, raw: object) -> Value | Fault:
    if not isinstance(raw, int) or isinstance(raw, bool):
        return _fault(question, "wrong-type", "应填写整数")
    return _within(question, Decimal(raw))


def _decimal(question: Question, raw: object) -> Value | Fault:
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        return _fault(question, "wrong-type", "应填写数字")
    if isinstance(raw, float) and math.isfinite(raw):
        raw = format(Decimal(repr(raw)), "f")
    if not PLAIN.fullmatch(str(raw)):
        return _fault(question, "not-a-plain-number", "应填写普通数字，例如 12.5")
    return _within(question, Decimal(str(raw)))


def _within(question: Question, number: Decimal) -> Value | Fault:
    low, high = question.min, question.max
    if number < 0 and low is not None and low >= 0:
        return _fault(question, "negative", "不能是负数")
    if (low is not None and number < low) or (high is not None and number > high):
        unit = f" {question.unit}" if question.unit else ""
        return _fault(question, "out-of-range", f"应在 {low} 至 {high}{unit} 之间，请核对数字和单位")
    return number


def _fault(question: Question, code: str, message: str) -> Fault:
    return Fault(path(question), code, f"“{question.text}”{message}。")


def path(question: Question) -> str:
    """Where the answer to a question stands in the body of a visit."""
    if question.answer == "photo":
        return f"photos.{question.photo}"
    return f"{'texts' if question.answer == 'text' else 'answers'}.{question.key}"


READERS: Final[Mapping[str, Callable[[Question, object], Value | Fault]]] = {
    "yes_no": _choice,
    "yes_no_na": _choice,
    "choice": _choice,
    "multi": _multi,
    "integer": _integer,
    "decimal": _decimal,
}
