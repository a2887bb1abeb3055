"""One case from 交办 to 销号, walked by its people in a browser: the doer on a phone or a desk, the office on either.

Owns: what each of them taps and fills in. Does not own the steps (inspections/rectification.py) or the server (clocked.py).
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from playwright.sync_api import BrowserType, Page, expect

from inspections.demo.places import account_bodies
from tests.casework import assigned
from tests.ledger.county import NOW
from tests.people import COUNTY, PUBLISHER, RESPONSIBLE, REVIEWER
from tests.pictures import photo
from tests.web.clocked import Clocked
from tests.web.desk import at_desk

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
SECOND = "shenhe2"
Fill = Callable[["Sheet"], None]


class Sheet:
    """A step's form: its fields by what people call them."""

    def __init__(self, page: Page, folder: Path) -> None:
        self.page, self.folder, self.files = page, folder, 0
        self.dialog = page.get_by_role("dialog")

    def write(self, label: str, text: str) -> None:
        self.dialog.get_by_label(label, exact=True).fill(text)

    def choose(self, label: str) -> None:
        self.dialog.get_by_label(label, exact=True).check(force=True)

    def hand_in(self, selector: str) -> None:
        """A picture nobody handed in before."""
        self.files += 1
        file = self.folder / f"{uuid4()}.jpg"
        file.write_bytes(photo(seed=int(uuid4()) % 10**6))
        self.dialog.locator(selector).set_input_files(file)

    def scan(self, kind: str, number: str = "") -> None:
        self.hand_in(f"input[data-paper={kind}]")
        expect(self.dialog.get_by_text("扫描件有了，换一张").last).to_be_visible()
        if number:
            paper = self.dialog.locator("fieldset", has=self.page.locator(f"input[data-paper={kind}]"))
            paper.get_by_label("文号").fill(number)
            paper.get_by_label("日期").fill("2026-11-20")


def plan(sheet: Sheet) -> None:
    sheet.write("整改目标", "示例：道路全部硬化")
    sheet.write("第 1 项", "示例：浇筑 40 米")
    sheet.write("哪天前全部改好", "2026-12-20")
    sheet.scan("plan")


def submit(sheet: Sheet) -> None:
    sheet.choose("1. 示例：浇筑 40 米")
    sheet.choose("没有处罚")
    sheet.write("举一反三", "示例：同企业两处已查")
    sheet.hand_in("input[data-slot=after][data-album]")
    expect(sheet.dialog.get_by_text("整改后", exact=True)).to_be_visible()
    sheet.scan("self_check")


def check(sheet: Sheet) -> None:
    sheet.write("第 1 人姓名", "示例甲")
    sheet.write("第 2 人姓名", "示例乙")
    for field in sheet.dialog.get_by_label("不在单子上的，写单位名称").all():
        field.fill("示例市生态环境局")
    sheet.choose("通过")
    sheet.scan("check_sheet")


def notice(sheet: Sheet) -> None:
    sheet.write("公示开始", "2026-11-22")
    sheet.write("公示最后一天", "2026-11-30")
    sheet.write("异议电话", "0791-85710000")


def words(sheet: Sheet) -> None:
    sheet.write("公开稿", "示例：某路段已经硬化，拟销号。")


#: who, which button, what is filled in, which state it is in afterwards
BEGINNING: tuple[tuple[str, str, Fill, str], ...] = (
    (RESPONSIBLE, "签收", lambda sheet: sheet.write("责任人", "示例责任人"), "已签收"),
    (RESPONSIBLE, "报方案", plan, "方案审核"),
    (REVIEWER, "批准方案", lambda sheet: None, "整改中"),
    (RESPONSIBLE, "报自验", submit, "自查自验"),
    (RESPONSIBLE, "申请销号", lambda sheet: sheet.scan("closure_request"), "申请销号"),
)
PUBLISHED: tuple[tuple[str, str, Fill, str], ...] = (
    (SECOND, "批准公开稿", words, ""),
    (PUBLISHER, "公示", notice, "公示"),
)
CLOSING: tuple[tuple[str, str, Fill, str], ...] = (
    (REVIEWER, "销号", lambda sheet: sheet.scan("closure_approval", "示例销〔2026〕3号"), "已销号"),
)
WAYS = {
    "county": (*BEGINNING, (REVIEWER, "现场核查", check, "现场核查"), *PUBLISHED),
    "central": (
        *BEGINNING,
        (REVIEWER, "县级自验", check, "县级自验"),
        (COUNTY, "上报", lambda sheet: sheet.scan("report", "示例环督〔2026〕1号"), "已上报"),
        (COUNTY, "上级同意销号", lambda sheet: sheet.scan("superior", "示例督办〔2026〕2号"), "上级同意销号"),
        *PUBLISHED,
    ),
}


def walk(chromium: BrowserType, server: Clocked, folder: Path, level: str, sizes: dict[str, Any]) -> None:
    """The whole way; at its end the case is closed on the day after the notice."""
    finding = handed_over(server, level)
    take(chromium, server, folder, finding, WAYS[level], sizes)
    with at_desk(chromium, server, REVIEWER, viewport=sizes["office"]) as desk:
        page = desk.open(f"finding/{finding}")
        page.get_by_role("button", name=re.compile("^销号")).click()
        expect(page.get_by_role("dialog")).to_contain_text("公示期满的次日起，还缺")
    server.clock.forward(days=9)
    take(chromium, server, folder, finding, CLOSING, sizes)


def handed_over(server: Clocked, level: str) -> str:
    """A finding of the firm the doer answers for, assigned by the county; its id."""
    own = next(one for one in account_bodies(f"{NOW:%Y-%m-%d}") if one["account"] == RESPONSIBLE)["grants"][0]
    firm = {"type": "enterprise", "unit": own["unit"], "enterprise": own["enterprise"], "name": "示例搅拌站"}
    finding = str(uuid4())
    bodies = {str(uuid4()): firm, finding: assigned(level, enterprise=own["enterprise"])}
    with httpx.Client(base_url=f"{server.url}/api/v1", timeout=60) as client:
        login = client.post("/login", json={"account": COUNTY, "password": server.password})
        header = {"Authorization": f"Bearer {login.json()['token']}"}
        client.cookies.clear()
        for entry_id, body in bodies.items():
            body = {"made_at": NOW.isoformat()} | body
            answer = client.put(f"/entries/{entry_id}", json=body, headers=header)
            assert answer.status_code == 201, answer.text
    return finding


def take(
    chromium: BrowserType,
    server: Clocked,
    folder: Path,
    finding: str,
    steps: tuple[tuple[str, str, Fill, str], ...],
    sizes: dict[str, Any],
) -> None:
    """Each step by its person, who finds the case, opens the form, fills it in and sends it."""
    for account, button, fill, state in steps:
        size = sizes["doer" if account == RESPONSIBLE else "office"]
        with at_desk(chromium, server, account, viewport=size) as desk:
            page = desk.open(f"finding/{finding}")
            page.get_by_role("button", name=re.compile(f"^{button}")).click()
            sheet = Sheet(page, folder)
            fill(sheet)
            sheet.dialog.get_by_role("button", name=re.compile(f"^{button}")).click()
            try:
                expect(sheet.dialog).to_have_count(0)
            except AssertionError as error:
                raise AssertionError(f"{account}, {button}: {sheet.dialog.inner_text()}") from error
            if state:
                expect(page.locator(".head .tag").first).to_have_text(state)
            assert (desk.thrown, desk.foreign) == ([], [])
