"""The bench itself: one short round of our server and the peer. No limits on time, only facts of structure."""

import shutil

import pytest

from bench import write
from bench.bars import Bar, write_bars
from bench.figures import figure

CONNECTIONS = 16
PEER = "peer-1"


@pytest.fixture(scope="module")
def outcome():
    for program in ("wrk", "gcc"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    return write.measure((write.OURS, PEER), rounds=1, seconds=0.5, disk=False, at=(CONNECTIONS,))


def cell_of(outcome, variant):
    [cell] = [cell for cell in outcome.cells if cell.variant == variant]
    return cell


def test_both_ledgers_hold_after_the_load(outcome):
    assert outcome.faults == {}


@pytest.mark.parametrize("variant", [write.OURS, PEER])
def test_every_201_is_a_row_and_every_row_was_a_201(outcome, variant):
    cell = cell_of(outcome, variant)
    assert cell.rows == cell.created > 0
    assert cell.accepted <= cell.created <= cell.accepted + CONNECTIONS


def test_a_group_shares_its_sync(outcome):
    cell = cell_of(outcome, write.OURS)
    assert 0 < cell.syncs < cell.rows


def test_the_peer_syncs_for_every_row(outcome):
    cell = cell_of(outcome, PEER)
    assert cell.syncs >= cell.rows


def test_a_variant_with_a_fault_has_no_value_at_any_bar(outcome):
    spoilt = write.Outcome(outcome.cells, {write.OURS: ["planted"]}, outcome.about)
    assert [bar.value for bar in write_bars(spoilt, disk=False)] == [None] * 7


def test_the_ratio_is_to_the_peer_of_the_same_round(outcome):
    ours = figure(outcome.cells, write.OURS, CONNECTIONS)
    expected = cell_of(outcome, write.OURS).per_second / cell_of(outcome, PEER).per_second
    assert ours.ratio == ours.ratio_min == expected


@pytest.mark.parametrize(
    ("value", "at_least", "passed"),
    [(18.0, True, True), (17.9, True, False), (18.0, False, True), (18.1, False, False), (None, True, False)],
)
def test_a_bar_is_passed_on_its_own_side_only(value, at_least, passed):
    assert Bar("ratio", 18.0, value, at_least).passed is passed
