"""The queue under fault: whatever breaks at whichever request, exactly one entry results, and every picture is there."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserType

from tests.web.proxy import Fault
from tests.web.queue_faults import EARLY_DELETE, PIECES, bench, points, swept

pytestmark = pytest.mark.browser
#: of the points of the full sweep (tests/long) those run here
EVERY = 8


def test_cut_or_killed_at_every_step_each_entry_is_booked_exactly_once(
    chromium: BrowserType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with bench(chromium, tmp_path) as laid:
        tally = swept(laid, EVERY)
    with capsys.disabled():
        print(f"\nqueue under fault: {tally.runs} points of {len(points(len(tally.steps)))}; {tally.steps}")
    assert sum("PUT /api/v1/photos" in step for step in tally.steps) >= PIECES + 2
    assert sum("PUT /api/v1/entries" in step for step in tally.steps) == 2
    assert tally.runs >= len(points(len(tally.steps), EVERY)) - 2
    assert tally.broken == {}


def test_a_row_deleted_before_its_receipt_is_caught(chromium: BrowserType, tmp_path: Path) -> None:
    with bench(chromium, tmp_path, plant=EARLY_DELETE) as laid:
        # a browser sends once more, by itself, what a reused connection took without a word: not every cut is felt
        assert any(laid.run(Fault(1, "cut before", at="PUT /api/v1/entries")) for _ in range(5))
