"""Releases on disk: each in its own folder, one symlink says which one is read, and going back is one
rename.

Owns: the layout below the publishing folder, the manifest, compression, the switch, the lock and what
is kept. Does not own: what a release contains (build.py) or who reads it (api/site.py).

    current -> releases/20261122T093000-1a2b3c4d     previous -> the one before the last switch
    releases/<as_of>-<hash8>/{manifest.json, snapshot.json, site/…}
"""

import fcntl
import gzip
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from inspections.months import BEIJING
from inspections.publication import Snapshot, decoded, digest, encoded

KEPT: Final = 5
SQUEEZED: Final = {".html", ".json", ".js", ".css", ".svg", ".xml", ".csv", ".txt", ".map"}


class Busy(Exception):
    """Another publisher holds the folder."""


class NoRelease(Exception):
    """There is no release to go to."""


class File(msgspec.Struct, frozen=True):
    """One file of a release."""

    sha256: str
    size: int  #: bytes


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """The manifest: what a release was made of and every file in it, by path below site/."""

    id: str
    number: int  #: counts releases of this folder; the newest has the largest
    as_of: str
    snapshot_sha256: str
    sources_sha256: str
    noindex: bool
    files: dict[str, File]


def releases(folder: Path) -> tuple[Release, ...]:
    """Every kept release, newest first."""
    found = (folder / "releases").glob("*/manifest.json")
    return tuple(sorted((_manifest(path) for path in found), key=lambda one: one.number, reverse=True))


def current(folder: Path) -> Release | None:
    path = folder / "current" / "manifest.json"
    return _manifest(path) if path.exists() else None


def snapshot_of(folder: Path, release: Release) -> Snapshot:
    return decoded((folder / "releases" / release.id / "snapshot.json").read_bytes())


def _manifest(path: Path) -> Release:
    return msgspec.json.decode(path.read_bytes(), type=Release)


def release_id(snapshot: Snapshot, sources_sha256: str) -> str:
    """<as_of>-<hash8>: Beijing time, and a hash of everything the pages are made of."""
    edition = hashlib.sha256(f"{digest(snapshot)}{sources_sha256}".encode()).hexdigest()
    return f"{datetime.fromisoformat(snapshot.as_of).astimezone(BEIJING):%Y%m%dT%H%M%S}-{edition[:8]}"


@contextmanager
def publishing(folder: Path) -> Iterator[None]:
    """Holds the folder for one publisher; the system lets go when the process dies, the next one tidies up."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "publish.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as held:
            raise Busy("另一次发布正在进行，请等它结束再试。") from held
        for left in folder.glob("building-*"):
            shutil.rmtree(left)
        yield


def keep(folder: Path, site: Path, snapshot: Snapshot, sources_sha256: str) -> Release:
    """Turn a built and checked site into a release: compress, list, sync, and move it into place."""
    squeeze(site)
    whole = site.parent / "release"
    whole.mkdir()
    site.rename(whole / "site")
    made = Release(
        id=release_id(snapshot, sources_sha256),
        number=max((one.number for one in releases(folder)), default=0) + 1,
        as_of=snapshot.as_of,
        snapshot_sha256=digest(snapshot),
        sources_sha256=sources_sha256,
        noindex=snapshot.preview or snapshot.demo,
        files=listed(whole / "site"),
    )
    (whole / "snapshot.json").write_bytes(encoded(snapshot))
    (whole / "manifest.json").write_bytes(msgspec.json.encode(made, order="sorted"))
    sync(whole)
    (folder / "releases").mkdir(exist_ok=True)
    whole.replace(folder / "releases" / made.id)
    _sync_one(folder / "releases")
    return made


def squeeze(site: Path) -> None:
    """A .gz beside each file that becomes smaller; without a time in it, so the same bytes every time."""
    for path in sorted(site.rglob("*")):
        if path.is_file() and path.suffix in SQUEEZED:
            body = path.read_bytes()
            small = gzip.compress(body, 9, mtime=0)
            if len(small) < len(body):
                path.with_name(f"{path.name}.gz").write_bytes(small)


def listed(site: Path) -> dict[str, File]:
    files = sorted(path for path in site.rglob("*") if path.is_file())
    return {
        path.relative_to(site).as_posix(): File(hashlib.sha256(body).hexdigest(), len(body))
        for path in files
        if (body := path.read_bytes()) is not None
    }


def sync(folder: Path) -> None:
    """Everything below is on disk before anybody is sent there."""
    for path in folder.rglob("*"):
        _sync_one(path)
    _sync_one(folder)


def _sync_one(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def switch(folder: Path, release: Release) -> None:
    """Readers see the release from the next request on. One rename: there is no moment without a site."""
    now = current(folder)
    if now and now.id != release.id:
        _point(folder, "previous", now.id)
    _point(folder, "current", release.id)
    _sync_one(folder)


def _point(folder: Path, name: str, release: str) -> None:
    fresh = folder / f"{name}.new"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(f"releases/{release}")
    fresh.replace(folder / name)


def rollback(folder: Path) -> Release:
    """Back to the release made before the current one; nothing is deleted, publishing again goes forward."""
    with publishing(folder):
        now = current(folder)
        older = [one for one in releases(folder) if now and one.number < now.number]
        if not older:
            raise NoRelease("没有更早的版本可以退回。")
        switch(folder, older[0])
        return older[0]


def prune(folder: Path) -> None:
    """Keeps the newest five, and whatever is being read."""
    read = {
        (folder / name).readlink().name for name in ("current", "previous") if (folder / name).is_symlink()
    }
    for old in releases(folder)[KEPT:]:
        if old.id not in read:
            shutil.rmtree(folder / "releases" / old.id)
