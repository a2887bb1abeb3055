"""docs/reference/rectification.md, printed from the table: python -m inspections.rectification_page.

Owns: that page. A test compares the file with what is printed here, so that the page is never a second copy of the table.
"""

import sys
from collections.abc import Iterator

from inspections.guards import FIELD
from inspections.people import ROLES
from inspections.rectification import LEVELS, needs, rows, states
from inspections.step_contents import PAPERS

TYPES = {"open": "未改好", "fixed": "自认改好，待销号", "closed": "了结"}
LEVEL_NAMES = {"central": "中央", "provincial": "省", "city": "市", "county": "县", "self": "自查"}
HEAD = """# 整改销号：状态、步骤、条件

本页由 `inspections/reference/rectification_*.csv` 印出（`python -m inspections.rectification_page`），台账判断、页面按钮、
测试用的是同一张表。机器可读：`GET /api/v1/rectification`。

- 办一步：写一条 `step` 记录（`PUT /api/v1/entries/{id}`），写明问题、步骤、看到的状态，和这一步要的内容。
- 缺什么一次列全，状态不变；问题已被别人办过一步，提示刷新。
- 同一轮里前面步骤交过的材料不用再交；退回、反弹、阶段性办结以后，整改后的材料要重新交。
- 办过责任单位步骤的账号、责任单位的人，不能核查、不能审批。
- 公示的公开稿（`public_draft`）由批准人写，发布员公示；公示期满次日起才能销号；有没处理完或成立的异议（`objection`）不能销号。
- 中央、省级件：县级自验 → 上报 → 上级同意销号，三步各有文号、日期、扫描件；县里不能自己销号。
"""


def page() -> str:
    return "\n".join((HEAD, *state_lines(), "", *step_lines(), "", *need_lines(), "", *paper_lines(), ""))


def state_lines() -> Iterator[str]:
    yield "## 状态\n"
    yield "| 代码 | 状态 | 类型 | 文书 | 意思 | 可信程度 |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for one in states().values():
        kind = TYPES[one.type] if one.resting else "标签"
        yield f"| `{one.key}` | {one.name} | {kind} | {one.paper} | {one.meaning} | {one.confidence} |"


def step_lines() -> Iterator[str]:
    yield "## 步骤\n"
    yield "| 从 | 步骤 | 到 | 谁办 | 级别 | 要齐 | 另有 |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for one in rows():
        levels = (
            "全部" if set(one.levels) == set(LEVELS) else "、".join(LEVEL_NAMES[key] for key in one.levels)
        )
        asked = "；".join(needs()[key].name for key in one.needs)
        ways = f"{states()[one.state].name} | {one.name} `{one.step}` | {states()[one.to].name}"
        yield f"| {ways} | {ROLES[one.who]} | {levels} | {asked} | {one.effect} |"


def need_lines() -> Iterator[str]:
    yield "## 条件\n"
    yield "| 代码 | 条件 | 意思 | 写在步骤的哪一项 |"
    yield "| --- | --- | --- | --- |"
    for one in needs().values():
        field = f"`{FIELD[one.key]}`" if one.key in FIELD else "看办理人或以前各步"
        yield f"| `{one.key}` | {one.name} | {one.explanation} | {field} |"


def paper_lines() -> Iterator[str]:
    yield "## 随步骤交的文书\n"
    yield "`papers` 里每份写 `kind`，扫描件写 `scan`（SHA-256，文件另用 `PUT /photos/{sha256}` 上传），要文号的写 `number` 和 `on`。\n"
    yield "、".join(f"`{key}` {name}" for key, name in PAPERS.items()) + "。"


if __name__ == "__main__":
    sys.stdout.write(page())
