"""The inbox: what was received but cannot enter yet, or at all; and how the county takes it in."""

import hashlib
from uuid import UUID, uuid4

import msgspec
import pytest

from inspections import ledger
from inspections.facts import Refusal
from inspections.ledger import Conflict, Created, Full, Pending, Repeated
from tests.ledger.county import adopt, correction, found, item, together, visit, void, write, zero_report

pytestmark = pytest.mark.anyio


async def kept(storage, account="xianju"):
    """Inbox rows of an account: (id, reason, waits for)."""
    everything = {"scopes": "[]", "after_at": "", "after_id": "", "after_digest": "", "limit": 2000}
    rows = await storage.rows("inbox_list", account=account, **everything)
    return sorted((row[0], row[5], row[6]) for row in rows)


async def stored(storage, *types):
    """(id, type) of entries of some types, by seq."""
    rows = await storage.rows("entries_after", book="360121", after=0, limit=2000)
    return [(row[2], row[3]) for row in rows if row[3] in types]


def ids(count):
    return [uuid4() for _ in range(count)]


async def test_a_child_waits_and_its_parents_commit_brings_it_in(storage):
    await found(storage)
    parent, child = ids(2)
    answer = await write(storage, zero_report(rests_on=str(parent)), "xianju", child)
    assert answer == Pending((str(parent),))
    assert await kept(storage) == [(str(child), "parent_missing", str(parent))]
    await write(storage, visit(), "xunchayuan", parent)
    assert await kept(storage) == []
    assert await stored(storage, "visit", "zero_report") == [
        (str(parent), "visit"),
        (str(child), "zero_report"),
    ]
    assert isinstance(await write(storage, zero_report(rests_on=str(parent)), "xianju", child), Repeated)


async def test_a_chain_of_three_arriving_last_first_enters_in_order(storage):
    await found(storage)
    first, second, third = ids(3)
    mended = zero_report(rests_on=str(first), signed_by="示例另一人")
    await write(storage, correction(second, mended), "xianju", third)
    await write(storage, zero_report(rests_on=str(first)), "xianju", second)
    assert len(await kept(storage)) == 2
    await write(storage, visit(), "xianju", first)
    assert await kept(storage) == []
    entered = await stored(storage, "visit", "zero_report", "correction")
    assert [kind for _, kind in entered] == ["visit", "zero_report", "correction"]


async def test_children_of_one_parent_enter_oldest_first_on_either_engine(storage):
    """Phones make ids that sort by time; the order in which rows lie in the inbox means nothing."""
    await found(storage)
    parent, *children = sorted(ids(7))
    for child in reversed(children):
        await write(storage, zero_report(rests_on=str(parent)), "xianju", child)
    await write(storage, visit(), "xianju", parent)
    assert [entry_id for entry_id, _ in await stored(storage, "zero_report")] == [
        str(child) for child in children
    ]


async def test_the_whole_chain_in_one_group_in_the_wrong_order(storage):
    await found(storage)
    first, second, third = ids(3)
    items = [
        item(void(second), "xianju", third),
        item(zero_report(rests_on=str(first)), "xianju", second),
        item(visit(), "xianju", first),
    ]
    answers = await together(storage, items)
    assert all(isinstance(answer, Pending | Created) for answer in answers)
    assert await kept(storage) == []
    assert [kind for _, kind in await stored(storage, "visit", "zero_report", "void")] == [
        "visit",
        "zero_report",
        "void",
    ]


async def test_what_is_received_twice_is_kept_once(storage):
    await found(storage)
    parent, child = ids(2)
    body = zero_report(rests_on=str(parent))
    for _ in range(3):
        assert isinstance(await write(storage, body, "xianju", child), Pending)
    assert len(await kept(storage)) == 1


async def test_a_child_whose_author_lost_his_grants_stays_in_the_inbox(storage):
    await found(storage)
    parent, child = ids(2)
    await write(storage, zero_report(rests_on=str(parent)), "xunchayuan", child)
    disabled = {
        "type": "account",
        "made_at": visit()["made_at"],
        "unit": "nanchang_county",
        "account": "xunchayuan",
        "name": "示例巡察员",
        "disabled": True,
    }
    assert isinstance(await write(storage, disabled, "guanli"), Created)
    await write(storage, visit(), "xianju", parent)
    assert await kept(storage, "xunchayuan") == [(str(child), "parent_missing", str(parent))]


async def test_when_the_share_is_used_up_the_phone_keeps_it(storage, monkeypatch):
    monkeypatch.setattr(ledger, "INBOX_ROWS", 3)
    await found(storage)
    answers = [await write(storage, zero_report(rests_on=str(uuid4()))) for _ in range(5)]
    assert [type(answer) for answer in answers] == [Pending] * 3 + [Full] * 2
    assert len(await kept(storage)) == 3
    assert isinstance(await write(storage, visit()), Created)  # what can enter still does
    assert isinstance(await write(storage, zero_report(rests_on=str(uuid4())), "xunchayuan"), Pending)


async def test_the_share_in_bytes_counts_too(storage, monkeypatch):
    body = zero_report(rests_on=str(uuid4()))
    monkeypatch.setattr(ledger, "INBOX_BYTES", 2 * len(msgspec.json.encode(body)) + 10)
    await found(storage)
    answers = [await write(storage, body) for _ in range(3)]
    assert [type(answer) for answer in answers] == [Pending, Pending, Full]


async def test_what_was_kept_before_does_not_use_up_the_share_again_when_it_is_resent(storage, monkeypatch):
    monkeypatch.setattr(ledger, "INBOX_ROWS", 2)
    await found(storage)
    child, body = uuid4(), zero_report(rests_on=str(uuid4()))
    answers = [await write(storage, body, "xianju", child) for _ in range(4)]
    assert [type(answer) for answer in answers] == [Pending] * 4


async def test_a_refused_entry_is_kept_with_its_reasons(storage):
    await found(storage)
    answer = await write(storage, zero_report(period="2027-01"), "xianju", entry_id := uuid4())
    assert isinstance(answer, Refusal)
    assert [fault.code for fault in answer.faults] == ["month-ahead"]
    assert await kept(storage) == [(str(entry_id), "refused", None)]


# Adoption (收录)


def digest(body):
    return hashlib.sha256(msgspec.json.encode(body)).hexdigest()


async def by_id(storage, entry_id):
    rows = await storage.rows("entries_after", book="360121", after=0, limit=2000)
    return next(row for row in rows if row[2] == entry_id)


async def test_adopting_a_conflict_files_it_under_a_new_id_with_its_author_named(storage):
    await found(storage)
    entry_id, other = uuid4(), visit(place="示例另一处")
    await write(storage, visit(), "xunchayuan", entry_id)
    assert await write(storage, other, "xunchayuan", entry_id) == Conflict(own=True)
    adoption = await write(storage, adopt(entry_id, digest(other)))
    assert isinstance(adoption, Created)
    new_id, kind = (await stored(storage, "visit"))[-1]
    assert (new_id != str(entry_id), kind) == (True, "visit")
    row = await by_id(storage, new_id)
    decision = msgspec.json.decode(row[13])["decision"]
    assert row[7] == "xunchayuan"
    assert decision["said"]["adopted_by"] == adoption.receipt.id
    assert await kept(storage, "xunchayuan") == []


async def test_a_refused_entry_enters_under_its_own_id_with_a_mended_body(storage):
    await found(storage)
    entry_id, wrong = uuid4(), zero_report(period="2027-01")
    await write(storage, wrong, "xunchayuan", entry_id)
    answer = await write(storage, adopt(entry_id, digest(wrong), body=zero_report()))
    assert isinstance(answer, Created)
    assert await stored(storage, "zero_report", "adopt") == [
        (str(entry_id), "zero_report"),
        (answer.receipt.id, "adopt"),
    ]
    assert (await by_id(storage, str(entry_id)))[7] == "xunchayuan"
    assert await kept(storage, "xunchayuan") == []


async def test_what_still_breaks_a_rule_is_not_adopted_and_stays(storage):
    await found(storage)
    entry_id, wrong = uuid4(), zero_report(period="2027-01")
    await write(storage, wrong, "xunchayuan", entry_id)
    answer = await write(storage, adopt(entry_id, digest(wrong)))
    assert isinstance(answer, Refusal)
    assert [fault.code for fault in answer.faults] == ["month-ahead"]
    assert await kept(storage, "xunchayuan") == [(str(entry_id), "refused", None)]


async def test_nothing_is_adopted_that_was_not_received(storage):
    await found(storage)
    answer = await write(storage, adopt(UUID(int=1), "ab" * 32))
    assert isinstance(answer, Refusal)
    assert [fault.code for fault in answer.faults] == ["nothing-received"]


async def test_an_inspector_adopts_nothing(storage):
    await found(storage)
    entry_id, wrong = uuid4(), zero_report(period="2027-01")
    await write(storage, wrong, "xunchayuan", entry_id)
    answer = await write(storage, adopt(entry_id, digest(wrong), body=zero_report()), "xunchayuan")
    assert isinstance(answer, Refusal) and answer.code == "forbidden"


async def test_an_adoption_itself_is_neither_corrected_nor_voided(storage):
    await found(storage)
    entry_id, wrong = uuid4(), zero_report(period="2027-01")
    await write(storage, wrong, "xunchayuan", entry_id)
    adopted = await write(storage, adopt(entry_id, digest(wrong), body=zero_report()))
    for amendment in (void(adopted.receipt.id), correction(adopted.receipt.id, zero_report())):
        answer = await write(storage, amendment)
        assert isinstance(answer, Refusal)
        assert "not-amendable" in {fault.code for fault in answer.faults}
