"""The forms: which sheets and cells a workbook of each kind has, and where in the entry each value goes.

Owns: that table. The empty workbook, the reading of a filled one and the test that nothing is lost all come from it. Does
not own how a cell is read (workbook.py) or looks (template.py). Quantities with their vouchers stand on one sheet, a line
each, named by table, name and item, so that a number has its paper beside it. Source: GB/T 17166, GB/T 8222; domain.md §3.
"""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from inspections.audit_parts import DECLARED_PARTS, PRODUCT_PARTS, PROJECT_PARTS, USE_PARTS, energy_names
from inspections.reference import coded, table

Sort = Literal["text", "number", "integer", "day", "yes_no", "choice", "choices"]


class Field(NamedTuple):
    """One cell of a form, or one column of a table."""

    path: str  #: where the value goes: "management.posts"
    title: str
    sort: Sort = "text"
    needed: bool = False
    texts: Mapping[str, str] = {}  #: key → what people choose
    note: str = ""


class Sheet(NamedTuple):
    """A table: a line is one item of a list of the entry."""

    title: str
    path: str  #: of the list
    fields: tuple[Field, ...]
    parts: Mapping[str, str] = {}  #: quantities of each item, on the sheet of quantities; "" its own vouchers
    rows: int = 30

    @property
    def naming(self) -> Field:
        """What an item is called on the sheet of quantities."""
        return next(field for field in self.fields if field.path in ("energy", "name", "kind"))


class Form(NamedTuple):
    """A workbook."""

    kind: str
    name: str
    fields: tuple[Field, ...]
    sheets: tuple[Sheet, ...]
    parts: Mapping[str, Mapping[str, str]] = {}  #: quantities of the record itself: heading → path → item

    @property
    def vouched(self) -> bool:
        """Does it have a sheet of quantities?"""
        return bool(self.parts) or any(sheet.parts for sheet in self.sheets)


BASICS: Final = "基本情况"
QUANTITIES: Final = "数据和凭证"
ENERGY: Final = Field("energy", "能源品种", "choice", True, energy_names())
NAME: Final = Field("name", "名称", needed=True)
IN_UNIT: Final = Field("in_unit", "计量单位", needed=True, note="如 万kWh、万m³、t、GJ")
FIRM: Final = (
    Field("credit_code", "统一社会信用代码", needed=True, note="企业要先在台账里建档"),
    Field("organ", "出具单位", needed=True, note="谁出具这份记录"),
)
METERED: Final = {row["energy"]: row["name_zh"] for row in table("metering_rates")}
LIMITS: Final = {row["product"]: row["product_zh"] for row in table("unit_product_limits")}
INDICATORS: Final = {row["indicator"]: row["indicator_zh"] for row in table("unit_product_limits")}

AUDIT: Final = Form(
    "audit",
    "节能审计",
    (
        *FIRM,
        Field("year", "审计年度", needed=True, note="如 2025"),
        Field("base_year", "基准年"),
        Field("authority", "审计依据或委托"),
        Field("contract_no", "合同或任务编号"),
        Field("scope", "审计范围"),
        Field("boundary", "能源边界", note="算哪些、不算哪些"),
        Field("process", "工艺流程"),
        Field("management.department", "能源管理部门"),
        Field("management.manager", "能源管理负责人"),
        Field("management.posts", "能源管理岗位数", "integer"),
        Field("management.rules", "能源管理制度"),
        Field(
            "electricity_equivalent.value", "电力等价系数", "number", note="当年供电煤耗，kgce/kWh，如 0.303"
        ),
        Field("electricity_equivalent.in_unit", "电力等价系数单位", note="kgce/kWh"),
        Field("electricity_equivalent.source", "电力等价系数来源"),
        Field("grid", "电网代码", note="算二氧化碳用，如 central_china"),
        Field("factor_year", "电力排放因子年份"),
        Field("conclusions", "结论"),
    ),
    (
        Sheet(
            "能源",
            "energies",
            (
                ENERGY,
                IN_UNIT,
                Field("bought_in", "是否外购", "yes_no", note="不填为外购"),
                Field("feedstock", "用作原料", "yes_no"),
                Field("nonfossil", "非化石能源", "yes_no"),
                Field("own_medium", "自产耗能工质", "yes_no"),
                Field("coefficient.value", "自有折标系数", "number", note="实测或供应方的；电力、热力不填"),
                Field("coefficient.in_unit", "系数单位", note="如 tce/万m³"),
                Field("coefficient.source", "系数来源"),
            ),
            USE_PARTS,
        ),
        Sheet(
            "产品",
            "products",
            (
                NAME,
                IN_UNIT,
                Field("limit", "限额产品", "choice", texts=LIMITS, note="有国家限额标准的选"),
                Field("limit_indicator", "限额指标", "choice", texts=INDICATORS),
            ),
            PRODUCT_PARTS,
        ),
        Sheet(
            "计量器具",
            "meters",
            (
                Field("energy", "能源", "choice", True, METERED),
                Field("level", "级别", "choice", True, coded("metering_level")),
                Field("needed", "应配台数", "integer", True),
                Field("fitted", "已配台数", "integer", True),
                Field("calibrated", "已检定台数", "integer"),
            ),
        ),
        Sheet(
            "主要设备",
            "equipment",
            (
                NAME,
                Field("model", "型号"),
                Field("count", "台数", "integer", True),
                Field("rated_kw", "额定功率（kW）", "number"),
                Field("efficiency_percent", "效率（%）", "number"),
                Field("eliminated", "在淘汰目录内", "yes_no"),
                Field("note", "备注"),
            ),
            rows=100,
        ),
        Sheet(
            "能量流动",
            "flows",
            (
                Field("stage", "环节", "choice", True, coded("energy_stage")),
                NAME,
                ENERGY,
                IN_UNIT,
                Field("quantity", "数量", "number", True),
            ),
            rows=100,
        ),
        Sheet(
            "节能项目",
            "projects",
            (
                NAME,
                Field("payback_years", "回收期（年）", "number"),
                Field("done_on", "完成年月", note="如 2025-09"),
            ),
            PROJECT_PARTS,
        ),
    ),
    {"申报综合能耗": {f"declared.{path}": called for path, called in DECLARED_PARTS.items()}},
)
BALANCE: Final = Form(
    "balance",
    "电平衡",
    (
        *FIRM,
        Field("measured_from", "测试第一天", "day", True),
        Field("measured_to", "测试最后一天", "day", True),
        Field("boundary", "测试边界"),
        Field("method", "测试方法和依据"),
        Field("transformations", "变压次数", "integer", note="1 到 3"),
        Field("conclusions", "结论"),
    ),
    (
        Sheet(
            "变压器",
            "transformers",
            (
                NAME,
                Field("s_n_kva", "额定容量（kVA）", "number", True),
                Field("p0_kw", "空载损耗（kW）", "number", True),
                Field("pk_kw", "负载损耗（kW）", "number", True),
                Field("average_kw", "平均负荷（kW）", "number", note="只有一台时可不填"),
                Field("cos_phi", "功率因数", "number", True),
            ),
            {"": "铭牌和测试凭证"},
        ),
        Sheet(
            "线路",
            "lines",
            (
                NAME,
                Field("current_a", "平均电流（A）", "number", True),
                Field("form_factor", "形状系数", "number", True),
                Field("resistance_ohm", "每相电阻（Ω）", "number", True),
                Field("count", "条数", "integer"),
            ),
            {"": "测试凭证"},
        ),
        Sheet(
            "用电设备",
            "loads",
            (NAME,),
            {"input_kwh": "输入电量（kWh）", "efficiency": "效率（0 到 1）"},
            100,
        ),
    ),
    {"测试": {"hours": "运行时间（h）", "supplied_kwh": "供给电量（kWh）"}},
)
SUPERVISION: Final = Form(
    "supervision",
    "节能监察",
    (
        *FIRM,
        Field("form", "监察方式", "choice", True, coded("supervision_type")),
        Field("year", "任务年度", needed=True),
        Field("task_no", "任务来源、编号"),
        Field("subjects", "监察内容", "choices", True, coded("supervision_subject"), "几项用顿号隔开"),
        Field("notice.number", "通知书号"),
        Field("notice.served_on", "通知送达日期", "day"),
        Field("notice.exception", "不提前通知的情形", "choice", texts=coded("supervision_exception")),
        Field("notice.content", "通知内容"),
        Field("started_on", "监察开始日期", "day", True),
        Field("ended_on", "监察结束日期", "day"),
        Field("firm_person", "企业在场人员"),
        Field("record_signed", "现场笔录已签字", "yes_no"),
        Field("refusal", "拒签原因和见证人"),
        Field("statement.waived", "企业放弃陈述申辩", "yes_no"),
        Field("statement.made_on", "陈述申辩日期", "day"),
        Field("statement.said", "陈述申辩内容"),
        Field("statement.answer", "复核意见"),
        Field("statement.answered_on", "答复日期", "day"),
        Field(
            "statement.accepted",
            "采纳情况",
            "choice",
            texts={"whole": "全部采纳", "part": "部分采纳", "none": "不采纳"},
        ),
        Field("conclusions", "结论"),
    ),
    (
        Sheet("监察人员", "officers", (NAME, Field("certificate", "执法证件号"))),
        Sheet(
            "文书",
            "papers",
            (
                Field("kind", "文书种类", "choice", True, coded("supervision_paper")),
                Field("number", "文号"),
                Field("issuer", "签发单位", note="不填为出具单位"),
                Field("issued_on", "签发日期", "day", True),
                Field("served_on", "送达日期", "day"),
                Field("sha256", "扫描件 SHA-256"),
            ),
        ),
    ),
)
FORMS: Final[Mapping[str, Form]] = {form.kind: form for form in (AUDIT, BALANCE, SUPERVISION)}
#: columns of the sheet of quantities; the first three name the quantity
VOUCHED: Final = (
    Field("table", "所属表", "choice", True),
    Field("name", "名称", note="和所属表里写的一样"),
    Field("part", "数据项", "choice", True),
    Field("in_unit", "计量单位（自动）"),
    Field("reported", "填报值", "number"),
    Field("verified", "核定值", "number"),
    Field("difference", "核定减填报（自动）"),
    Field("reason", "核定理由"),
    Field("kind", "凭证种类", "choice", texts=coded("voucher_kind")),
    Field("number", "凭证号"),
    Field("page", "页码"),
    Field("sha256", "凭证文件 SHA-256", note="扫描件上传以后的校验值"),
)
QUANTITY_ROWS: Final = 400


def parts_of(form: Form) -> Mapping[str, Mapping[str, str]]:
    """Heading → item as people call it → path below the item, for the sheet of quantities."""
    found = {
        heading: {called: path for path, called in parts.items()} for heading, parts in form.parts.items()
    }
    for sheet in form.sheets:
        if sheet.parts:
            found[sheet.title] = {called: path for path, called in sheet.parts.items()}
    return found
