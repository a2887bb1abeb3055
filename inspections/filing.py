"""Filing many entries at once: bodies as sent, in order, through the one door; and the same as a rehearsal.

Owns: writing a list of bodies as one actor, refusing to go on after a refusal, and judging without writing (what a dry
run or a preview needs). Does not own rules (ledger.py) or where bodies come from (seed.py, demo.py, imports/).
Source: design.md §2.
"""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from inspections.entries import Entry
from inspections.facts import Actor, Decision, Facts, Fault, Refusal
from inspections.ledger import Answer, Created, Item, Repeated, judge_group
from inspections.rules import decode, rule_of
from inspections.storage.engine import Reading, Storage

Body = dict[str, Any]  #: an entry as it would be sent, with its `type`
CHUNK: Final = 256  #: how many wait for one answer together; the writer takes them in this order


class NotFiled(Exception):
    """Entries the ledger would not take, each with its reasons; those before them are written."""

    def __init__(self, refused: Sequence[tuple[str, Answer]]) -> None:
        super().__init__(
            "\n".join(f"{entry_id}：{'；'.join(reasons(answer))}" for entry_id, answer in refused)
        )
        self.refused = tuple(refused)


def reasons(answer: Answer) -> Iterator[str]:
    """Why an answer is not a receipt, in Chinese."""
    if isinstance(answer, Refusal):
        yield from (f"{fault.path} {fault.message}".strip() for fault in answer.faults)
    elif not isinstance(answer, Created | Repeated):
        yield "编号已被别的记录占用，或所依据的记录还没有到。"


def item(entry_id: UUID, body: Body, actor: Actor) -> Item:
    """One body as the ledger takes it; Unreadable with every fault when it cannot be read."""
    raw = msgspec.json.encode(body)
    return Item.of(str(entry_id), decode(raw), actor, raw)


async def file_entries(
    storage: Storage, actor: Actor, entries: Iterable[tuple[UUID, Body]]
) -> list[Created | Repeated]:
    """Write bodies in order as one actor; the answers in the same order, or NotFiled."""
    items = [item(entry_id, body, actor) for entry_id, body in entries]
    written: list[Created | Repeated] = []
    for start in range(0, len(items), CHUNK):
        some = items[start : start + CHUNK]
        answers = await asyncio.gather(*(storage.write(one) for one in some))
        pairs = zip(some, answers, strict=True)
        refused = [(one.id, said) for one, said in pairs if not isinstance(said, Created | Repeated)]
        if refused:
            raise NotFiled(refused)
        written += answers
    return written


async def rehearse(storage: Storage, items: Sequence[Item], now: datetime) -> list[Answer]:
    """What the ledger would answer to these items, one after the other, without writing anything.

    Exact for entries whose rules look at rows by key; questions over whole tables see only what is stored.
    """
    judging = judge_group(items, now)
    try:
        ask = next(judging)
        while True:
            ask = judging.send(await storage.answer(ask.keys))
    except StopIteration as done:
        return [done.value.answers[number] for number in range(len(items))]


async def foreseen(storage: Reading, entry: Entry, actor: Actor, now: datetime) -> Decision | Refusal:
    """What the rule of one entry would decide as things stand. Authority is not asked for, nothing is written."""
    rule, facts = rule_of(entry), Facts()
    while wanted := [key for key in rule.needs(entry, facts) if key not in facts]:
        facts.load(await storage.answer(wanted))
    return rule.judge(entry, facts, actor, now)


def faults_of(answer: Answer) -> tuple[Fault, ...]:
    """The faults of a refusal; one general fault for any other answer that is not a receipt."""
    if isinstance(answer, Refusal):
        return answer.faults
    if isinstance(answer, Created | Repeated):
        return ()
    return (Fault("", "not-filed", next(reasons(answer))),)
