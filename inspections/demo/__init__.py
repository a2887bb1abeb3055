"""The demonstration county: 21 real units, sixty firms that do not exist, two years of made-up patrols.

Owns: writing that story through the ledger, in time order, each entry by the account it belongs to and received when
it happened (the storage is opened with the story's own clock). Does not own passwords (credentials.py), the facts
(firms.py, places.py, report_2021.py) or the story (script.py, story.py, aftermath.py, visits.py, answers.py).
It marks itself by the county setting `demonstration`. Source: contract.md.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Final
from uuid import UUID

from inspections.demo import aftermath, cases, energy, places, report_2021, story
from inspections.demo import visits as visits
from inspections.demo.script import MONTHS as MONTHS
from inspections.demo.story import Event as Event
from inspections.demo.visits import Album, entry_id
from inspections.facts import SYSTEM, Actor, Refusal
from inspections.filing import Body, NotFiled, file_entries, item
from inspections.ledger import judge_group
from inspections.months import first_day
from inspections.people import Account, actor_of
from inspections.seed import COUNTY, county_entries, named
from inspections.storage import open_storage
from inspections.storage.engine import Storage

BOOK: Final = "360121"
KeepPhoto = Callable[[str, bytes], object]


async def build(url: str, now: datetime, keep_photo: KeepPhoto, months: int = MONTHS) -> int:
    """Fill an empty database with everything told by `now`; the number of entries written.

    `keep_photo` is given each photo's SHA-256 and bytes. `months` is how far back the story goes, the running month
    included; fewer tell the end of the same story.
    """
    album: Album = {}
    events = told(now, months, album)
    kept = {sha256: album[sha256] for event in events for sha256 in files_of(event.body)}
    begins = story.begins(now, months)
    written, _ = await asyncio.gather(
        write(url, begins, events), asyncio.to_thread(lambda: [*map(keep_photo, kept, kept.values())])
    )
    return written


async def write(url: str, begins: datetime, events: Iterable[Event]) -> int:
    """The county as it is set up, then everything in its order; the number of entries written."""
    clock = [begins.astimezone(UTC)]
    storage = await open_storage(url, judge_group, lambda: clock[0])
    try:
        await set_up(storage, begins)
        for at, sent in groupby(events, key=lambda event: event.at):
            clock[0] = at.astimezone(UTC)
            await happen(storage, list(sent), at)
        return sum([row[0] for row in await storage.rows("head_of_book", book=BOOK)])
    finally:
        await storage.close()


def told(now: datetime, months: int, album: Album) -> list[Event]:
    """Everything that has happened by now, first things first; the pictures go into the album."""
    chapters = story.story_months(now, months)
    events = [*story.publications(chapters), *aftermath.changes(chapters, story.begins(now, months))]
    for month in chapters:
        events += story.told_in(month, now, album)
    events += energy.events(now)
    events += cases.events(story.moment(first_day(chapters[-2:][0].period), 9), album)
    events += aftermath.aftermath(chapters, {event.name: event for event in events}, album)
    return sorted((event for event in events if event.at <= now), key=lambda event: event.at)


async def set_up(storage: Storage, begins: datetime) -> None:
    """The county as `init` makes it, marked as a demonstration, with people, firms, watch-list and lists."""
    first_day = str(begins.date())
    made_at = begins.isoformat()
    setting = {"type": "setting", "unit": COUNTY, "key": "demonstration", "value": "1", "reason": "演示数据"}
    bodies: list[Body] = [
        setting,
        *places.account_bodies(first_day),
        *places.colleague_bodies(first_day),
        *places.enterprise_bodies(),
        *places.site_bodies(first_day),
        *report_2021.bodies(),
    ]
    entries = [(named(f"demo/{number}"), body | {"made_at": made_at}) for number, body in enumerate(bodies)]
    await file_entries(storage, SYSTEM, [*county_entries(begins), *entries])


async def happen(storage: Storage, events: Iterable[Event], at: datetime) -> None:
    """Everything that is sent at one moment, account by account."""
    for account, sent in groupby(events, key=lambda event: event.account):
        actor = await actor_named(storage, account, at)
        together = list(sent)
        entries = [as_sent(event) for event in together if not event.refused]
        await file_entries(storage, actor, entries)
        await be_refused(storage, actor, [as_sent(event) for event in together if event.refused])


def as_sent(event: Event) -> tuple[UUID, Body]:
    """Id and body; made at the moment it is sent, unless it says otherwise."""
    return UUID(entry_id(event.name)), event.body | {
        "made_at": event.body.get("made_at", event.at.isoformat())
    }


async def be_refused(storage: Storage, actor: Actor, entries: Sequence[tuple[UUID, Body]]) -> None:
    """What the story says the ledger refuses must be refused; the inbox keeps it."""
    for name, body in entries:
        answer = await storage.write(item(name, body, actor))
        if not isinstance(answer, Refusal):
            raise NotFiled([(str(name), answer)])


async def actor_named(storage: Storage, account: str, at: datetime) -> Actor:
    [(_, row)] = await storage.answer([Account.at(account)])
    actor = actor_of(row, "demo", at)
    if actor is None:
        raise LookupError(f"no demonstration account {account}")
    return actor


def files_of(body: Body) -> Iterator[str]:
    """SHA-256 of each picture a body names."""
    whole = body.get("body", body)
    yield from (photo["sha256"] for photo in whole.get("photos", ()))
    yield from (paper["scan"] for paper in whole.get("papers", ()) if "scan" in paper)
    yield from (person["signature"] for person in whole.get("present", ()) if "signature" in person)
    if "signature" in whole:
        yield whole["signature"]
