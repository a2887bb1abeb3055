"""What every command shares: settings, an open ledger, speaking plainly and failing plainly.

Owns: the group class that turns known errors into one Chinese sentence and an exit code, the help's Chinese words,
opening and closing the storage around a command. Does not own any command. Exit codes: 0 done, 1 not done, 2 the
command line or the input is wrong, 130 interrupted.
"""

import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, Final, NoReturn

import click
import msgspec

from inspections.backup import NoBackup
from inspections.filing import NotFiled
from inspections.ledger import judge_group
from inspections.publishing import BuildFailed, Busy, NoRelease, NotPublished
from inspections.reading import Unreadable
from inspections.settings import Settings, SettingsError, load, without_password
from inspections.storage import Closed, StorageError, open_storage
from inspections.storage.engine import Storage

#: failures that have a sentence of their own; anything else is a fault of ours and shows its trace
PLAIN: Final = (
    *(SettingsError, StorageError, Closed, NotFiled, NoBackup),
    *(NotPublished, BuildFailed, Busy, NoRelease),
)
HEADINGS: Final = {"Options": "选项", "Commands": "命令", "Arguments": "参数"}


class Failure(click.ClickException):
    """The command could not do it; the message says why and what to do."""


class WrongUse(click.ClickException):
    """The input is wrong: exit 2."""

    exit_code = 2


class ChineseFormatter(click.HelpFormatter):
    """Help with Chinese headings; names stay English."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or "用法：")

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{HEADINGS.get(heading, heading)}：\n")


class ChineseContext(click.Context):
    formatter_class = ChineseFormatter


class Command(click.Command):
    """A command that speaks Chinese: its `--help`, and every expected failure in one sentence."""

    context_class = ChineseContext

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option:
            option.help = "显示这段说明"
        return option

    def main(self, args: Sequence[str] | None = None, *rest: Any, **extra: Any) -> Any:
        """Run and exit."""
        try:
            sys.exit(super().main(args, *rest, **extra | {"standalone_mode": False}) or 0)
        except click.UsageError as wrong:
            fail(usage_sentence(wrong), 2)
        except click.ClickException as failed:
            fail(failed.format_message(), failed.exit_code)
        except (KeyboardInterrupt, click.Abort):
            fail("已中断。", 130)
        except Unreadable as unreadable:
            fail("\n".join(f"{fault.path}：{fault.message}" for fault in unreadable.faults), 1)
        except PLAIN as failed:
            fail(str(failed), 1)


class Group(Command, click.Group):
    """A group of such commands."""

    command_class = Command
    group_class = type


def fail(message: str, code: int) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(code)


def usage_sentence(wrong: click.UsageError) -> str:
    """Click's own sentences in Chinese; what we said ourselves stays."""
    param = wrong.param if isinstance(wrong, click.BadParameter) else None
    name = f"“{param.human_readable_name}”" if param else ""
    if isinstance(wrong, click.exceptions.NoArgsIsHelpError):
        return wrong.format_message()
    if isinstance(wrong, click.NoSuchOption):
        said = f"没有选项 {wrong.option_name}。"
    elif isinstance(wrong, click.MissingParameter):
        said = f"缺少参数{name}。"
    elif isinstance(wrong, click.BadParameter):
        said = f"参数{name}的值不对：{expected(wrong)}"
    elif wrong.message.startswith("No such command"):
        said = f"没有这个命令：{wrong.message.partition(chr(39))[2].rstrip(chr(39) + '.')}。"
    else:
        said = wrong.message
    hint = f"\n用 {wrong.ctx.command_path} --help 看说明。" if wrong.ctx else ""
    return said + hint


def expected(wrong: click.BadParameter) -> str:
    """What a parameter may be."""
    match wrong.param and wrong.param.type:
        case click.Choice() as choice:
            return f"可写 {'、'.join(choice.choices)}。"
        case click.IntRange() as span:
            return f"应为 {span.min} 到 {span.max} 的整数。"
        case click.Path() | click.File():
            return "没有这个文件，或不能读写。"
        case _:
            return wrong.message


def settings() -> Settings:
    """The settings of this process."""
    return load()


@asynccontextmanager
async def open_ledger(of: Settings | None = None) -> AsyncIterator[Storage]:
    """The county's ledger, open for one command; a running server may write beside it."""
    given = of or settings()
    database = given.data / "xuncha.db"
    if given.database == f"sqlite:///{database}" and not database.exists():
        raise Failure(f"{given.data} 里还没有账本。先运行 xuncha init（空账本）或 xuncha demo（演示数据）。")
    try:
        storage = await open_storage(given.database, judge_group)
    except OSError as failed:
        raise Failure(f"连不上数据库 {without_password(given.database)}，请看它是否在运行。") from failed
    try:
        yield storage
    finally:
        await storage.close()


def now() -> datetime:
    return datetime.now(UTC)


def show_json(value: Any) -> None:
    """One JSON document for a script."""
    click.echo(msgspec.json.format(msgspec.json.encode(value, order="sorted"), indent=2))


def show_rows(rows: Sequence[Mapping[str, object]], empty: str) -> None:
    """A small table for a person: the columns' names, then the rows."""
    if not rows:
        click.echo(empty)
        return
    for row in rows:
        click.echo("  ".join(f"{name}：{value}" for name, value in row.items() if value not in (None, "")))


def progress(step: str) -> None:
    """Say what is being done, only when somebody watches."""
    if sys.stderr.isatty():
        click.echo(f"{step}…", err=True)
