"""The table of records in a browser: find, filter, sort, page, keep it in the address; and without script."""

import json
from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser, Page

from inspections.publication import Snapshot
from inspections.publishing import publish
from inspections.publishing.records import FIRST_LINES, records_files
from tests.site.browsing import Watched, served

pytestmark = pytest.mark.browser
LINES = 120


@pytest.fixture(scope="module")
def long(snapshot: Snapshot) -> Snapshot:
    """120 lines of wall materials: every third is certified, the last is called otherwise."""
    applied, certified = snapshot.wall_materials[0], snapshot.wall_materials[3]
    lines = [
        replace(applied if number % 3 else certified, number=number, name=f"示例{number}号墙材厂")
        for number in range(1, LINES)
    ]
    return replace(
        snapshot,
        wall_materials=(*lines, replace(applied, number=LINES, name="城关泰兴砖厂", note="只此一家")),
    )


@pytest.fixture(scope="module")
def long_address(long: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("long")
    publish(long, folder)
    with served(folder) as url:
        yield url


def opened(browser: Browser, address: str, query: str = "", **context: object) -> Page:
    page = Watched(browser, **context).page
    page.goto(f"{address}wall-materials/{query}")
    return page


def counted(page: Page, rows: int) -> None:
    page.wait_for_function(
        "rows => document.querySelector('[role=status]').textContent.includes(`找到 ${rows} 行`)", arg=rows
    )


def names(page: Page) -> list[str]:
    return page.locator(".records tbody th").all_text_contents()


def test_a_part_of_a_name_finds_that_line_and_nothing_says_so(chromium: Browser, long_address: str) -> None:
    page = opened(chromium, long_address)
    counted(page, LINES)
    page.get_by_label("查找企业或产品").fill("城关泰兴")
    counted(page, 1)
    assert names(page) == ["城关泰兴砖厂"]
    page.get_by_label("查找企业或产品").fill("没有这样的")
    assert page.get_by_role("status").text_content() == "没有符合的。换个说法，或者少写几个字再试。"


def test_the_count_equals_the_rows_of_the_data_filtered_the_same_way(
    chromium: Browser, long_address: str, long: Snapshot
) -> None:
    page = opened(chromium, long_address)
    counted(page, LINES)
    page.get_by_label("状态").select_option("认定")
    counted(page, sum(line.status == "certified" for line in long.wall_materials))
    assert set(page.locator(".records tbody .tag").all_text_contents()) == {"认定"}


def test_sorting_is_told_and_kept_in_the_address(chromium: Browser, long_address: str) -> None:
    page = opened(chromium, long_address)
    counted(page, LINES)
    head = page.get_by_role("columnheader", name="企业名称")
    head.get_by_role("button").click()
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    page.get_by_label("状态").select_option("申报")
    first = names(page)
    assert first[:2] == ["示例119号墙材厂", "示例118号墙材厂"]
    page.reload()
    counted(page, 81)
    page.wait_for_function("document.querySelectorAll('.records tbody tr').length === 50")
    assert names(page) == first
    assert "status=" in page.url and "sort=-" in page.url


def test_pages_of_fifty_by_keyboard(chromium: Browser, long_address: str) -> None:
    page = opened(chromium, long_address)
    counted(page, LINES)
    assert len(names(page)) == FIRST_LINES
    page.get_by_role("button", name="下一页").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert page.get_by_role("status").text_content() == "找到 120 行，显示第 101–120 行"
    assert page.get_by_role("button", name="下一页").is_disabled()
    assert names(page)[-1] == "城关泰兴砖厂"


def test_without_script_it_is_a_table_of_the_first_fifty(chromium: Browser, long_address: str) -> None:
    page = opened(chromium, long_address, java_script_enabled=False)
    assert len(names(page)) == FIRST_LINES
    assert page.locator("caption").text_content() == "新型墙体材料，每项一行；这里是开头 50 行，全部可以下载"
    assert page.get_by_role("link", name="下载 CSV").is_visible()
    assert page.locator(".tools").count() == 0


def test_a_certificate_runs_out_by_the_readers_day(chromium: Browser, address: str) -> None:
    """T22: valid all of 2026-11-30 in Beijing, over from the next day; the page was made in October."""
    for day, word in (("2026-11-30T15:59:00Z", "认定"), ("2026-11-30T16:00:00Z", "已过期")):
        seen = Watched(chromium)
        seen.page.clock.set_fixed_time(day)
        seen.page.goto(address + "wall-materials/")
        assert seen.page.locator(".records tbody tr").last.locator(".tag").text_content() == word
        assert seen.complaints == []


def test_what_was_over_when_the_page_was_made_says_so_without_script(chromium: Browser, address: str) -> None:
    page = Watched(chromium, java_script_enabled=False).page
    page.goto(address + "ready-mix/")
    assert page.locator(".records .tag").all_text_contents() == ["已过期"]  # valid to the day before


def test_firms_the_source_does_not_name_are_counted_and_not_named(chromium: Browser, address: str) -> None:
    page = opened(chromium, address)
    assert "名单上有 5 家企业，4 行：申报 4 家，认定 1 家。" in page.locator(".lead").last.inner_text()
    assert names(page)[2] == "等 4 家（另有 2 家，来源没有写名字，这里也不写）"


def test_a_short_list_needs_no_second_file(snapshot: Snapshot, long: Snapshot) -> None:
    assert records_files(snapshot) == {}
    [(path, body)] = records_files(long).items()
    assert path == "data/wall-materials.records.json"
    assert len(json.loads(body)["rows"]) == LINES
