"""A case on paper: each paper, the whole file opened as an archive would, and whose eyes it is for."""

import asyncio
import hashlib
import io
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from uuid import uuid4

import httpx
import openpyxl
import pytest
from pypdf import PdfReader

from api.routes import case_files
from inspections.demo import places
from inspections.documents import bindery, press
from inspections.documents.filling import BLANK
from inspections.settings import Settings
from inspections.storage.engine import Storage
from inspections.storage.sqlite import Sqlite
from tests.documents.desk import Desk, texts
from tests.documents.pdf_reading import letters, pages
from tests.ledger.county import NOW, Clock, finding
from tests.people import INSPECTOR, RESPONSIBLE, got, signed_in, written

pytestmark = pytest.mark.anyio
PETITIONER = "信访人甲乙丙"


@pytest.fixture(params=["sqlite"])
def engine(request: pytest.FixtureRequest) -> str:
    """Papers are drawn by the same code over both engines: what is asked of storage is asked of both in test_case_papers.py."""
    return str(request.param)


@pytest.fixture
async def desk(
    client: httpx.AsyncClient,
    county: Storage,
    settings: Settings,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> Desk:
    return await Desk(client, county, settings.photos).furnish(clock, monkeypatch)


async def test_the_file_opened_letters_pages_and_hashes_are_right(desk: Desk) -> None:
    whole = await desk.file(f"case-file/{desk.finding}.pdf")
    assert all(one.embedded and one.empty_boxes == 0 for one in letters(whole))
    said = pages(whole)
    contents = said[1]
    assert (
        said[0].startswith("整改销号案卷示例砂浆厂进场路：进场道路约40米没有硬化")
        and "档案号：示例-2026-001" in said[0]
    )
    assert contents.startswith(
        "卷内目录序号文号责任者题名日期页号1南工信〔2026〕1号示例县工业和信息化局交办单2026年11月20日3"
    )
    starts = [one.title for one in PdfReader(io.BytesIO(whole)).outline if isinstance(one, dict)]
    assert starts == ["整改销号案卷"]
    for name, at in (("交办单", 3), ("送达回证", 5), ("督办单", 7), ("整改方案", 9)):
        assert said[at - 1].startswith(name) and f"—{at}—" in said[at - 1]
    for name in ("照片", "办理经过", "台账编号和校验值"):
        [number] = [at for at, text in enumerate(said, 1) if text.startswith(name)]
        assert f"{name}　{number}" in contents or f"{name}{number}" in contents, contents
    everything = "".join(said)
    for sha256 in (desk.before, desk.after, desk.scan):
        assert sha256 in everything
    changes = await got(desk.client, "changes?book=360121&since=0&limit=500", desk.county)
    steps = [one for one in changes["items"] if one["type"] in ("finding", "step")]
    lost = [one["type"] for one in steps if one["hash"] not in everything]
    assert (len(steps), lost) == (11, [])


async def test_the_zip_holds_everything_as_it_came_with_its_hash(desk: Desk, settings: Settings) -> None:
    archive = zipfile.ZipFile(io.BytesIO(await desk.file(f"case-file/{desk.finding}.zip")))
    listed = dict(line.split("  ")[::-1] for line in archive.read("校验值.txt").decode().splitlines())
    names = [name for name in archive.namelist() if name != "校验值.txt"]
    assert listed == {name: hashlib.sha256(archive.read(name)).hexdigest() for name in names}
    assert {desk.before, desk.after, desk.scan} <= set(listed.values())
    folder = "001-示例交办〔2026〕1号"
    assert {"案卷.pdf", f"{folder}/文书/01-交办单.docx", f"{folder}/文书/02-送达回证.docx"} <= set(names)
    assert [name for name in names if name.endswith(f"{desk.before[:16]}.jpg")]
    assert pages(archive.read("案卷.pdf"))[0].startswith("整改销号案卷")


async def test_many_cases_are_bound_together_and_filters_count(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await written(desk.client, desk.county, finding())
    said = pages(await desk.file("case-file/batch.pdf?unit=xiangtang_town"))
    assert said[0].startswith("整改销号案卷汇编序号案卷页号1示例砂浆厂进场路：进场道路约40米没有硬化2")
    assert len([text for text in said if text.startswith("卷内目录")]) == 2
    assert (
        len(
            [text for text in pages(await desk.file("case-file/batch.pdf?type=closed")) if "卷内目录" in text]
        )
        == 1
    )
    assert (await desk.ask("case-file/batch.pdf?unit=sanjiang_town")).status_code == 404
    monkeypatch.setattr(bindery, "MOST", 1)
    refused = await desk.ask("case-file/batch.zip?unit=xiangtang_town")
    assert (refused.status_code, refused.json()["detail"]) == (400, "一次最多装订 1 件，请缩小范围。")


async def test_the_ledger_is_let_go_before_anything_is_drawn_and_a_slow_one_is_asked_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, drawing, held, seen = type(desk.storage).snapshot, asyncio.Event(), [], []
    loop, printed = asyncio.get_running_loop(), press.printed

    @asynccontextmanager
    async def counted(self: Any) -> AsyncIterator[Any]:
        async with whole(self) as still:
            held.append(still)
            yield still
        held.clear()

    def slow(*given: Any) -> bytes:
        seen.append(len(held))
        asyncio.run_coroutine_threadsafe(drawing.wait(), loop).result()
        return printed(*given)

    monkeypatch.setattr(Sqlite, "snapshot", counted)
    monkeypatch.setattr(press, "printed", slow)
    monkeypatch.setattr(case_files, "WAIT_S", 0.01)
    what = f"case-file/{desk.finding}.pdf"
    first = await desk.ask(what)
    assert (first.status_code, first.headers["retry-after"]) == (202, "5")
    drawing.set()
    monkeypatch.setattr(case_files, "WAIT_S", 300)
    assert (await desk.file(what)).startswith(b"%PDF") and set(seen) == {0}


async def test_the_responsible_unit_gets_its_papers_and_never_the_file(desk: Desk) -> None:
    doer = await signed_in(desk.client, RESPONSIBLE)
    firm = next(body for body in places.enterprise_bodies() if body["name"] == "示例机械加工厂")
    await written(desk.client, desk.county, firm | {"made_at": NOW.isoformat()})
    own = finding(firm["unit"], enterprise=firm["enterprise"], place=None)
    theirs, paper = await written(desk.client, desk.county, own), str(uuid4())
    issued = desk.paper(paper, kind="reminder", number="南工信〔2026〕3号")
    await written(desk.client, desk.county, issued | {"about": theirs, "unit": firm["unit"]})
    said = texts((await desk.ask(f"reminder/{theirs}.docx", doer)).content)
    assert {"整改提示单", "南工信〔2026〕3号", "示例机械加工厂："} <= set(said)
    assert (await desk.ask(f"service-receipt/{paper}.docx", doer)).status_code == 200
    assert [one["paper"] for one in (await got(desk.client, "papers", doer))["items"]] == [paper]
    assert (await desk.ask(f"case-file/{theirs}.pdf", doer)).status_code == 403
    for what in ("work-summary/2026.docx", f"assignment/{desk.finding}.docx", f"urging/{paper}.docx"):
        assert (await desk.ask(what, doer)).status_code == 404, what


async def test_nothing_of_another_township_or_of_another_kind(desk: Desk) -> None:
    elsewhere = await written(desk.client, desk.county, finding("sanjiang_town"))
    township = await signed_in(desk.client, INSPECTOR)
    for what in (f"assignment/{elsewhere}.docx", f"case-file/{elsewhere}.pdf"):
        assert (await desk.ask(what, township)).status_code == 404, what
    for what in (f"assignment/{uuid4()}.docx", f"urging/{desk.assignment}.docx", "service-receipt/x.docx"):
        assert (await desk.ask(what)).status_code == 404, what


async def test_who_wrote_a_letter_is_on_no_paper_not_even_on_the_answer(desk: Desk) -> None:
    """The address of an answer is a line for the hand; only who may read letters gets it."""
    letter = {
        "type": "letter", "made_at": NOW.isoformat(), "letter": str(uuid4()), "unit": "xiangtang_town",
        "number": "示例1", "received_on": "2026-11-20", "category": "road", "text": f"{PETITIONER}反映道路扬尘",
        "finding": desk.finding, "reply_limit_days": 10, "petitioner": {"name": PETITIONER, "phone": "13800000000"},
    }  # fmt: skip
    await written(desk.client, desk.county, letter)
    reply = desk.paper(str(uuid4()), kind="reply", number="南工信〔2026〕9号", text="道路已经硬化。") | {
        "about": letter["letter"]
    }
    served = {"service": {"method": "direct", "served_on": "2026-11-21", "receiver": PETITIONER}}
    answer = await desk.client.put(f"/api/v1/entries/{uuid4()}", headers=desk.county, json=reply | served)
    assert [one["code"] for one in answer.json()["errors"]] == ["receiver-known"]
    await written(desk.client, desk.county, reply)
    told = texts(await desk.file(f"reply/{letter['letter']}.docx"))
    assert {"答复意见书", "南工信〔2026〕9号", f"{BLANK}：", "道路已经硬化。"} <= set(told)
    assert "依据《信访工作条例》，如不服本答复意见，可以自收到之日起 30 日内请求复查。" in told
    township = await signed_in(desk.client, INSPECTOR)
    assert (await desk.ask(f"reply/{letter['letter']}.docx", township)).status_code == 404
    assert (await desk.ask(f"reply/{reply['paper']}.docx", township)).status_code == 404
    assert "reply" not in str(await got(desk.client, "papers", township))
    said = "".join(pages(await desk.file(f"case-file/{desk.finding}.pdf"))) + str(told)
    assert "进场道路约40米没有硬化" in said and PETITIONER not in said and "13800000000" not in said


HEAD = (
    "序号 交办编号 问题来源 批次 交办日期 所属乡镇 企业（点位） 污染类型 问题描述 是否属实 责任单位 责任人 督导单位 责任领导 "
    "整改目标 整改措施 整改时限 进展 完成日期 是否处罚、问责 核查时间 核查人员 核查结论 公示日期 销号日期 销号文号 佐证材料 备注"
)


async def test_the_period_s_ledger_has_the_usual_columns_with_real_days(desk: Desk) -> None:
    tempting = finding("sanjiang_town", text="=1+1", due_on=None)
    await written(desk.client, desk.county, tempting)
    book = openpyxl.load_workbook(io.BytesIO(await desk.file("case-ledger/2026.xlsx")))
    title, status, head, *rows = book.worksheets[0].iter_rows(values_only=True)
    assert title[0] == "南昌县2026年整改销号台账" and str(status[0]).startswith("共 2 件，截至台账第 ")
    assert head == tuple(HEAD.split(" "))
    case, other = (dict(zip(head, row, strict=True)) for row in rows)
    assert {name: case[name] for name in ("序号", "交办编号", "问题来源", "责任单位", "责任人", "整改目标")} == {
        "序号": 1, "交办编号": "示例交办〔2026〕1号", "问题来源": "上级交办", "责任单位": "向塘镇", "责任人": "示例责任人",
        "整改目标": "示例目标",
    }  # fmt: skip
    assert (case["交办日期"], case["整改时限"]) == (datetime(2026, 11, 20), datetime(2026, 12, 4))
    assert (case["核查时间"], case["公示日期"], case["销号日期"]) == (
        datetime(2026, 11, 22),
        datetime(2026, 11, 22),
        datetime(2026, 11, 30),
    )
    assert (case["整改措施"], case["核查人员"], case["核查结论"]) == (
        "1. 示例措施甲\n2. 示例措施乙",
        "示例甲、示例乙",
        "通过",
    )
    assert (case["销号文号"], case["佐证材料"], case["备注"]) == (
        "示例销〔2026〕3号",
        "照片 2 张，文书 7 份",
        "归档",
    )
    assert (other["问题描述"], other["整改时限"], other["督导单位"]) == ("=1+1", None, None)
    township = await desk.ask("case-ledger/2026.xlsx", await signed_in(desk.client, INSPECTOR))
    assert (
        openpyxl.load_workbook(io.BytesIO(township.content)).worksheets[0].max_row == 4
    )  # its own case only
    assert (await desk.ask("case-ledger/2026.docx")).status_code == 400
    doer = await signed_in(desk.client, RESPONSIBLE)
    assert (await desk.ask("case-ledger/2026.xlsx", doer)).status_code == 404
