"""Merging two files of one enterprise (企业合并建档): the merged one points to the other, nothing is lost.

Owns: the rule of the merge. Does not own enterprises (enterprises.py). Both must be in the writer's scope.
"""

from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from inspections.enterprises import CreditCode, Enterprise, EnterpriseMerge
from inspections.facts import Actor, At, Decision, Facts, Key, Refusal, Row, decide, unless
from inspections.units import Unit


def needs(entry: EnterpriseMerge, _facts: Facts) -> Iterable[Key[Any]]:
    yield Unit.at(entry.unit)
    yield Enterprise.at(str(entry.merged))
    yield Enterprise.at(str(entry.into))


def judge(entry: EnterpriseMerge, facts: Facts, actor: Actor, _now: object) -> Decision | Refusal:
    merged = facts.get(Enterprise.at(str(entry.merged)))
    into = facts.get(Enterprise.at(str(entry.into)))
    return decide(
        unless(
            merged and reachable(merged, actor), "unknown-enterprise", "要并掉的企业不在册。", at="merged"
        ),
        unless(into and reachable(into, actor), "unknown-enterprise", "并入的企业不在册。", at="into"),
        unless(entry.merged != entry.into, "merge-with-itself", "不能并入自己。", at="into"),
        unless(
            merged is None or merged.merged_into is None, "merged-away", "这家企业已经并过了。", at="merged"
        ),
        unless(
            into is None or into.merged_into is None, "merged-away", "并入的企业本身已并入别家。", at="into"
        ),
        unless(
            not merged or merged.unit == entry.unit,
            "unit-differs",
            "单位应写要并掉的企业所在单位。",
            at="unit",
        ),
    )


def reachable(enterprise: Enterprise, actor: Actor) -> bool:
    return actor.grant_over(("county", "system"), enterprise.unit_path) is not None


def effects(entry: EnterpriseMerge, _decision: Decision, facts: Facts, at: At) -> Iterable[Row | Key[Any]]:
    merged = facts[Enterprise.at(str(entry.merged))]
    if merged.credit_code:
        yield CreditCode(code=merged.credit_code, enterprise=str(entry.into))
    yield replace(merged, merged_into=str(entry.into), last_seq=at.seq)
