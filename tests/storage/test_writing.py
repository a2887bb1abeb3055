"""Writing a group: the same twice, two bodies under one id, one bad job among good ones, a full disk, stopping."""

import asyncio
from uuid import uuid4

import pytest
from msgspec.structs import replace

from inspections.ledger import Conflict, Created, Repeated, judge_group
from inspections.replay import verify
from inspections.storage import Closed, StorageError, StorageFull, open_storage
from inspections.storage.sqlite import IDLE_S
from tests.ledger.county import ACTORS, correction, found, item, together, visit, write
from tests.storage.direct import execute

pytestmark = pytest.mark.anyio


async def inbox(storage, account="xunchayuan"):
    """(id, reason) of what an account has in the inbox."""
    everything = {"scopes": "[]", "after_at": "", "after_id": "", "after_digest": "", "limit": 2000}
    return [(row[0], row[5]) for row in await storage.rows("inbox_list", account=account, **everything)]


async def test_the_same_again_gets_the_first_receipt(storage):
    await found(storage)
    entry_id, body = uuid4(), visit()
    first = await write(storage, body, "xunchayuan", entry_id)
    again = await write(storage, body, "xunchayuan", entry_id)
    assert isinstance(first, Created) and isinstance(again, Repeated)
    assert again.receipt == first.receipt


async def test_defaults_left_out_or_written_out_are_the_same_body(storage):
    await found(storage)
    entry_id, body = uuid4(), visit()
    await write(storage, body, "xunchayuan", entry_id)
    spelled = body | {"v": 1, "kind_version": 1, "texts": {}, "site": None}
    assert isinstance(await write(storage, spelled, "xunchayuan", entry_id), Repeated)


async def test_another_body_under_the_same_id_is_a_conflict_and_is_kept(storage):
    await found(storage)
    entry_id = uuid4()
    await write(storage, visit(), "xunchayuan", entry_id)
    answer = await write(storage, visit(place="示例另一处"), "xunchayuan", entry_id)
    assert answer == Conflict(own=True)
    assert await inbox(storage) == [(str(entry_id), "conflict")]


async def test_somebody_elses_id_is_a_conflict_without_content_and_nothing_is_kept(storage):
    await found(storage)
    entry_id = uuid4()
    await write(storage, visit(), "xunchayuan", entry_id)
    assert await write(storage, visit(), "xianju", entry_id) == Conflict(own=False)
    assert await inbox(storage, "xianju") == []


async def test_one_entry_sent_ten_times_at_once_is_stored_once(storage):
    await found(storage)
    entry_id, body = uuid4(), visit()
    answers = await together(storage, [item(body, "xunchayuan", entry_id) for _ in range(10)])
    assert sorted(type(answer).__name__ for answer in answers) == ["Created"] + ["Repeated"] * 9
    assert len({answer.receipt.seq for answer in answers}) == 1


async def test_the_same_a_third_time_after_a_question_in_between_is_still_the_same(storage):
    """What a group asks anew is answered from what it has stored so far: the salts must be known beyond that."""
    await found(storage)
    first, entry_id, body = uuid4(), uuid4(), visit(place="示例厂门口")
    await write(storage, visit(), "xianju", first)
    again = [item(body, "xianju", entry_id) for _ in range(3)]
    asking = item(correction(first, visit(place="示例另一处")), "xianju")
    busy = [item(visit()) for _ in range(8)]
    answers = await together(storage, [*busy, *again[:2], asking, again[2]])
    assert [type(one) for one in answers[8:]] == [Created, Repeated, Created, Repeated]


async def test_whoever_writes_does_not_wait_for_a_long_reader(storage):
    """Idle, the writer tidies up; a reader who still needs the old state must not make it wait."""
    await found(storage)
    async with storage.snapshot() as still:
        await still.rows("head_of_book", book="360121")
        await write(storage, visit())
        await asyncio.sleep(IDLE_S + 0.3)
        assert isinstance(await asyncio.wait_for(write(storage, visit()), 5), Created)


POISON = {
    "sqlite": (
        "create trigger poison before insert on entry when new.device = 'poison'"
        " begin select raise(abort, 'poison'); end",
    ),
    "postgres": (
        "create function poison() returns trigger language plpgsql as"
        " $$ begin if new.device = 'poison' then raise exception 'poison'; end if; return new; end $$",
        "create trigger poison before insert on entry for each row execute function poison()",
    ),
}


def engine(url: str) -> str:
    return "sqlite" if url.startswith("sqlite") else "postgres"


def poisoned(body):
    """An item that the database itself refuses."""
    made = item(body, "xianju")
    return replace(made, actor=replace(ACTORS["xianju"], device="poison"))


async def test_of_a_group_of_20_with_one_poisoned_19_are_stored(url, storage):
    await found(storage)
    await execute(url, *POISON[engine(url)])
    items = [item(visit()) for _ in range(20)]
    items[7] = poisoned(visit())
    answers = await asyncio.gather(*(storage.write(one) for one in items), return_exceptions=True)
    assert [number for number, answer in enumerate(answers) if isinstance(answer, StorageError)] == [7]
    assert sum(isinstance(answer, Created) for answer in answers) == 19
    assert await execute(url, "select count(*) from entry where type = 'visit'") == [(19,)]
    assert await verify(storage) == []


async def test_a_caller_who_went_away_has_stored_and_the_resend_is_repeated(storage):
    await found(storage)
    entry_id, body = uuid4(), visit()
    caller = asyncio.create_task(storage.write(item(body, "xunchayuan", entry_id)))
    await asyncio.sleep(0)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    assert isinstance(await write(storage, body, "xunchayuan", entry_id), Repeated)


async def test_closing_answers_everybody_who_waits_and_refuses_who_comes_after(url, storage):
    await found(storage)
    waiting = [asyncio.create_task(storage.write(item(visit()))) for _ in range(40)]
    await asyncio.sleep(0)
    await storage.close()
    assert all(isinstance(answer, Created) for answer in await asyncio.gather(*waiting))
    with pytest.raises(Closed):
        await write(storage, visit())
    with pytest.raises(Closed):
        await storage.run("inbox_expire", before="2000")
    assert await execute(url, "select count(*) from entry where type = 'visit'") == [(40,)]


#: PostgreSQL is told to answer as it does when there is no space
NO_SPACE = (
    "create function no_space() returns trigger language plpgsql as"
    " $$ begin raise exception using errcode = 'disk_full', message = 'No space left'; end $$",
    "create trigger no_space before insert on entry execute function no_space()",
)


async def fill_disk(url, storage):
    if engine(url) == "sqlite":
        storage._connection.execute(
            "pragma max_page_count = 1"
        )  # stays at what there is; the writer's own limit
    else:
        await execute(url, *NO_SPACE)


async def make_room(url, storage):
    if engine(url) == "sqlite":
        storage._connection.execute("pragma max_page_count = 1000000")
    else:
        await execute(url, "drop trigger no_space on entry")


async def test_a_full_disk_refuses_and_recovers_by_itself(url, storage):
    await found(storage)
    await fill_disk(url, storage)
    items = [item(visit(place="示例" * 1000)) for _ in range(30)]
    answers = await asyncio.gather(*(storage.write(one) for one in items), return_exceptions=True)
    refused = [one for one, answer in zip(items, answers, strict=True) if isinstance(answer, StorageFull)]
    assert len(refused) >= 20
    assert all(isinstance(answer, StorageFull | Created) for answer in answers)
    await make_room(url, storage)
    assert all(isinstance(answer, Created) for answer in await together(storage, refused))
    assert await execute(url, "select count(*), count(distinct id) from entry where type = 'visit'") == [
        (30, 30)
    ]
    assert await verify(storage) == []


async def test_the_ledger_is_there_after_closing_and_opening_again(url, storage):
    await found(storage)
    created = await write(storage, visit(), "xunchayuan", "00000000-0000-4000-8000-000000000001")
    await storage.close()
    reopened = await open_storage(url, judge_group)
    try:
        again = await write(reopened, visit(), "xunchayuan", created.receipt.id)
        assert again == Repeated(created.receipt)
    finally:
        await reopened.close()
