"""Data sets of what is on file: enterprises and the lines of lists.

Owns: these columns and where their rows come from. Does not own SQL (storage/queries/exports.sql) or what a list asks
(reference/listing_fields.csv: a new column there is a column here). Source: contract.md (exports); domain.md §6, §7.
"""

from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any, Final

import msgspec

from inspections.exports.asked import Asked
from inspections.exports.columns import Column, Sort
from inspections.exports.pages import Rows, queried
from inspections.exports.patrols import PLACE, UNIT
from inspections.reference import table
from inspections.storage.engine import Still

ENTERPRISE_STATES: Final = {"active": "在产", "stopped": "停产", "closed": "关闭"}
LISTS: Final = {
    "green_factory": "绿色工厂",
    "wall_material": "新型墙体材料",
    "ready_mix": "预拌混凝土（砂浆）目录",
}
ENTERPRISE_COLUMNS: Final = (
    Column("id", "企业编号", "code", "企业在台账里的编号，改名不变。"),
    Column("book", "账本", "code", "县的六位区划代码。"),
    *UNIT,
    Column("name", "企业名称", "text", "现在的名称。"),
    Column("names", "名称沿革", "list", "用过的名称和起始日期，先后排列。"),
    Column("credit_code", "统一社会信用代码", "code", "18 位，是文字不是数。"),
    Column("address", "地址", "text", "生产地址。"),
    Column("industry", "行业", "text", "国民经济行业。"),
    *PLACE,
    Column("state", "状态", "choice", "在产、停产或关闭。", texts=ENTERPRISE_STATES),
    Column("merged_into", "并入企业编号", "code", "重复登记合并到哪一家；没有则空。"),
    Column("source", "来源", "text", "这一行的出处。"),
    Column("note", "备注", "text", "登记时写的说明。"),
)
enterprises = queried("export_enterprises")

#: how the columns of a list are read; a file is not a cell
FIELD_SORTS: Final[Mapping[str, Sort]] = {
    "text": "text",
    "choice": "choice",
    "date": "part_date",
    "year": "text",
    "integer": "text",
    "decimal": "text",
}
FULL_WIDTH: Final = str.maketrans(",:;()", "，：；（）")
FIXED: Final = (
    Column("id", "条目编号", "code", "名单里这一行的编号，内容变动不变。"),
    Column("book", "账本", "code", "县的六位区划代码。"),
    Column("list", "名单", "choice", "哪一份名单。", texts=LISTS),
    *UNIT,
    Column("name", "名称", "text", "来源上写的名称。"),
    Column("enterprise", "企业编号", "code", "在册企业；没有对上则空。"),
    Column("credit_code", "统一社会信用代码", "code", "在册企业的，18 位，是文字不是数。"),
    Column("valid_from", "有效期起", "date", "没有写明则空。"),
    Column("valid_to", "有效期至", "date", "当天 24:00 前有效；没有写明则空。"),
    Column("source", "来源", "text", "这一行的出处。"),
    Column("document_no", "文号", "code", "公布文件的文号；没有则空。"),
    Column("claimed_in", "别处的说法", "text", "另一处写得不同的，并列在这里。"),
    Column("note", "说明", "text", "来源之间的出入。"),
    Column("unnamed", "未列名家数", "integer", "来源只写了家数、没有写名的还有几家；绝不补名。", "家"),
)


def fields_of_lists() -> Iterator[Column]:
    """Each column some list has beyond the fixed ones, once; 申报 is not 认定: the state says which."""
    seen = {column.key for column in FIXED} | {"sequence"}
    for row in table("listing_fields"):
        if row["key"] not in seen and row["type"] in FIELD_SORTS:
            seen.add(row["key"])
            yield field_column(row)


def field_column(row: Mapping[str, str]) -> Column:
    """The tables' notes are typed with half-width marks; people read full-width ones."""
    note = row["note"].translate(FULL_WIDTH)
    meaning = f"{LISTS[row['list']]}名单的一栏{'：' if note else ''}{note}。"
    title = row["name_zh"].translate(FULL_WIDTH)
    return Column(row["key"], title, FIELD_SORTS[row["type"]], meaning, texts=names_of(row["choices"]))


def names_of(choices: str) -> Mapping[str, str]:
    """What the values of a choice are called: by the code list it names, else by the first that has them all."""
    groups: dict[str, dict[str, str]] = {}
    for row in table("code_lists"):
        groups.setdefault(row["group"], {})[row["key"]] = row["name_zh"]
    if choices.startswith("@"):
        return groups[choices[1:]]
    values = set(choices.split("|"))
    return next((names for names in groups.values() if values <= names.keys()), {})


FIELDS: Final = tuple(fields_of_lists())
LISTING_COLUMNS: Final = (*FIXED, *FIELDS)


async def listings(still: Still, asked: Asked) -> AsyncIterator[Rows]:
    """Lines of lists, their own columns spread out."""
    async for page in still.pages("export_listings", 500, **asked.parameters()):
        yield [listing_row(row) for row in page]


def listing_row(row: tuple[Any, ...]) -> list[Any]:
    *fixed, fields = row
    given = msgspec.json.decode(fields, type=dict[str, str])
    return [*fixed, *(given.get(column.key) for column in FIELDS)]


INTENSITY_ROLES: Final = {"target": "目标", "result": "结果"}
INTENSITY_STATES: Final = {"preliminary": "初步数", "final": "最终数"}
INTENSITY_COLUMNS: Final = (
    Column("id", "条目编号", "code", "这一行的编号，内容变动不变。"),
    Column("book", "账本", "code", "县的六位区划代码。"),
    *UNIT,
    Column("role", "目标或结果", "choice", "目标和结果分开，各有各的出处。", texts=INTENSITY_ROLES),
    Column("indicator", "指标", "text", "原文的指标名称。"),
    Column("period", "时段", "code", "原文的时段；时段不同的数不能合在一起算。"),
    Column("change_percent", "变化率（%）", "number", "比上年同期，负数是下降。", "%"),
    Column("target_percent", "同一文件印的目标（%）", "number", "没有印则空。", "%"),
    Column("over_pp", "同一文件印的超额（百分点）", "number", "没有印则空。", "百分点"),
    Column("source_unit", "来源单位", "text", "谁下达、谁通报的。"),
    Column("document_no", "文号", "code", "没有文号的写文件名称。"),
    Column("state", "初步或最终", "choice", "数是初步的还是最终的。", texts=INTENSITY_STATES),
    Column("base_revised", "基数已修订", "yes_no", "上年基数后来改过。"),
    Column("public_basis", "可公开依据", "text", "没有则不公开。"),
    Column("caveat", "注意", "text", "看这个数时必须知道的。"),
)
intensity = queried("export_intensity")
