"""The demonstration county: 21 real units, twelve firms that do not exist, four months of made-up patrols.

Owns: writing that story through the ledger, in time order, each entry by the account it belongs to and received when
it happened (the storage is opened with the story's own clock). Does not own passwords (credentials.py) or the facts
(places.py, story.py, visits.py). It marks itself by the county setting `demonstration`. Source: contract.md.
"""

from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime
from itertools import groupby
from typing import Final
from uuid import UUID

from inspections.demo import pictures, places, story
from inspections.demo import visits as visits
from inspections.demo.story import Event as Event
from inspections.demo.visits import SIGNATURE, entry_id, picture
from inspections.facts import SYSTEM, Actor
from inspections.filing import Body, file_entries
from inspections.ledger import judge_group
from inspections.people import Account, actor_of
from inspections.seed import COUNTY, county_entries, named
from inspections.storage import open_storage
from inspections.storage.engine import Storage

KeepPhoto = Callable[[str, bytes], Awaitable[object]]
ACCOUNTS: Final = tuple(one.account for one in places.ACCOUNTS)


async def build(url: str, now: datetime, keep_photo: KeepPhoto) -> int:
    """Fill an empty database with everything told by `now`; the number of entries written.

    `keep_photo` is given each photo's SHA-256 and bytes before the entry that names it is written.
    """
    begins = story.begins(now)
    clock = [begins.astimezone(UTC)]
    storage = await open_storage(url, judge_group, lambda: clock[0])
    try:
        count = await set_up(storage, begins)
        await keep_photo(SIGNATURE, pictures.signature())
        for at, events in groupby(story.told(now), key=lambda event: event.at):
            clock[0] = at.astimezone(UTC)
            count += await happen(storage, list(events), at, keep_photo)
        return count
    finally:
        await storage.close()


async def set_up(storage: Storage, begins: datetime) -> int:
    """The county as `init` makes it, marked as a demonstration, with people, firms, watch-list and lists."""
    first_day = str(begins.date())
    made_at = begins.isoformat()
    setting = {"type": "setting", "unit": COUNTY, "key": "demonstration", "value": "1", "reason": "演示数据"}
    bodies: list[Body] = [
        setting,
        *places.account_bodies(first_day),
        *places.enterprise_bodies(),
        *places.site_bodies(first_day),
        *places.listing_bodies(),
    ]
    entries = [(named(f"demo/{number}"), body | {"made_at": made_at}) for number, body in enumerate(bodies)]
    return len(await file_entries(storage, SYSTEM, [*county_entries(begins), *entries]))


async def happen(storage: Storage, events: Iterable[Event], at: datetime, keep_photo: KeepPhoto) -> int:
    """Everything that is sent at one moment, account by account."""
    count = 0
    for account, sent in groupby(events, key=lambda event: event.account):
        actor = await actor_named(storage, account, at)
        bodies = [(event.name, event.body | {"made_at": at.isoformat()}) for event in sent]
        for _, body in bodies:
            for sha256, photo in photos_of(body):
                await keep_photo(sha256, photo)
        entries = [(UUID(entry_id(name)), body) for name, body in bodies]
        count += len(await file_entries(storage, actor, entries))
    return count


async def actor_named(storage: Storage, account: str, at: datetime) -> Actor:
    [(_, row)] = await storage.answer([Account.at(account)])
    actor = actor_of(row, "demo", at)
    if actor is None:
        raise LookupError(f"no demonstration account {account}")
    return actor


def photos_of(body: Body) -> Iterable[tuple[str, bytes]]:
    """The files behind a visit's photos."""
    taken_at = body.get("started_at")
    for photo in body.get("photos", ()):
        yield picture(body["unit"], datetime.fromisoformat(str(taken_at)), photo["slot"])
