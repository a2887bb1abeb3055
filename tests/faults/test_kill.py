"""200 and 201 mean on disk: the server is killed while 16 phones send. Short here; in full in tests.long."""

import pytest

from tests.faults.kill import campaign


def test_after_each_kill_everything_acknowledged_is_there_once(url, tmp_path, capsys):
    tally = campaign(url, tmp_path / "data", cycles=5, seed=20261122)
    with capsys.disabled():
        print(f"\n{tally}")
    assert tally.holds(), tally
    assert tally.cycles == 5 and tally.acknowledged >= 100 and tally.unanswered >= 5


@pytest.mark.parametrize("engine", ["sqlite"])
def test_an_answer_before_the_commit_is_caught(url, tmp_path):
    """The planted fault: receipts for entries that the kill then takes away."""
    tally = campaign(url, tmp_path / "data", cycles=5, seed=20261122, fault="early-answer")
    assert tally.lost + tally.moved > 0, tally
