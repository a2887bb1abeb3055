"""The data set of energy records: each figure and statement of each audit, balance and supervision on a row.

Owns: these columns. Does not own how a record is taken apart (record_lines.py) or SQL. A number stands as it was filed and as
it was verified, with its vouchers and, for what is counted, both bases apart. The coefficient rows are in the record's
derivation (GET /audits/{id}). Source: contract.md (audits); domain.md §3.
"""

from collections.abc import AsyncIterator, Iterator
from typing import Any, Final

import msgspec

from inspections.audit_parts import DECLARED_PARTS, PRODUCT_PARTS, PROJECT_PARTS, USE_PARTS
from inspections.energy_records import STATES
from inspections.exports.asked import Asked
from inspections.exports.columns import Column
from inspections.exports.pages import Rows, words_of
from inspections.exports.patrols import UNIT
from inspections.record_lines import Line, lines
from inspections.reference import coded
from inspections.storage.engine import Still

KINDS: Final = {"audit": "节能审计", "balance": "电平衡", "supervision": "节能监察"}
SECTIONS: Final = {
    "energies": "能源",
    "products": "产品",
    "declared": "申报综合能耗",
    "meters": "计量器具",
    "equipment": "主要设备",
    "flows": "能量流动",
    "projects": "节能项目",
    "loads": "用电设备",
    "transformers": "变压器",
    "lines": "线路",
    "papers": "文书",
    "officers": "监察人员",
    "results": "计算结果",
}
COLUMNS: Final = (
    Column("id", "记录编号", "code", "这份记录第一版的编号，换版、更正后不变。"),
    Column("book", "账本", "code", "县的六位区划代码。"),
    Column("kind", "种类", "choice", "节能审计、电平衡或节能监察。", texts=KINDS),
    Column("period", "时段", "code", "审计年度、测试起止日或监察日。"),
    *UNIT,
    Column("enterprise", "企业编号", "code", "用能单位。"),
    Column("enterprise_name", "企业", "text", "企业现在的名称。"),
    Column("credit_code", "统一社会信用代码", "code", "18 位，是文字不是数。"),
    Column("state", "状态", "choice", "办到哪一步。", texts=STATES),
    Column("organ", "出具单位", "text", "谁出具的；市里的中心不是县。"),
    Column("archive_no", "档案号", "code", "归档以前为空。"),
    Column("version", "版本编号", "code", "现在算数的那一版是哪条记录。"),
    Column("received_at", "收到时间（北京时间）", "instant", "最近一次变动收到的时间。"),
    Column("place", "位置", "code", "这一项在记录里的位置，从 0 数起。"),
    Column("section", "部分", "choice", "记录的哪一部分。", texts=SECTIONS),
    Column("item", "项目代码", "code", "能源代码，或产品、设备的名称。"),
    Column("item_name", "项目", "text", "能源、产品、设备叫什么。"),
    Column(
        *("part", "数据项", "choice", "是哪一个数或哪一句话。"),
        texts={**USE_PARTS, **PRODUCT_PARTS, **PROJECT_PARTS, **DECLARED_PARTS},
    ),
    Column("in_unit", "计量单位", "text", "填报值、核定值的单位。"),
    Column("reported", "填报值", "number", "企业报的；更正不改它，核定另列。"),
    Column("verified", "核定值", "number", "核定的；没有核定则空。"),
    Column("reason", "理由", "text", "核定值为什么和填报值不同。"),
    Column("voucher_kind", "凭证种类", "list", "几张凭证依次列。", texts=coded("voucher_kind")),
    Column("voucher_number", "凭证号", "list", "票号、报告号、表号，依次。"),
    Column("voucher_page", "凭证页码", "list", "第几页，依次；没有写则空。"),
    Column("voucher_sha256", "凭证文件", "list", "扫描件的 SHA-256，依次；没有则空。"),
    Column("said", "内容", "text", "不是填报、核定的数时写在这里；保密内容为空。"),
    Column("tce_calorific", "当量值（tce）", "number", "这一项折合的标准煤，当量；不和等价相加。", "tce"),
    Column("tce_equivalent", "等价值（tce）", "number", "这一项折合的标准煤，等价；不和当量相加。", "tce"),
)
WORDS: Final = (Column("words", "保密内容", "text", "姓名、证件和文字说明，只在要时给。"),)
VERSION: Final = [column.key for column in COLUMNS].index("version")
PLACE: Final = [column.key for column in COLUMNS].index("place")


async def audits(still: Still, asked: Asked) -> AsyncIterator[Rows]:
    """Every line of every record; a page is the lines of some records."""
    async for page in still.pages("export_audits", 200, **asked.parameters()):
        yield [row for record in page for row in rows_of(record)]


async def audits_with_words(still: Still, asked: Asked) -> AsyncIterator[Rows]:
    """The same with what the vault holds; what was erased is gone here too."""
    async for page in audits(still, asked):
        words = await words_of(still, [(version,) for version in dict.fromkeys(row[VERSION] for row in page)])
        yield [[*row, words[row[VERSION]].get(row[PLACE])] for row in page]


def rows_of(record: tuple[Any, ...]) -> Iterator[list[Any]]:
    """The lines of one record, then what was computed of it."""
    *common, stored = record
    envelope = msgspec.json.decode(stored, type=dict[str, Any])
    body, decision = envelope["body"], envelope["decision"]
    if envelope["type"] == "correction":
        body, decision = body["body"], decision["said"]["decision"]
    said = decision.get("said", {})
    items = (said.get("results") or {}).get("items", [])
    kept = {name: value for name, value in body.items() if name not in APART}
    for one in lines(kept):
        yield [*common, *cells(one), *both(one, items)]
    for one in lines({"results": {name: value for name, value in said["figures"].items() if value}}):
        yield [*common, *cells(one), None, None]


#: what stands in the common columns, or says where a version stands
APART: Final = frozenset(("type", "made_at", "v", "unit", "enterprise", "record", "replaces", "organ"))


def cells(one: Line) -> list[Any]:
    """A line in the columns' order; lists as the ledger stores them, so that every engine's rows are alike."""
    numbers = list(zip(*one.vouchers, strict=True)) if one.vouchers else [()] * 4
    vouchers = [msgspec.json.encode([value or "" for value in values]).decode() for values in numbers]
    plain = [one.place, one.section, one.item, one.item_name, one.part, one.in_unit]
    return [*plain, one.reported, one.verified, one.reason, *vouchers, one.said]


def both(one: Line, items: list[dict[str, Any]]) -> tuple[Any, Any]:
    """Of a consumption, its standard coal on each basis."""
    section, _, rest = one.place.partition(".")
    number, _, part = rest.partition(".")
    if section != "energies" or part != "consumed" or int(number) >= len(items):
        return None, None
    return items[int(number)].get("tce_calorific"), items[int(number)].get("tce_equivalent")
