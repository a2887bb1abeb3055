"""`xuncha export`: a data set into a file, with its manifest beside it.

Owns: the command; the file appears whole or not at all. Does not own what is in it (inspections/exports): it is the same
run as the API's export.
"""

import asyncio
import getpass
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import msgspec

from api.commands import Command, Failure, open_ledger, settings, show_json
from inspections.exports.asked import Filters, NotExported
from inspections.exports.datasets import DATASETS
from inspections.exports.formats import FORMATS
from inspections.exports.manifest import Manifest
from inspections.exports.spool import Spool
from inspections.exports.taking import Wanted
from inspections.settings import Settings


@click.command("export", cls=Command)
@click.argument("dataset", metavar="数据集", type=click.Choice(list(DATASETS)))
@click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="写到哪个文件"
)
@click.option("--format", "form", type=click.Choice(list(FORMATS)), help="格式，默认看文件名")
@click.option("--from", "first", help="从哪天（或哪月）起，如 2026-07-01、2026-07")
@click.option("--to", "last", help="到哪天（或哪月）止，含当天")
@click.option("--unit", help="只要这个单位（编号）")
@click.option("--enterprise", help="只要这家企业（编号）")
@click.option("--kind", help="只要这一类，如 steel_patrol、green_factory")
@click.option("--state", "--result", help="只要这个结果或状态，如 none_found")
@click.option("--since", type=click.IntRange(min=0), help="只要台账第几号之后有变化的")
@click.option("--private", is_flag=True, help="带上在场人员姓名、地点描述和文字说明")
@click.option("--json", "as_json", is_flag=True, help="用 JSON 回答")
def export(
    dataset: str, output: Path, form: str | None, private: bool, as_json: bool, **filters: Any
) -> None:
    """导出数据集，旁边另存一份 .manifest.json（export）。

    数据集：visits 巡察检查、findings 问题、coverage 覆盖情况、enterprises 企业、listings 名单、
    intensity 能耗强度、audits 节能记录、entries 台账记录。位置一律是 WGS84。
    """
    given = settings()
    form = form or output.suffix.lstrip(".").lower()
    wanted = Wanted(
        dataset, form, Filters(**filters), given.book, ("",), f"命令行 {getpass.getuser()}", private
    )
    try:
        manifest = asyncio.run(written(given, wanted, output))
    except NotExported as refused:
        raise Failure(str(refused)) from refused
    except OSError as failed:
        raise Failure(f"写不了 {output}：{failed.strerror}。") from failed
    if as_json:
        show_json(manifest)
    else:
        click.echo(f"已导出 {manifest.rows} 行到 {output}，截至第 {manifest.head_seq} 号记录。")


async def written(given: Settings, wanted: Wanted, output: Path) -> Manifest:
    """The file and its manifest; a broken-off run leaves what was there before."""
    spool = Spool(given.data / "exports", given.reserve_mb)
    part = output.with_name(f".{output.name}.part")
    try:
        async with open_ledger(given) as storage:
            run = await spool.run(storage, wanted, datetime.now(UTC))
            manifest = await spool.whole(run)
        await asyncio.to_thread(shutil.copyfile, run.file, part)
        part.replace(output)
    finally:
        await spool.close()
        part.unlink(missing_ok=True)
    text = msgspec.json.format(msgspec.json.encode(manifest, order="sorted"), indent=2)
    output.with_name(f"{output.name}.manifest.json").write_bytes(text + b"\n")
    return manifest
