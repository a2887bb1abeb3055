"""The data set of findings: what was wrong, where, and how far its rectification is.

Owns: these columns. Does not own the states (reference/rectification_states.csv) or SQL. Overdue is asked of a day and
not stored: the day of the ledger's last entry, so that the same head gives the same file. Source: contract.md; domain.md §5.
"""

from collections.abc import AsyncIterator
from typing import Final

from inspections.exports.asked import Asked
from inspections.exports.columns import Column
from inspections.exports.pages import Rows, queried, words_of
from inspections.exports.patrols import KIND_NAMES, PLACE, QUESTIONS, UNIT
from inspections.findings import coded
from inspections.months import day_of
from inspections.reference import table
from inspections.storage.engine import Still

TYPES: Final = {"open": "未改好", "fixed": "已改待销号", "closed": "已了结"}
SEVERITIES: Final = {"info": "记录", "minor": "一般", "major": "较重", "critical": "严重"}
STATES: Final = {row["key"]: row["name_zh"] for row in table("rectification_states")}
STORED: Final = (
    Column("id", "问题编号", "code", "这个问题在台账里的编号，更正后不变。"),
    Column("book", "账本", "code", "县的六位区划代码。"),
    *UNIT,
    Column("source", "来源", "choice", "问题从哪里来。", texts=coded("finding_source")),
    Column("kind", "检查类别", "choice", "从检查提出的，用哪种检查表。", texts=KIND_NAMES),
    Column("visit", "检查记录编号", "code", "从哪一次检查提出；没有则空。"),
    Column("item", "检查项目", "choice", "检查表里的哪一项。", texts=QUESTIONS),
    Column("site", "点位编号", "code", "名单上的点位；没有则空。"),
    Column("site_name", "点位", "text", "点位名称。"),
    Column("enterprise", "企业编号", "code", "问题所在的企业。"),
    Column("enterprise_name", "企业", "text", "企业现在的名称。"),
    Column("credit_code", "统一社会信用代码", "code", "18 位，是文字不是数。"),
    Column("category", "问题类别", "choice", "按检查表的组分类。", texts=coded("finding_category")),
    Column("severity", "严重程度", "choice", "登记时定的程度。", texts=SEVERITIES),
    Column("state", "状态", "choice", "整改销号走到哪一步。", texts=STATES),
    Column("type", "办理情况", "choice", "未改好、已改待销号、已了结三种。", texts=TYPES),
    Column("level", "级别", "choice", "哪一级交办、督察的；自己查到的为自查。", texts=coded("finding_level")),
    Column("batch", "批次", "code", "督察、交办的批次；没有则空。"),
    Column("number", "交办编号", "code", "交办机关写的编号；没有则空。"),
    Column("responsible", "责任单位编号", "code", "负责整改的单位。"),
    Column("round", "整改轮次", "integer", "退回一次加一。", "轮"),
    Column("cycle", "整改周期", "integer", "第一次为 1，销号以后又反弹一次加一。"),
    Column("opened_on", "发现日期", "date", "发现问题的日子。"),
    Column("due_on", "整改期限", "date", "应在当天 24:00 前改好；没有写则空。"),
    Column("original_due_on", "原整改期限", "date", "延期以前的期限。"),
    Column("extended", "延期次数", "integer", "批准延期几次。", "次"),
    Column("fixed_on", "整改完成日期", "date", "这一轮报整改完成的日子；没有则空。"),
    Column("closed_on", "销号日期", "date", "这一次销号的日子；没有销号则空。"),
    *PLACE,
    Column("accuracy_m", "位置误差（米）", "number", "定位的误差半径。", "米"),
    Column("photos", "照片数", "integer", "记录里列出的照片张数。", "张"),
    Column("notices", "还缺几项", "integer", "收到时提示还缺的项数。", "项"),
    Column("actor", "登记账号", "code", "谁登记的。"),
    Column("received_at", "收到时间（北京时间）", "instant", "服务器收到的时间。"),
)
OVERDUE: Final = Column("overdue", "逾期", "yes_no", "到台账最后一条记录那天，期限已过还没改好。")
COLUMNS: Final = (*STORED, OVERDUE)
WORDS: Final = (
    Column("place", "地点描述", "text", "既不是点位也不是企业时写的地点。"),
    Column("text", "问题描述", "text", "看到了什么问题。"),
    Column("demand", "整改要求", "text", "要求怎么改。"),
)
TYPE: Final = [column.key for column in STORED].index("type")
DUE: Final = [column.key for column in STORED].index("due_on")
stored = queried("export_findings")


async def findings(still: Still, asked: Asked) -> AsyncIterator[Rows]:
    today = f"{day_of(asked.as_of)}"
    async for page in stored(still, asked):
        yield [[*row, row[TYPE] == "open" and row[DUE] is not None and row[DUE] < today] for row in page]


async def findings_with_words(still: Still, asked: Asked) -> AsyncIterator[Rows]:
    """Findings with what the vault holds of them; what was erased is gone here too."""
    async for page in findings(still, asked):
        words = await words_of(still, page)
        yield [[*row, *(words[row[0]].get(column.key) for column in WORDS)] for row in page]
