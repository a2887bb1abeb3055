"""`xuncha ledger …`: check the chain, build the views anew, copy to another database, checkpoint, erase.

Owns: these commands. Does not own the walks themselves (inspections/replay.py).
"""

import asyncio
import math
import sys
from pathlib import Path
from typing import TextIO

import click
import msgspec

from api.commands import Failure, Group, open_ledger, settings, show_json
from inspections import replay, signing
from inspections.chain import Break
from inspections.exports.spool import Spool
from inspections.ledger import judge_group
from inspections.replay import Checkpoint
from inspections.storage import open_storage


@click.group("ledger", cls=Group)
def ledger_group() -> None:
    """台账：核验校验链、重建视图、复制、检查点、删除个人信息（ledger）。"""


@ledger_group.command("verify")
@click.option("--checkpoint", "file", type=click.File("rb"), help="以前保存的检查点文件，可查出尾部缺失")
@click.option("--json", "as_json", is_flag=True, help="用 JSON 回答")
def verify(file: TextIO | None, as_json: bool) -> None:
    """核验每个账本：缺号、断链、改动，都写明是第几号。"""
    kept = msgspec.json.decode(file.read(), type=list[Checkpoint]) if file else []
    for mark in kept:
        if not signing.holds(mark):
            where = f"账本 {mark.book} 第 {mark.seq} 号"
            raise Failure(f"检查点文件里{where}的签名不对：文件被改动过，或没有签名。")
    breaks, heads = asyncio.run(verified(kept))
    if as_json:
        show_json({"valid": not breaks, "breaks": breaks, "heads": heads})
    for one in () if as_json else breaks:
        click.echo(f"账本 {one.book} 第 {one.seq} 号：{one.reason}", err=True)
    if breaks:
        sys.exit(1)
    if not as_json:
        click.echo(
            "".join(f"账本 {book}：第 1 至 {seq} 号完整，校验链完好。\n" for book, seq in heads.items()),
            nl=False,
        )


async def verified(kept: list[Checkpoint]) -> tuple[list[Break], dict[str, int]]:
    async with open_ledger() as storage:
        found = await replay.verify(storage, kept)
        marks = [await replay.checkpoint(storage, book) for book in await replay.books(storage)]
        return found, {mark.book: mark.seq for mark in marks}


@ledger_group.command("rebuild")
@click.option("--json", "as_json", is_flag=True, help="用 JSON 回答")
def rebuild(as_json: bool) -> None:
    """只从记录重建全部视图；前后应一样，不一样的会列出。"""
    before, after = asyncio.run(rebuilt())
    changed = sorted(table for table in after if before.get(table) != after[table])
    if as_json:
        show_json({"digests": after, "changed": changed})
    elif changed:
        click.echo(f"已重建。这些视图和重建前不同：{'、'.join(changed)}。")
    else:
        click.echo(f"已重建 {len(after)} 个视图，和重建前完全一样。")


async def rebuilt() -> tuple[dict[str, str], dict[str, str]]:
    async with open_ledger() as storage:
        return await replay.digests(storage), await replay.rebuild(storage)


@ledger_group.command("copy")
@click.option(
    "--to", "target", required=True, metavar="URL", help="空的目标数据库：sqlite:///… 或 postgresql://…"
)
def copy(target: str) -> None:
    """复制到另一个空数据库（会话除外），校验链不变。"""
    counts = asyncio.run(copied(target))
    click.echo("".join(f"账本 {book}：已复制 {count} 条记录。\n" for book, count in counts.items()), nl=False)


async def copied(target: str) -> dict[str, int]:
    if target == settings().database:
        raise Failure("目标和现在用的是同一个数据库。")
    async with open_ledger() as source:
        other = await open_storage(target, judge_group)
        try:
            return await replay.copy(source, other)
        finally:
            await other.close()


@ledger_group.command("checkpoint")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="保存到文件，默认打印")
def checkpoint(output: Path | None) -> None:
    """记下每个账本现在的尾号和校验值（Merkle 根），并签名；另存一处，以后可查出任何改动。"""
    marks = asyncio.run(marked())
    text = msgspec.json.format(msgspec.json.encode(marks), indent=2)
    if output is None:
        click.echo(text)
        return
    output.write_bytes(text + b"\n")
    click.echo(f"已保存到 {output}。")


async def marked() -> list[Checkpoint]:
    key = signing.key_in(settings().data / "checkpoint.key")
    async with open_ledger() as storage:
        marks = [await replay.checkpoint(storage, book) for book in await replay.books(storage)]
    return [signing.signed(mark, key) for mark in marks]


@ledger_group.command("erase")
@click.argument("entry", metavar="记录编号")
@click.argument("path", metavar="项目")
@click.confirmation_option(prompt="删除后不能恢复，确定吗？", help="不再询问")
def erase(entry: str, path: str) -> None:
    """删除一条记录里的一项个人信息（如 present.0.name）；校验链仍然完好。"""
    if not asyncio.run(erased(entry, path)):
        raise Failure(f"记录 {entry} 里没有可删除的 {path}。")
    click.echo("已删除。记录里只留下校验值。")


@ledger_group.command("forget")
@click.argument("letter", metavar="信访件编号")
@click.confirmation_option(prompt="删除后不能恢复，确定吗？", help="不再询问")
def forget(letter: str) -> None:
    """删除一件信访件的信访人（姓名、电话、证件号、地址，各版都删）；校验链仍然完好。"""
    if not asyncio.run(forgotten(letter)):
        raise Failure(f"信访件 {letter} 没有可删除的信访人。")
    click.echo("已删除。记录里只留下校验值。")


async def forgotten(letter: str) -> int:
    async with open_ledger() as storage:
        return await replay.forget(storage, letter)


async def erased(entry: str, path: str) -> bool:
    async with open_ledger() as storage:
        gone = await replay.erase(storage, entry, path)
    Spool(settings().data / "exports").clean(math.inf)  # an export of before may hold what is erased now
    return gone
