"""A hundredth of the full size here, within a hundredth of patience; the full size is a part of `make test-long`."""

from pathlib import Path

import pytest

from inspections.publication import Snapshot
from tests.site.size import LIMIT_S, measured


def test_a_larger_county_is_published_in_time(
    snapshot: Snapshot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = measured(snapshot, tmp_path, 40, 1_000)
    with capsys.disabled():
        print(
            f"\npublishing {found.enterprises} enterprises, {found.records} records: {found.seconds} s {found.steps}"
        )
    assert found.seconds < LIMIT_S
    assert found.files > 60
