"""The public data as files: JSON for programs, CSV for spreadsheets, and the words that explain each
column.

Owns: which columns a file has, what they are called and mean, and the bytes. Does not own: the figures
themselves (publication.py), internal exports (exports/). CSV is UTF-8 with BOM and CRLF; a text that a
spreadsheet would take for a formula gets a leading apostrophe, JSON stays as it is.
"""

import csv
import io
from collections.abc import Iterable
from typing import Any, Final

import msgspec

from inspections.publication import Dataset, Public, PublicCoverage, PublicListing, PublicMonth, Snapshot

#: field → heading and what it means; the data dictionary on the method page is printed from these
MONTH_COLUMNS: Final = {
    "period": ("月份", "巡察所在的月份"),
    "in_force": ("应巡单位", "月末仍在监管名单上的乡镇、街道和园区，个"),
    "reported": ("报送", "交了巡察记录或签字零报告的单位，个"),
    "reported_percent": ("报送率", "报送 ÷ 应巡单位，%"),
    "joint": ("联合巡察", "县局和当地一起到过现场的单位，个，包含在报送里"),
    "joint_percent": ("联合巡察率", "联合巡察 ÷ 应巡单位，%"),
    "zero_only": ("仅零报告", "只签字报了“没有发现”、没有巡察记录的单位，个"),
    "excused": ("免巡", "因故没有去、写明原因的单位，个，仍算在应巡单位里"),
    "missing": ("缺报", "当月什么都没有交的单位，个"),
    "late": ("迟报", "过了截止日才交的单位，个，仍算报送"),
    "sites": ("名单点位", "名单上要看的地方，个"),
    "sites_seen": ("看过的点位", "当月实际看过的地方，个"),
    "sites_percent": ("点位覆盖率", "看过的点位 ÷ 名单点位，%"),
    "frozen": ("已定稿", "当月月报是否已经定稿"),
    "frozen_seq": ("定稿记录号", "定稿时台账记到第几号"),
}
LISTING_COLUMNS: Final = {
    "number": ("序号", "本次公布的顺序"),
    "name": ("企业名称", "公布文件上的名称"),
    "level": ("层级", "国家级、省级或市级"),
    "batch": ("批次（年度）", "第几批或哪一年公布"),
    "announced_on": ("公布日期", "公布文件的日期"),
    "document_no": ("公布文号", "公布文件的文号，空着是还在核实"),
    "industry": ("行业", "企业所属行业"),
    "assessor": ("第三方机构", "出具评价报告的机构"),
    "status": ("状态", "有效、已移出名单；来源没写的为待核实"),
    "removed_on": ("移出日期", "移出名单的日期"),
    "removed_reason": ("移出原因", "公布的移出原因"),
    "source": ("来源", "这一行取自哪份文件"),
    "claimed_in": ("另见", "还有哪份文件提到"),
    "note": ("说明", "来源说法不一致时，两种说法都写出"),
    "link": ("链接", "公布文件的网址"),
}
LEVELS: Final = {"national": "国家级", "provincial": "省级", "city": "市级"}
STATUSES: Final[dict[str | None, str]] = {"valid": "有效", "removed": "已移出", None: "待核实"}


class DataFile(msgspec.Struct, frozen=True):
    """One file to download, at a path below the site's root."""

    path: str
    body: bytes

    @property
    def size(self) -> str:
        """For the reader: "1.2 KB"."""
        return f"{len(self.body) / 1024:.1f} KB"


def data_files(snapshot: Snapshot) -> dict[str, DataFile]:
    """Every file by its path: CSV and JSON for each year of a kind, and for the green factories."""
    made = [file for coverage in snapshot.coverage for file in _coverage(snapshot, coverage)]
    made += _listings(snapshot)
    return {file.path: file for file in made}


def _coverage(snapshot: Snapshot, coverage: PublicCoverage) -> Iterable[DataFile]:
    rows = [_cells(month, MONTH_COLUMNS) for month in coverage.months]
    yield DataFile(f"data/coverage-{coverage.name}.csv", _csv(MONTH_COLUMNS, rows))
    yield DataFile(
        f"data/coverage-{coverage.name}.json", _json(snapshot, "coverage", coverage.kind, coverage)
    )


def _listings(snapshot: Snapshot) -> Iterable[DataFile]:
    rows = [_listing_cells(listing) for listing in snapshot.green_factories]
    yield DataFile("data/green-factories.csv", _csv(LISTING_COLUMNS, rows))
    yield DataFile(
        "data/green-factories.json", _json(snapshot, "green_factory", "", snapshot.green_factories)
    )


def _listing_cells(listing: PublicListing) -> list[Any]:
    words = {"level": LEVELS[listing.level], "status": STATUSES[listing.status]}
    return [
        words.get(name, cell)
        for name, cell in zip(LISTING_COLUMNS, _cells(listing, LISTING_COLUMNS), strict=True)
    ]


def _cells(row: PublicMonth | PublicListing, columns: Iterable[str]) -> list[Any]:
    return [getattr(row, name) for name in columns]


def _csv(columns: dict[str, tuple[str, str]], rows: Iterable[list[Any]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heading for heading, _ in columns.values())
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "是" if value else "否"
    return f"'{value}" if isinstance(value, str) and value.startswith(tuple("=+-@\t\r\n＝＋－＠")) else value


def _json(snapshot: Snapshot, dataset: Dataset, kind: str, data: Public | tuple[Public, ...]) -> bytes:
    """The data with what it rests on: time, place in the ledger, source and approval."""
    told = {
        "as_of": snapshot.as_of,
        "book": snapshot.book,
        "demo": snapshot.demo,
        "head_seq": snapshot.head_seq,
        "head_hash": snapshot.head_hash,
        "basis": [one for one in snapshot.basis if (one.dataset, one.kind) == (dataset, kind)],
        dataset: data,
    }
    return msgspec.json.format(msgspec.json.encode(told, order="sorted"), indent=2) + b"\n"
