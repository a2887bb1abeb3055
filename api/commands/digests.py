"""`xuncha digest`: what each person would be reminded of on a day; with `--send` it is sent.

Owns: the command and how it tells. Does not own what is said (inspections/digests.py) or sending (inspections/outgoing.py).
Sent twice on a day is sent once; what does not get out is kept, and tried again by the next call or the server.
"""

import asyncio
import sys
from datetime import date
from typing import Any

import click
import msgspec

from api.commands import Command, WrongUse, now, open_ledger, settings, show_json, show_rows
from inspections import digests, outgoing
from inspections.digests import Digest
from inspections.months import day_of

#: words for the ways out
CHANNELS = {"mail": "邮件", "robot": "群机器人"}


@click.command("digest", cls=Command)
@click.option("--send", is_flag=True, help="发出去；不加只看会发什么")
@click.option("--day", help="哪一天，如 2026-11-22，默认今天")
@click.option("--json", "as_json", is_flag=True, help="用 JSON 回答")
def digest(send: bool, day: str | None, as_json: bool) -> None:
    """每日提醒：每个人有什么等着办、群里发哪几个数字（digest）。

    邮箱登记在账号上；邮件服务器、群机器人见 xuncha config check。同一天发两次只发一次。
    """
    said = asyncio.run(told(send, day_named(day)))
    show_json(said) if as_json else show(said)
    if any(one["error"] for one in said["messages"]):
        sys.exit(1)


def day_named(day: str | None) -> date:
    try:
        return date.fromisoformat(day) if day else day_of(now())
    except ValueError:
        raise WrongUse("--day 要写成 2026-11-22 这样。") from None


async def told(send: bool, day: date) -> dict[str, Any]:
    given = settings()
    async with open_ledger(given) as storage:
        window = await digests.window_of(storage, given.book, day)
        people = await digests.digests(storage, given.book, window)
        counts = await digests.county_counts(storage, f"{given.county}/", window)
        if send:
            await digests.file_digests(storage, given, day, now())
            await outgoing.send_waiting(storage, given, now())
        kept = await storage.rows("outgoing_of_day", day=f"{day}")
    return {
        "day": f"{day}",
        "people": [person(one) for one in people],
        "county": msgspec.to_builtins(counts),
        "messages": [message(row) for row in kept],
    }


def person(one: Digest) -> dict[str, Any]:
    sums = {
        name: sum(getattr(role, name) for role in one.roles)
        for name in ("total", "overdue", "soon", "stalled")
    }
    return {
        "account": one.account,
        **sums,
        "clocks_overdue": one.clocks_overdue,
        "clocks_soon": one.clocks_soon,
    }


def message(row: tuple[Any, ...]) -> dict[str, Any]:
    channel, recipient, tries, sent_at, error = row
    return {"channel": channel, "recipient": recipient, "tries": tries, "sent_at": sent_at, "error": error}


def show(said: dict[str, Any]) -> None:
    """For a person: one line each."""
    names = {"total": "等办", "overdue": "超期", "soon": "将到期", "stalled": "停滞"}
    names |= {"clocks_overdue": "期限已过", "clocks_soon": "期限将到"}
    rows = [{"账号": one["account"], **{names[key]: one[key] for key in names}} for one in said["people"]]
    show_rows(rows, "没有登记了邮箱的人。")
    counts = "，".join(f"{names[key]} {count}" for key, count in said["county"].items())
    click.echo(f"全县 {said['day']}：{counts}")
    for one in said["messages"]:
        state = f"没有发出：{one['error']}" if one["error"] else "已发" if one["sent_at"] else "待发"
        click.echo(f"{CHANNELS[one['channel']]} {one['recipient']}：{state}")
