"""`xuncha import …`: registers from a file; first what would happen, with `--apply` it happens.

Owns: the command and how an outcome is told. Does not own reading or judging the file (inspections/imports).
"""

import asyncio
import sys
from pathlib import Path
from typing import Final

import click
import msgspec

from api.commands import Command, Failure, now, open_ledger, show_json
from inspections import imports, intake
from inspections.deadlines import Move
from inspections.facts import SYSTEM
from inspections.imports import Outcome, Row, Unusable

SHOWN: Final = 20
#: workbooks of one record each, by the name of their list
BOOKS: Final = {f"{kind}s": kind for kind in intake.FORMS}
STATES: Final = {"new": "新增", "changed": "变更", "same": "不变"}


@click.command("import", cls=Command)
@click.argument("dataset", metavar="登记册", type=click.Choice((*imports.DATASETS, *BOOKS)))
@click.argument("file", metavar="文件", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--apply", "write", is_flag=True, help="写入；不加只试算")
@click.option("--crs", help="范围文件（areas）的坐标系：WGS84、CGCS2000、GCJ02、BD09")
@click.option("--json", "as_json", is_flag=True, help="用 JSON 回答")
def import_group(dataset: str, file: Path, write: bool, crs: str | None, as_json: bool) -> None:
    """导入登记册：先试算，加 --apply 才写入（import）。

    登记册：units 单位、enterprises 企业、people 人员、sites 点位、calendar 节假日（CSV 或 XLSX），areas 范围（GeoJSON）：
    有一处错误就一条也不写。findings 历史台账（CSV 或 XLSX，各张表都看）：错的行留下，其余照写，标“未经系统核验”。
    填报表（XLSX）：audits 节能审计、balances 电平衡、supervisions 节能监察；空表用 xuncha template 取。
    同一份文件再导入一次不会多出记录。
    """
    try:
        outcome, moves, count = asyncio.run(imported(dataset, file, write, crs))
    except Unusable as unusable:
        raise Failure(str(unusable)) from unusable
    show_json(as_document(outcome, moves, count)) if as_json else tell(outcome, moves, count, write)
    if outcome.faults:
        sys.exit(1)


async def imported(dataset: str, file: Path, write: bool, crs: str | None) -> tuple[Outcome, list[Move], int]:
    async with open_ledger() as storage:
        if dataset in BOOKS:
            book = await intake.dry_run(storage, BOOKS[dataset], file.read_bytes(), SYSTEM, now())  # noqa: ASYNC240  # one command, one file
            return book, [], await intake.apply(storage, book, SYSTEM) if write else 0
        outcome = await imports.dry_run(storage, dataset, file.name, file.read_bytes(), now(), crs)  # noqa: ASYNC240  # one command, one file
        moves = await imports.moves(storage, outcome, now())
        return outcome, moves, await imports.apply(storage, outcome) if write else 0


def tell(outcome: Outcome, moves: list[Move], count: int, write: bool) -> None:
    """The outcome for a person: every fault; of the changes the first twenty, and of the deadlines they move."""
    for fault in outcome.faults:
        click.echo(f"{fault.cell}：{fault.message}", err=True)
    for note in outcome.notes:
        click.echo(note)
    if outcome.faults:
        left = "这些行没有带入" if outcome.partial else "没有写入任何记录"
        click.echo(f"共 {len(outcome.faults)} 处要改，{left}。改好后再试。", err=True)
    if outcome.faults and not outcome.partial:
        return
    different = [row for row in outcome.rows if row.state != "same"]
    for row in different[:SHOWN]:
        click.echo(f"{STATES[row.state]} {row.label}{told_of(row)}")
    if len(different) > SHOWN:
        click.echo(f"…另有 {len(different) - SHOWN} 条")
    for move in moves[:SHOWN]:
        click.echo(
            f"期限 {move.was} → {move.due_on}{'（仍为暂定）' if move.provisional else ''}  {move.text}"
        )
    if outcome.dataset == "calendar":
        changed = sum(move.was != move.due_on for move in moves)
        click.echo(f"暂定期限：日期改变 {changed} 个，不变而转为确定 {len(moves) - changed} 个。")
    summary = "，".join(f"{name} {outcome.count(state)}" for state, name in STATES.items())  # type: ignore[arg-type]  # the table's keys are the states
    done = f"已写入 {count} 条记录。" if write else "这是试算，没有写入；确认后加 --apply。"
    click.echo(f"{summary}。{done}")


def told_of(row: Row) -> str:
    """In what a line that is on file already differs."""
    return f"：{'、'.join(row.differs)}与已带入的不同" if row.differs else ""


def as_document(outcome: Outcome, moves: list[Move], count: int) -> dict[str, object]:
    """The outcome for a script."""
    return {
        "dataset": outcome.dataset,
        "counts": {state: outcome.count(state) for state in ("new", "changed", "same")},
        "written": count,
        "rows": [
            {"lines": row.lines, "label": row.label, "state": row.state, "differs": row.differs}
            for row in outcome.rows
        ],
        "notes": outcome.notes,
        "moves": msgspec.to_builtins(moves),
        "faults": [msgspec.structs.asdict(fault) for fault in outcome.faults],
    }


@click.command("template", cls=Command)
@click.argument("kind", metavar="种类", type=click.Choice(tuple(intake.FORMS)))
@click.option(
    "-o", "out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="写到哪个文件"
)
def template_command(kind: str, out: Path) -> None:
    """取一份空的填报表（template）：audit 节能审计、balance 电平衡、supervision 节能监察。"""
    out.write_bytes(intake.template(intake.FORMS[kind]))
    click.echo(f"{intake.FORMS[kind].name}填报表：{out}")
