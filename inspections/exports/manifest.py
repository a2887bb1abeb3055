"""One run of an export: what it is of, and the manifest that stands beside it.

Owns: what a run says about itself. Does not own taking rows out (asked.py), formats, or files (spool.py).
"""

from datetime import datetime
from typing import NamedTuple

from msgspec import Struct

from inspections.exports.asked import FILTER_NAMES, Asked, Filters
from inspections.exports.columns import Column, described
from inspections.months import BEIJING

APPLIES = "编号、代码、信用代码都是文字，不要改成数。时间是北京时间，位置是 WGS84。单位和含义见“数据字典”，代码见“代码表”。"
DEMO_TITLE = "（演示数据）"


class ManifestColumn(Struct, frozen=True):
    key: str
    title: str
    sort: str
    unit: str
    meaning: str


class Manifest(Struct, frozen=True):
    """What stands beside an export: enough to check it and to make it again."""

    run: str  #: names this run for 24 hours; also the file's ETag
    dataset: str
    name: str
    format: str
    rows: int
    bytes: int
    sha256: str
    filter: Filters
    private: bool  #: with personal data and free text
    scopes: tuple[str, ...]
    book: str
    head_seq: int  #: the ledger as it stood
    head_hash: str
    as_of: str  #: when that entry was received
    demo: bool
    columns: tuple[ManifestColumn, ...]
    voided: tuple[
        str, ...
    ] = ()  #: with `since`: subjects of which something was voided; gone unless they stand in the file


class Taken(NamedTuple):
    """What was taken out of the ledger for a run."""

    rows: int
    voided: tuple[str, ...]


class About(Struct, frozen=True):
    """One run as the writers see it, before its rows are known."""

    dataset: str
    name: str
    form: str
    columns: tuple[Column, ...]
    asked: Asked
    exporter: str
    made_at: datetime

    @property
    def title(self) -> str:
        return f"{self.asked.county_name}{self.name}{DEMO_TITLE if self.asked.demo else ''}"

    def explained(self, rows: str) -> list[tuple[str, str]]:
        """说明, line by line."""
        asked = self.asked
        demo = [("演示", "演示县的数据都是编的，不是真实情况。")] if asked.demo else []
        return [
            *demo,
            ("数据集", f"{self.name}（{self.dataset}）"),
            ("行数", rows),
            ("筛选条件", filters_text(asked.filters) or "没有，全部"),
            ("范围", "、".join(asked.scopes) or "全部"),
            ("个人信息", "含在场人员姓名和文字说明，注意保管" if asked.private else "不含"),
            ("账本", asked.book),
            (
                "台账截至",
                f"第 {asked.head_seq} 号记录（{asked.as_of.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}）",
            ),
            ("该记录校验值", asked.head_hash),
            ("导出人", self.exporter),
            ("导出时间", f"{self.made_at.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}（北京时间）"),
            ("读法", APPLIES),
        ]

    def manifest(self, run: str, taken: Taken, size: int, sha256: str) -> Manifest:
        asked = self.asked
        return Manifest(
            run=run,
            dataset=self.dataset,
            name=self.name,
            format=self.form,
            rows=taken.rows,
            bytes=size,
            sha256=sha256,
            filter=asked.filters,
            private=asked.private,
            scopes=asked.scopes,
            book=asked.book,
            head_seq=asked.head_seq,
            head_hash=asked.head_hash,
            as_of=asked.as_of.astimezone(BEIJING).isoformat(timespec="seconds"),
            demo=asked.demo,
            columns=tuple(ManifestColumn(*one) for one in described(self.columns)),
            voided=taken.voided,
        )


def filters_text(filters: Filters) -> str:
    given = ((name, getattr(filters, name)) for name in FILTER_NAMES)
    return "，".join(f"{FILTER_NAMES[name]}：{value}" for name, value in given if value is not None)
