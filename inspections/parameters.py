"""Settings of the county (县内设置) that decide something, as entries: cut-off day, yearly cap, what may be public.

Owns: the catalogue of such settings with their defaults, and the entry that changes one. Does not own how the server
is run (`api/settings.py`, from the environment). A default is a local practice to be confirmed by the county [U].
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import Annotated, Any, ClassVar, Final

from msgspec import Meta, Struct

from inspections.entries import Entry, UnitKey
from inspections.facts import Actor, At, Decision, Facts, Key, Refusal, Row, decide, unless
from inspections.units import Unit


class Known(Struct, frozen=True):
    """One setting: its default, what it means, and how sure the default is."""

    default: str
    name: str
    pattern: str = r"[0-9]{1,4}"
    confidence: str = "U"


#: how papers of a kind are numbered: 南工信督〔{year}〕{n}号; empty: nothing is proposed
NUMBER_RULE: Final = r"([^{}]{1,20}\{year\}[^{}]{1,10}\{n\}[^{}]{1,10})?"
NUMBERED: Final = {
    "assignment": "交办单",
    "urging": "督办单",
    "reminder": "整改提示单",
    "order": "限期整改通知书",
    "closure_approval": "销号审批表",
    "reply": "答复意见书",
}
CATALOGUE: Final = {
    "cut_off_day": Known("5", "月报截止日（次月几日 24:00 前）", r"([1-9]|1[0-9]|2[0-8])"),
    "visits_per_enterprise_year": Known("2", "同一企业一年内入企检查次数上限，超过只标出不阻止"),
    "clock_doubt_minutes": Known("5", "手机时钟偏差超过几分钟视为可疑"),
    "due_soon_days": Known("7", "到期前几天算“将到期”", r"[1-9][0-9]{0,2}"),
    "stalled_days": Known("30", "几天没有办过任何步骤算“停滞”", r"[1-9][0-9]{0,2}"),
    "same_place_m": Known("150", "登记问题时，多少米以内算同一地点", r"[1-9][0-9]{0,3}"),
    "same_problem_days": Known("365", "登记问题时，销号多少天以内的同类问题要提示", r"[1-9][0-9]{0,3}"),
    "correction_hours": Known("24", "填报人自己可以更正、作废的小时数"),
    "photo_copy_first": Known("0", "手机先发 1600 像素的副本、后发原件", r"[01]"),
    "phone_keep_days": Known("30", "已发送的记录在手机上保留几天", r"[1-9][0-9]{0,2}"),
    "public_units_by_name": Known(
        "0", "公开网站按名称列出各单位每月情况（0 只公开数量），只列已定稿的月份", r"[01]"
    ),
    "evidence_same_point_m": Known("20", "佐证核对：两张照片的位置除去误差半径，相差几米以内算同一点"),
    "evidence_same_place_m": Known("150", "佐证核对：两张照片的位置相距几米以上就不在同一处"),
    "evidence_accuracy_m": Known("100", "佐证核对：误差半径几米以上的位置说明不了问题"),
    "organ_name": Known("", "文书上的出文机关全称，不写就留空行", r"[^\n]{0,60}"),
    "rectification_order_basis": Known(
        "", "本机关可以出具限期整改通知书的法律依据；没有写就不能出，只能出整改提示单", r"[^\n]{0,400}"
    ),
    **{
        f"number_rule_{kind}": Known(
            "", f"{name}的文号规则，如 南工信督〔{{year}}〕{{n}}号；不写就不提示文号", NUMBER_RULE
        )
        for kind, name in NUMBERED.items()
    },
    "renewal_reminder_days": Known("60", "证书、目录到期前几天提醒换证", r"[1-9][0-9]{0,2}"),
    "demonstration": Known("0", "演示数据：各页面和导出都标明", r"[01]", "K"),
}


class SettingEntry(Entry, frozen=True, kw_only=True, tag="setting"):
    """A county setting from now on."""

    unit: UnitKey  #: the county
    key: Annotated[str, Meta(examples=["cut_off_day"], max_length=60)]
    value: Annotated[str, Meta(max_length=400)]
    reason: Annotated[str, Meta(min_length=1, max_length=400)]

    def subject(self, entry_id: str) -> str:
        return f"setting/{self.unit}/{self.key}"


class Setting(Row, frozen=True, array_like=True, kw_only=True):
    """The value in force of a county setting."""

    table: ClassVar[str] = "setting"
    key: ClassVar = ("book", "name")
    book: str
    name: str
    unit_path: str
    value: str
    last_seq: int


@cache
def keys(book: str, names: tuple[str, ...]) -> tuple[Key[Setting], ...]:
    """Where the settings of a book stand; made once, since every visit asks for the same."""
    return tuple(Setting.at(book, name) for name in names)


def value(facts: Facts, book: str, name: str) -> int:
    """A numeric setting: the county's own, else the default."""
    row = facts.get(Setting.at(book, name))
    return int(row.value if row else CATALOGUE[name].default)


def text(facts: Facts, book: str, name: str) -> str:
    """A setting of words: the county's own, else the default; "" for one that is not in the catalogue."""
    row = facts.get(Setting.at(book, name))
    known = CATALOGUE.get(name)
    return row.value if row else known.default if known else ""


def needs(entry: SettingEntry, _facts: Facts) -> Iterable[Key[Any]]:
    yield Unit.at(entry.unit)


def judge(entry: SettingEntry, facts: Facts, _actor: Actor, _now: object) -> Decision | Refusal:
    known = CATALOGUE.get(entry.key)
    return decide(
        unless(known, "unknown-setting", "没有这项设置。", at="key"),
        unless(
            known is None or re.fullmatch(known.pattern, entry.value),
            "bad-value",
            "这项设置不能取这个值。",
            at="value",
        ),
        unless(
            facts[Unit.at(entry.unit)].parent is None, "county-only", "县内设置只能设在县一级。", at="unit"
        ),
    )


def effects(entry: SettingEntry, _decision: Decision, _facts: Facts, at: At) -> Iterable[Setting]:
    yield Setting(book=at.book, name=entry.key, unit_path=at.unit, value=entry.value, last_seq=at.seq)
