"""What the phone keeps and says about it: photos and their claims, copies first, a full phone, a number already taken,
the file of what was not sent."""

import base64
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserType, Page, expect

from tests.web.phone import Phone, attach, sign_in
from tests.web.proxy import NONE
from tests.web.queue_faults import LEFT, STORE, Bench, bench, camera_file

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def laid(chromium: BrowserType, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with bench(chromium, tmp_path_factory.mktemp("kept")) as laid:
        yield laid


def begun(laid: Bench) -> Page:
    laid.page.goto(f"{laid.line.url}/app/#/")
    laid.page.get_by_role("button", name="开始巡察").tap()
    laid.page.get_by_role("radio", name="没有").first.tap()
    return laid.page


def posted(page: Page) -> dict[str, Any]:
    """Submits what stands; the entry as it left."""
    page.get_by_role("radio", name="属地巡查").tap()
    page.get_by_role("button", name="提交").tap()
    with page.expect_request(lambda request: "/entries/" in request.url) as asked:
        page.get_by_role("button", name="先这样报送").tap()
    return dict(json.loads(asked.value.post_data or ""))


def test_a_photo_is_named_by_the_cameras_own_file_with_what_it_claims(laid: Bench) -> None:
    page, gate, workshop = begun(laid), camera_file(), camera_file()
    attach(page, "gate", gate)
    page.get_by_role("button", name="从相册选").tap()
    attach(page, "workshop", workshop, album=True)
    expect(page.locator(".slots img")).to_have_count(2)
    photos = {photo["slot"]: photo for photo in posted(page)["photos"]}
    assert photos["gate"]["sha256"] == hashlib.sha256(gate).hexdigest()
    assert (photos["gate"]["album"], photos["workshop"]["album"]) == (False, True)
    assert photos["workshop"]["sha256"] == hashlib.sha256(workshop).hexdigest()
    claimed = photos["gate"]["claimed"]
    assert claimed["taken_at"] == "2026:11:20 09:41:00"
    assert (round(claimed["lat"], 6), round(claimed["lon"], 6)) == (28.545, 115.944)
    page.get_by_role("article", name="入账回执").wait_for(timeout=35_000)


def test_where_the_county_wants_it_the_copy_goes_first_and_the_original_stays_until_confirmed(
    laid: Bench,
) -> None:
    def wanting(route: Any) -> None:
        answer = route.fetch()
        me = answer.json() | {"phone": {"photo_copy_first": True, "keep_days": 30}}
        route.fulfill(response=answer, json=me)

    laid.phone.context.route("**/api/v1/me", wanting)
    laid.page.reload()
    laid.page.wait_for_timeout(1000)
    page, gate = begun(laid), camera_file(large=True)
    attach(page, "gate", gate)
    expect(page.locator(".slots img")).to_have_count(1)
    laid.line.arm(NONE)
    photo = posted(page)["photos"][0]
    page.get_by_role("article", name="入账回执").wait_for(timeout=35_000)
    page.wait_for_timeout(1500)
    sent = [step for step in laid.line.steps if step.startswith("PUT")]
    laid.phone.context.unroute("**/api/v1/me")

    original = hashlib.sha256(gate).hexdigest()
    assert photo["sha256"] == original and photo["copy"] != original
    assert sent[0].endswith(photo["copy"])
    entry = next(number for number, step in enumerate(sent) if "/entries/" in step)
    assert [step for step in sent[entry + 1 :] if step.endswith(original)] != []
    assert laid.holds(original, len(gate))


OWN_NUMBER_TAKEN = (
    "async ([taken]) => {"
    + STORE
    + """
  const row = (await all('receipts')).find((one) => one.id === taken)
  const { receipt, ...kept } = row
  const state = { photos_sent: 0, saved_at: row.entry.made_at, tries: 0, due_ms: 0, refused: null, again: false }
  const fresh = { ...kept, ...state, photos: [], originals: [] }
  fresh.entry = { ...row.entry, photos: [], present: [], texts: { remark: '另一份' } }
  fresh.draft = { ...row.draft, photos: [], present: [] }
  await write('outbox', (rows) => rows.put(fresh))
  db.close()
}"""
)


def test_what_the_ledger_has_otherwise_under_that_number_goes_out_corrected_under_a_new_one(
    laid: Bench,
) -> None:
    page = laid.page
    taken = next(iter(laid.entries()))
    page.evaluate(OWN_NUMBER_TAKEN, [taken])
    page.evaluate("() => void window.dispatchEvent(new Event('online'))")
    page.goto(f"{laid.line.url}/app/#/outbox")
    expect(page.get_by_text("要你处理")).to_be_visible()
    expect(page.get_by_text("这个编号已有另一份内容")).to_be_visible()
    before = set(laid.entries())
    page.get_by_role("button", name="去改").tap()
    page.get_by_role("button", name="提交").tap()
    page.get_by_role("button", name="先这样报送").tap()
    page.get_by_role("article", name="入账回执").wait_for(timeout=35_000)
    fresh = set(laid.entries()) - before
    assert len(fresh) == 1 and taken in before
    assert page.evaluate(LEFT)["waiting"] == []


def test_what_was_not_sent_can_be_saved_as_a_file(laid: Bench) -> None:
    page, gate = begun(laid), camera_file()
    attach(page, "gate", gate)
    laid.phone.context.set_offline(True)
    page.get_by_role("radio", name="属地巡查").tap()
    page.get_by_role("button", name="提交").tap()
    page.get_by_role("button", name="先这样报送").tap()
    page.get_by_role("link", name="看待传").tap()
    with page.expect_download() as saved:
        page.get_by_role("button", name="存成文件").tap()
    kept = json.loads(saved.value.path().read_text())
    laid.phone.context.set_offline(False)
    laid.send_until_empty()
    assert [entry["type"] for entry in kept["entries"]] == ["visit"]
    assert base64.b64decode(kept["photos"][hashlib.sha256(gate).hexdigest()]) == gate


#: the engine's own refusal: Chromium's quota override (CDP) is not heeded by IndexedDB, tried with 8 MB over 1 KB
ENGINE_FULL = """() => {
  window.engineFull = true
  const put = IDBObjectStore.prototype.put
  IDBObjectStore.prototype.put = function (row, ...key) {
    if (window.engineFull && this.name === 'photos') throw new DOMException('full', 'QuotaExceededError')
    return put.call(this, row, ...key)
  }
}"""


def test_a_full_phone_says_so_and_goes_on(chromium: BrowserType, server: Any, tmp_path: Path) -> None:
    phone = Phone(chromium, server, tmp_path / "phone")
    page = phone.start()
    sign_in(page, server.password)
    page.get_by_role("button", name="开始巡察").tap()
    page.get_by_role("radio", name="没有").first.tap()
    page.wait_for_timeout(600)
    page.evaluate(ENGINE_FULL)
    attach(page, "gate", camera_file(large=True))
    expect(page.get_by_role("heading", name="这张照片没有存上")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="手机存满了")).to_be_visible()
    page.evaluate("() => { window.engineFull = false }")
    page.get_by_role("dialog").get_by_role("button", name="关闭").tap()
    attach(page, "gate", camera_file(large=True))
    expect(page.locator(".slots img")).to_have_count(1)
    expect(page.get_by_text("手机存满了")).to_have_count(0)
    phone.context.close()
