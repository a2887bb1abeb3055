"""Publishing: gate → stage → build → check → keep → switch. The site is made from a snapshot and from
nothing else.

`publish` does all of it; `preview` all but the switch. A fault anywhere leaves the site that is being
read untouched. Does not own: taking the snapshot from the ledger. Source: design.md §6; domain.md §11.
"""

import shutil
import tempfile
from collections.abc import Callable, Collection
from pathlib import Path

from inspections.facts import Fault
from inspections.publication import Snapshot, digest
from inspections.publishing.build import REPOSITORY, BuildFailed, build_site, sources_digest
from inspections.publishing.check import check_site
from inspections.publishing.gate import differences, gate
from inspections.publishing.release import (
    Busy,
    NoRelease,
    Release,
    current,
    keep,
    prune,
    publishing,
    release_id,
    releases,
    rollback,
    snapshot_of,
    switch,
)

__all__ = (
    "BuildFailed",
    "Busy",
    "NoRelease",
    "NotPublished",
    "Release",
    "current",
    "differences",
    "gate",
    "preview",
    "publish",
    "releases",
    "rollback",
    "snapshot_of",
)

Tell = Callable[[str], None]


class NotPublished(Exception):
    """The snapshot or the built site has faults; all of them are here, and nothing was switched."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(f"{fault.path}：{fault.message}" for fault in faults))
        self.faults = faults


def publish(
    snapshot: Snapshot,
    folder: Path,
    sources: Path = REPOSITORY,
    *,
    staff_names: Collection[str] = (),
    canaries: Collection[str] = (),
    accept_drop: bool = False,
    tell: Tell = lambda step: None,
) -> Release:
    """Make this snapshot the public site below `folder`; the release that is now read comes back.

    The same snapshot with the same sources is the release that exists. Raises NotPublished with every fault,
    BuildFailed, or Busy. `tell` hears each step in Chinese.
    """
    with publishing(folder):
        now = current(folder)
        tell("核对内容")
        _refuse(gate(snapshot, staff_names, snapshot_of(folder, now) if now else None, accept_drop))
        made_of = sources_digest(sources)
        release = _existing(folder, snapshot, made_of) or _made(
            snapshot, folder, sources, made_of, canaries, tell
        )
        if now is None or release.id != now.id:
            tell("切换")
            switch(folder, release)
            prune(folder)
        return release


def preview(
    snapshot: Snapshot,
    folder: Path,
    sources: Path = REPOSITORY,
    *,
    staff_names: Collection[str] = (),
    canaries: Collection[str] = (),
    tell: Tell = lambda step: None,
) -> Path:
    """The same without the switch: a built, checked site in `folder`/preview/site; nobody is sent there."""
    with publishing(folder):
        tell("核对内容")
        _refuse(gate(snapshot, staff_names))
        shutil.rmtree(folder / "preview", ignore_errors=True)
        return _built(snapshot, sources, folder / "preview", canaries, tell)


def _existing(folder: Path, snapshot: Snapshot, sources_sha256: str) -> Release | None:
    wanted = (digest(snapshot), sources_sha256)
    return next(
        (one for one in releases(folder) if (one.snapshot_sha256, one.sources_sha256) == wanted), None
    )


def _made(
    snapshot: Snapshot, folder: Path, sources: Path, made_of: str, canaries: Collection[str], tell: Tell
) -> Release:
    with tempfile.TemporaryDirectory(dir=folder, prefix="building-") as work:
        site = _built(snapshot, sources, Path(work), canaries, tell)
        tell(f"存为版本 {release_id(snapshot, made_of)}")
        return keep(folder, site, snapshot, made_of)


def _built(snapshot: Snapshot, sources: Path, work: Path, canaries: Collection[str], tell: Tell) -> Path:
    tell("制作网页")
    site = build_site(snapshot, sources, work)
    tell("检查网页")
    _refuse(check_site(site, snapshot, canaries))
    return site


def _refuse(faults: tuple[Fault, ...]) -> None:
    if faults:
        raise NotPublished(faults)
