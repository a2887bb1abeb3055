"""Papers: what stands on them word for word, values that would be templates, blanks, pictures, another's template."""

import io
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from PIL import Image

from inspections.documents import NoPaper, NotThere, layout, typeset
from inspections.documents.__main__ import TEMPLATES
from inspections.documents.filling import BLANK
from inspections.documents.work_summary import listing_line
from tests.documents.conftest import Office
from tests.exports.story import named

FULL, SHUT = str(named("full")), str(named("visit/shut"))
PRINTED = "{{ 7*7 }}{% raw %}<b>&张三"  #: the wild name without its bell
XIANGTANG = ("nanchang_county/xiangtang_town/",)


def texts(paper: bytes) -> list[str]:
    """Every paragraph in the order of reading, tables included."""
    page = docx.Document(io.BytesIO(paper))
    found = []
    for block in page.element.body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"):
        found.append(
            "".join(
                node.text or ""
                for node in block.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t")
            )
        )
    return found


def cells(paper: bytes, number: int) -> list[list[str]]:
    """A table's rows."""
    return [[cell.text for cell in row.cells] for row in docx.Document(io.BytesIO(paper)).tables[number].rows]


def parts(paper: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(paper)) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_a_visit_record_says_who_where_when_and_what(office: Office) -> None:
    said = texts(office.paper("visit-record", FULL))
    assert said[:2] == ["地条钢巡察记录", "（演示数据，不是真实情况）"]
    assert "检查结果：无发现。" in said and "还缺：不算联合巡察：要有县局和乡镇的人、位置和照片。" not in said
    facts = cells(office.paper("visit-record", FULL), 0)
    assert facts[0] == ["所属单位", "向塘镇", "所属月份", "2026年11月"]
    assert facts[1] == ["地点", PRINTED, "性质", "属地巡查（不进企业）"]
    assert facts[3] == ["开始时间", "2026年11月22日10时00分", "结束时间", BLANK]


def test_a_value_that_would_be_a_template_is_printed_as_it_is(office: Office) -> None:
    """Neither worked out (49) nor read as markup, in the record and in the sign-in sheet."""
    for kind, table in (("visit-record", -1), ("sign-in", 0)):
        paper = office.paper(kind, FULL)
        printed = [row[-3] for row in cells(paper, table)]
        assert PRINTED in printed
        assert "49" not in "".join(printed)  # elsewhere a check value may hold it


def test_signatures_are_pictures_refusals_are_words_and_the_rest_a_line(office: Office) -> None:
    _, *people = cells(office.paper("visit-record", FULL), -1)
    assert [row[3].strip() for row in people] == ["", "拒签：不同意记录；见证人：示例见证人", BLANK]
    assert people[0][2] == "00123"


def test_photos_are_small_upright_and_without_exif(office: Office) -> None:
    paper = office.paper("visit-record", FULL)
    media = [body for name, body in parts(paper).items() if name.startswith("word/media/")]
    sizes = sorted(Image.open(io.BytesIO(body)).size for body in media)
    assert sizes == [(450, 900), (600, 200)]
    assert not [body for body in media if b"CANARY" in body or b"Exif" in body]
    captions = cells(paper, -2)
    assert captions[0][1] == "（照片还没传到，或打不开）"
    assert captions[1] == ["1. 大门，2026年11月22日10时00分", "2. 主要车间，从相册选的"]


def test_a_broken_picture_is_said_and_stops_nothing(office: Office) -> None:
    [photo] = [path for path in office.photos.rglob("*") if path.is_file() and path.stat().st_size > 5000]
    whole = photo.read_bytes()
    photo.write_bytes(whole[:200])
    try:
        assert cells(office.paper("visit-record", FULL), -2)[0][0] == "（照片还没传到，或打不开）"
    finally:
        photo.write_bytes(whole)


def test_the_same_state_gives_the_same_bytes(office: Office) -> None:
    for kind, of in (("visit-record", FULL), ("month-report", "2026-09"), ("work-summary", "2026")):
        assert office.paper(kind, of) == office.paper(kind, of)


def test_a_plan_is_a_sheet_to_sign_on(office: Office) -> None:
    paper = office.paper("sign-in", str(named("plan")))
    assert {"地条钢巡察签到表", "时间：2026年11月25日", "单位：三江镇", f"地点：{BLANK}"} <= set(texts(paper))
    _, first, *rest = cells(paper, 0)
    assert (first[0], first[2], len(rest)) == ("1", "示例县局检查员", 9)


def test_a_frozen_month_prints_what_was_frozen_and_what_changed_since(office: Office) -> None:
    said = texts(office.paper("month-report", "2026-09"))
    assert [line for line in said if line.startswith("已定稿（2026年")]
    assert "定稿以后的更正：已报单位：3 → 4。" in said and "定稿以后的更正：联合巡察单位：2 → 3。" in said
    figures = next(line for line in said if line.startswith("2026年9月在册单位 21 个。"))
    assert (
        "报送率 14.29%（3 个），联合巡察率 9.52%（2 个）" in figures
        and "缺报 18 个，还没到期 0 个" in figures
    )


def test_a_running_month_is_marked_and_nobody_is_missing(office: Office) -> None:
    paper = office.paper("month-report", "2026-11")
    said = texts(paper)
    assert [line for line in said if line.startswith("未定稿（截至台账第 ")]
    assert [line for line in said if "缺报 0 个，还没到期 20 个" in line]
    assert {row[2] for row in cells(paper, 0)[1:]} == {"联合巡察", "还没到期"}


def test_the_month_as_a_workbook_says_the_same(office: Office) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(office.paper("month-report", "2026-08", "xlsx"))).worksheets[0]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert rows[0][0] == "南昌县2026年8月地条钢巡察月报表" and rows[2][0] == "演示数据，不是真实情况。"
    table = [row for row in rows if isinstance(row[0], int)]
    assert table == [
        [int(row[0]), *row[1:3], int(row[3]), int(row[4]), *row[5:]]
        for row in cells(office.paper("month-report", "2026-08"), 0)[1:]
    ]
    assert len(table) == 21 and ["南新乡", "免巡"] in [row[1:3] for row in table]


def test_a_summary_works_its_figures_out(office: Office) -> None:
    said = texts(office.paper("work-summary", "2026"))
    assert "2026年共开展地条钢巡察 11 次，其中联合巡察 10 次，去了未能进入 1 次。" in said
    months = next(line for line in said if line.startswith("已到期的 3 个月合计"))
    assert "应报 63 个单位次，已报 10 个，报送率 15.87%；联合巡察 8 个，联合巡察率 12.70%" in months
    assert "2026年登记问题 2 件：已了结 0 件，已改待销号 0 件，未改好 2 件，其中逾期 1 件。" in said
    assert (
        "2026年1—9月，规模以上工业单位增加值能耗下降 12.30%（示例〔2026〕2号，初步数）；目标为下降 2%，超过目标 10.30 个百分点。"
        in said
    )
    assert "新型墙体材料 1 家：示例墙材有限公司（1 家只是申报，不是认定）。" in said


def test_firms_a_source_leaves_unnamed_are_counted_and_not_named() -> None:
    applied = '{"status":"applied"}'
    rows = [
        ("海来建材", applied, 0),
        ("鑫超建材", applied, 0),
        ("鑫超建材", applied, 0),
        ("其他企业", applied, 2),
    ]
    assert listing_line("新型墙体材料", rows) == (
        "新型墙体材料 4 家：海来建材、鑫超建材，另有 2 家来源没有写名（4 家只是申报，不是认定）。"
    )


def test_a_half_year_without_records_says_so(office: Office) -> None:
    said = texts(office.paper("work-summary", "2026-h1"))
    assert said[0] == "南昌县2026年上半年工业节能监管工作小结"
    assert {"这个时段没有巡察检查记录。", "这个时段没有登记问题。"} <= set(said)


@pytest.mark.parametrize(
    ("kind", "of", "form", "said"),
    [
        ("letter", "x", "docx", "没有文书“letter”"),
        ("visit-record", FULL, "odt", "检查记录只有 docx、pdf，没有“odt”。"),
        ("work-summary", "2026", "xlsx", "工作小结只有 docx、pdf，没有“xlsx”。"),
        ("month-report", "2026-13", "docx", "“2026-13”不是月份，请写成 2026-10。"),
        ("month-report", "2026-10.x", "docx", "没有检查类别“x”"),
        ("work-summary", "2026-09..2026-01", "docx", "“2026-09..2026-01”不是时段"),
    ],
)
def test_what_there_is_not_is_said(office: Office, kind: str, of: str, form: str, said: str) -> None:
    with pytest.raises(NoPaper, match=f"^{said}"):
        office.paper(kind, of, form)


@pytest.mark.parametrize(
    ("kind", "of"),
    [
        ("visit-record", SHUT),
        ("sign-in", SHUT),
        ("sign-in", str(named("plan"))),
        ("visit-record", "x"),
        ("month-report", "2026-09"),
        ("work-summary", "2026"),
    ],
)
def test_nothing_of_another_unit_or_the_whole_county_for_a_township(
    office: Office, kind: str, of: str
) -> None:
    with pytest.raises(NotThere):
        office.paper(kind, of, scopes=XIANGTANG)


def test_an_office_may_bring_its_own_template(office: Office, tmp_path: Path) -> None:
    """Only the paper it brings; what it asks for and nobody gives is a line; it cannot reach into the program."""
    own = docx.Document()
    own.add_paragraph("某局：{{ unit }}·{{ 没有这一项 }}·{{ ().__class__ }}")
    own.save(str(tmp_path / "visit-record.docx"))
    assert texts(office.paper("visit-record", SHUT, templates=tmp_path)) == [f"某局：三江镇·{BLANK}·{BLANK}"]
    assert texts(office.paper("sign-in", SHUT, templates=tmp_path))[0] == "地条钢巡察签到表"


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_templates_are_what_the_program_draws(name: str) -> None:
    kept = Path(f"inspections/documents/templates/{name}.docx").read_bytes()
    assert parts(kept) == parts(layout.drawn(TEMPLATES[name]))
    assert Path(f"inspections/documents/templates/{name}.typ").read_text("utf-8") == typeset.drawn(
        TEMPLATES[name]
    )


def test_a_paper_is_a4_with_official_margins_and_fonts(office: Office) -> None:
    paper = office.paper("work-summary", "2026")
    section = docx.Document(io.BytesIO(paper)).sections[0]
    page = (
        section.page_width,
        section.page_height,
        section.top_margin,
        section.bottom_margin,
        section.left_margin,
        section.right_margin,
    )
    assert [round(one.mm) for one in page if one] == [210, 297, 37, 35, 28, 26]
    inside = parts(paper)
    assert 'w:eastAsia="方正小标宋简体"' in inside["word/document.xml"].decode()
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋"/>' in inside["word/fontTable.xml"].decode()
