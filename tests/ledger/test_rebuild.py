"""Views are what the entries say: rebuilt they are the same, on both engines, whatever the rules say by then."""

import asyncio
import hashlib
from collections import Counter
from random import Random
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspections.facts import Fault, Refusal
from inspections.ledger import Created, Pending, judge_group
from inspections.replay import books, copy, digests, rebuild, verify
from inspections.rules import VOCABULARY
from inspections.storage import StorageError, open_storage
from inspections.vocabulary import PLAIN_VOCABULARY
from tests.histories import Sent, seeded
from tests.ledger.county import Clock, found, item, together, visit, write
from tests.storage.cluster import fresh_database
from tests.storage.direct import execute

SEED, STEPS = 20211122, 170
EMPTY = hashlib.sha256().hexdigest()


async def arrive(storage, sent: list[Sent], random: Random):
    """Everything told arrives, in groups of any size; the answers."""
    answers, start = [], 0
    while start < len(sent):
        size = random.randint(1, 12)
        answers += await together(
            storage, [item(one.body, one.by, one.id) for one in sent[start : start + size]]
        )
        start += size
    return answers


async def one_by_one(storage, sent: list[Sent]):
    return [await storage.write(item(one.body, one.by, one.id)) for one in sent]


async def types_stored(storage) -> Counter[str]:
    rows = await storage.rows("entries_after", book="360121", after=39, limit=100_000)
    return Counter(row[3] for row in rows)


@pytest.mark.anyio
async def test_a_history_of_every_type_is_rebuilt_the_same(county):
    answers = await arrive(county, seeded(SEED, STEPS), Random(SEED))
    stored = await types_stored(county)
    assert set(VOCABULARY.rules) - set(stored) == set(), "a type without entries proves nothing about it"
    assert stored["correction"] + stored["void"] >= stored.total() / 10
    assert sum(isinstance(answer, Pending) for answer in answers) >= 10
    before = await digests(county)
    assert await rebuild(county) == before
    assert await verify(county) == []
    assert [table for table, digest in before.items() if digest == EMPTY] == [], "a view no history fills"


@pytest.mark.anyio
async def test_the_same_history_gives_the_same_views_on_both_engines(cluster, tmp_path):
    found_digests = []
    for url in (f"sqlite:///{tmp_path}/one.db", fresh_database(cluster)):
        storage = await open_storage(url, judge_group, Clock())
        try:
            await found(storage)
            await one_by_one(storage, seeded(SEED + 1, STEPS))
            found_digests.append(await digests(storage))
            assert await rebuild(storage) == found_digests[-1]
        finally:
            await storage.close()
    assert found_digests[0] == found_digests[1]


@pytest.mark.anyio
async def test_a_stricter_rule_does_not_rewrite_the_past(county, monkeypatch):
    await arrive(county, seeded(SEED, STEPS), Random(SEED))
    before = await digests(county)

    def stricter(*_):
        return Refusal((Fault("", "stricter", "从今天起不再接受。"),))

    for vocabulary in (VOCABULARY, PLAIN_VOCABULARY):
        for entry, rule in list(vocabulary.by_entry.items()):
            monkeypatch.setitem(vocabulary.by_entry, entry, rule._replace(judge=stricter))
            monkeypatch.setitem(vocabulary.rules, rule.type, rule._replace(judge=stricter))
    assert isinstance(await write(county, visit()), Refusal)
    assert await rebuild(county) == before


@pytest.mark.anyio
async def test_a_view_somebody_altered_is_seen_and_mended_by_rebuilding(county_url, county):
    await write(county, visit())
    before = await digests(county)
    await execute(county_url, "update visit set joint = not joint")
    altered = await digests(county)
    assert [table for table in before if before[table] != altered[table]] == ["visit"]
    assert await rebuild(county) == before


@pytest.mark.anyio
async def test_copied_to_the_other_engine_and_back_it_is_the_same_ledger(cluster, tmp_path):
    urls = (f"sqlite:///{tmp_path}/first.db", fresh_database(cluster), f"sqlite:///{tmp_path}/back.db")
    opened = [await open_storage(url, judge_group, Clock()) for url in urls]
    try:
        first, larger, back = opened
        await found(first)
        await arrive(first, seeded(SEED + 2, STEPS), Random(SEED))
        for change, values in BESIDE.items():
            await first.run(change, **values)
        await copy(first, larger)
        await copy(larger, back)
        assert [await chain(one) for one in opened] == [await chain(first)] * 3
        assert [await digests(one) for one in opened] == [await digests(first)] * 3
        assert [await beside(one) for one in opened] == [await beside(first)] * 3
        assert [await verify(one) for one in opened] == [[], [], []]
        with pytest.raises(StorageError, match="只能复制到空库"):
            await copy(first, back)
    finally:
        for storage in opened:
            await storage.close()


async def chain(storage):
    return [
        (row[0], row[1], row[12], row[13])
        for book in await books(storage)
        for row in await storage.rows("entries_after", book=book, after=0, limit=100_000)
    ]


#: one of each thing that stands beside the entries and is put there by the server, not by the ledger
BESIDE = {
    "put_secret": {
        "account": "xianju",
        "password": "$argon2$",
        "code": None,
        "code_until": None,
        "changed_at": "2026",
    },
    "put_token": {
        "token_hash": "ab" * 32,
        "name": "示例接口",
        "account": "xianju",
        "scopes": "[]",
        "created_at": "2026",
        "expires_at": "2027",
        "revoked_at": None,
    },
    "photo_keep": {
        "sha256": "cd" * 32,
        "account": "xianju",
        "bytes": 9,
        "received_at": "2026",
        "damaged": 1,
    },
}


async def beside(storage):
    """Vault, links, inbox, secrets, tokens, photos: what is copied with the entries."""
    paged = {"after_entry": "", "after_path": "", "limit": 100_000}
    links = {"after_child": "", "after_parent": "", "limit": 100_000}
    found = [await storage.rows("vault_all", **paged), await storage.rows("links_all", **links)]
    for name in ("inbox_all", "copy_secrets", "copy_tokens", "copy_photos"):
        found.append(await storage.rows(name))
    assert all(found), "an empty table proves nothing about its copy"
    return found


@pytest.mark.anyio
async def test_a_ledger_that_was_copied_goes_on(cluster, tmp_path):
    first = await open_storage(f"sqlite:///{tmp_path}/first.db", judge_group)
    larger = await open_storage(fresh_database(cluster), judge_group)
    try:
        await found(first)
        await copy(first, larger)
        answer = await write(larger, visit())
        assert isinstance(answer, Created) and answer.receipt.seq == 40
        assert await verify(larger) == []
    finally:
        await first.close()
        await larger.close()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), steps=st.integers(0, 60))
def test_any_history_is_rebuilt_the_same(tmp_path, seed, steps):
    """Hypothesis prints the seed when it fails, and looks for the shortest history."""

    async def tell():
        storage = await open_storage(f"sqlite:///{tmp_path}/{uuid4()}.db", judge_group, Clock())
        try:
            await found(storage)
            await arrive(storage, seeded(seed, steps), Random(seed))
            before = await digests(storage)
            assert await rebuild(storage) == before
            assert await verify(storage) == []
        finally:
            await storage.close()

    asyncio.run(tell())
