"""The main job, whole: a patrol by taps on a phone without network, killed, reopened, sent; `xuncha publish`, the public
page, the export.

In a county of its own, since the figures before and after are exact: in the demonstration 向塘镇 has not filed this
month, so one patrol of it is one unit more, reported and joint.
"""

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import BrowserType, expect

from tests.web.phone import Phone, fill_a_patrol, head, receipt_number, sign_in
from tests.web.queue_faults import camera_file

pytestmark = pytest.mark.browser


def xuncha(data: Path, *words: str) -> str:
    environment = os.environ | {"XUNCHA_DATA": str(data)}
    done = subprocess.run(
        [str(Path(sys.executable).with_name("xuncha")), *words],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


def public_month(url: str) -> dict[str, Any]:
    """This year's last month of the public data, and the same numbers as the page prints them."""
    data = json.loads(
        httpx.get(f"{url}/data/coverage-steel_patrol-{date.today().year}.json").raise_for_status().content
    )
    return dict(data["coverage"]["months"][-1])


def cell(server: Any, period: str) -> str:
    """What the county sees of 向塘镇 in a month."""
    with httpx.Client(base_url=f"{server.url}/api/v1") as asked:
        told = asked.post("/login", json={"account": "xianju", "password": server.password, "device": "test"})
        bearer = {"Authorization": f"Bearer {told.json()['token']}"}
        year = asked.get(f"/coverage?kind=steel_patrol&year={period[:4]}", headers=bearer).json()
    unit = next(one for one in year["units"] if one["unit"] == "xiangtang_town")
    return str(next(one["state"] for one in unit["cells"] if one["period"] == period))


def test_one_patrol_reaches_the_public_page_and_the_export(
    chromium: BrowserType, fresh_server: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = public_month(fresh_server.url)
    cells = [cell(fresh_server, before["period"])]
    gate = camera_file(large=True)
    phone = Phone(chromium, fresh_server, tmp_path / "phone")
    page = phone.start()
    sign_in(page, fresh_server.password)
    last = head(page)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_load_state("networkidle")
    phone.context.set_offline(True)
    fill_a_patrol(page, gate)
    page.wait_for_timeout(1000)
    phone.kill(page)

    page = phone.start(offline=True)
    page.locator("a.cell").filter(has_text="草稿").tap()
    page.get_by_role("button", name="提交").tap()
    expect(page.get_by_role("status").filter(has_text="离线·待传 1")).to_be_visible()
    phone.kill(page)

    page = phone.start(offline=True)
    expect(page.get_by_role("status").filter(has_text="离线·待传 1")).to_be_visible()
    assert phone.sent == []
    phone.context.set_offline(False)
    page.locator("a.cell").filter(has_text="号·").first.tap(timeout=35_000)
    number = receipt_number(page)
    assert (number, head(page)) == (last + 1, last + 1)
    phone.context.close()

    sha256 = hashlib.sha256(gate).hexdigest()
    assert (fresh_server.data / "photos" / sha256[:2] / sha256).read_bytes() == gate
    cells.append(cell(fresh_server, before["period"]))
    unpublished = public_month(fresh_server.url)
    xuncha(fresh_server.data, "publish")
    after = public_month(fresh_server.url)
    html = httpx.get(f"{fresh_server.url}/coverage/").text
    xuncha(fresh_server.data, "export", "visits", "-o", str(tmp_path / "visits.csv"))
    xuncha(fresh_server.data, "export", "visits", "-o", str(tmp_path / "visits.geojson"))
    with capsys.disabled():
        print(f"\nmain job: receipt {number}; 向塘镇 {before['period']}: {' → '.join(cells)}")
        print(f"public {before['period']}: {shown(before)} → {shown(after)}")

    assert cells == ["pending", "joint"]
    assert unpublished == before  # nothing is public until somebody publishes
    assert (after["reported"], after["joint"]) == (before["reported"] + 1, before["joint"] + 1)
    assert str(after["joint_percent"]) in html
    rows = list(csv.DictReader(io.StringIO((tmp_path / "visits.csv").read_text("utf-8-sig"))))
    assert len(set(phone.sent)) == 1
    assert phone.sent[0] in {row["记录编号"] for row in rows}
    places = json.loads((tmp_path / "visits.geojson").read_text())["features"]
    assert any(
        place["geometry"] and place["geometry"]["coordinates"] == [115.944, 28.545] for place in places
    )
    assert phone.foreign == []


def shown(month: dict[str, Any]) -> str:
    return f"报送 {month['reported']}/{month['in_force']}，联合 {month['joint']}"
