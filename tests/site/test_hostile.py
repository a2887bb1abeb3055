"""Sixty hostile names go through every place a text can stand: by a parser, and in a real browser."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from msgspec.structs import replace
from playwright.sync_api import Browser, expect

from inspections.publication import Snapshot
from inspections.publishing.build import REPOSITORY, build_site, settings
from inspections.publishing.check import Page, check_site
from inspections.publishing.records import FIRST_LINES
from inspections.publishing.release import keep, switch
from tests.site.browsing import PAGES, Watched, served

MARK = "payload9f3e"
LIVE = "script:not([src]):not([type]), iframe, object, embed, base, form[action]"
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


@pytest.fixture(scope="module")
def hostile_address(
    hostile: Snapshot, hostile_site: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The hostile site, kept and served as a release is."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copytree(hostile_site, folder / "work/site")
    switch(folder, keep(folder, folder / "work/site", hostile, "0" * 64))
    with served(folder) as url:
        yield url


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1440])
def test_hostile_names_do_nothing_in_a_browser(chromium: Browser, hostile_address: str, width: int) -> None:
    """No dialog, no request elsewhere, nothing run, nothing refused by the policy: it never came to that."""
    seen = Watched(chromium, width, 844)
    seen.page.add_init_script(f"window.{MARK} = () => {{ window.hit = true; alert(1) }}")
    for path in PAGES:
        seen.page.goto(hostile_address + path, wait_until="load")
        if path == "404.html":
            seen.complaints.clear()  # the browser reports the status
        seen.page.wait_for_timeout(50)
        assert seen.page.evaluate("window.hit") is None
        assert MARK in seen.page.title() or path == ""
        assert seen.page.evaluate(f"[...document.querySelectorAll({LIVE!r})].length") == 0, path
    assert (seen.dialogs, seen.foreign(hostile_address), seen.complaints) == ([], [], [])


@pytest.mark.browser
@pytest.mark.parametrize("path", ["green-factories/", "wall-materials/", "ready-mix/"])
def test_every_hostile_name_is_shown_letter_by_letter(
    chromium: Browser, hostile_address: str, path: str
) -> None:
    """Drawn by the page and by the table script, which takes the last ten from a file."""
    seen = Watched(chromium)
    seen.page.goto(hostile_address + path)
    expect(seen.page.get_by_role("status")).to_contain_text("60", timeout=30_000)
    shown = seen.page.locator(".records tbody th").all_text_contents()
    seen.page.get_by_role("button", name="下一页").click()
    shown += seen.page.locator(".records tbody th").all_text_contents()
    assert [" ".join(text.split()) for text in shown] == [" ".join(name.split()) for name in HOSTILE]
    assert (seen.dialogs, seen.foreign(hostile_address), seen.complaints) == ([], [], [])
