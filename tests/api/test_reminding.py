"""The server reminds by itself at its hour, and does not stop when a round goes wrong."""

import asyncio
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from api import reminding
from inspections.settings import Settings
from inspections.storage.engine import Storage
from tests.api.test_chasing import lay, row
from tests.ledger.county import Clock
from tests.mail_server import mail_server
from tests.storage.test_outgoing import enrol

pytestmark = pytest.mark.anyio
GENEROUS_S = 120


class Log:
    """Keeps what is logged."""

    def __init__(self) -> None:
        self.said: list[dict[str, object]] = []

    def info(self, _event: str, **said: object) -> None:
        self.said.append(said)

    warning = info


async def until(holds) -> None:
    async with asyncio.timeout(GENEROUS_S):
        while not holds():
            await asyncio.sleep(0.01)


async def test_at_its_hour_the_digest_goes_out_once(
    county: Storage, settings: Settings, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminding, "EVERY_S", 0.01)
    await enrol(county, "lisi", "lisi@example.gov.cn")
    await lay(county, row("county_verified", level="central", due_on="2026-11-20"))
    clock.now = datetime(2026, 11, 22, 0, 29, tzinfo=UTC)  # 08:29 in Beijing
    log = Log()
    async with mail_server() as box:
        said = {"mail_server": box.url, "mail_from": "a@example.gov.cn", "digest_at": "08:30"}
        given = replace(settings, **said, address="https://taizhang.example.gov.cn")
        asked = []
        plain = county.rows

        async def rows(query, **parameters):
            asked.append(query)
            if len(asked) == 2:
                raise RuntimeError("a database that is away")
            return await plain(query, **parameters)

        monkeypatch.setattr(county, "rows", rows)
        task = asyncio.create_task(reminding.remind(county, given, clock, log))
        await until(lambda: len(asked) > 5)  # it went on after the round that failed
        assert (box.received, log.said) == ([], [{"failed": "RuntimeError"}])
        clock.forward(minutes=1)
        await until(lambda: box.received)
        rounds = len(asked)
        await until(lambda: len(asked) > rounds + 5)
        assert len(box.received) == 1
        clock.forward(days=1)
        await until(lambda: len(box.received) == 2)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_where_nothing_could_be_sent_it_ends_at_once(
    county: Storage, settings: Settings, clock: Clock
) -> None:
    await asyncio.wait_for(
        reminding.remind(county, replace(settings, digest_at="08:30"), clock, Log()), GENEROUS_S
    )
