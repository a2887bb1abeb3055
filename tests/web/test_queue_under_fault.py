"""The queue under fault: whatever breaks at whichever request, exactly one entry results, and every picture is there."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserType

from tests.web.proxy import Fault
from tests.web.queue_faults import EARLY_DELETE, PIECES, bench, points, steps_of

pytestmark = pytest.mark.browser
#: of the points of the full sweep (tests/long) those run here
EVERY = 4


def test_cut_or_killed_at_every_step_each_entry_is_booked_exactly_once(
    chromium: BrowserType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with bench(chromium, tmp_path) as laid:
        steps = steps_of(laid)
        chosen = points(len(steps), EVERY)
        broken = {f"{fault.how}, request {fault.step}": laid.run(fault) for fault in chosen}
    with capsys.disabled():
        print(
            f"\nqueue under fault: {len(chosen)} of {len(points(len(steps)))} points, {len(steps)} requests each"
        )
    assert sum("PUT /api/v1/photos" in step for step in steps) >= PIECES + 2
    assert sum("PUT /api/v1/entries" in step for step in steps) == 2
    assert {name: wrong for name, wrong in broken.items() if wrong} == {}


def test_a_row_deleted_before_its_receipt_is_caught(chromium: BrowserType, tmp_path: Path) -> None:
    with bench(chromium, tmp_path, plant=EARLY_DELETE) as laid:
        steps = steps_of(laid)
        visit = next(number for number, step in enumerate(steps, 1) if "PUT /api/v1/entries" in step)
        assert laid.run(Fault(visit, "cut before")) != []
