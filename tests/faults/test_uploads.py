"""A hostile upload set against a real server, and two planted faults that it finds.

2 % of the full count here; `make test-long` sends 3,000 (tests/long/parts.py).
"""

from pathlib import Path

import pytest

from tests.faults.uploads import campaign

COUNT, SEED = 60, 20261122


def test_hostile_uploads_get_2xx_or_4xx_and_touch_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tally = campaign(tmp_path, COUNT, SEED)
    with capsys.disabled():
        print(f"\nhostile uploads: {tally.sent} sent, {tally.statuses}, {tally.peak_mb} MiB at most")
    assert tally.broken == []
    assert tally.strays == []
    assert tally.peak_mb < 300
    assert tally.sent >= COUNT
    assert tally.accepted


def test_a_decoder_inside_the_server_is_noticed(tmp_path: Path) -> None:
    assert campaign(tmp_path, 20, SEED, "decoder-inside").broken


def test_a_file_kept_under_its_senders_name_is_noticed(tmp_path: Path) -> None:
    tally = campaign(tmp_path, 100, SEED, "raw-name")
    assert any("evil" in name for name in tally.strays)
