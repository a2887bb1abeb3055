"""The phone's queue under fault: one visit with its problem, sent again and again, with a failure at every step.

Owns: laying the queue down, one run, what must hold after it. Does not own the failing line (proxy.py) or how many runs
are made (test_queue_under_fault.py, tests/long). The queue is filled by taps once; for each run it is laid down anew
under new numbers and with other bytes, so that nothing is there already.
"""

import hashlib
import io
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final, NamedTuple

from PIL import Image
from playwright.sync_api import BrowserType, Page, expect, sync_playwright

from tests.faults.serving import PASSWORD, serving
from tests.web.phone import Phone, answer, attach, sign, sign_in
from tests.web.proxy import HOWS, NONE, Fault, Line, line

SENT_WITHIN_S = 40
PIECES = 3  #: of the large photo

#: the app's own store, read and written from beside it
STORE: Final = """
const db = await new Promise((done, no) => {
  const asked = indexedDB.open('xuncha')
  asked.onsuccess = () => done(asked.result)
  asked.onerror = () => no(asked.error)
})
const all = (name) => new Promise((done) => {
  const asked = db.transaction(name).objectStore(name).getAll()
  asked.onsuccess = () => done(asked.result)
})
const write = (name, work) => new Promise((done, no) => {
  const tx = db.transaction(name, 'readwrite')
  work(tx.objectStore(name))
  tx.oncomplete = done
  tx.onerror = () => no(tx.error)
})
"""
TAKE: Final = (
    "async () => {"
    + STORE
    + """
  window.laid = { rows: await all('outbox'), photos: await all('photos') }
  await write('outbox', (rows) => rows.clear())
  db.close()
  return window.laid.rows.length
}"""
)
LAY: Final = (
    "async () => {"
    + STORE
    + """
  const hex = (bytes) => Array.from(new Uint8Array(bytes), (one) => one.toString(16).padStart(2, '0')).join('')
  const names = {}
  const photos = []
  for (const photo of window.laid.photos) {
    const bytes = await new Blob([photo.original, crypto.getRandomValues(new Uint8Array(8))]).arrayBuffer()
    const sha256 = hex(await crypto.subtle.digest('SHA-256', bytes))
    names[photo.sha256] = sha256
    photos.push({ sha256, original: new Blob([bytes], { type: photo.original.type }), thumb: null })
  }
  for (const row of window.laid.rows) names[row.id] = crypto.randomUUID()
  let text = JSON.stringify(window.laid.rows)
  for (const [old, fresh] of Object.entries(names)) text = text.split(old).join(fresh)
  const rows = JSON.parse(text).map((row) => ({ ...row, photos_sent: 0, tries: 0, due_ms: 0, refused: null }))
  await write('photos', (kept) => photos.forEach((one) => kept.put(one)))
  await write('outbox', (kept) => rows.forEach((one) => kept.put(one)))
  db.close()
  return { ids: rows.map((row) => row.id), photos: photos.map((one) => [one.sha256, one.original.size]) }
}"""
)
LEFT: Final = (
    "async () => {"
    + STORE
    + """
  const rows = await all('outbox')
  const receipts = (await all('receipts')).map(({ receipt }) => [receipt.id, receipt.seq, receipt.hash])
  db.close()
  const sendable = rows.filter((row) => !row.refused).length
  return { waiting: rows.map((row) => `${row.id} ${row.refused?.detail ?? ''}`), sendable, receipts }
}"""
)
#: the planted fault: the row goes when the request does, before any receipt
EARLY_DELETE: Final = """(() => {
  const gone = new Set()
  const put = IDBObjectStore.prototype.put
  IDBObjectStore.prototype.put = function (row, ...key) {
    const dead = this.name === 'outbox' && gone.has(row.id)
    return dead ? this.get(row.id) : put.call(this, row, ...key)
  }
  const fetched = window.fetch
  window.fetch = (address, more) => {
    const id = /entries\\/([0-9a-f-]{36})/.exec(String(address))?.[1]
    if (id && more?.method === 'PUT') {
      gone.add(id)
      const asked = indexedDB.open('xuncha')
      asked.onsuccess = () => {
        const tx = asked.result.transaction('outbox', 'readwrite')
        tx.objectStore('outbox').delete(id)
        tx.oncomplete = () => asked.result.close()
      }
    }
    return fetched(address, more)
  }
})()"""


class Laid(NamedTuple):
    """A queue on the phone: the entries' numbers, each picture's SHA-256 and size in bytes."""

    ids: list[str]
    photos: list[tuple[str, int]]


class Bench(NamedTuple):
    """A phone with a queue to lay down, a line that fails, the server's own files."""

    page: Page
    phone: Phone
    line: Line
    ledger: Path
    photos: Path

    def lay(self) -> Laid:
        laid = self.page.evaluate(LAY)
        return Laid(laid["ids"], [(sha256, size) for sha256, size in laid["photos"]])

    def run(self, fault: Fault) -> list[str]:
        """Send one queue through the fault; every way in which the outcome is wrong."""
        before = self.entries()
        laid = self.lay()
        self.line.arm(fault)
        self.send_until_empty()
        return list(self.wrong(laid, before))

    def send_until_empty(self) -> None:
        """The network comes back again and again until the phone has nothing left to send."""
        deadline = time.monotonic() + SENT_WITHIN_S
        while time.monotonic() < deadline:
            self.page.evaluate("() => void window.dispatchEvent(new Event('online'))")
            self.page.wait_for_timeout(150)
            if not self.page.evaluate(LEFT)["sendable"]:
                return

    def entries(self) -> dict[str, tuple[int, str]]:
        """What the ledger's file holds of visits and findings: number and hash."""
        with sqlite3.connect(f"file:{self.ledger}?mode=ro", uri=True) as file:
            rows = file.execute(
                "select id, seq, hash from entry where type in ('visit', 'finding')"
            ).fetchall()
        return {entry: (seq, sha256) for entry, seq, sha256 in rows}

    def wrong(self, laid: Laid, before: dict[str, Any]) -> Iterator[str]:
        after, left = self.entries(), self.page.evaluate(LEFT)
        receipts = {entry: (seq, sha256) for entry, seq, sha256 in left["receipts"]}
        fresh = after.keys() - before.keys()
        if fresh != set(laid.ids):
            yield f"in the ledger {sorted(fresh)}, queued {sorted(laid.ids)}"
        if left["waiting"]:
            yield f"still waiting {left['waiting']}"
        for entry in laid.ids:
            if receipts.get(entry) != after.get(entry):
                yield f"receipt {receipts.get(entry)} for {after.get(entry)}"
        yield from (f"picture {sha256[:8]}" for sha256, size in laid.photos if not self.holds(sha256, size))

    def holds(self, sha256: str, size: int) -> bool:
        file = self.photos / sha256[:2] / sha256
        if not file.is_file():
            return False
        content = file.read_bytes()
        return len(content) == size and hashlib.sha256(content).hexdigest() == sha256


def camera_file(*, large: bool = False) -> bytes:
    """A real JPEG with the EXIF of a camera (28.545 N, 115.944 E); the large one goes in several pieces."""
    side = 900 if large else 200
    out = io.BytesIO()
    picture = Image.effect_noise((side, side), 90).convert("RGB")
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2026:11:20 09:41:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (28.0, 32.0, 42.0), 3: "E", 4: (115.0, 56.0, 38.4)})
    picture.save(out, "JPEG", quality=92 if large else 60, exif=exif)
    return out.getvalue()


def fill_a_queue(page: Page) -> None:
    """By taps, without network: a visit with a photo and a signature, and the problem raised from its failed item."""
    page.get_by_role("button", name="开始巡察").tap()
    page.get_by_role("button", name="还没选地点").tap()
    page.get_by_label("其他地点").fill("山背村路口")
    page.get_by_role("button", name="就在这里查").tap()
    answer(page, "melting_present", "有")
    attach(page, "gate", camera_file(large=True))
    expect(page.locator("#q-photo_gate img")).to_be_visible()
    sign(page, page.locator("#people .person b").inner_text())
    answer(page, "locked_rooms", "有")
    page.get_by_role("button", name="登记成问题").tap()
    attach(page, "before", camera_file())
    page.get_by_role("button", name="问题照片").wait_for()
    page.get_by_role("button", name="提交问题").tap()
    page.get_by_role("button", name="先这样提交").tap()
    page.get_by_role("radio", name=re.compile("属地巡查")).tap()
    page.get_by_role("button", name="提交").tap()
    page.get_by_role("button", name="先这样报送").tap()
    page.get_by_role("link", name="回到待办").tap()
    expect(page.get_by_role("status").filter(has_text="离线·待传 2")).to_be_visible()


@contextmanager
def bench(chromium: BrowserType, home: Path, plant: str = "") -> Iterator[Bench]:
    """A founded county behind a failing line, and a phone on which a queue has been filled."""
    ledger, data = home / "ledger.db", home / "data"
    with serving(f"sqlite:///{ledger}", data) as server, line(server) as between:
        server.start()
        phone = Phone(chromium, SimpleNamespace(url=between.url), home / "phone")
        page = phone.start()
        sign_in(page, PASSWORD)
        if plant:
            page.evaluate(plant)
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.wait_for_timeout(2500)  # the later screens are fetched ahead
        phone.context.set_offline(True)
        fill_a_queue(page)
        assert page.evaluate(TAKE) == 2
        phone.context.set_offline(False)
        try:
            yield Bench(page, phone, between, ledger, data / "photos")
        finally:
            phone.context.close()


def steps_of(laid: Bench) -> list[str]:
    """The requests of a sending in which nothing fails; of the second, since the first finds no receipts to ask for."""
    for _ in range(2):
        wrong = laid.run(NONE)
        assert wrong == [], wrong
    return list(laid.line.steps)


def points(steps: int, every: int = 1) -> list[Fault]:
    """Each way to fail at each request; every n-th of them."""
    return [Fault(step, how) for how in HOWS for step in range(1, steps + 1)][::every]


class Tally(NamedTuple):
    """What a sweep came to."""

    steps: list[str]
    runs: int  #: in which the failure came
    broken: dict[str, list[str]]


def sweep(home: Path, every: int = 1) -> Tally:
    with sync_playwright() as playwright, bench(playwright.chromium, home) as laid:
        return swept(laid, every)


def swept(laid: Bench, every: int) -> Tally:
    """One run for each point; a point after the last request of a sending fails nothing and is not counted."""
    steps, runs, broken = steps_of(laid), 0, {}
    for fault in points(len(steps), every):
        wrong = laid.run(fault)
        runs += laid.line.fired
        if wrong:
            broken[f"{fault.how}, request {fault.step}"] = wrong
    return Tally(steps, runs, broken)
