"""A signed checkpoint: any change of it, or of its key, is seen."""

import stat
from pathlib import Path

import msgspec
import pytest

from inspections.replay import Checkpoint
from inspections.signing import holds, key_in, signed

MARK = Checkpoint(book="360121", seq=350, hash="ab" * 32, root="cd" * 32, at="2026-11-22T08:00:00.000000Z")


def test_a_signature_holds_and_the_key_is_the_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "checkpoint.key"
    assert holds(signed(MARK, key_in(file)))
    assert key_in(file).private_bytes_raw() == file.read_bytes()  # made once
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "change", [{"seq": 351}, {"hash": "00" * 32}, {"root": "00" * 32}, {"book": "360122"}, {"at": ""}]
)
def test_a_changed_checkpoint_no_longer_holds(tmp_path: Path, change: dict[str, object]) -> None:
    assert not holds(msgspec.structs.replace(signed(MARK, key_in(tmp_path / "key")), **change))


def test_another_key_or_none_does_not_hold(tmp_path: Path) -> None:
    other = signed(MARK, key_in(tmp_path / "other")).key
    assert not holds(msgspec.structs.replace(signed(MARK, key_in(tmp_path / "mine")), key=other))
    assert not holds(MARK)
