"""The data set of entries: the ledger itself, entry by entry with its hash, for those who check or rebuild it elsewhere.

Owns: these columns and which entries stay inside. Private values are not in it: the stored bytes hold their salted digests.
Accounts are nobody's business data, and subjects that not every reader may read (petitions) are left out for everybody.
Does not own SQL (storage/queries/exports.sql). Source: contract.md (exports); design.md §2 (envelope, hash).
"""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time
from typing import Final

import msgspec

from inspections.exports.asked import Asked
from inspections.exports.columns import Column
from inspections.exports.pages import PAGE, Rows
from inspections.months import BEIJING
from inspections.people import CLOSED_SUBJECTS
from inspections.storage.engine import Still

COLUMNS: Final = (
    Column("id", "记录编号", "code", "填报人的设备给的编号，永远不变。"),
    Column("book", "账本", "code", "县的六位区划代码。"),
    Column("seq", "序号", "integer", "在这本账里的先后，从 1 起，没有空号。", "号"),
    Column("type", "记录种类", "code", "如 visit、finding、step，见接口说明。"),
    Column("v", "种类版本", "integer", "这一种记录的格式第几版。"),
    Column("subject", "所属事项", "code", "这条记录说的是哪一件事，更正和作废也归在它下面。"),
    Column("unit", "单位路径", "code", "记账时所属单位在区划树里的位置。"),
    Column("actor", "填报账号", "code", "谁填的。"),
    Column("device", "设备", "code", "用哪一台设备填的；没有则空。"),
    Column("made_at", "填写时间（北京时间）", "instant", "设备上的时间。"),
    Column("received_at", "收到时间（北京时间）", "instant", "服务器收到的时间。"),
    Column("prev_hash", "上一条校验值", "code", "同一本账上一条记录的校验值。"),
    Column("hash", "校验值", "code", "SHA-256(0x00、上一条校验值、原文) 的十六进制。"),
    Column("stored", "原文", "text", "入账的原始字节，JSON；姓名等另存的内容在这里只有加盐的摘要。"),
)


async def entries(still: Still, asked: Asked) -> AsyncIterator[Rows]:
    """Days are those on which entries were received."""
    given = asked.parameters()
    given |= {"first": beijing_midnight(given["first"]), "beyond": beijing_midnight(given["beyond"])}
    closed = msgspec.json.encode(list(CLOSED_SUBJECTS)).decode()
    async for page in still.pages("export_entries", PAGE, **given, closed=closed):
        yield page


def beijing_midnight(day: str | None) -> str | None:
    """As the ledger writes instants, in UTC."""
    if day is None:
        return None
    return f"{datetime.combine(date.fromisoformat(day), time(), BEIJING).astimezone(UTC):%Y-%m-%dT%H:%M:%S}"
