"""The data sets that can be taken out: one line each.

Owns: which there are, by which filters each can be narrowed. Does not own their columns (patrols.py, registers.py, entries.py …) or
formats. The column 演示 stands in every data set, so that a table looks the same in every county. Source: contract.md.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from inspections.exports import energy, entries, findings, patrols, registers
from inspections.exports.columns import Column
from inspections.exports.pages import Pages

DEMO: Final = Column("demo", "演示", "yes_no", "演示县的数据都是编的，这一栏为是。")


class Dataset(NamedTuple):
    """One data set."""

    name: str  #: Chinese
    columns: tuple[Column, ...]
    pages: Pages
    filters: tuple[str, ...]
    entry: str = ""  #: the type of entry behind a row; what was voided of it is told with an increment
    words: tuple[Column, ...] = ()  #: personal data and free text, only when asked for
    pages_with_words: Pages | None = None

    @property
    def located(self) -> bool:
        return any(column.key == "lat" for column in self.columns)

    def all_columns(self, private: bool) -> tuple[Column, ...]:
        """The columns of a run, 演示 last."""
        return (*self.columns, *(self.words if private else ()), DEMO)


DATASETS: Final[Mapping[str, Dataset]] = {
    "visits": Dataset(
        "巡察检查",
        patrols.VISIT_COLUMNS,
        patrols.visits,
        ("unit", "enterprise", "kind", "state", "first", "last", "since"),
        "visit",
        patrols.VISIT_WORDS,
        patrols.visits_with_words,
    ),
    "findings": Dataset(
        "问题",
        findings.COLUMNS,
        findings.findings,
        ("unit", "enterprise", "kind", "state", "first", "last", "since"),
        "finding",
        findings.WORDS,
        findings.findings_with_words,
    ),
    "coverage": Dataset(
        "覆盖情况",
        patrols.COVERAGE_COLUMNS,
        patrols.coverage_cells,
        ("unit", "kind", "state", "first", "last"),
    ),
    "audits": Dataset(
        "节能记录",
        energy.COLUMNS,
        energy.audits,
        ("unit", "enterprise", "kind", "state", "first", "last", "since"),
        "audit",
        energy.WORDS,
        energy.audits_with_words,
    ),
    "enterprises": Dataset(
        "企业",
        registers.ENTERPRISE_COLUMNS,
        registers.enterprises,
        ("unit", "enterprise", "state", "since"),
        "enterprise",
    ),
    "listings": Dataset(
        "名单",
        registers.LISTING_COLUMNS,
        registers.listings,
        ("unit", "enterprise", "kind", "since"),
        "listing",
    ),
    "intensity": Dataset(
        "能耗强度",
        registers.INTENSITY_COLUMNS,
        registers.intensity,
        ("unit", "kind", "state", "since"),
        "intensity_result",
    ),
    "entries": Dataset(
        "台账记录",
        entries.COLUMNS,
        entries.entries,
        ("unit", "kind", "first", "last", "since"),
    ),
}
