"""What the renderer makes of words and data: blocks at their marks, files to download, nothing written into the sources."""

import re
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from inspections.publication import Snapshot
from inspections.publishing.build import REPOSITORY, BuildFailed, source_files, staged
from inspections.publishing.data_files import data_files
from inspections.publishing.render import UnknownMark, filled
from inspections.publishing.sheets import INTENSITY_COLUMNS, MONTH_COLUMNS, SHEETS


def test_a_page_cannot_ask_for_an_unknown_block(snapshot: Snapshot) -> None:
    with pytest.raises(UnknownMark, match=r"a\.md"):
        filled("x\n\n<!-- data:petitioners -->\n", "a.md", snapshot, data_files(snapshot))


def test_a_link_out_of_the_sources_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "mkdocs.yml").write_text("site_name: x")
    (tmp_path / "site" / "index.md").symlink_to("/etc/hostname")
    with pytest.raises(BuildFailed, match="符号链接"):
        source_files(tmp_path)
    with pytest.raises(BuildFailed, match=r"mkdocs\.yml"):
        source_files(tmp_path / "site")


def test_staging_leaves_the_sources_alone(snapshot: Snapshot, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in source_files(REPOSITORY)}
    staged(snapshot, REPOSITORY, tmp_path / "stage")
    assert {path: path.read_bytes() for path in source_files(REPOSITORY)} == before
    assert "<!-- data:" not in (tmp_path / "stage/site/coverage.md").read_text("utf-8")


def test_mkdocs_names_both_folders_and_the_site_holds_no_python() -> None:
    """With MkDocs' defaults the output folder is `site`, and a build would erase the sources."""
    text = (REPOSITORY / "mkdocs.yml").read_text("utf-8")
    assert re.findall(r"^(docs_dir|site_dir): (.+)$", text, re.MULTILINE) == [
        ("docs_dir", "site"),
        ("site_dir", "build/site"),
    ]
    assert list((REPOSITORY / "site").rglob("*.py")) == []


def test_csv_and_json_hold_the_rows_and_the_dictionary_every_column(snapshot: Snapshot) -> None:
    files = data_files(snapshot)
    table = files["data/coverage-steel_patrol-2026.csv"].body
    assert table.startswith(b"\xef\xbb\xbf")
    lines = table.decode("utf-8-sig").split("\r\n")
    assert lines[1] == "2026-08,21,20,95.24,19,90.48,1,0,1,2,40,38,95.00,是,311,"
    assert len(lines) == 1 + 3 + 1
    told = msgspec.json.decode(files["data/coverage-steel_patrol-2026.json"].body)
    assert told["coverage"]["months"][2]["joint"] == 6
    assert [one["document_no"] for one in told["basis"]] == ["示例公开〔2026〕1 号"]
    (coverage,) = snapshot.coverage
    assert set(MONTH_COLUMNS) == set(coverage.months[0].__struct_fields__)
    for sheet in SHEETS:
        assert set(sheet.columns) == set(sheet.lines(snapshot)[0].__struct_fields__)
    assert set(INTENSITY_COLUMNS) == set(snapshot.intensity[0].__struct_fields__)


def test_a_text_cell_cannot_become_a_formula(snapshot: Snapshot) -> None:
    listing = replace(snapshot.green_factories[0], name="=1+1", note="＠x", source="-5")
    file = data_files(replace(snapshot, green_factories=(listing,)))["data/green-factories.csv"]
    row = file.body.decode("utf-8-sig").split("\r\n")[1]
    assert row.startswith("1,'=1+1,国家级,")
    assert ",'-5," in row
    assert ",'＠x," in row


def test_no_page_lets_markdown_into_a_block_of_data() -> None:
    """A block inside `<div markdown>` would be read as Markdown again, whatever it says about itself."""
    pages = {page.name: page.read_text("utf-8") for page in (REPOSITORY / "site").glob("*.md")}
    assert [name for name, words in pages.items() if re.search(r"<\w[^>]*\smarkdown", words)] == []
