"""Rehearsal (试办): what the ledger would answer to an entry, without writing anything.

Owns: driving the judge over what can be read now. Does not own any rule: it is the very judge of ledger.py, so a form
that asks beforehand and the writing afterwards cannot disagree but for what others wrote in between. Source: design.md §8
(what the phone shows of rules comes from the server, never a second copy).
"""

from datetime import datetime

from inspections.ledger import Answer, Item, judge_group
from inspections.storage.engine import Reading


async def rehearse(storage: Reading, item: Item, now: datetime) -> Answer:
    """The answer the item would get now; a Created carries the receipt it would have had, which is none."""
    judging = judge_group([item], now)
    try:
        ask = next(judging)
        while True:
            ask = judging.send(await storage.answer(ask.keys))
    except StopIteration as done:
        answer: Answer = done.value.answers[0]
        return answer
