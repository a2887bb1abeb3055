"""Each paper about a problem says what the ledger holds, on both engines."""

import httpx
import pytest

from inspections.settings import Settings
from inspections.storage.engine import Storage
from tests.documents.desk import Desk, texts
from tests.ledger.county import Clock

pytestmark = pytest.mark.anyio
TITLES = {
    "assignment": "交办单",
    "urging": "督办单",
    "reminder": "整改提示单",
    "order": "限期整改通知书",
    "plan": "整改方案",
    "check-sheet": "现场核查表",
    "closure-request": "销号申请表",
    "closure-approval": "销号审批表",
}


@pytest.fixture
async def desk(
    client: httpx.AsyncClient,
    county: Storage,
    settings: Settings,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> Desk:
    return await Desk(client, county, settings.photos).furnish(clock, monkeypatch)


async def test_each_paper_says_what_the_ledger_holds(desk: Desk) -> None:
    said = {kind: texts(await desk.file(f"{kind}/{desk.finding}.docx")) for kind in TITLES}
    assert {kind: lines[0] for kind, lines in said.items()} == TITLES
    assert {
        "南工信〔2026〕1号",
        "请于 2026年12月10日 前报送办理情况。",
        "示例县工业和信息化局（盖章）",
    } <= set(said["assignment"])
    assert {"示例交办〔2026〕1号", "上级交办", "示例责任人", "2026年12月4日"} <= set(said["assignment"])
    assert "下列问题整改期限为 2026年12月4日，现为“归档”。请抓紧办理。" in said["urging"]
    assert {"示例目标", "示例措施甲", "示例措施乙"} <= set(said["plan"])
    assert {"示例甲", "示例乙", "示例市生态环境局"} <= set(said["check-sheet"])
    assert "核查结论：通过　　核查日期：2026年11月22日09时30分" in said["check-sheet"]
    assert (
        "处罚、问责：无" in said["closure-request"]
        and "举一反三：示例：同企业两处已查" in said["closure-request"]
    )
    assert "2026年11月22日至2026年11月29日公示，异议电话 0791-85710000。" in said["closure-approval"]
    assert "销号日期：2026年11月30日" in said["closure-approval"]
    receipt = texts(await desk.file(f"service-receipt/{desk.assignment}.docx"))
    assert {"交办单", "留置送达", "2026年11月21日", "拒收，示例见证人在场"} <= set(receipt)
