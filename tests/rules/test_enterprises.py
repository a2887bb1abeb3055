"""Enterprises: what a filing is refused for, as a pure rule."""

from datetime import UTC, datetime
from typing import Any

import msgspec

from inspections.enterprises import EnterpriseEntry, judge, needs
from inspections.facts import SYSTEM, Decision, Facts, Refusal
from inspections.units import Unit

TOWN = Unit(
    unit="xiangtang_town", book="360121", path="nanchang_county/xiangtang_town/", name="向塘镇", pinyin="", kind="town",
    parent="nanchang_county", supervised=True, valid_from=None, valid_to=None, nbs_code=None, mca_code=None, predecessor=None,
    successor=None, source="", confidence="S", note="", last_seq=1,
)  # fmt: skip


def judged(**fields: Any) -> Decision | Refusal:
    body = {
        "type": "enterprise", "made_at": "2026-11-22T09:00:00+08:00", "unit": "xiangtang_town", "name": "示例铸造厂",
        "enterprise": "00000000-0000-4000-8000-000000000001", **fields,
    }  # fmt: skip
    entry = msgspec.convert(body, EnterpriseEntry)
    facts = Facts()
    facts.load([(key, None) for key in needs(entry, facts)])
    facts.put(TOWN)
    return judge(entry, facts, SYSTEM, datetime(2026, 11, 22, tzinfo=UTC))


def test_a_blank_credit_code_is_refused_with_its_place() -> None:
    decided = judged(credit_code=" ")
    assert isinstance(decided, Refusal)
    assert [fault.path for fault in decided.faults] == ["credit_code"]


def test_T23_a_wrong_check_digit_is_refused_and_the_right_one_taken() -> None:
    wrong, right = judged(credit_code="91360121MA35000516"), judged(credit_code="91360121MA35000156")
    assert isinstance(wrong, Refusal) and "第18位" in wrong.faults[0].message
    assert isinstance(right, Decision)
