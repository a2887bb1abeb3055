"""Papers as PDF: letters embedded, no empty boxes, the words that stand on them; a clear no where there is no font."""

import io
from pathlib import Path

import pytest
import typst
from PIL import Image
from pypdf import PdfReader

from inspections.documents import NoFont, NoPaper
from inspections.documents.fonts import chosen
from tests.documents.conftest import Office, opened
from tests.documents.pdf_reading import letters, pages
from tests.exports.story import named

FULL = str(named("full"))
PAPERS = {
    "visit-record": (FULL, "地条钢巡察记录"),
    "sign-in": (str(named("plan")), "地条钢巡察签到表"),
    "month-report": ("2026-09", "南昌县2026年9月地条钢巡察月报表"),
    "work-summary": ("2026", "南昌县2026年工业节能监管工作小结"),
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("desk")
    return opened(Office(f"sqlite:///{folder}/ledger.db", folder / "photos"))


@pytest.fixture(scope="module")
def printed(desk: Office) -> dict[str, bytes]:
    return {kind: desk.paper(kind, of, "pdf") for kind, (of, _) in PAPERS.items()}


@pytest.mark.parametrize("kind", PAPERS)
def test_every_letter_is_embedded_and_none_is_an_empty_box(printed: dict[str, bytes], kind: str) -> None:
    found = letters(printed[kind])
    assert len(found) >= 2 and all(one.embedded and one.empty_boxes == 0 for one in found), found
    assert pages(printed[kind])[0].startswith(f"{PAPERS[kind][1]}（演示数据，不是真实情况）")


def test_the_look_at_letters_notices_an_empty_box() -> None:
    """Without the archive's standard the same sign becomes a box, and no error."""
    fonts = typst.Fonts(include_embedded_fonts=False)
    plain = typst.compile("县𮯰局".encode(), font_paths=fonts)
    assert isinstance(plain, bytes) and sum(one.empty_boxes for one in letters(plain)) == 1


def test_a_record_says_the_same_as_on_word(printed: dict[str, bytes]) -> None:
    first, *_, last = pages(printed["visit-record"])
    assert "地点{{7*7}}{%raw%}<b>&张三性质属地巡查（不进企业）企业＿＿＿＿＿＿" in first
    assert "检查结果：无发现。" in first and last.endswith("收到。—2—")
    assert "拒签：不同意记录；见证人：示例见证人" in last and "（照片还没传到，或打不开）" in last


def test_pictures_are_small_and_without_exif(printed: dict[str, bytes]) -> None:
    found = [one for page in PdfReader(io.BytesIO(printed["visit-record"])).pages for one in page.images]
    assert sorted(Image.open(io.BytesIO(one.data)).size for one in found) == [(450, 900), (600, 200)]
    assert b"CANARY" not in printed["visit-record"]


def test_a_paper_is_a4_marked_for_archives_and_the_same_bytes_again(
    desk: Office, printed: dict[str, bytes]
) -> None:
    read = PdfReader(io.BytesIO(printed["sign-in"]))
    assert [round(float(side) / 72 * 25.4) for side in read.pages[0].mediabox[2:]] == [210, 297]
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>" in printed["sign-in"]
    assert desk.paper("sign-in", PAPERS["sign-in"][0], "pdf") == printed["sign-in"]


def test_a_sign_no_font_has_is_named_and_nothing_is_printed(desk: Office, tmp_path: Path) -> None:
    (tmp_path / "sign-in.typ").write_text(
        '#import "/layout.typ": *\n#let draw(data) = para("南昌县𮯰")', "utf-8"
    )
    with pytest.raises(NoFont, match=r"里有字印不出来：“𮯰”（U\+2EBF0）。请安装"):
        desk.paper("sign-in", PAPERS["sign-in"][0], "pdf", templates=tmp_path)


@pytest.mark.parametrize("families", [(), ("DejaVu Sans", "Noto Sans CJK JP")])
def test_a_machine_without_chinese_letters_says_what_to_install(families: tuple[str, ...]) -> None:
    with pytest.raises(NoFont, match=r"没有中文字体，不能做 PDF.*fonts-noto-cjk.*XUNCHA_FONTS"):
        chosen(families)


def test_an_office_s_own_letters_come_first() -> None:
    found = chosen(("Noto Serif CJK SC", "Noto Sans CJK SC", "FangSong_GB2312", "方正小标宋简体", "SimSun"))
    assert found["title"] == ["方正小标宋简体", "SimSun", "Noto Serif CJK SC", "Noto Sans CJK SC"]
    assert found["body"][0] == "FangSong_GB2312" and found["heading"][0] == "Noto Sans CJK SC"


def test_an_office_may_bring_its_own_template_and_is_told_its_fault(desk: Office, tmp_path: Path) -> None:
    of = PAPERS["sign-in"][0]
    own = tmp_path / "sign-in.typ"
    own.write_text(
        '#import "/layout.typ": *\n#let draw(data) = { title(data); say(get(data, "unit", "x")) }', "utf-8"
    )
    assert pages(desk.paper("sign-in", of, "pdf", templates=tmp_path)) == [
        "地条钢巡察签到表（演示数据，不是真实情况）＿＿＿＿＿＿—1—"
    ]
    own.write_text('#let draw(data) = read("/etc/passwd")', "utf-8")
    with pytest.raises(NoPaper, match="PDF 模板有错"):
        desk.paper("sign-in", of, "pdf", templates=tmp_path)
