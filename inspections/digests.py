"""The daily digest (每日提醒): for each person what waits for their step, for a group's robot the county in numbers.

Owns: gathering both for a day and the words of the mail. A mail holds numbers of the ledger, units, states and days: no name of a
person, no firm, no text of a problem or a letter, since mail leaves the house. What a robot is told is made in robots.py, of
numbers alone. Does not own what is chased (chasing.py) or sending (outgoing.py). Nobody with nothing to do is written to.
"""

from collections.abc import AsyncIterator, Iterator
from datetime import date, datetime
from typing import Any, Final

import msgspec
from msgspec import Struct

from inspections import chasing, outgoing
from inspections.chasing import Window
from inspections.facts import Facts, Grant
from inspections.months import BEIJING
from inspections.outgoing import Message
from inspections.people import ROLES
from inspections.rectification import states
from inspections.robots import Counts, robot_text
from inspections.settings import Settings
from inspections.storage.engine import Storage

LISTED: Final = 20  #: lines of one role in a mail; the rest is behind the link
CLOCK_ROLES: Final = ("county",)  #: who is told of the clocks of letters


class RoleDuties(Struct, frozen=True):
    """What waits for one person under one role."""

    role: str
    total: int
    overdue: int
    soon: int
    stalled: int
    lines: tuple[str, ...]


class Digest(Struct, frozen=True):
    """One person's day."""

    account: str
    roles: tuple[RoleDuties, ...]
    clocks_overdue: int
    clocks_soon: int

    def __bool__(self) -> bool:
        return any(one.total for one in self.roles) or bool(self.clocks_overdue or self.clocks_soon)


async def window_of(storage: Storage, book: str, day: date) -> Window:
    facts = Facts()
    facts.load(await storage.answer(list(chasing.keys(book))))
    return chasing.window(facts, book, day)


async def digests(storage: Storage, book: str, window: Window) -> list[Digest]:
    """Of everybody with an address, who may be written to."""
    found = []
    for account, grants in await storage.rows("mail_people", book=book):
        held = [one for one in msgspec.json.decode(grants, type=list[Grant]) if one.in_force(window.today)]
        found.append(await digest_of(storage, account, held, window))
    return found


async def digest_of(storage: Storage, account: str, grants: list[Grant], window: Window) -> Digest:
    roles = [one async for one in duties_by_role(storage, grants, window)]
    paths = [grant.path for grant in grants if grant.role in CLOCK_ROLES]
    overdue, soon = await clocks_counted(storage, paths, window) if paths else (0, 0)
    return Digest(account, tuple(roles), overdue, soon)


async def duties_by_role(storage: Storage, grants: list[Grant], window: Window) -> AsyncIterator[RoleDuties]:
    for role in chasing.TURN_ROLES:
        scopes = sorted({*chasing.marks(grants, role)})
        if scopes:
            asked = {"scopes": as_json(scopes), "states": as_json(chasing.states_of(role)), **window.asked()}
            [(total, overdue, soon, stalled)] = await storage.rows("duties_counted", **asked)
            rows = await storage.rows("duties", **asked, limit=LISTED)
            lines = tuple(line(row, window) for row in rows)
            yield RoleDuties(role, total, overdue, soon, stalled, lines)


async def clocks_counted(storage: Storage, paths: list[str], window: Window) -> tuple[int, int]:
    asked = {"today": window.today, "soon": window.soon}
    [(overdue, soon)] = await storage.rows("clocks_counted", scopes=as_json(paths), **asked)
    return overdue, soon


def line(row: tuple[Any, ...], window: Window) -> str:
    """One finding by its number in the ledger: where, in which state, since when late."""
    _, seq, _, unit_name, _, _, _, _, state, due_on, _, last_step_on, opened_on, overdue, _, stalled = row
    late = f"，已超期 {chasing.days_since(due_on, window.today)} 天" if overdue else ""
    idle = f"，{chasing.days_since(last_step_on or opened_on, window.today)} 天没有办" if stalled else ""
    day = f"，期限 {due_on}" if due_on else ""
    return (
        f"第 {seq} 号 {unit_name} {states()[state].name}，等您{chasing.turns()[state].name}{day}{late}{idle}"
    )


def mail_of(digest: Digest, window: Window, address: str) -> Message:
    """The mail of one person."""
    counted = sum(one.total for one in digest.roles)
    subject = f"整改提醒 {window.today}：{counted} 件等您办" if counted else f"整改提醒 {window.today}"
    body = "\n".join(
        [*paragraphs(digest, window), "", f"登录查看：{address}/app/" if address else "请登录系统查看。"]
    )
    return Message(window.today, "mail", digest.account, subject, body + "\n")


def paragraphs(digest: Digest, window: Window) -> Iterator[str]:
    for one in digest.roles:
        if one.total:
            yield (
                f"{ROLES[one.role]}：{one.total} 件等您办，其中超期 {one.overdue} 件，{window.soon_days} 天内到期 {one.soon} 件，"
                f"停滞 {one.stalled} 件。"
            )
            yield from one.lines
            if one.total > len(one.lines):
                yield f"另有 {one.total - len(one.lines)} 件。"
            yield ""
    if digest.clocks_overdue or digest.clocks_soon:
        soon = f"{window.soon_days} 天内到期 {digest.clocks_soon} 项"
        yield f"信访等法定期限：已过 {digest.clocks_overdue} 项，{soon}。"


async def robot_messages(storage: Storage, settings: Settings, window: Window) -> list[Message]:
    """The county in numbers, for each robot of the settings; none on a day without anything to say."""
    counts = await county_counts(storage, f"{settings.county}/", window)
    if not counts:
        return []
    text = robot_text(counts, date.fromisoformat(window.today), window.soon_days, settings.address)
    keys = [outgoing.robot_key(url) for url in settings.robots]
    return [Message(window.today, "robot", key, "", text) for key in keys]


async def county_counts(storage: Storage, path: str, window: Window) -> Counts:
    [(overdue, soon, stalled)] = await storage.rows(
        "chased_counted", scopes=as_json([path]), **window.asked()
    )
    clocks_overdue, clocks_soon = await clocks_counted(storage, [path], window)
    return Counts(
        overdue=overdue, soon=soon, stalled=stalled, clocks_overdue=clocks_overdue, clocks_soon=clocks_soon
    )


async def file_digests(storage: Storage, settings: Settings, day: date, now: datetime) -> int:
    """Put a day's messages in the queue; those of the day that are there already stay. The number of new ones."""
    window = await window_of(storage, settings.book, day)
    everybody = await digests(storage, settings.book, window) if settings.mail_server else []
    mails = [mail_of(one, window, settings.address) for one in everybody if one]
    robots = await robot_messages(storage, settings, window)
    return await outgoing.file(storage, [*mails, *robots], now)


def is_time(settings: Settings, now: datetime) -> bool:
    """Is it past the hour of the day's digest, Beijing?"""
    return bool(settings.digest_at) and f"{now.astimezone(BEIJING):%H:%M}" >= settings.digest_at


def as_json(values: Any) -> str:
    return msgspec.json.encode(values).decode()
