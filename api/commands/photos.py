"""`xuncha photos fingerprint`: prints of photos that have none yet, or of all anew.

Owns: the command. Does not own what a print is (inspections/likeness.py) or making one (inspections/reuse.py). The server
prints what comes to it; this is for photos that came otherwise: a restored backup, a copied ledger, an import.
"""

import asyncio

import click

from api.commands import Group, now, open_ledger, progress, settings, show_json
from inspections.decoding import Decoder
from inspections.photos import Folder
from inspections.reuse import Archive

TOLD_EVERY = 100


@click.group("photos", cls=Group)
def photos_group() -> None:
    """照片：比对指纹（photos）。"""


@photos_group.command("fingerprint")
@click.option("--again", is_flag=True, help="全部重做，不只是缺的")
@click.option("--json", "as_json", is_flag=True, help="用 JSON 回答")
def fingerprint(again: bool, as_json: bool) -> None:
    """给还没有指纹的照片做指纹，重复使用才查得到；服务不用停。"""
    made, empty = asyncio.run(fingerprinted(again))
    if as_json:
        show_json({"made": made, "empty": empty})
        return
    told = f"，其中 {empty} 张打不开或没有可比的内容" if empty else ""
    click.echo(f"已做 {made} 张照片的指纹{told}。")


async def fingerprinted(again: bool) -> tuple[int, int]:
    """How many prints were made, and how many of them are empty."""
    made = empty = 0
    async with open_ledger() as storage:
        archive = Archive(storage, Folder(settings().photos), Decoder())
        if again:
            await storage.run("photo_prints_forget")
        try:
            async for sha256 in archive.unprinted(named=True):
                own = await archive.keep(sha256, now())
                made, empty = made + 1, empty + (not own.marks)
                if made % TOLD_EVERY == 0:
                    progress(f"已做 {made} 张")
        finally:
            await archive.decoder.close()
    return made, empty
