"""Data can never become Markdown or live HTML: sixty hostile names go through every place a text can stand."""

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from msgspec.structs import replace

from inspections.publication import Snapshot
from inspections.publishing.build import REPOSITORY, BuildFailed, build_site, settings, source_files, staged
from inspections.publishing.check import Page, check_site
from inspections.publishing.data_files import data_files
from inspections.publishing.records import FIRST_LINES
from inspections.publishing.render import UnknownMark, filled
from inspections.publishing.sheets import INTENSITY_COLUMNS, MONTH_COLUMNS, SHEETS

MARK = "payload9f3e"
HOSTILE = [
    f"<script>{MARK}()</script>",
    f"<ScRiPt src=//{MARK}.example></sCrIpT>",
    f"<img src=x onerror={MARK}()>",
    f"<svg/onload={MARK}()>",
    f"<svg><script>{MARK}()</script></svg>",
    f'" onmouseover="{MARK}()',
    f"' onfocus='{MARK}()' autofocus='",
    f"<a href=javascript:{MARK}()>x</a>",
    f"[x](javascript:{MARK}())",
    f"[x]( javascript&colon;{MARK}())",
    f"![x](javascript:{MARK}())",
    f"[x][r]\n\n[r]: javascript:{MARK}()",
    f"<javascript:{MARK}()>",
    f"<https://{MARK}.example>",
    f"[x](https://{MARK}.example)",
    f"{{{{ {MARK} }}}}",
    f"{{% include '{MARK}' %}}",
    f"{{# {MARK} #}}",
    f"${{{MARK}}}",
    f"&lt;script&gt;{MARK}()&lt;/script&gt;",
    f"&#60;script&#62;{MARK}()&#60;/script&#62;",
    f"</div><script>{MARK}()</script><div>",
    f"</title><script>{MARK}()</script>",
    f"</td></tr></table><script>{MARK}()</script>",
    f"--><script>{MARK}()</script><!--",
    f"<!-- data:{MARK} -->",
    "<!-- data:coverage -->",
    f"]]><script>{MARK}()</script>",
    f"a\n\n<script>{MARK}()</script>",
    f"a\n\n# {MARK}",
    f"a\n\n    code {MARK}",
    f"a\n\n```\n{MARK}\n```",
    f"a\n---\ntitle: {MARK}\n---\n",
    f"---\n{MARK}: 1\n---",
    f'"\ntitle: "{MARK}',
    f"x: !!python/name:os.{MARK}",
    f"!ENV {MARK}",
    f"a{{ onclick={MARK}() }}",
    f"a{{: onclick={MARK}() }}",
    f"a {{ #id onclick='{MARK}()' }}",
    f'<div markdown="1" onclick={MARK}()>',
    f"<div markdown=1>\n\n[x](javascript:{MARK}())\n\n</div>",
    f"<iframe srcdoc='<script>{MARK}()</script>'>",
    f"<object data=javascript:{MARK}()>",
    f"<embed src=//{MARK}.example>",
    f"<base href=//{MARK}.example/>",
    f"<meta http-equiv=refresh content='0;url=//{MARK}.example'>",
    f"<link rel=stylesheet href=//{MARK}.example>",
    f"<style>@import '//{MARK}.example'</style>",
    f"<form action=//{MARK}.example><button>x",
    f"<math><mi xlink:href=javascript:{MARK}()>",
    f"<details open ontoggle={MARK}()>",
    f"<template><script>{MARK}()</script></template>",
    f"<textarea><script>{MARK}()</script>",
    f"<p style=background:url(//{MARK}.example)>",
    f"*[{MARK}]: x\n[^1]: {MARK}",
    f"\u0002wzxhzdk:0\u0003 {MARK}",
    f"`<script>{MARK}()</script>`",
    f"\\<script>{MARK}()\\</script>",
    f"％3Cscript％3E{MARK}() ＜script＞",
]


@pytest.fixture(scope="module")
def hostile(snapshot: Snapshot) -> Snapshot:
    """Every text of the snapshot is hostile at once; the gate is not asked."""
    first, (coverage,) = snapshot.green_factories[1], snapshot.coverage
    listings = tuple(
        replace(
            first,
            **dict.fromkeys(
                ("name", "source", "note", "batch", "claimed_in", "industry", "document_no"), name
            ),
            number=number,
        )
        for number, name in enumerate(HOSTILE, 1)
    )
    everything = " ".join(HOSTILE)
    footer = replace(snapshot.footer, organiser=everything, phone=everything)
    basis = tuple(replace(one, source=everything, document_no=everything) for one in snapshot.basis)
    return replace(
        snapshot,
        county_name=everything,
        footer=footer,
        basis=basis,
        coverage=(replace(coverage, kind_name=everything),),
        green_factories=listings,
        wall_materials=tuple(everywhere(snapshot.wall_materials[3], name) for name in HOSTILE),
        ready_mix=tuple(everywhere(snapshot.ready_mix[0], name) for name in HOSTILE),
        intensity=(everywhere(snapshot.intensity[0], everything),),
    )


#: texts that are codes, numbers or days: the gate lets nothing else stand there
NOT_FREE = {"status", "kind", "product_kind", "annual_capacity_unit", "valid_to", "period", "role", "state",
            "change_percent", "target_percent", "over_pp", "worked_out"}  # fmt: skip


def everywhere(line: Any, text: str) -> Any:
    """A line whose every free text is this one."""
    free = [name for name in line.__struct_fields__ if isinstance(getattr(line, name), str | None)]
    return replace(line, **dict.fromkeys(set(free) - NOT_FREE - {"link"}, text))


@pytest.fixture(scope="module")
def hostile_site(hostile: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_site(hostile, REPOSITORY, tmp_path_factory.mktemp("hostile"))


def test_there_are_sixty_hostile_names() -> None:
    assert len(set(HOSTILE)) == 60


def test_hostile_names_are_dead_on_every_page(hostile: Snapshot, hostile_site: Path) -> None:
    """Checked with a parser: no script, handler, javascript:, foreign address or broken structure."""
    assert [fault for fault in check_site(hostile_site, hostile) if fault.code != "broken-link"] == []
    assert check_site(hostile_site, hostile) == ()
    for path in hostile_site.rglob("*.html"):
        page = Page(path.name, path.read_text("utf-8"))
        assert page.live == []
        assert not [address for _, address in page.links if MARK in address]


def test_hostile_names_are_printed_as_they_are(hostile_site: Path) -> None:
    """Dead, but not dropped: a reader sees the name."""
    words = Page("x", (hostile_site / "green-factories/index.html").read_text("utf-8")).words
    for name in HOSTILE[:FIRST_LINES]:
        shown = re.sub(r"[\u0002\u0003]", "", name)
        assert " ".join(shown.split()) in " ".join(words.split())


def test_the_check_sees_a_live_payload(tmp_path: Path, complete: Snapshot) -> None:
    """Planted faults: the parser used above does find what it looks for."""
    page = Page(
        "x",
        "<script>1</script><img src=x onerror=1><a href=' java\nscript:1'>x</a><iframe></iframe><script src=a.js></script>",
    )
    assert page.live == ["script", "img onerror", "a href", "iframe"]


def test_hostile_titles_are_dead_in_the_search_index(hostile_site: Path) -> None:
    index = msgspec.json.decode((hostile_site / "search/search_index.json").read_bytes())
    titles = [entry["title"] for entry in index["docs"]]
    assert any(MARK in title for title in titles)
    assert not [title for title in titles if "<" in title]


def test_the_settings_that_come_from_data_are_plain_yaml(hostile: Snapshot) -> None:
    """JSON is read back by the YAML reader as it was written, whatever the names hold."""
    plain = replace(hostile, county_name="县" + HOSTILE[33])
    written = msgspec.json.encode(settings(plain)).decode()
    assert yaml.safe_load(written) == settings(plain)


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
