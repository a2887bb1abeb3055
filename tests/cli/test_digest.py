"""`xuncha digest`: who has what to do, sent once, over a real mail server and a real robot, with nobody's name in it."""

import asyncio
import http.server
import json
import re
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from inspections.facts import SYSTEM
from inspections.filing import file_entries
from inspections.ledger import judge_group
from inspections.seed import COUNTY, named
from inspections.storage import open_storage
from tests.casework import assigned
from tests.cli.conftest import NOW, call
from tests.mail_server import Mailbox, mail_server
from tests.storage.test_outgoing import Group

MADE_AT = {"made_at": NOW.isoformat()}
#: what may stand in no message: people, firms, what was written, who wrote a letter
CANARIES = ("金丝雀", "示例核查人", "示例砂浆厂", "没有硬化", "示例 9 号", "xiangtang", "向塘")
ROBOT_TEXT = re.compile(
    r"【巡察台账】2026-11-22：整改超期 \d+ 件，7 天内到期 \d+ 件，停滞 \d+ 件，法定期限已过 \d+ 项、将到 \d+ 项。"
    r"登录查看：https://taizhang\.example\.gov\.cn/app/"
)


def story() -> list[dict[str, object]]:
    """A case that is overdue, one due soon, a letter that is late; two people with an address, one without."""
    grants = {
        "hecha": [{"role": "reviewer", "unit": COUNTY, "valid_from": "2026-01-01"}],
        "juzhang": [{"role": "county", "unit": COUNTY, "valid_from": "2026-01-01"}],
        "xiangzhen": [{"role": "responsible", "unit": "xiangtang_town", "valid_from": "2026-01-01"}],
    }
    accounts = [
        {"type": "account", "unit": COUNTY, "account": name, "name": "示例核查人", "grants": given}
        | ({"email": f"{name}@example.gov.cn"} if name != "hecha" else {})
        for name, given in grants.items()
    ]
    letter = {
        "type": "letter", "letter": str(named("test/letter")), "unit": "xiangtang_town", "number": "示例 9 号",
        "received_on": "2026-09-18", "category": "road", "text": "金丝雀甲反映扬尘",
        "petitioner": {"name": "金丝雀甲", "phone": "金丝雀乙"},
    }  # fmt: skip
    return [*accounts, assigned(due_on="2026-11-25"), letter]


@pytest.fixture
def told(demo: Path) -> Path:
    """The demonstration county with the story, of which 20 November is overdue by the time of the test."""

    async def tell() -> None:
        storage = await open_storage(f"sqlite:///{demo}/xuncha.db", judge_group)
        try:
            bodies = [(named(f"test/digest/{n}"), MADE_AT | body) for n, body in enumerate(story())]
            await file_entries(storage, SYSTEM, bodies)
        finally:
            await storage.close()

    asyncio.run(tell())
    return demo


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """A mail server and a robot in a thread of their own, and the settings that lead to them."""
    monkeypatch.setattr(Group, "told", [])
    robot = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Group)
    threading.Thread(target=robot.serve_forever, daemon=True).start()
    loop, ready, box = asyncio.new_event_loop(), threading.Event(), list[Mailbox]()
    stop = asyncio.Event()

    async def serve() -> None:
        async with mail_server() as one:
            box.append(one)
            ready.set()
            await stop.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    assert ready.wait(60)
    settings = {
        "MAIL_SERVER": box[0].url,
        "MAIL_FROM": "taizhang@example.gov.cn",
        "ADDRESS": "https://taizhang.example.gov.cn",
        "ROBOTS": f"http://127.0.0.1:{robot.server_address[1]}/send?access_token=s3cret",
        "ROBOT_HOSTS": "127.0.0.1",
    }
    for name, value in settings.items():
        monkeypatch.setenv(f"XUNCHA_{name}", value)
    yield box[0]
    loop.call_soon_threadsafe(stop.set)
    thread.join(60)
    loop.close()
    robot.shutdown()
    robot.server_close()


def digest(*words: str) -> dict[str, object]:
    return json.loads(call("digest", "--json", *words).output)


def test_without_send_it_says_who_has_what_to_do_and_sends_nothing(told: Path, post: Mailbox) -> None:
    said = digest()
    people = {one["account"]: one for one in said["people"]}
    assert set(people) == {"juzhang", "xiangzhen"}
    assert people["xiangzhen"]["soon"] >= 1
    assert people["juzhang"]["clocks_overdue"] == said["county"]["clocks_overdue"] >= 1
    assert people["xiangzhen"]["clocks_overdue"] == 0  # a doer learns nothing of letters
    assert (said["messages"], post.received, Group.told) == ([], [], [])


def test_sent_twice_it_is_sent_once_and_names_nobody(told: Path, post: Mailbox) -> None:
    first = call("digest", "--send")
    assert first.exit_code == 0, first.output
    assert "邮件 xiangzhen：已发" in first.output
    assert call("digest", "--send").exit_code == 0
    mails = {to: message_from_bytes(raw, policy=policy.default) for _, [to], raw in post.received}
    assert set(mails) == {"juzhang@example.gov.cn", "xiangzhen@example.gov.cn"}
    assert len(post.received) == 2
    body = mails["xiangzhen@example.gov.cn"].get_content()
    assert re.search(r"第 \d+ 号 向塘镇 待签收，等您签收，期限 2026-11-25", body)
    assert "https://taizhang.example.gov.cn/app/" in body
    letters = mails["juzhang@example.gov.cn"].get_content()
    assert re.search(r"信访等法定期限：已过 [1-9]\d* 项", letters)
    [(_, text)] = Group.told
    assert ROBOT_TEXT.fullmatch(text), text
    for canary in CANARIES:
        assert canary not in text
        assert canary not in body + letters or canary == "向塘"


def test_a_mail_server_that_is_away_is_told_kept_and_tried_again(
    told: Path, post: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.refuse = "451 later"
    failed = call("digest", "--send")
    assert failed.exit_code == 1
    assert "邮件 xiangzhen：没有发出：邮件服务器不收（451）" in failed.output
    assert "群机器人" in failed.output and "s3cret" not in failed.output
    post.refuse = ""
    later = NOW.replace(hour=12)
    monkeypatch.setattr("api.commands.digests.now", lambda: later)
    again = call("digest", "--send")
    assert again.exit_code == 0, again.output
    assert {to for _, [to], _ in post.received} == {"juzhang@example.gov.cn", "xiangzhen@example.gov.cn"}


def test_a_day_that_is_none_is_refused(demo: Path) -> None:
    assert call("digest", "--day", "2026-02-30").exit_code == 2
