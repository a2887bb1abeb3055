"""The published tables in one list: what each is called, its columns with their meaning, its lines, its words for codes.

Owns: headings, meanings and words; CSV, data dictionary, page tables and the table script all read them from here.
Does not own: which fields may be public (publication.py), bytes of files (data_files.py), drawing (templates/).
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from msgspec import Struct

from inspections.publication import Dataset, PublicListing, Snapshot
from inspections.reference import table

Columns = Mapping[str, tuple[str, str]]  #: field → heading and what it means

MONTH_COLUMNS: Final = {
    "period": ("月份", "巡察所在的月份"),
    "in_force": ("应巡单位", "月末仍在监管名单上的乡镇、街道和园区，个"),
    "reported": ("报送", "交了巡察记录或签字零报告的单位，个"),
    "reported_percent": ("报送率", "报送 ÷ 应巡单位，%"),
    "joint": ("联合巡察", "县局和当地一起到过现场的单位，个，包含在报送里"),
    "joint_percent": ("联合巡察率", "联合巡察 ÷ 应巡单位，%"),
    "zero_only": ("仅零报告", "只签字报了“没有发现”、没有巡察记录的单位，个"),
    "excused": ("免巡", "因故没有去、写明原因的单位，个，仍算在应巡单位里"),
    "missing": ("缺报", "当月什么都没有交的单位，个"),
    "late": ("迟报", "过了截止日才交的单位，个，仍算报送"),
    "sites": ("名单点位", "名单上要看的地方，个"),
    "sites_seen": ("看过的点位", "当月实际看过的地方，个"),
    "sites_percent": ("点位覆盖率", "看过的点位 ÷ 名单点位，%"),
    "frozen": ("已定稿", "当月月报是否已经定稿"),
    "frozen_seq": ("定稿记录号", "定稿时台账记到第几号"),
    "before": ("更正前", "定稿以后改过的数，定稿时是多少；没有改过的空着"),
}
_FIRST: Final = {"number": ("序号", "本次公布的顺序"), "name": ("企业名称", "公布文件上的名称")}
_STATUS: Final = {"status": ("状态", "来源怎么写就怎么列，没写的为待核实；申报不等于认定")}
_LAST: Final = {
    "source": ("来源", "这一行取自哪份文件"),
    "document_no": ("来源文号", "来源文件的文号，空着是还在核实"),
    "claimed_in": ("另见", "还有哪份文件提到"),
    "note": ("说明", "来源说法不一致时，两种说法都写出"),
    "unnamed": ("未列名家数", "来源只写了家数、没有写名字的企业，家"),
    "link": ("链接", "公布文件的网址"),
}
_CAPACITY: Final = {
    "annual_capacity": ("年产能", "一年能生产多少，单位见下一栏"),
    "annual_capacity_unit": ("产能单位", "年产能的单位"),
}
INTENSITY_COLUMNS: Final = {
    "number": ("序号", "时段新的在前"),
    "role": ("目标或结果", "目标是要求，结果是报告的实际"),
    "area": ("地区", "谁的数字"),
    "indicator": ("指标", "指标名称，按文件原文"),
    "period": ("时段", "按文件原文；2021-01..09 是 2021 年 1 至 9 月累计"),
    "change_percent": ("升降率", "比上年同期，%，下降为负"),
    "target_percent": ("目标升降率", "同一份文件里的目标，%，下降为负"),
    "over_pp": ("超额", "目标减结果，百分点，负数是没有完成"),
    "worked_out": ("推算的一栏", "文件没有印、由另外两个数相减得到的是哪一栏"),
    "state": ("初步或最终", "初步数以后可能修订"),
    "base_revised": ("基数已修订", "上年基数后来是否修订过"),
    "source_unit": ("来源单位", "哪个单位发布的"),
    "document_no": ("文号", "来源文件的文号；没有文号的写文件名称"),
    "public_basis": ("可公开依据", "为什么可以公开"),
    "caveat": ("说明", "看这个数字要知道的"),
}


class Sheet(Struct, frozen=True, kw_only=True):
    """One list of firms: where its lines stand in the snapshot, what its page shows, and what its codes mean."""

    dataset: Dataset
    field: str  #: of Snapshot
    page: str  #: address of its page, and the name of its files
    title: str
    unit: str  #: what one line is, after a number: 家, 项
    own: Columns  #: the columns only this list has
    main: tuple[str, ...]  #: columns of the page's table; the others stand under 来源和其他
    words: Mapping[str, Mapping[str, str]]  #: field → code → word

    @property
    def columns(self) -> Columns:
        return {**_FIRST, **self.own, **_STATUS, **_LAST}

    @property
    def more(self) -> tuple[str, ...]:
        """Fields of the last cell, in order; the note stands apart, since it tells of a conflict."""
        shown = {"number", "note", "link", "unnamed", "status", "annual_capacity_unit", *self.main}
        return tuple(field for field in self.columns if field not in shown)

    def lines(self, snapshot: Snapshot) -> tuple[PublicListing, ...]:
        return tuple(getattr(snapshot, self.field))

    def word(self, line: PublicListing, field: str) -> str | None:
        """A field as a reader sees it: codes as words; None when the source does not say."""
        value = getattr(line, field)
        if value is None:
            return None
        unit = self.word(line, "annual_capacity_unit") if field == "annual_capacity" else None
        word = self.words.get(field, {}).get(str(value), str(value))
        return f"{word} {unit}" if unit else word

    def firms(self, snapshot: Snapshot) -> int:
        return counted_firms(self.lines(snapshot))

    def by_status(self, snapshot: Snapshot) -> Mapping[str | None, int]:
        """Firms under each status that occurs: 申报 and 认定 are never one number."""
        lines = self.lines(snapshot)
        return {
            status: counted_firms([line for line in lines if line.status == status])
            for status in dict.fromkeys(line.status for line in lines)
        }


def counted_firms(lines: Sequence[PublicListing]) -> int:
    """Named firms by name, and those a source only counts."""
    return len({line.name for line in lines if not line.unnamed}) + sum(line.unnamed for line in lines)


def codes(group: str) -> dict[str, str]:
    return {row["key"]: row["name_zh"] for row in table("code_lists") if row["group"] == group}


STATUS_WORDS: Final = codes("listing_status") | {"removed": "已移出", "expired": "已过期"}
GREEN_FACTORIES: Final = Sheet(
    dataset="green_factory",
    field="green_factories",
    page="green-factories",
    title="绿色工厂",
    unit="家",
    own={
        "level": ("层级", "国家级、省级或市级"),
        "batch": ("批次（年度）", "第几批或哪一年公布"),
        "announced_on": ("公布日期", "公布文件的日期"),
        "industry": ("行业", "企业所属行业"),
        "assessor": ("第三方机构", "出具评价报告的机构"),
        "removed_on": ("移出日期", "移出名单的日期"),
        "removed_reason": ("移出原因", "公布的移出原因"),
    },
    main=("name", "level", "batch", "announced_on"),
    words={"level": codes("green_factory_level"), "status": STATUS_WORDS},
)
WALL_MATERIALS: Final = Sheet(
    dataset="wall_material",
    field="wall_materials",
    page="wall-materials",
    title="新型墙体材料",
    unit="项",
    own={
        "product_name": ("产品名称", "申报或认定的产品"),
        "product_class": ("产品类别", "砖、砌块或板的种类"),
        "specification": ("规格型号", "产品的规格型号"),
        "standard": ("执行标准", "产品按哪个标准生产"),
        **_CAPACITY,
        "certificate_no": ("证书编号", "认定证书的编号，申报的没有"),
        "issued_on": ("发证日期", "认定证书的日期"),
        "valid_from": ("有效期起", "证书从哪天起有效"),
        "valid_to": ("有效期至", "证书到哪天止有效，当天仍有效"),
        "kind": ("首次或再次", "首次认定，还是到期后再次认定"),
    },
    main=("name", "product_name", "certificate_no", "valid_to"),
    words={
        "product_class": codes("wall_material_class"),
        "kind": {"first": "首次", "renewal": "再次"},
        "status": STATUS_WORDS,
    },
)
READY_MIX: Final = Sheet(
    dataset="ready_mix",
    field="ready_mix",
    page="ready-mix",
    title="预拌混凝土和砂浆产品目录",
    unit="项",
    own={
        "product_kind": ("产品种类", "预拌混凝土、湿拌砂浆或干混砂浆"),
        "strength_classes": ("强度等级", "列入目录的强度等级"),
        "standard": ("执行标准", "产品按哪个标准生产"),
        **_CAPACITY,
        "catalogue_no": ("目录编号", "省级目录里的编号"),
        "batch": ("批次", "省里第几批公布"),
        "published_on": ("公布日期", "省里公布的日期"),
        "valid_to": ("有效期至", "目录到哪天止有效，当天仍有效"),
    },
    main=("name", "product_kind", "catalogue_no", "valid_to"),
    words={
        "product_kind": codes("plant_kind"),
        "annual_capacity_unit": {"wan_m3": "万 m³", "wan_t": "万 t"},
        "status": STATUS_WORDS,
    },
)
SHEETS: Final = (GREEN_FACTORIES, WALL_MATERIALS, READY_MIX)
INTENSITY_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "role": {"target": "目标", "result": "结果"},
    "state": {"preliminary": "初步", "final": "最终"},
    "worked_out": {field: INTENSITY_COLUMNS[field][0] for field in ("target_percent", "over_pp")},
}


def said(words: Mapping[str, Mapping[str, str]], field: str, value: Any) -> Any:
    """A cell's value with its code as a word."""
    return words.get(field, {}).get(value, value) if isinstance(value, str) else value
