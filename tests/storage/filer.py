"""A process of its own that files visits straight into a ledger: python -m tests.storage.filer URL NAME COUNT CLIENTS.

Owns: that program and what it prints, one `id seq` for each receipt. It stands for the command line beside a running
server, and for one of two API processes.
"""

import asyncio
import sys
from uuid import UUID, uuid5

from inspections.ledger import Created, judge_group
from inspections.storage import open_storage
from tests.ledger.county import visit, write

NAMES = UUID("00000000-0000-4000-8000-00000000f11e")
UNITS = ("xiangtang_town", "wuyang_town", "xiaolan_zone", "bayi_township")


def visit_id(name: str, number: int) -> str:
    return str(uuid5(NAMES, f"{name}/{number}"))


async def file(url: str, name: str, count: int, clients: int) -> None:
    storage = await open_storage(url, judge_group)
    numbers = iter(range(count))

    async def client() -> None:
        for number in numbers:
            answer = await write(storage, visit(UNITS[number % 4]), "xianju", visit_id(name, number))
            if isinstance(answer, Created):
                print(answer.receipt.id, answer.receipt.seq, flush=True)

    try:
        await asyncio.gather(*(client() for _ in range(clients)))
    finally:
        await storage.close()


if __name__ == "__main__":
    url, name, count, clients = sys.argv[1:]
    asyncio.run(file(url, name, int(count), int(clients)))
