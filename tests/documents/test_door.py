"""Papers over HTTP, for whom and under which name; and opened by an office program."""

import subprocess
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from api.app import create_app
from inspections.credentials import set_password
from inspections.documents import filling
from inspections.ledger import judge_group
from inspections.settings import Settings
from inspections.storage import open_storage
from inspections.storage.sqlite import Sqlite
from tests.conftest import CHEAP, unavailable
from tests.documents.conftest import Office, furnish
from tests.exports.story import build, named
from tests.ledger.county import Clock
from tests.people import COUNTY, INSPECTOR, PASSWORD, PUBLISHER, signed_in

pytestmark = pytest.mark.anyio
BASE = "/api/v1/documents"
VISIT = str(named("full"))
SLOW_S = 180  #: the first start of LibreOffice under load


@pytest.fixture
async def door(tmp_path: Path, anyio_backend: str) -> AsyncIterator[httpx.AsyncClient]:
    settings = Settings(data=tmp_path, reserve_mb=0, **CHEAP)
    await build(settings.database)
    storage = await open_storage(settings.database, judge_group, Clock())
    await furnish(storage, settings.photos)
    for account in (INSPECTOR, COUNTY, PUBLISHER):
        await set_password(storage, account, PASSWORD, settings)
    app = create_app(settings, storage, Clock())
    transport = httpx.ASGITransport(app=app, client=("127.0.0.1", 40000))
    async with app.lifespan(), httpx.AsyncClient(transport=transport, base_url="https://localhost") as client:
        yield client
    await storage.close()


async def test_a_paper_comes_as_a_file_with_its_chinese_name(door: httpx.AsyncClient) -> None:
    got = await door.get(f"{BASE}/month-report/2026-09.xlsx", headers=await signed_in(door, COUNTY))
    name = quote("演示-巡察月报表-2026-09.xlsx")
    assert got.headers["content-disposition"] == (
        f"attachment; filename=\"month-report.xlsx\"; filename*=UTF-8''{name}"
    )
    assert (got.status_code, got.headers["cache-control"]) == (200, "private, no-store")
    assert (got.content[:2], got.headers["content-type"].rpartition(".")[2]) == (b"PK", "sheet")


async def test_the_api_text_says_which_files_come(door: httpx.AsyncClient) -> None:
    paths = (await door.get("/api/v1/schema/openapi.json")).json()["paths"]
    data = paths["/api/v1/exports/{name}"]["get"]["responses"]
    assert {"text/csv", "application/geo+json", "application/json"} < data["200"]["content"].keys()
    assert {"206", "416"} < data.keys()
    assert len(paths["/api/v1/documents/{kind}/{name}"]["get"]["responses"]["200"]["content"]) == 3


async def test_pictures_are_drawn_after_the_ledger_was_let_go(
    door: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thirty photos take long; a state of the ledger held meanwhile would make the WAL grow and use a connection up."""
    whole, held, drawn = Sqlite.snapshot, [], []

    @asynccontextmanager
    async def counted(self: Sqlite) -> AsyncIterator[Any]:
        async with whole(self) as still:
            held.append(still)
            yield still
        held.clear()

    def small(*_: object) -> None:
        drawn.append((len(held), threading.current_thread() is threading.main_thread()))

    monkeypatch.setattr(Sqlite, "snapshot", counted)
    monkeypatch.setattr(filling, "small", small)
    answer = await door.get(f"{BASE}/visit-record/{VISIT}.docx", headers=await signed_in(door, COUNTY))
    assert (answer.status_code, drawn) == (200, [(0, False)] * 3)


@pytest.mark.parametrize(
    ("account", "asked", "status"),
    [
        (INSPECTOR, f"visit-record/{VISIT}.docx", 200),
        (INSPECTOR, f"visit-record/{named('visit/shut')}.docx", 404),
        (INSPECTOR, "month-report/2026-09.docx", 404),
        (PUBLISHER, f"visit-record/{VISIT}.docx", 403),
        (COUNTY, "work-summary/2026.docx", 200),
        (COUNTY, f"visit-record/{VISIT}.odt", 400),
        (COUNTY, "visit-record/%00.docx", 400),
        (COUNTY, "work-summary/%EF%BC%92026.docx", 400),
        (COUNTY, "month-report/2026-09%0A.docx", 400),
        (COUNTY, "visit-record/x", 400),
        (COUNTY, "%F0%9F%91%8D/x.docx", 400),
    ],
)
async def test_who_gets_what(door: httpx.AsyncClient, account: str, asked: str, status: int) -> None:
    answer = await door.get(f"{BASE}/{asked}", headers=await signed_in(door, account))
    assert answer.status_code == status, answer.text


def test_an_office_program_makes_pages_of_every_paper(tmp_path: Path, on_sqlite: Office) -> None:
    """LibreOffice opens each one, and its PDF has the pages and the words it should."""
    papers = {
        "visit-record": (VISIT, 2),
        "sign-in": (str(named("plan")), 1),
        "month-report": ("2026-08", 2),
        "work-summary": ("2026", 2),
    }
    for kind, (of, _) in papers.items():
        (tmp_path / f"{kind}.docx").write_bytes(on_sqlite.paper(kind, of))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    quiet = ("soffice", "--headless", "--norestore", profile, "--convert-to", "pdf", "--outdir", tmp_path)
    try:
        subprocess.run((*quiet, *tmp_path.glob("*.docx")), check=True, capture_output=True, timeout=SLOW_S)
    except FileNotFoundError:
        unavailable("no LibreOffice here")
    for kind, (_, most) in papers.items():
        page = (tmp_path / f"{kind}.pdf").read_bytes()
        assert page.startswith(b"%PDF") and b"/FontFile" in page
        assert 1 <= page.count(b"/Type/Page/") <= most, kind
