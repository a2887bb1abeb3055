"""The vault: private and free text stands there only, and can be erased without breaking the chain."""

from uuid import uuid4

import msgspec
import pytest

from inspections.entries import unseal
from inspections.ledger import Conflict, Created, Repeated
from inspections.reading import Unreadable
from inspections.replay import digests, erase, rebuild, verify
from inspections.rules import decode
from inspections.storage.views import VIEWS
from tests.ledger.county import NOW, correction, found, visit, write, zero_report
from tests.storage.direct import execute

pytestmark = pytest.mark.anyio

CANARY = "金丝雀"


def said(number):
    return f"{CANARY}{number}"


def private_visit():
    present = [
        {"side": "bureau", "name": said(1), "certificate": said(2)},
        {"side": "township", "name": said(3)},
        {"side": "firm", "name": said(4), "refused": said(5), "witness": said(6)},
    ]
    return visit(place=said(7), texts={"remark": said(8)}, present=present, inspection={"reason": said(9)})


PRIVATE_BODIES = [
    private_visit(),
    zero_report(signed_by=said(10)),
    {
        "type": "enterprise",
        "made_at": NOW.isoformat(),
        "enterprise": str(uuid4()),
        "unit": "xiangtang_town",
        "name": "示例厂",
        "contact": said(11),
    },
    {
        "type": "site",
        "made_at": NOW.isoformat(),
        "site": str(uuid4()),
        "unit": "xiangtang_town",
        "name": "示例点位",
        "kinds": ["steel_patrol"],
        "reason": said(12),
        "valid_from": "2026-01-01",
    },
]


async def test_no_private_text_stands_in_an_entry_or_a_view(url, storage):
    await found(storage)
    for body in PRIVATE_BODIES:
        assert isinstance(await write(storage, body), Created)
    entry_id = uuid4()
    await write(storage, visit(), "xianju", entry_id)
    await write(storage, correction(entry_id, private_visit(), reason=said(13)))
    for table in ("entry", "entry_parent", *(view.table for view in VIEWS)):
        assert CANARY not in repr(await execute(url, f"select * from {table}"))
    kept = {row[0] for row in await execute(url, f"select value from vault where value like '%{CANARY}%'")}
    assert kept == {said(number) for number in range(1, 14)}


async def test_a_value_comes_back_to_who_may_read_it_and_reads_erased_after(url, storage):
    await found(storage)
    entry_id = uuid4()
    await write(storage, private_visit(), "xianju", entry_id)
    assert (await unsealed(storage, entry_id))["texts"] == {"remark": said(8)}
    assert await erase(storage, str(entry_id), "texts.remark")
    assert (await unsealed(storage, entry_id))["texts"] == {"remark": "(已删除)"}
    assert CANARY + "8" not in repr(await execute(url, "select * from vault"))


async def unsealed(storage, entry_id):
    rows = await storage.rows("entries_after", book="360121", after=0, limit=1000)
    stored = next(row[13] for row in rows if row[2] == str(entry_id))
    secrets = dict(await storage.rows("vault_values", entry=str(entry_id)))
    return unseal(msgspec.json.decode(stored)["body"], secrets)


async def test_erasing_leaves_chain_and_views_and_the_resend_is_still_the_same(url, storage):
    await found(storage)
    entry_id, body = uuid4(), private_visit()
    first = await write(storage, body, "xianju", entry_id)
    before = await digests(storage)
    paths = [row[0] for row in await execute(url, f"select path from vault where entry = '{entry_id}'")]
    assert len(paths) == 9
    for path in paths:
        assert await erase(storage, str(entry_id), path)
    assert await verify(storage) == []
    assert await rebuild(storage) == before
    assert await write(storage, body, "xianju", entry_id) == Repeated(first.receipt)
    other = body | {"period": "2026-10"}
    assert await write(storage, other, "xianju", entry_id) == Conflict(own=True)


async def test_a_correction_can_be_erased_too(storage):
    await found(storage)
    entry_id = uuid4()
    await write(storage, visit(), "xianju", entry_id)
    made = await write(storage, correction(entry_id, private_visit(), reason=said(13)))
    assert await erase(storage, made.receipt.id, "body.texts.remark")
    assert await erase(storage, made.receipt.id, "reason")
    before = await digests(storage)
    assert await verify(storage) == []
    assert await rebuild(storage) == before


async def test_erasing_what_is_not_there_says_so(storage):
    await found(storage)
    assert not await erase(storage, str(uuid4()), "name")


@pytest.mark.parametrize(
    "changes",
    [
        {"place": "甲\x00乙"},
        {"texts": {"remark": "\x00"}},
        {"texts": {"re\x00mark": "正常"}},
        {"present": [{"side": "firm", "name": "甲\x00"}]},
    ],
    ids=["text", "value", "name of a value", "deep inside"],
)
def test_U_0000_is_refused(changes):
    """PostgreSQL refuses it in text and SQLite takes it: it would break the copy between them."""
    with pytest.raises(Unreadable) as refused:
        decode(msgspec.json.encode(visit() | changes))
    assert [fault.code for fault in refused.value.faults] == ["nul"]


def test_six_characters_that_only_look_like_it_are_taken():
    assert decode(msgspec.json.encode(visit(place=r"路径 C:\u0000 写法"))).place == r"路径 C:\u0000 写法"
