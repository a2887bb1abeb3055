"""What stands where on the papers about a problem, from 交办单 to 销号审批表, and on the 送达回证.

Owns: these drawings. Does not own the look (layout.py, typeset.py) or the words put in (case_papers.py, service_receipt.py).
Source: domain.md §5 (papers, columns of the ledger); lines for signatures and seals are filled in by hand.
"""

from typing import Final

from inspections.documents.blocks import Block, Each, Line, Loop, Row, Table, Title, When, heading

NUMBER: Final = Line("{{ number }}", size=14, centre=True, exact=26)
WIDTHS: Final = (28, 50, 28, 50)
FACTS: Final[tuple[Row, ...]] = (
    ("问题编号", "{{ case_no }}", "来源", "{{ source }}"),
    ("督察批次", "{{ batch }}", "级别", "{{ level }}"),
    ("所属乡镇", "{{ unit }}", "企业（点位）", "{{ place }}"),
    ("统一社会信用代码", "{{ credit_code }}", "问题类别", "{{ category }}"),
    ("发现日期", "{{ opened }}", "严重程度", "{{ severity }}"),
    ("责任单位", "{{ responsible }}", "责任人", "{{ person }}"),
    ("整改期限", "{{ due }}", "原定期限", "{{ original_due }}"),
)
PROBLEM: Final = (
    heading("一、问题"),
    Line("{{ problem }}"),
    When("legal_basis", (Line("依据：{{ legal_basis }}"),)),
)
MEASURES: Final = Table(
    (12, 74, 30, 40),
    (
        ("序号", "措施", "责任人", "完成期限"),
        Loop(
            "one",
            "measures",
            (("{{ one.number }}", "{{ one.text }}", "{{ one.person }}", "{{ one.due }}"),),
        ),
    ),
    head=1,
)
PHOTOS: Final = Table(
    (78, 78),
    (
        Loop(
            "row",
            "photos",
            (
                ("{{ row.left.picture }}", "{{ row.right.picture }}"),
                ("{{ row.left.caption }}", "{{ row.right.caption }}"),
            ),
        ),
    ),
)
CHECKERS: Final = Table(
    (40, 56, 60),
    (
        ("核查人", "所属单位", "签名"),
        Loop("one", "checkers", (("{{ one.name }}", "{{ one.organ }}", "{{ one.signature }}"),)),
    ),
    head=1,
    row_mm=10,
)
SEAL: Final = (
    Line("{{ issuer }}（盖章）", right=True, exact=34),
    Line("{{ issued }}", right=True, exact=30),
)
FOOT: Final = Line(
    "问题记录 {{ entry }}，台账第 {{ seq }} 号，校验值 {{ hash }}……", size=9, indent=False, exact=16
)
SIGNED_FOR: Final = Line(
    "签收人：＿＿＿＿＿＿　　签收日期：＿＿＿＿年＿＿月＿＿日", size=14, indent=False, exact=36
)
WORDS: Final = When("words", (Line("{{ words }}"),))
DUE: Final = When("wanted_by", (Line("请于 {{ wanted_by }} 前报送办理情况。"),))

ASSIGNMENT: Final[tuple[Block, ...]] = (
    Title(),
    NUMBER,
    Line("{{ responsible }}：", indent=False),
    Line("下列问题交你单位整改，请签收后报送整改方案，一问题一方案。"),
    Table(WIDTHS, FACTS),
    *PROBLEM,
    heading("二、整改要求"),
    Line("{{ demand }}"),
    WORDS,
    DUE,
    *SEAL,
    SIGNED_FOR,
    FOOT,
)
URGING: Final[tuple[Block, ...]] = (
    Title(),
    NUMBER,
    Line("{{ responsible }}：", indent=False),
    Line("下列问题整改期限为 {{ due }}，现为“{{ state }}”。请抓紧办理。"),
    Table(WIDTHS, FACTS),
    *PROBLEM,
    heading("二、督办要求"),
    WORDS,
    DUE,
    *SEAL,
    SIGNED_FOR,
    FOOT,
)
REMINDER: Final[tuple[Block, ...]] = (
    Title(),
    NUMBER,
    Line("{{ addressee }}：", indent=False),
    Line("{{ opened }}，在你单位（点位）发现下列问题，现提示你单位及时整改。"),
    *PROBLEM,
    heading("二、请你单位"),
    Line("{{ demand }}"),
    WORDS,
    DUE,
    Line("本提示单不是行政处罚，也不是行政强制。", size=12, exact=24),
    *SEAL,
    SIGNED_FOR,
    FOOT,
)
ORDER: Final[tuple[Block, ...]] = (
    Title(),
    NUMBER,
    Line("{{ addressee }}：", indent=False),
    Line(
        "{{ opened }}，在你单位（点位）发现下列问题。依据{{ basis }}，责令你单位在 {{ wanted_by }} 前改正。"
    ),
    *PROBLEM,
    heading("二、整改要求"),
    Line("{{ demand }}"),
    WORDS,
    *SEAL,
    SIGNED_FOR,
    FOOT,
)
PLAN: Final[tuple[Block, ...]] = (
    Title(),
    Table(WIDTHS, FACTS),
    *PROBLEM,
    heading("二、整改目标"),
    Line("{{ target }}"),
    heading("三、整改措施"),
    MEASURES,
    heading("四、整改时限"),
    Line("{{ plan_due }}"),
    WORDS,
    Line("责任单位：{{ responsible }}（盖章）", right=True, exact=36),
    Line("＿＿＿＿年＿＿月＿＿日", right=True, exact=30),
    FOOT,
)
CHECK_SHEET: Final[tuple[Block, ...]] = (
    Title(),
    Table(WIDTHS, FACTS),
    *PROBLEM,
    heading("二、整改措施"),
    MEASURES,
    heading("三、整改前后"),
    PHOTOS,
    When("photos", (Line("没有照片。"),), absent=True),
    heading("四、核查情况"),
    Each("checked", none="＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿"),
    Line("核查结论：{{ conclusion }}　　核查日期：{{ checked_on }}"),
    CHECKERS,
    FOOT,
)
CLOSURE_REQUEST: Final[tuple[Block, ...]] = (
    Title(),
    Table(WIDTHS, FACTS),
    *PROBLEM,
    heading("二、整改情况"),
    MEASURES,
    Each("progress", none="＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿"),
    Line("处罚、问责：{{ penalty }}"),
    Line("举一反三：{{ same_kind }}"),
    heading("三、整改前后"),
    PHOTOS,
    When("photos", (Line("没有照片。"),), absent=True),
    heading("四、申请"),
    Line("以上问题已整改完成，申请销号。"),
    Line("责任单位：{{ responsible }}（盖章）", right=True, exact=36),
    Line("负责人：＿＿＿＿＿＿　　＿＿＿＿年＿＿月＿＿日", right=True, exact=30),
    FOOT,
)
OPINIONS: Final[tuple[Row, ...]] = (
    ("核查单位意见", "{{ check_opinion }}"),
    ("公示情况", "{{ noticed }}"),
    ("上级意见", "{{ superior }}"),
    ("审批意见", "{{ approval }}"),
    ("审批人签字", "＿＿＿＿＿＿　　＿＿＿＿年＿＿月＿＿日（盖章）"),
)
CLOSURE_APPROVAL: Final[tuple[Block, ...]] = (
    Title(),
    NUMBER,
    Table(WIDTHS, FACTS),
    *PROBLEM,
    heading("二、整改情况"),
    Each("progress", none="＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿"),
    heading("三、意见"),
    Table((36, 120), OPINIONS, row_mm=13),
    Line("销号日期：{{ closed_on }}", indent=False),
    FOOT,
)
SERVICE_RECEIPT: Final[tuple[Block, ...]] = (
    Title(),
    Table(
        (40, 116),
        (
            ("送达文书", "{{ paper }}"),
            ("文号", "{{ number }}"),
            ("出文机关", "{{ issuer }}"),
            ("受送达人", "{{ addressee }}"),
            ("送达地点", "{{ place }}"),
            ("送达方式", "{{ method }}"),
            ("送达日期", "{{ served_on }}"),
            ("签收人", "{{ receiver }}"),
            ("留置原因、见证人", "{{ reason }}"),
            ("送达人", "＿＿＿＿＿＿　　＿＿＿＿＿＿"),
        ),
        row_mm=12,
    ),
    Line(
        "期限从送达日期的次日起算。留置送达须有见证人签名或录像；邮寄送达附回执；电子送达附截屏。",
        size=10.5,
        exact=20,
    ),
    FOOT,
)
REPLY: Final[tuple[Block, ...]] = (
    Title(),
    NUMBER,
    Line("{{ addressee }}：", indent=False),
    Line("你反映的事项（受理编号 {{ letter_no }}）于 {{ received }}收到。经{{ unit }}调查核实，现答复如下："),
    Line("{{ words }}"),
    Line("依据《{{ law }}》，如不服本答复意见，可以自收到之日起 {{ review_days }} 日内请求复查。"),
    *SEAL,
    Line("信访件登记在台账第 {{ seq }} 号，本答复校验值 {{ hash }}……", size=9, indent=False, exact=16),
)
