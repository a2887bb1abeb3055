"""`xuncha calc NAME FILE|-`: the calculators alone, JSON in, JSON out, no database.

Owns: reading the question and printing the answer. Does not own the arithmetic or the wording of faults
(inspections/calculators/questions.py); `POST /api/v1/calc/{name}` answers the same.
"""

import sys
from typing import BinaryIO

import click
import msgspec

from api.commands import Command, WrongUse, show_json
from inspections.calculators.energy_question import listed
from inspections.calculators.questions import CALCULATORS
from inspections.calculators.reading import WrongInput


@click.command("calc", cls=Command)
@click.argument("name", metavar="名称", required=False)
@click.argument("file", metavar="文件|-", type=click.File("rb"), required=False)
@click.option(
    "--list", "as_list", is_flag=True, help="列出能算什么；calc energy --list 列出能源代码、名称和单位"
)
def calc(name: str | None, file: BinaryIO | None, as_list: bool) -> None:
    """单独用计算器：读 JSON 问题，答 JSON（calc）。

    文件写 - 表示从标准输入读。输入不对时退出码为 2，并列出每一处错误。
    """
    if as_list:
        click.echo("\n".join(map("\t".join, listed()) if name == "energy" else CALCULATORS))
        return
    if name is None or name not in CALCULATORS or file is None:
        raise WrongUse(f"用法：xuncha calc 名称 文件|-。能算的有：{'、'.join(CALCULATORS)}。")
    try:
        question = msgspec.json.decode(file.read())
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        refuse([{"path": "", "code": "not-json", "message": "输入不是 JSON"}])
        return
    try:
        show_json(CALCULATORS[name](question))
    except WrongInput as wrong:
        refuse([msgspec.structs.asdict(fault) for fault in wrong.errors])


def refuse(errors: list[dict[str, str]]) -> None:
    show_json({"errors": errors})
    sys.exit(2)
