"""A 台账 as an office keeps it, and faults planted in it: rows of any number, in the usual columns, over several sheets.

Owns: making such a file from a seed. Does not own what importing it answers (test_old_ledger.py). Every planted fault has one cell
to blame, and no two are planted in one row. Everything in it is made up.
"""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from inspections.reference import table

TITLES = (
    *(
        "序号",
        "交办编号",
        "问题来源/批次",
        "交办日期",
        "所属乡镇",
        "企业(点位)",
        "污染类型",
        "问题描述",
        "是否属实",
    ),
    *(
        "责任单位/责任人",
        "督导单位/责任领导",
        "整改目标",
        "整改措施",
        "整改时限",
        "进展",
        "完成日期",
        "是否处罚/问责",
    ),
    *("核查时间", "核查人员", "核查结论", "公示日期", "销号日期", "销号文号", "整改状态", "佐证材料", "备注"),
)
UNITS = [row["name_zh"] for row in table("units") if row["supervised"] == "yes" and not row["valid_to"]]
FORMS: tuple[Callable[[date], str], ...] = (
    lambda day: f"{day}",
    lambda day: f"{day.year}/{day.month}/{day.day}",
    lambda day: f"{day.year}.{day.month}.{day.day}",
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f"{day:%Y%m%d}",
    lambda day: f"{day:%y}.{day.month}.{day.day}",
)
Line = dict[str, str]


class Sheets(NamedTuple):
    """Rows by sheet, and the cells that were spoiled: (sheet, line of the sheet, title)."""

    rows: dict[str, list[list[str | float]]]
    planted: list[tuple[str, int, str]]


def plain(number: int, random: Random) -> Line:
    """A line with nothing wrong in it."""
    said = random.choice(FORMS)
    assigned = date(2024, 5, 9) + timedelta(days=random.randrange(30))
    done = assigned + timedelta(days=random.randrange(20, 90))
    closed = random.random() < 0.7
    line = {
        "序号": f"{number}",
        "交办编号": f"示例{assigned:%Y%m%d}{number:04d}",
        "问题来源/批次": random.choice(
            ("第三轮中央生态环境保护督察", "信访件", "上级交办", "12345 热线转办")
        ),
        "交办日期": said(assigned),
        "所属乡镇": random.choice(UNITS),
        "企业(点位)": f"示例点位{number}",
        "污染类型": random.choice(("扬尘", "废水", "固废", "噪声")),
        "问题描述": f"示例：第 {number} 号问题，堆场没有覆盖。",
        "是否属实": random.choice(("属实", "基本属实", "部分属实")),
        "责任单位/责任人": "示例公司/示例人",
        "督导单位/责任领导": "示例局/示例领导",
        "整改目标": "示例目标",
        "整改措施": "示例措施",
        "整改时限": random.choice((said(done), "2024年12月底前", "立行立改")),
        "进展": "示例进展",
        "整改状态": "已销号" if closed else random.choice(("整改中", "已完成整改", "阶段性办结")),
    }
    if closed:
        line |= {
            "完成日期": said(done),
            "销号日期": said(done + timedelta(days=9)),
            "销号文号": "示例〔2024〕1 号",
        }
    return line


#: what may be wrong with a line: the cell to blame, and how it is spoiled
FAULTS: tuple[tuple[str, Callable[[Line], Any]], ...] = (
    ("交办日期", lambda line: line.update(交办日期="2024-02-30")),
    ("交办日期", lambda line: line.update(交办日期="5月12日")),
    (
        "交办日期",
        lambda line: line.update(
            交办日期="2028-05-12", 整改时限="立行立改", 整改状态="整改中", 完成日期="", 销号日期=""
        ),
    ),
    ("整改时限", lambda line: line.update(整改时限="2024.13.1")),
    ("整改时限", lambda line: line.update(整改时限="2024-01-05")),
    ("所属乡镇", lambda line: line.update(所属乡镇="没有镇")),
    ("所属乡镇", lambda line: line.update(所属乡镇="")),
    ("问题描述", lambda line: line.update(问题描述="")),
    ("是否属实", lambda line: line.update(是否属实="大概")),
    ("问题来源/批次", lambda line: line.update({"问题来源/批次": "不知道"})),
    ("整改状态", lambda line: line.update(整改状态="差不多了")),
    ("完成日期", lambda line: line.update(完成日期="2024-05-01", 销号日期="2024-10-08", 整改状态="已销号")),
    ("销号日期", lambda line: line.update(完成日期="2024-09-01", 销号日期="2024-08-01", 整改状态="已销号")),
    ("整改状态", lambda line: line.update(完成日期="", 销号日期="2024-10-08", 整改状态="整改中")),
    ("问题描述", lambda line: line.update(问题描述="长" * 4001)),
    ("责任单位/责任人", lambda line: line.update({"责任单位/责任人": "很长的单位" * 21})),
)


def ledger(count: int, faulty: int, seed: int = 2024) -> Sheets:
    """`count` lines over three sheets, `faulty` of them spoiled, each in one cell; one number stands twice when there is room."""
    random = Random(seed)
    lines = [plain(number, random) for number in range(1, count + 1)]
    spoiled = sorted(random.sample(range(1, count), faulty))
    titles: dict[int, str] = {}
    for turn, at in enumerate(spoiled):
        if turn == len(FAULTS):
            lines[at] |= {name: lines[at - 1][name] for name in ("交办编号", "问题来源/批次")}
            titles[at] = "交办编号"
        else:
            title, spoil = FAULTS[turn % len(FAULTS)]
            spoil(lines[at])
            titles[at] = title
    return spread(lines, titles)


def spread(lines: list[Line], titles: dict[int, str]) -> Sheets:
    """Three sheets, each with a heading above its titles and a signature below; a fourth that is no ledger."""
    rows: dict[str, list[list[str | float]]] = {"说明": [["填表说明"], ["本表按月更新"]]}
    planted = []
    for number, name in enumerate(("中央", "省级", "日常")):
        part = range(number * len(lines) // 3, (number + 1) * len(lines) // 3)
        rows[name] = [["示例县问题整改台账"], list(TITLES)]
        for at in part:
            rows[name].append([lines[at].get(title, "") for title in TITLES])
            if at in titles:
                planted.append((name, len(rows[name]), titles[at]))
        rows[name].append(["填表人：示例"])
    return Sheets(rows, planted)
