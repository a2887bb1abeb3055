"""After the server was put back to an older backup, the phone fills the gap by itself: same entries, new numbers."""

import shutil
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import BrowserType

from tests.faults.serving import ACCOUNT, PASSWORD
from tests.web.proxy import NONE
from tests.web.queue_faults import Bench, Laid, bench

pytestmark = pytest.mark.browser


def sent(laid: Bench) -> Laid:
    queued = laid.lay()
    laid.line.arm(NONE)
    laid.send_until_empty()
    return queued


def copied(laid: Bench, home: Path, *, back: bool = False) -> None:
    """The server's files as they lie on disk, away or back; nobody writes meanwhile."""
    server, away = laid.line.server, home / "backup"
    server.kill()
    for file in (home / "ledger.db", home / "ledger.db-wal", home / "ledger.db-shm"):
        source, target = (away / file.name, file) if back else (file, away / file.name)
        target.unlink(missing_ok=True)
        target.parent.mkdir(exist_ok=True)
        if source.exists():
            shutil.copy(source, target)
    photos, kept = laid.photos, away / "photos"
    source_folder, target_folder = (kept, photos) if back else (photos, kept)
    shutil.rmtree(target_folder, ignore_errors=True)
    shutil.copytree(source_folder, target_folder)
    server.start()


def somebody_else_writes(laid: Bench) -> None:
    """Another person's entry takes a number that the phone's had before."""
    with httpx.Client(base_url=f"http://127.0.0.1:{laid.line.server.port}/api/v1") as asked:
        told = asked.post("/login", json={"account": ACCOUNT, "password": PASSWORD, "device": "desk"})
        entry = {
            "type": "zero_report",
            "made_at": "2026-11-22T09:30:00+08:00",
            "unit": "xiangtang_town",
            "kind": "steel_patrol",
            "period": "2026-11",
            "signed_by": "示例镇长",
        }
        for number in range(9):
            path = f"/entries/00000000-0000-4000-8000-{number:012d}"
            answer = asked.put(path, json=entry, headers={"Authorization": f"Bearer {told.json()['token']}"})
            assert answer.status_code == 201, answer.text


def test_after_an_older_backup_the_phone_refills_the_gap_by_itself(
    chromium: BrowserType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with bench(chromium, tmp_path) as laid:
        old = sent(laid)
        copied(laid, tmp_path)
        lost = [sent(laid), sent(laid)]
        numbers = laid.entries()
        assert set(numbers) == {*old.ids, *lost[0].ids, *lost[1].ids}

        copied(laid, tmp_path, back=True)
        assert set(laid.entries()) == set(old.ids)
        somebody_else_writes(laid)  # the head is not behind: only the receipts tell
        laid.page.evaluate("() => void window.dispatchEvent(new Event('online'))")
        laid.page.wait_for_function("() => document.body.innerText.includes('待传')", timeout=15_000)
        laid.send_until_empty()
        laid.page.wait_for_timeout(500)
        laid.send_until_empty()

        after = laid.entries()
        with capsys.disabled():
            moved = sorted((numbers[one][0], after[one][0]) for queue in lost for one in queue.ids)
            print(f"\nrefilled after a restore: {moved} (number before, number after)")
        assert set(after) == set(numbers)
        assert {one: after[one] for one in old.ids} == {one: numbers[one] for one in old.ids}
        for queue in (old, *lost):
            assert list(laid.wrong(queue, dict.fromkeys(after.keys() - set(queue.ids)))) == []
