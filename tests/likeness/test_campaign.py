"""Planted reuse is found and honest pairs are not called the same; a fault in either is noticed.

1 % of the full count here; `make test-long` plants among 2,000 pictures and 300 pairs (tests/long/parts.py).
"""

from pathlib import Path

import pytest

from tests.likeness.campaign import campaign

IMAGES, PAIRS, SEED = 20, 3, 4


def test_planted_reuse_is_found_and_no_honest_pair_is_called_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tally = campaign(tmp_path, IMAGES, PAIRS, SEED)
    with capsys.disabled():
        print(
            f"\nplanted reuse: {tally.found} of {tally.planted}, {tally.false} false of {tally.asked} asked"
        )
    assert tally.found == tally.planted == {"cut": 1, "encoded_anew": 1, "mirrored": 1, "screenshot": 1}
    assert tally.asked == IMAGES + 2 * PAIRS
    assert (tally.false, tally.pairs_called_same) == (0, 0)


def test_a_threshold_that_is_too_wide_is_noticed(tmp_path: Path) -> None:
    tally = campaign(tmp_path, 0, 4, SEED, "too-wide")
    assert tally.pairs_called_same > 0
    assert not tally.holds()


def test_a_mirror_left_out_is_noticed(tmp_path: Path) -> None:
    tally = campaign(tmp_path, 20, 0, SEED, "no-mirror")
    assert tally.found["mirrored"] == 0
    assert not tally.holds()
