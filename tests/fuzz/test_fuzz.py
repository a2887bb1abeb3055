"""Byte and value mutants of one accepted request per route and role: never an answer of 500 or more.

1 % of the full count here; `make test-long` sends 200,000 (tests/long/parts.py).
"""

import asyncio
from pathlib import Path

import pytest

from tests.fuzz.harness import Tally, county_door, fuzz, seeds

COUNT = 2000


def run(folder: Path, count: int, seed: int = 1) -> Tally:
    async def go() -> Tally:
        async with county_door(folder) as door:
            return await fuzz(door, await seeds(door), count, seed)

    return asyncio.run(go())


def test_no_mutant_of_an_accepted_request_breaks_the_server(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tally = run(tmp_path, COUNT)
    capsys.readouterr()
    with capsys.disabled():
        shown = " ".join(f"{status}:{count}" for status, count in sorted(tally.statuses.items()))
        print(f"\nfuzz: {tally.total} mutants, {tally.passed / tally.total:.0%} judged, {shown}")
    assert tally.total >= COUNT
    assert tally.passed / tally.total >= 0.30
    assert not tally.broken, tally.broken[:3]


def test_without_the_decode_handlers_the_fuzzer_finds_a_500(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("api.reading", "api.routes.entries"):
        monkeypatch.setattr(f"{module}.body_of", lambda raw, decode: decode(raw))
    assert run(tmp_path, 600).broken


def test_every_route_and_role_has_a_seed(tmp_path: Path) -> None:
    async def go() -> set[str]:
        from api.app import routes

        async with county_door(tmp_path) as door:
            sown = {
                seed.route.rsplit(" ", 1)[0] if seed.route.count(" ") > 1 else seed.route
                for seed in await seeds(door)
            }
            return {f"{method} {path}" for method, path, _ in routes(door.app)} - sown

    assert asyncio.run(go()) <= {
        "POST /api/v1/accounts/{account}/code",
        "POST /api/v1/logout",
        "POST /api/v1/password",
    }  # these end the very sessions the fuzzer runs on; tests/api covers them
