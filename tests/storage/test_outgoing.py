"""Reminders on their way: sent once, kept and tried again when sending fails, on both engines, over real sockets."""

import asyncio
import http.server
import json
import threading
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from msgspec.structs import replace

from inspections import outgoing
from inspections.outgoing import Message, Tally, robot_key
from inspections.settings import Settings
from inspections.storage.engine import Storage
from tests.ledger.county import NOW, write
from tests.mail_server import Mailbox, mail_server

pytestmark = pytest.mark.anyio
DAY = "2026-11-22"


class Group(http.server.BaseHTTPRequestHandler):
    """A group's robot: keeps what it is told, answers as its class says."""

    answer: tuple[int, bytes] = (200, b'{"errcode":0,"errmsg":"ok"}')
    told: list[tuple[str, str]] = []

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.told.append((self.path, body["text"]["content"]))
        status, answer = self.answer
        self.send_response(status)
        self.send_header("location", "http://127.0.0.1:1/elsewhere")
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def robot(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(Group, "told", [])
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Group)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/robot/send?access_token=s3cret"
    server.shutdown()
    server.server_close()


@pytest.fixture
async def mailbox() -> AsyncIterator[Mailbox]:
    async with mail_server() as box:
        yield box


async def enrol(storage: Storage, account: str, email: str) -> None:
    grants = [{"role": "county", "unit": "nanchang_county", "valid_from": "2026-01-01"}]
    body = {
        "type": "account", "made_at": NOW.isoformat(), "unit": "nanchang_county", "account": account, "name": "示例",
        "grants": grants, "email": email,
    }  # fmt: skip
    await write(storage, body, "guanli")


def letter(account: str = "lisi") -> Message:
    return Message(DAY, "mail", account, "整改提醒 2026-11-22", "超期 3 件。\n第 46711 号 向塘镇")


async def stands(storage: Storage) -> list[tuple[object, ...]]:
    return [(row[2], row[3] is not None, row[4]) for row in await storage.rows("outgoing_of_day", day=DAY)]


async def test_a_message_is_sent_once_to_a_real_mail_server(
    county: Storage, mailbox: Mailbox, settings: Settings
) -> None:
    await enrol(county, "lisi", "lisi@example.gov.cn")
    set_up = replace(settings, mail_server=mailbox.url, mail_from="taizhang@example.gov.cn")
    assert await outgoing.file(county, [letter()], NOW) == 1
    assert await outgoing.file(county, [letter()], NOW) == 0
    tallies = await asyncio.gather(*(outgoing.send_waiting(county, set_up, NOW) for _ in range(3)))
    assert sum(one.sent for one in tallies) == 1
    [(sender, to, raw)] = mailbox.received
    read = message_from_bytes(raw, policy=policy.default)
    assert (sender, to) == ("taizhang@example.gov.cn", ["lisi@example.gov.cn"])
    assert read["subject"] == "整改提醒 2026-11-22"
    assert read.get_content().splitlines() == ["超期 3 件。", "第 46711 号 向塘镇"]
    assert await stands(county) == [(1, True, "")]
    assert await outgoing.send_waiting(county, set_up, NOW + timedelta(days=1)) == Tally(0, 0)


async def test_a_refusal_is_kept_and_tried_again_further_and_further_apart(
    county: Storage, mailbox: Mailbox, settings: Settings
) -> None:
    await enrol(county, "lisi", "lisi@example.gov.cn")
    set_up = replace(settings, mail_server=mailbox.url, mail_from="taizhang@example.gov.cn")
    await outgoing.file(county, [letter()], NOW)
    mailbox.refuse = "451 4.3.0 try later"
    now, tries = NOW, []
    for pause in (2, 10, 60, 240, 240):
        assert await outgoing.send_waiting(county, set_up, now) == Tally(0, 1)
        tries.append(await stands(county))
        just_before = now + timedelta(minutes=pause, seconds=-1)
        assert await outgoing.send_waiting(county, set_up, just_before) == Tally(0, 0)
        now += timedelta(minutes=pause)
    assert [one[0][0] for one in tries] == [1, 2, 3, 4, 5]
    assert tries[0] == [(1, False, "邮件服务器不收（451）")]
    mailbox.refuse = ""
    assert await outgoing.send_waiting(county, set_up, now) == Tally(1, 0)
    assert await stands(county) == [(6, True, "")]


async def test_after_three_days_it_is_given_up_but_kept(county: Storage, settings: Settings) -> None:
    await outgoing.file(county, [letter()], NOW)
    assert await outgoing.send_waiting(county, settings, NOW) == Tally(0, 1)
    assert await outgoing.send_waiting(county, settings, NOW + timedelta(days=3)) == Tally(0, 0)
    assert await stands(county) == [(1, False, "没有设置邮件服务器")]


async def test_what_cannot_be_reached_does_not_raise(county: Storage, settings: Settings) -> None:
    await enrol(county, "lisi", "lisi@example.gov.cn")
    nowhere = replace(settings, mail_server="smtp://127.0.0.1:1", mail_from="taizhang@example.gov.cn")
    await outgoing.file(county, [letter(), letter("nobody")], NOW)
    assert await outgoing.send_waiting(county, nowhere, NOW) == Tally(0, 2)
    assert [one[2] for one in await stands(county)] == [
        "连不上邮件服务器（ConnectionRefusedError）",
        "这个账号没有邮箱，或已停用",
    ]


async def test_an_erased_address_is_not_used(county: Storage, mailbox: Mailbox, settings: Settings) -> None:
    await enrol(county, "lisi", "lisi@example.gov.cn")
    set_up = replace(settings, mail_server=mailbox.url, mail_from="taizhang@example.gov.cn")
    await outgoing.file(county, [letter()], NOW)
    [row] = [
        one
        for one in await county.rows("vault_all", after_entry="", after_path="", limit=500)
        if one[1] == "email"
    ]
    await county.run("vault_erase", entry=row[0], path="email")
    assert await outgoing.send_waiting(county, set_up, NOW) == Tally(0, 1)
    assert mailbox.received == []


async def test_a_robot_is_told_and_its_refusal_kept_without_its_key(
    county: Storage, robot: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up = replace(settings, robots=(robot,), robot_hosts=("127.0.0.1",))
    told = Message(DAY, "robot", robot_key(robot), "", "【巡察台账】超期 3 件")
    await outgoing.file(county, [told], NOW)
    monkeypatch.setattr(Group, "answer", (200, b'{"errcode":310000,"errmsg":"keywords not in content"}'))
    assert await outgoing.send_waiting(county, set_up, NOW) == Tally(0, 1)
    assert await stands(county) == [(1, False, "机器人不收（errcode 310000）")]
    monkeypatch.setattr(Group, "answer", (302, b""))
    assert await outgoing.send_waiting(county, set_up, NOW + timedelta(minutes=2)) == Tally(0, 1)
    assert await stands(county) == [(2, False, "机器人的主机不收（302）")]  # no redirect is followed
    monkeypatch.setattr(Group, "answer", (200, b'{"errcode":0}'))
    assert await outgoing.send_waiting(county, set_up, NOW + timedelta(minutes=12)) == Tally(1, 0)
    assert Group.told == [("/robot/send?access_token=s3cret", "【巡察台账】超期 3 件")] * 3
    held = await county.rows("outgoing_due", now="9", limit=9) + await county.rows("outgoing_of_day", day=DAY)
    assert "s3cret" not in repr(held)


async def test_a_host_that_is_not_listed_is_never_asked(
    county: Storage, robot: str, settings: Settings
) -> None:
    await outgoing.file(county, [Message(DAY, "robot", robot_key(robot), "", "x")], NOW)
    set_up = replace(settings, robots=(robot,))
    assert await outgoing.send_waiting(county, set_up, NOW) == Tally(0, 1)
    assert (Group.told, await stands(county)) == ([], [(1, False, "机器人的主机不在允许的名单里")])
