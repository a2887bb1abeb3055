"""Writing the templates that come with the program: `python -m inspections.documents`.

Owns: what stands where on each paper. Does not own the look (layout.py) or the words put in.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from inspections.documents.layout import add, each, heading, page_bytes, paper, table, tag, title

Rows = tuple[tuple[str, ...], ...]
FACTS: Final[Rows] = (
    ("所属单位", "{{ unit }}", "所属月份", "{{ period }}"),
    ("地点", "{{ place }}", "性质", "{{ nature }}"),
    ("企业", "{{ enterprise }}", "统一社会信用代码", "{{ credit_code }}"),
    ("开始时间", "{{ started }}", "结束时间", "{{ ended }}"),
    ("位置", "{{ position }}", "台账编号", "{{ number }}"),
)
ENTERED: Final[Rows] = (
    ("检查机关", "{{ inspection.organ }}", "审批", "{{ inspection.approval }}"),
    ("通知书号", "{{ inspection.notice_no }}", "行政行为码", "{{ inspection.action_code }}"),
)


ANSWERS: Final[Rows] = (
    ("项目", "情况", "备注"),
    ("{%tr for group in groups %}",),
    ("【{{ group.name }}】",),
    ("{%tr for line in group.lines %}",),
    ("{{ line.text }}", "{{ line.said }}", "{{ line.mark }}"),
    ("{%tr endfor %}",),
    ("{%tr endfor %}",),
)
PHOTOS: Final[Rows] = (
    ("{%tr for row in photos %}",),
    ("{{ row.left.picture }}", "{{ row.right.picture }}"),
    ("{{ row.left.caption }}", "{{ row.right.caption }}"),
    ("{%tr endfor %}",),
)
PEOPLE: Final[Rows] = (
    ("方面", "姓名", "执法证件号", "签名"),
    ("{%tr for one in people %}",),
    ("{{ one.side }}", "{{ one.name }}", "{{ one.certificate }}", "{{ one.signature }}"),
    ("{%tr endfor %}",),
)


def visit_record() -> Any:
    page = paper()
    title(page)
    table(page, (26, 56, 32, 42), FACTS)
    tag(page, "{%p if inspection %}")
    table(page, (26, 56, 32, 42), ENTERED)
    tag(page, "{%p endif %}")
    heading(page, "一、检查情况")
    table(page, (84, 52, 20), ANSWERS, head=1)
    heading(page, "二、结果")
    add(page, "检查结果：{{ result }}。")
    each(page, "failed", "不合格：{{ line }}")
    each(page, "lacking", "还缺：{{ line }}")
    heading(page, "三、照片")
    table(page, (78, 78), PHOTOS)
    tag(page, "{%p if not photos %}")
    add(page, "没有照片。")
    tag(page, "{%p endif %}")
    heading(page, "四、在场人员签名")
    table(page, (20, 32, 44, 60), PEOPLE, head=1)
    tag(page, "{%p if corrected %}")
    add(page, "本记录更正过 {{ corrected }} 次，以上是更正后的内容，原文仍在台账里。")
    tag(page, "{%p endif %}")
    foot = "记录编号 {{ entry }}，校验值 {{ hash }}……，{{ received }}收到。"
    add(page, foot, size=9, indent=False, exact=16)
    return page


def sign_in() -> Any:
    page = paper()
    title(page)
    add(page, "时间：{{ when }}", indent=False)
    add(page, "单位：{{ unit }}", indent=False)
    add(page, "地点：{{ place }}", indent=False)
    rows = (
        ("序号", "方面", "姓名", "执法证件号", "签名"),
        ("{%tr for one in people %}",),
        (
            "{{ one.number }}",
            "{{ one.side }}",
            "{{ one.name }}",
            "{{ one.certificate }}",
            "{{ one.signature }}",
        ),
        ("{%tr endfor %}",),
    )
    made = table(page, (14, 22, 32, 38, 50), rows, head=1)
    for row in (made.rows[0], made.rows[2]):
        row.height = 500_000  # EMU: room to sign by hand
    return page


def month_report() -> Any:
    page = paper()
    title(page)
    add(page, "{{ status }}", centre=True, size=12, exact=24)
    add(
        page,
        "{{ month }}在册单位 {{ in_force }} 个。报送率 {{ reported_percent }}（{{ reported }} 个），联合巡察率 {{ joint_percent }}"
        "（{{ joint }} 个），点位覆盖率 {{ sites_percent }}（{{ sites }} 处看过 {{ sites_seen }} 处）。仅零报告 {{ zero_only }} 个，"
        "免巡 {{ excused }} 个，缺报 {{ missing }} 个，还没到期 {{ pending }} 个，迟报或补传 {{ late }} 个。",
    )
    each(page, "changed", "定稿以后的更正：{{ line }}。")
    names = ("number", "unit", "state", "visits", "no_entry", "late", "reason")
    rows = (
        ("序号", "单位", "情况", "巡察次数", "未能进入", "迟报或补传", "免巡原因"),
        ("{%tr for one in units %}",),
        tuple("{{ one." + name + " }}" for name in names),
        ("{%tr endfor %}",),
    )
    table(page, (12, 30, 24, 20, 20, 22, 28), rows, head=1, pad=0)
    add(
        page,
        "填表人：＿＿＿＿＿＿　　审核人：＿＿＿＿＿＿　　　＿＿＿＿年＿＿月＿＿日",
        size=12,
        indent=False,
        exact=36,
    )
    return page


def work_summary() -> Any:
    page = paper()
    title(page)
    heading(page, "一、巡察检查")
    each(page, "patrols", none="这个时段没有巡察检查记录。")
    heading(page, "二、问题整改")
    each(page, "findings", none="这个时段没有登记问题。")
    heading(page, "三、能耗强度")
    each(page, "intensity", none="台账里没有这个时段的能耗强度数。")
    heading(page, "四、绿色工厂、新型墙体材料和预拌目录")
    each(page, "listings", none="台账里没有名单。")
    heading(page, "五、存在的问题和下一步打算")
    add(page, "＿" * 25)
    add(page, "＿" * 25)
    add(page, "{{ standing }}", size=10.5, exact=20)
    add(page, "＿＿＿＿＿＿（盖章）　＿＿＿＿年＿＿月＿＿日", exact=48)
    return page


TEMPLATES: Final[Mapping[str, Callable[[], Any]]] = {
    "visit-record": visit_record,
    "sign-in": sign_in,
    "month-report": month_report,
    "work-summary": work_summary,
}


def main() -> None:
    folder = Path(__file__).parent / "templates"
    for name, made in TEMPLATES.items():
        (folder / f"{name}.docx").write_bytes(page_bytes(made()))


if __name__ == "__main__":
    main()
