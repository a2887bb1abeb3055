"""A publisher is killed at many moments of its work: whatever happens, a whole release is read.

Owns: the campaign and its tally. The publisher is a process of its own; SIGKILL goes to its whole group, MkDocs
included, at a share of the time a full run takes. After each kill the release that is read must be one of the two,
every byte as its manifest says; at the end a publisher that is left alone must get through.
"""

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import msgspec

from inspections.publication import Snapshot, encoded
from inspections.publishing import current

PUBLISHER = "from pathlib import Path; from inspections.publication import decoded; from inspections.publishing import publish; "
PUBLISHER += (
    "import sys; publish(decoded(Path(sys.argv[1]).read_bytes()), Path(sys.argv[2]), accept_drop=True)"
)


class Tally(msgspec.Struct, kw_only=True):
    """What a campaign came to."""

    points: int = 0  #: kills of a publisher that was still at work
    finished: int = 0  #: runs that were through before their kill
    old_served: int = 0  #: after the kill the release before was read
    new_served: int = 0  #: after the kill the new release was read
    broken: int = 0  #: the release that was read was not whole, or none was
    recovered: bool = False  #: the publisher that was left alone got through
    full_run_s: float = 0.0

    def holds(self) -> bool:
        return self.broken == 0 and self.recovered


def started(snapshot: Path, folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", PUBLISHER, str(snapshot), str(folder)]
    return subprocess.Popen(
        command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def campaign(old: Snapshot, new: Snapshot, folder: Path, points: int) -> Tally:
    """Publish `old`, then kill publishers of `new` at evenly spread moments of a run."""
    for name, snapshot in (("old", old), ("new", new)):
        (folder / name).write_bytes(encoded(snapshot))
    site, tally = folder / "public", Tally()
    began = time.monotonic()
    assert started(folder / "old", site).wait(300) == 0
    tally.full_run_s = round(time.monotonic() - began, 2)
    before = current(site)
    for point in range(points):
        publisher = started(folder / "new", site)
        late = not killed(publisher, tally.full_run_s * (point + 0.5) / points)
        tally.finished += late
        tally.points += not late
        now = current(site)
        tally.broken += not whole(site)
        tally.old_served += now == before
        tally.new_served += now != before
    tally.recovered = started(folder / "new", site).wait(300) == 0 and whole(site) and current(site) != before
    return tally


def killed(publisher: subprocess.Popen[bytes], after_s: float) -> bool:
    """SIGKILL to the group after so long; False when it was through before."""
    try:
        publisher.wait(after_s)
        return False
    except subprocess.TimeoutExpired:
        os.killpg(publisher.pid, signal.SIGKILL)
        publisher.wait()
        return True


def whole(site: Path) -> bool:
    """Is there a release to read, and is every file of it as its manifest says?"""
    release = current(site)
    return release is not None and all(
        hashlib.sha256((site / "current/site" / path).read_bytes()).hexdigest() == file.sha256
        for path, file in release.files.items()
    )
