"""Somebody who owns the machine alters the ledger: each place is named by its number."""

import hashlib
from uuid import uuid4

import msgspec
import pytest

from inspections.chain import COPIED
from inspections.entries import chained
from inspections.replay import checkpoint, verify
from tests.ledger.county import BOOK, visit, write
from tests.storage.direct import execute, without_triggers

pytestmark = pytest.mark.anyio

AT = 17  #: the entry that is altered
LAST = 39  #: the founding's last entry


@pytest.fixture
async def open_to_anybody(county_url, county):
    await execute(county_url, *without_triggers(county_url))
    return county


async def named(storage, kept=()):
    """Numbers that verify names, each once."""
    return sorted({broken.seq for broken in await verify(storage, kept)})


async def test_a_ledger_nobody_touched_has_no_break(county):
    assert await verify(county) == []
    assert (await checkpoint(county, BOOK)).seq == LAST


@pytest.mark.parametrize("column", [name for name in COPIED if name not in ("book", "seq")])
async def test_a_flip_in_a_column_is_named(county_url, open_to_anybody, column):
    other = "2" if column == "v" else "'another'"
    await execute(county_url, f"update entry set {column} = {other} where seq = {AT}")
    found = await verify(open_to_anybody)
    assert [(broken.seq, broken.reason) for broken in found] == [(AT, f"列 {column} 与内容不符")]


async def test_an_entry_moved_to_another_number_is_named_at_both(county_url, open_to_anybody):
    await execute(county_url, f"update entry set seq = {LAST + 100} where seq = {AT}")
    assert await named(open_to_anybody) == [AT, LAST + 1, LAST + 100]


async def test_an_entry_moved_to_another_book_is_named_there_and_missing_here(county_url, open_to_anybody):
    await execute(county_url, f"update entry set book = '360122' where seq = {AT}")
    found = await verify(open_to_anybody)
    assert {(broken.book, broken.seq) for broken in found} == {(BOOK, AT), ("360122", 1), ("360122", AT)}


@pytest.mark.parametrize("column", ["prev_hash", "hash"])
async def test_a_flip_in_a_hash_is_named(county_url, open_to_anybody, column):
    digest = (await execute(county_url, f"select {column} from entry where seq = {AT}"))[0][0]
    flipped = f"{int(digest, 16) ^ 1:064x}"
    await execute(county_url, f"update entry set {column} = '{flipped}' where seq = {AT}")
    assert await named(open_to_anybody) == ([AT] if column == "prev_hash" else [AT, AT + 1])


async def test_a_hash_that_is_no_hash_is_named(county_url, open_to_anybody):
    await execute(county_url, f"update entry set prev_hash = 'zz' where seq = {AT}")
    assert AT in await named(open_to_anybody)


async def stored_at(county_url, seq):
    return (await execute(county_url, f"select stored from entry where seq = {seq}"))[0][0]


async def test_a_flip_of_any_single_character_of_the_stored_bytes_is_named(county_url, open_to_anybody):
    stored = await stored_at(county_url, AT)
    for place in range(0, len(stored), 23):
        flipped = stored[:place] + chr(ord(stored[place]) ^ 1) + stored[place + 1 :]
        await write_stored(county_url, AT, flipped)
        assert await named(open_to_anybody) == [AT], place
    await write_stored(county_url, AT, stored)
    assert await verify(open_to_anybody) == []


async def write_stored(county_url, seq, text):
    escaped = text.replace("'", "''")
    await execute(county_url, f"update entry set stored = '{escaped}' where seq = {seq}")


async def test_a_forger_who_makes_the_hash_anew_breaks_the_next_link(county_url, open_to_anybody):
    stored = (await stored_at(county_url, AT)).replace('"confidence"', '"confidencf"')
    prev_hash = (await execute(county_url, f"select prev_hash from entry where seq = {AT}"))[0][0]
    await write_stored(county_url, AT, stored)
    digest = chained(bytes.fromhex(prev_hash), stored.encode()).hex()
    await execute(county_url, f"update entry set hash = '{digest}' where seq = {AT}")
    assert await named(open_to_anybody) == [AT + 1]


@pytest.mark.parametrize("seq", [1, AT])
async def test_a_deleted_entry_is_named(county_url, open_to_anybody, seq):
    await execute(county_url, f"delete from entry where seq = {seq}")
    assert await named(open_to_anybody) == [seq]


async def test_two_entries_that_changed_places_are_both_named(county_url, open_to_anybody):
    moves = ((AT, 1000), (AT + 1, AT), (1000, AT + 1))
    await execute(county_url, *(f"update entry set seq = {new} where seq = {old}" for old, new in moves))
    assert {AT, AT + 1} <= set(await named(open_to_anybody))


async def test_a_cut_tail_is_seen_only_against_a_kept_checkpoint(county_url, open_to_anybody):
    kept = await checkpoint(open_to_anybody, BOOK)
    await execute(county_url, f"delete from entry where seq > {LAST - 5}")
    assert await verify(open_to_anybody) == []
    assert await named(open_to_anybody, [kept]) == [LAST - 4]


async def test_a_book_that_is_gone_altogether_is_seen_against_a_checkpoint(county_url, open_to_anybody):
    kept = await checkpoint(open_to_anybody, BOOK)
    await execute(county_url, "delete from entry")
    assert await named(open_to_anybody, [kept]) == [1]


async def test_a_past_written_anew_from_one_entry_on_is_seen_against_a_checkpoint(
    county_url, open_to_anybody
):
    """Every hash made anew: the chain holds by itself, the checkpoint does not."""
    kept = await checkpoint(open_to_anybody, BOOK)
    await write(open_to_anybody, visit(), "xianju", uuid4())
    rows = await execute(
        county_url, f"select seq, prev_hash, stored from entry where seq >= {AT} order by seq"
    )
    previous = bytes.fromhex(rows[0][1])
    for seq, _, stored in rows:
        text = stored.replace('"note":"', '"note":"改') if seq == AT else stored
        digest = chained(previous, text.encode())
        links = f"prev_hash = '{previous.hex()}', hash = '{digest.hex()}'"
        await write_stored(county_url, seq, text)
        await execute(county_url, f"update entry set {links} where seq = {seq}")
        previous = digest
    assert await verify(open_to_anybody) == []
    assert await named(open_to_anybody, [kept]) == [LAST]


async def test_the_checkpoint_root_is_the_one_of_rfc_6962(county):
    """Computed here by the recursive definition of RFC 6962 §2.1, apart from the program's loop."""

    def root(leaves):
        if len(leaves) == 1:
            return hashlib.sha256(b"\x00" + leaves[0]).digest()
        split = 1
        while split * 2 < len(leaves):
            split *= 2
        return hashlib.sha256(b"\x01" + root(leaves[:split]) + root(leaves[split:])).digest()

    rows = await county.rows("entries_after", book=BOOK, after=0, limit=1000)
    assert (await checkpoint(county, BOOK)).root == root([bytes.fromhex(row[12]) for row in rows]).hex()
    assert msgspec.json.decode(rows[0][13])["actor"] == "system:init"
