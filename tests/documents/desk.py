"""A closed case on somebody's desk: photos, scans, two papers issued, one of them served; and reading a paper.

Owns: that case and asking for its papers over HTTP. Does not own how a case is worked (tests/casework.py).
"""

import io
from pathlib import Path
from typing import Any
from uuid import uuid4

import docx
import httpx
import pytest

from api.routes import case_files
from inspections.storage.engine import Storage
from tests import casework
from tests.documents.conftest import jpeg, keep, png
from tests.ledger.county import NOW, Clock, finding
from tests.people import COUNTY, signed_in, written
from tests.storage.test_rectification import walk

BASE = "/api/v1/documents"


class Desk:
    """A closed case with its photos and scans, two papers issued, one served, and a letter that told of it."""

    def __init__(self, client: httpx.AsyncClient, storage: Storage, photos: Path) -> None:
        self.client, self.storage = client, storage
        self.before, self.after, self.scan = (
            keep(photos, content) for content in (jpeg(), jpeg() + b"\0", png())
        )
        self.assignment, self.finding = str(uuid4()), ""

    async def furnish(self, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> "Desk":
        monkeypatch.setattr(case_files, "WAIT_S", 600)  # a slow machine still answers with the file
        monkeypatch.setattr(casework, "WITH", with_files(self.scan, self.after))
        photos = [{"sha256": self.before, "slot": "before", "taken_at": NOW.isoformat()}]
        monkeypatch.setattr(casework, "finding", lambda: finding(photos=photos))
        self.finding = str(await walk(self.storage, clock, "county"))
        self.county = await signed_in(self.client, COUNTY)
        service = {
            "method": "left",
            "served_on": "2026-11-21",
            "reason": "拒收，示例见证人在场",
            "scan": self.scan,
        }
        for paper, more in (
            (self.assignment, {"kind": "assignment", "service": service}),
            (str(uuid4()), {}),
        ):
            await written(self.client, self.county, self.paper(paper, **more))
        return self

    def paper(self, paper: str, **more: Any) -> dict[str, Any]:
        number = f"南工信〔2026〕{1 if more else 2}号"
        return {
            "type": "paper", "made_at": NOW.isoformat(), "paper": paper, "unit": "xiangtang_town", "kind": "urging",
            "about": self.finding, "number": number, "issuer": "示例县工业和信息化局", "issued_on": "2026-11-20",
            "due_on": "2026-12-10", "text": "请抓紧办理并报送照片。", "scan": self.scan,
        } | more  # fmt: skip

    async def ask(self, what: str, headers: dict[str, str] | None = None) -> httpx.Response:
        return await self.client.get(f"{BASE}/{what}", headers=headers or self.county)

    async def file(self, what: str) -> bytes:
        answer = await self.ask(what)
        assert answer.status_code == 200, answer.text
        return answer.content


def with_files(scan: str, after: str) -> dict[str, Any]:
    """What the steps bring, with files that are there."""
    told = {name: dict(said) for name, said in casework.WITH.items()}
    for said in told.values():
        said["papers"] = [paper | {"scan": scan} for paper in said.get("papers", ())]
    told["submit"]["photos"] = [{"sha256": after, "slot": "after"}]
    return told


def texts(paper: bytes) -> list[str]:
    page = docx.Document(io.BytesIO(paper))
    cells = [cell.text for table in page.tables for row in table.rows for cell in row.cells]
    return [line.text for line in page.paragraphs] + cells
