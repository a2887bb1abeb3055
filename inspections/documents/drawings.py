"""What stands where on the papers of patrols and of the office's months: 检查记录, 签到表, 巡察月报表, 工作小结.

Owns: these drawings. Does not own the look (layout.py, typeset.py) or the words put in.
"""

from typing import Final

from inspections.documents.blocks import Block, Each, Line, Loop, Row, Table, Title, When, heading

FACTS: Final = (
    ("所属单位", "{{ unit }}", "所属月份", "{{ period }}"),
    ("地点", "{{ place }}", "性质", "{{ nature }}"),
    ("企业", "{{ enterprise }}", "统一社会信用代码", "{{ credit_code }}"),
    ("开始时间", "{{ started }}", "结束时间", "{{ ended }}"),
    ("位置", "{{ position }}", "台账编号", "{{ number }}"),
)
ENTERED: Final = (
    ("检查机关", "{{ inspection.organ }}", "审批", "{{ inspection.approval }}"),
    ("通知书号", "{{ inspection.notice_no }}", "行政行为码", "{{ inspection.action_code }}"),
)
ANSWERS: Final = (
    ("项目", "情况", "备注"),
    Loop(
        "group",
        "groups",
        (
            ("【{{ group.name }}】",),
            Loop("line", "group.lines", (("{{ line.text }}", "{{ line.said }}", "{{ line.mark }}"),)),
        ),
    ),
)
PHOTOS: Final = Loop(
    "row",
    "photos",
    (
        ("{{ row.left.picture }}", "{{ row.right.picture }}"),
        ("{{ row.left.caption }}", "{{ row.right.caption }}"),
    ),
)
PEOPLE: Final = (
    ("方面", "姓名", "执法证件号", "签名"),
    Loop("one", "people", (("{{ one.side }}", "{{ one.name }}", "{{ one.certificate }}", "{{ one.signature }}"),)),
)  # fmt: skip
CORRECTED: Final = "本记录更正过 {{ corrected }} 次，以上是更正后的内容，原文仍在台账里。"
FOOT: Final = "记录编号 {{ entry }}，校验值 {{ hash }}……，{{ received }}收到。"
VISIT_RECORD: Final[tuple[Block, ...]] = (
    Title(),
    Table((26, 56, 32, 42), FACTS),
    When("inspection", (Table((26, 56, 32, 42), ENTERED),)),
    heading("一、检查情况"),
    Table((84, 52, 20), ANSWERS, head=1),
    heading("二、结果"),
    Line("检查结果：{{ result }}。"),
    Each("failed", Line("不合格：{{ line }}")),
    Each("lacking", Line("还缺：{{ line }}")),
    heading("三、照片"),
    Table((78, 78), (PHOTOS,)),
    When("photos", (Line("没有照片。"),), absent=True),
    heading("四、在场人员签名"),
    Table((20, 32, 44, 60), PEOPLE, head=1),
    When("corrected", (Line(CORRECTED),)),
    Line(FOOT, size=9, indent=False, exact=16),
)

SIGNERS: Final = ("number", "side", "name", "certificate", "signature")
SIGN_IN: Final[tuple[Block, ...]] = (
    Title(),
    Line("时间：{{ when }}", indent=False),
    Line("单位：{{ unit }}", indent=False),
    Line("地点：{{ place }}", indent=False),
    Table(
        (14, 22, 32, 38, 50),
        (
            ("序号", "方面", "姓名", "执法证件号", "签名"),
            Loop("one", "people", (tuple(f"{{{{ one.{name} }}}}" for name in SIGNERS),)),
        ),
        head=1,
        row_mm=14,
    ),
)

UNIT_LINE: Final = ("number", "unit", "state", "visits", "no_entry", "late", "reason")
UNIT_HEAD: Final[Row] = ("序号", "单位", "情况", "巡察次数", "未能进入", "迟报或补传", "免巡原因")
FIGURES: Final = (
    "{{ month }}在册单位 {{ in_force }} 个。报送率 {{ reported_percent }}（{{ reported }} 个），联合巡察率 {{ joint_percent }}"
    "（{{ joint }} 个），点位覆盖率 {{ sites_percent }}（{{ sites }} 处看过 {{ sites_seen }} 处）。仅零报告 {{ zero_only }} 个，"
    "免巡 {{ excused }} 个，缺报 {{ missing }} 个，还没到期 {{ pending }} 个，迟报或补传 {{ late }} 个。"
)
FILLED_IN: Final = "填表人：＿＿＿＿＿＿　　审核人：＿＿＿＿＿＿　　　＿＿＿＿年＿＿月＿＿日"
MONTH_REPORT: Final[tuple[Block, ...]] = (
    Title(),
    Line("{{ status }}", centre=True, size=12, exact=24),
    Line(FIGURES),
    Each("changed", Line("定稿以后的更正：{{ line }}。")),
    Table(
        (12, 30, 24, 20, 20, 22, 28),
        (UNIT_HEAD, Loop("one", "units", (tuple(f"{{{{ one.{name} }}}}" for name in UNIT_LINE),))),
        head=1,
        pad=0,
    ),
    Line(FILLED_IN, size=12, indent=False, exact=36),
)

WORK_SUMMARY: Final[tuple[Block, ...]] = (
    Title(),
    heading("一、巡察检查"),
    Each("patrols", none="这个时段没有巡察检查记录。"),
    heading("二、问题整改"),
    Each("findings", none="这个时段没有登记问题。"),
    heading("三、能耗强度"),
    Each("intensity", none="台账里没有这个时段的能耗强度数。"),
    heading("四、绿色工厂、新型墙体材料和预拌目录"),
    Each("listings", none="台账里没有名单。"),
    heading("五、存在的问题和下一步打算"),
    Line("＿" * 25),
    Line("＿" * 25),
    Line("{{ standing }}", size=10.5, exact=20),
    Line("＿＿＿＿＿＿（盖章）　＿＿＿＿年＿＿月＿＿日", exact=48),
)
