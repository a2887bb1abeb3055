"""The office face at 1440×900 against the running server, as the county's examiner uses it.

Owns: that what stands on the screen is what the API says, that freezing, filters and keys work. Does not own the figures
(tests/ledger), the rules of an entry, or accessibility (test_office_accessibility.py).
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserType, Page, expect

from tests.web.desk import Desk, at_desk

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def desk(chromium: BrowserType, server: Any) -> Iterator[Desk]:
    with at_desk(chromium, server) as desk:
        yield desk
        assert (desk.foreign, desk.thrown) == ([], [])


def year(desk: Desk) -> Any:
    return desk.got(f"coverage?kind=steel_patrol&year={datetime.now():%Y}")


def last_over(desk: Desk) -> Any:
    """The last month that is over, as the API counts it."""
    return year(desk)["months"][-2]


def test_the_matrix_and_its_three_figures_are_what_the_api_says(desk: Desk) -> None:
    coverage = year(desk)
    month = last_over(desk)
    page = desk.open(f"month?period={month['period']}")
    title = f"{month['period'][:4]} 年 {int(month['period'][5:])} 月结果"
    figures = page.get_by_role("region", name=title).get_by_role("listitem")
    expect(figures).to_have_count(3)
    shown = [re.search(r"\d+\.\d\d", one.inner_text())[0] for one in figures.all()]  # type: ignore[index]
    assert shown == [month[f"{name}_percent"] for name in ("reported", "joint", "sites")]
    assert [one.inner_text().count("%") for one in figures.all()] == [1, 1, 1]
    assert f"{month['in_force']} 个单位里 {month['reported']} 个交了" in figures.nth(0).inner_text()
    assert f"{month['sites']} 处点位里看了 {month['sites_seen']} 处" in figures.nth(2).inner_text()

    added = page.get_by_role("region", name=f"{month['period'][:4]} 年，到期的月份合计").get_by_role(
        "listitem"
    )
    total = coverage["year_total"]
    assert f"各月应报 {total['in_force']} 次，交了 {total['reported']} 次" in added.nth(0).inner_text()
    assert f"各月名单共 {total['sites']} 处次，看了 {total['sites_seen']} 处次" in added.nth(2).inner_text()

    marks = {"joint": "joint", "visit": "single", "zero": "zero", "zero_only": "zero", "excused": "excused"}
    marks |= {"missing": "missing", "pending": "half", "not_in_force": "none"}
    rows = page.locator(".matrix tbody tr")
    assert rows.count() == len(coverage["units"]) == 21
    for row, unit in zip(rows.all(), coverage["units"], strict=True):
        assert row.locator("th").inner_text() == unit["name"]
        for cell in unit["cells"]:
            mark = row.locator("td").nth(int(cell["period"][5:]) - 1).locator(".mark")
            assert marks[cell["state"]] in (mark.get_attribute("class") or "").split()


def test_today_counts_are_links_to_what_they_count(desk: Desk) -> None:
    pending = year(desk)["months"][-1]["pending"]
    page = desk.open("")
    counts = page.get_by_role("navigation", name="要办的数")
    link = counts.get_by_role("link", name=re.compile("本月未报"))
    expect(link).to_contain_text(str(pending))
    link.click()
    follow = page.get_by_role("region", name="要跟进")
    expect(follow.get_by_text("进行中", exact=True)).to_have_count(pending)


def test_a_cell_opens_what_is_behind_it(desk: Desk) -> None:
    coverage = year(desk)
    found = {cell["state"]: (unit, cell) for unit in coverage["units"] for cell in unit["cells"]}
    unit, cell = found["excused"]
    page = desk.open(f"month?period={cell['period']}")
    page.get_by_role("link", name=re.compile(f"^{unit['name']} {int(cell['period'][5:])} 月：免巡")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(unit["name"])
    expect(page.get_by_role("region", name="零报告、免巡")).to_contain_text(cell["reason"])

    unit, cell = found["joint"]
    page = desk.open(f"cell?kind=steel_patrol&unit={unit['unit']}&period={cell['period']}")
    expect(page.locator("tbody tr")).to_have_count(cell["visits"])


def visit_of(desk: Desk, **filters: str) -> Any:
    query = "&".join(f"{name}={value}" for name, value in filters.items())
    return next(one for one in desk.got(f"visits?limit=500&{query}")["items"] if one["photos"] >= 2)


def test_a_frozen_month_shows_a_later_correction_beside_the_figure_it_had(desk: Desk) -> None:
    month = last_over(desk)
    if month["report"]:
        assert desk.put(stamped(type="void", target=month["report"], reason="演示：重新定稿")) == 201
    page = desk.open(f"month?period={month['period']}")
    page.get_by_role("button", name=re.compile("定稿$")).click()
    sheet = page.get_by_role("dialog")
    expect(sheet).to_contain_text(re.compile(r"第 \d+ 号"))
    seq = int(re.search(r"第 (\d+) 号", sheet.inner_text())[1])  # type: ignore[index]
    assert f"{month['reported_percent']}%" in sheet.inner_text()
    sheet.get_by_role("button", name="定稿").click()
    frozen = page.get_by_role("region", name="定稿")
    expect(frozen).to_contain_text("没有更正")
    expect(frozen).to_contain_text("示例县局检查员")
    assert last_over(desk)["frozen_seq"] == seq

    visit = alone_in_its_month(desk, month["period"])
    void_by_hand(desk.open(f"visit/{visit}"), "重复填报")
    page = desk.open(f"month?period={month['period']}")
    expect(frozen).to_contain_text("有更正")
    now = last_over(desk)
    assert now["changed"]["joint"] == [month["joint"], month["joint"] - 1]
    expect(frozen).to_contain_text(f"{month['joint']} → {now['joint']}")


def stamped(**body: Any) -> dict[str, Any]:
    return {"made_at": f"{datetime.now().astimezone().isoformat(timespec='seconds')}", **body}


def alone_in_its_month(desk: Desk, period: str) -> str:
    """A joint visit that is its unit's only record of the month."""
    visits = desk.got(f"visits?kind=steel_patrol&period={period}&limit=500")["items"]
    filed = {one["unit"] for one in desk.got(f"filings?period={period}&limit=500")["items"]}
    units = [one["unit"] for one in visits]
    return str(
        next(v["id"] for v in visits if v["joint"] and units.count(v["unit"]) == 1 and v["unit"] not in filed)
    )


def void_by_hand(page: Page, reason: str) -> None:
    page.get_by_role("button", name="作废", exact=True).click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_label("原因").fill(reason)
    sheet.get_by_role("button", name="作废", exact=True).click()
    expect(page.get_by_text("已作废")).to_be_visible()
    expect(page.get_by_role("region", name="经过")).to_contain_text(reason)


def test_a_visit_with_its_photos_is_opened_and_one_is_looked_at_large(desk: Desk) -> None:
    visit = visit_of(desk, kind="dust_ready_mix")
    page = desk.open(f"visit/{visit['id']}")
    photos = page.get_by_role("region", name="照片")
    expect(photos.locator("img")).to_have_count(visit["photos"])
    for photo in photos.locator("img").all():
        expect(photo).not_to_have_js_property("naturalWidth", 0)
    entry = desk.got(f"entries/{visit['id']}")
    expect(page.get_by_role("region", name="回执")).to_contain_text(f"第 {entry['seq']} 号")
    expect(page.get_by_role("region", name="回执")).to_contain_text(entry["hash"][:4])
    assert page.locator(".said > div").count() >= 10

    with page.expect_download() as download:
        page.get_by_role("link", name="检查记录").click()
    assert download.value.suggested_filename.endswith(".docx") and download.value.failure() is None

    photos.get_by_role("button").first.press("Enter")
    large = page.get_by_role("dialog")
    expect(large).to_contain_text(f"1 / {visit['photos']}")
    page.keyboard.press("ArrowRight")
    expect(large).to_contain_text(f"2 / {visit['photos']}")
    page.keyboard.press("Escape")
    expect(large).to_have_count(0)
    expect(photos.get_by_role("button").first).to_be_focused()


def test_filters_and_order_stay_in_the_address_through_a_reload(desk: Desk) -> None:
    period = last_over(desk)["period"]
    page = desk.open("visits")
    page.get_by_label("月份", exact=True).select_option(period)
    page.get_by_label("单位", exact=True).select_option("xiangtang_town")
    page.get_by_role("button", name="地点").click()
    visits = desk.got(f"visits?unit=xiangtang_town&period={period}&limit=500")["items"]
    expect(page.locator("tbody tr")).to_have_count(len(visits))
    places = page.locator("tbody td:nth-child(3)").all_inner_texts()
    assert places == page.evaluate("names => [...names].sort((a, b) => a.localeCompare(b, 'zh-CN'))", places)

    with page.expect_download() as download:
        page.get_by_role("link", name="导出").click()
    assert download.value.suggested_filename.startswith("visits") and download.value.failure() is None

    page.reload()
    expect(page.get_by_label("单位", exact=True)).to_have_value("xiangtang_town")
    expect(page.get_by_role("columnheader", name="地点")).to_have_attribute("aria-sort", "ascending")
    assert page.locator("tbody td:nth-child(3)").all_inner_texts() == places
    page.get_by_role("button", name="地图").click()
    page.locator(".pin").first.wait_for()
    heaps = [one.inner_text() for one in page.locator(".pin").all()]
    assert sum(int(text or 1) for text in heaps) == len([one for one in visits if one["lat"] is not None])


def test_a_list_is_walked_by_keys_alone(desk: Desk) -> None:
    page = desk.open("visits")
    links = page.locator("tbody a")
    links.first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(links.nth(1)).to_be_focused()
    address = links.nth(1).get_attribute("href")
    page.keyboard.press("Enter")
    page.get_by_role("region", name="回执").wait_for()
    assert page.url.endswith(str(address))


def test_a_doubtful_month_is_settled_by_the_county(desk: Desk, server: Any) -> None:
    day = datetime.now().astimezone().replace(hour=9, minute=0, second=0, microsecond=0) - timedelta(days=1)
    wrong = f"{(day.replace(day=1) - timedelta(days=1)):%Y-%m}"
    plain = {"kind": "steel_patrol", "unit": "xiangtang_town", "nature": "outside", "place": "示例路口"}
    with_phone = desk.page.context.browser
    assert with_phone
    inspector = with_phone.new_context(base_url=desk.url)
    login = {"account": "xunchayuan", "password": server.password, "device": "x"}
    token = inspector.request.post("/api/v1/login", data=login).json()["token"]
    visit = str(uuid4())
    answer = inspector.request.put(
        f"/api/v1/entries/{visit}",
        data=stamped(type="visit", period=wrong, started_at=day.isoformat(), **plain),
        headers={"Authorization": f"Bearer {token}"},
    )
    assert answer.status == 201, answer.text()

    page = desk.open("")
    page.get_by_role("link", name=re.compile("月份待定")).click()
    page.locator(f"tbody a[href$='{visit}']").click()
    page.get_by_role("button", name="定算哪个月").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("radio", name=f"{day:%Y} 年 {day.month} 月").check(force=True)
    sheet.get_by_role("button", name=re.compile("^算在")).click()
    expect(page.get_by_text("更正过")).to_be_visible()
    settled = desk.got(f"visits/{visit}")
    assert (settled["period"], settled["doubtful"]) == (f"{day:%Y-%m}", False)


def test_a_plan_and_an_excuse_are_written_at_the_desk(desk: Desk) -> None:
    page = desk.open("plans")
    before = page.locator("tbody tr").count() or len(desk.got("tasks?limit=500")["items"])
    page.get_by_role("button", name="加一条计划").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_label("单位").select_option("sanjiang_town")
    sheet.get_by_role("checkbox", name="示例县局检查员").check(force=True)
    sheet.get_by_role("button", name="排上").click()
    expect(page.locator("tbody tr").filter(has_text="没定")).to_have_count(1)
    assert before >= 1

    pending = next(unit for unit in year(desk)["units"] if unit["cells"][-1]["state"] == "pending")
    period = pending["cells"][-1]["period"]
    page = desk.open(f"cell?kind=steel_patrol&unit={pending['unit']}&period={period}")
    page.get_by_role("button", name="记免巡").click()
    page.get_by_role("dialog").get_by_role("button", name="记下").click()
    expect(page.get_by_role("dialog").get_by_role("alert")).not_to_be_empty()  # a reason is asked for
    page.get_by_role("dialog").get_by_label("原因").fill("汛期道路中断")
    page.get_by_role("dialog").get_by_role("button", name="记下").click()
    expect(page.get_by_role("region", name="零报告、免巡")).to_contain_text("汛期道路中断")
    now = next(unit for unit in year(desk)["units"] if unit["unit"] == pending["unit"])
    assert now["cells"][-1]["state"] == "excused"


def test_what_was_refused_is_mended_in_the_inbox_and_taken_in(desk: Desk) -> None:
    day = datetime.now().astimezone() - timedelta(hours=1)
    body = stamped(
        type="visit", kind="steel_patrol", unit="wuyang_town", nature="outside", place="示例路口",
        period=f"{day:%Y-%m}", started_at=day.isoformat(timespec="seconds"), ended_at="2020-01-01T08:00:00+08:00",
    )  # fmt: skip
    assert desk.put(body) == 422
    [digest] = [
        one["digest"]
        for one in desk.got("inbox?limit=500")["items"]
        if one["body"].get("unit") == "wuyang_town"
    ]
    page = desk.open("inbox")
    line = page.get_by_role("region", name="收件箱").get_by_role("listitem").filter(has_text="武阳镇")
    expect(line.first).to_contain_text("结束时间早于开始时间。")
    line.first.get_by_role("button", name="收录").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_label("结束时间早于开始时间。").fill(day.isoformat(timespec="seconds"))
    sheet.get_by_label("为什么收录").fill("结束时间填错了，现场情况属实")
    sheet.get_by_role("button", name="收录", exact=True).click()
    expect(sheet).to_have_count(0)
    assert not [one for one in desk.got("inbox?limit=500")["items"] if one["digest"] == digest]
    assert any(
        one["unit"] == "wuyang_town" for one in desk.got(f"visits?period={day:%Y-%m}&limit=5")["items"]
    )


def test_the_conclusion_is_not_counted_among_what_failed(desk: Desk) -> None:
    visits = desk.got("visits?kind=dust_ready_mix&limit=500")["items"]
    visit = next(one for one in visits if "outcome" in one["failed"] and len(one["failed"]) > 1)
    page = desk.open(f"visit/{visit['id']}")
    items = f"{len(visit['failed']) - 1} 项不合格"
    expect(page.get_by_role("region", name="发现的问题")).to_contain_text(items)
    expect(page.get_by_role("region", name="结论")).not_to_contain_text("项不合格")


def test_a_finding_is_found_by_its_place_and_shows_the_photo_that_has_not_come(desk: Desk) -> None:
    photo, tomorrow = {"sha256": "cd" * 32, "slot": "before"}, datetime.now() + timedelta(days=1)
    body = stamped(
        type="finding", unit="wuyang_town", category="road", severity="major", due_on=f"{tomorrow:%Y-%m-%d}",
        text="进场道路约 40 米没有硬化", place="示例砂浆厂进场路", photos=[photo],
        position={"lat": 28.45, "lon": 115.98, "crs": "WGS84", "accuracy_m": 8},
    )  # fmt: skip
    assert desk.put(body) == 201
    page = desk.open("findings")
    page.get_by_label("期限").select_option("false")
    page.get_by_label("单位", exact=True).select_option("wuyang_town")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody tr")).to_contain_text(f"{tomorrow:%m-%d} 到期")
    page.locator("tbody a").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("示例砂浆厂进场路：道路硬化")
    expect(page.get_by_role("region", name="要点")).to_contain_text("进场道路约 40 米没有硬化")
    expect(page.get_by_role("region", name="照片")).to_contain_text("1 张还没传到")
    expect(page.locator("path.accuracy")).to_have_count(1)


def test_an_enterprise_is_found_by_the_initials_of_its_name(desk: Desk) -> None:
    page = desk.open("")
    page.get_by_role("searchbox", name="搜企业").fill("sljbz")
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody")).to_contain_text("示例搅拌站")


def test_a_month_prints_on_a4_without_loss_and_says_it_is_a_demonstration(desk: Desk) -> None:
    page = desk.open("month")
    page.set_viewport_size({"width": 718, "height": 1000})  # A4 less 12 mm margins, at 96 dpi
    page.emulate_media(media="print")
    expect(page.get_by_role("row")).to_have_count(22)
    expect(page.get_by_text("演示数据，不是真实情况")).to_be_visible()
    expect(page.get_by_role("navigation", name="主要页面")).to_be_hidden()
    table = page.locator(".matrix").bounding_box()
    assert table and table["x"] >= 0 and table["x"] + table["width"] <= 718
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 1440, "height": 900})


def test_gone_offline_and_not_allowed_are_said_in_words(desk: Desk) -> None:
    page = desk.open("visit/00000000-0000-4000-8000-000000000000")
    expect(page.get_by_role("alert")).to_contain_text("没有这一条")
    page.context.set_offline(True)
    page.get_by_role("link", name="收件箱").click()
    expect(page.get_by_role("alert")).to_contain_text("现在没有网络")
    page.context.set_offline(False)
    page.get_by_role("button", name="再试一次").click()
    expect(page.get_by_role("alert")).to_have_count(0)


@pytest.mark.parametrize(
    ("account", "menu", "said"),
    [
        ("fabu", ["今天", "月度巡察", "问题", "收件箱", "我"], "联合巡察率"),
        ("zeren", ["今天", "问题", "收件箱", "我"], "等我办的"),
        ("guanli", ["今天", "收件箱", "我"], "管理员的事在服务器上办"),
    ],
)
def test_each_account_is_shown_the_screens_that_are_for_it(
    chromium: BrowserType, server: Any, account: str, menu: list[str], said: str
) -> None:
    with at_desk(chromium, server, account) as desk:
        lines = desk.page.get_by_role("navigation", name="主要页面").get_by_role("link")
        assert [line.inner_text().strip() for line in lines.all()] == menu
        expect(desk.page.locator("main")).to_contain_text(said)
        assert desk.page.get_by_role("searchbox").count() == 0


def test_a_publisher_is_told_what_is_not_for_him(chromium: BrowserType, server: Any) -> None:
    with at_desk(chromium, server, "fabu") as desk:
        page = desk.open("visits")
        expect(page.get_by_role("alert")).to_contain_text("您的账号不看这里")
