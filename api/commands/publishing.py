"""`xuncha publish …`: the public site made from the ledger as it stands, looked at, or taken back.

Owns: these commands and the one function that publishes (also used by the first start). Does not own the snapshot
(inspections/snapshot.py), the gate, the build or the switch (inspections/publishing).
"""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from api.commands import Failure, Group, open_ledger, progress, settings, show_json, show_rows
from inspections import publishing
from inspections.facts import Fault
from inspections.publication import Footer, Snapshot
from inspections.publishing import Release, current, differences, gate, releases, rollback, snapshot_of
from inspections.settings import Settings
from inspections.snapshot import staff_names, take
from inspections.storage.engine import Storage


class Publish(Group):
    """`publish` alone publishes; with a word after it that is the command."""

    no_args_is_help = False


@click.group("publish", cls=Publish, invoke_without_command=True)
@click.option("--preview", is_flag=True, help="只制作预览，不切换")
@click.option("--check", is_flag=True, help="只核对内容，不制作")
@click.option("--accept-drop", is_flag=True, help="数字比上一版少了两成以上也发布")
@click.option("--json", "as_json", is_flag=True, help="用 JSON 回答")
@click.pass_context
def publish(ctx: click.Context, preview: bool, check: bool, accept_drop: bool, as_json: bool) -> None:
    """发布公开网站：核对、制作、检查、切换（publish）。"""
    if ctx.invoked_subcommand:
        return
    given = settings()
    if check:
        changes = asyncio.run(checked(given))
        click.echo("\n".join(("核对通过，可以发布。", *compared(changes))))
    elif preview:
        click.echo(f"预览已做好：{asyncio.run(previewed(given))}/index.html")
    else:
        release = asyncio.run(published(given, progress, accept_drop=accept_drop))
        shown = described(release, given)
        show_json(shown) if as_json else click.echo(
            f"已发布 {release.id}，数据截至第 {shown['head_seq']} 号记录。"
        )


async def published(given: Settings, tell: Callable[[str], None], *, accept_drop: bool = False) -> Release:
    """Publish what the ledger holds now."""
    snapshot, names = await taken(given)
    return await asyncio.to_thread(
        lambda: publishing.publish(
            snapshot, given.site, staff_names=names, canaries=names, accept_drop=accept_drop, tell=tell
        )
    )


async def previewed(given: Settings) -> Path:
    snapshot, names = await taken(given)
    return await asyncio.to_thread(
        lambda: publishing.preview(snapshot, given.site, staff_names=names, canaries=names, tell=progress)
    )


async def checked(given: Settings) -> tuple[str, ...]:
    """The gate alone: what would change, or Failure with every fault."""
    snapshot, names = await taken(given)
    now = current(given.site)
    previous = snapshot_of(given.site, now) if now else None
    if faults := gate(snapshot, names, previous):
        raise Failure("不能发布：\n" + "\n".join(map(sentence, faults)))
    return differences(snapshot, previous)


def compared(changes: tuple[str, ...]) -> tuple[str, ...]:
    """The changes as lines for a person."""
    return (
        ("和现在公开的相比：", *(f"  {change}" for change in changes)) if changes else ("和现在公开的一样。",)
    )


def sentence(fault: Fault) -> str:
    return f"  {fault.path}：{fault.message}" if fault.path else f"  {fault.message}"


async def taken(given: Settings) -> tuple[Snapshot, tuple[str, ...]]:
    async with open_ledger(given) as storage:
        return await snapshot_now(storage, given), await staff_names(storage, given.book)


async def snapshot_now(storage: Storage, given: Settings) -> Snapshot:
    footer = Footer(
        organiser=given.organiser or None,
        icp=given.icp or None,
        site_code=given.site_code or None,
        phone=given.phone or None,
    )
    return await take(storage, given.book, footer)


def described(release: Release, given: Settings) -> dict[str, Any]:
    """A release as a script reads it."""
    snapshot = snapshot_of(given.site, release)
    return {
        "release": release.id,
        "number": release.number,
        "as_of": release.as_of,
        "head_seq": snapshot.head_seq,
        "head_hash": snapshot.head_hash,
        "snapshot_sha256": release.snapshot_sha256,
        "files": len(release.files),
    }


@publish.command("list")
@click.option("--json", "as_json", is_flag=True, help="用 JSON 回答")
def list_releases(as_json: bool) -> None:
    """列出保存的版本，最新的在前。"""
    given = settings()
    now = current(given.site)
    rows = [
        described(one, given) | {"current": bool(now and one.id == now.id)} for one in releases(given.site)
    ]
    if as_json:
        show_json(rows)
        return
    shown = [
        {
            "版本": row["release"],
            "数据截至": f"第 {row['head_seq']} 号记录",
            "": "← 现在公开的" if row["current"] else None,
        }
        for row in rows
    ]
    show_rows(shown, "还没有发布过。")


@publish.command("rollback")
def roll_back() -> None:
    """退回上一个版本；再次发布会回到最新。"""
    click.echo(f"已退回 {rollback(settings().site).id}。")
