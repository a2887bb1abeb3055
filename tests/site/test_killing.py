"""Killed publishers: a few moments here, more in `make test-long`; and a switch that is not atomic is caught."""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from inspections.publication import Snapshot
from inspections.publishing import Release, release
from inspections.publishing.release import switch
from tests.site.killing import campaign, whole

POINTS = 4


def test_killed_at_any_moment_a_whole_release_is_read(
    snapshot: Snapshot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    newer = replace(snapshot, head_seq=413, as_of="2026-10-20T10:30:00+08:00")
    tally = campaign(snapshot, newer, tmp_path, POINTS)
    with capsys.disabled():
        print(f"\npublisher killed: {tally}")
    assert tally.holds()
    assert tally.points + tally.finished == POINTS
    assert tally.old_served > 0


def test_a_switch_that_is_not_atomic_is_caught(
    tmp_path: Path, small_release: Callable[[Path, int], Release], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: unlink, then link, and the process dies between the two."""
    one, _ = (small_release(tmp_path, second) for second in (1, 2))

    point = release._point

    def careless(folder: Path, name: str, target: str) -> None:
        if name != "current":
            return point(folder, name, target)
        (folder / name).unlink()
        raise KeyboardInterrupt

    assert whole(tmp_path)
    monkeypatch.setattr(release, "_point", careless)
    with pytest.raises(KeyboardInterrupt):
        switch(tmp_path, one)
    assert not whole(tmp_path)
