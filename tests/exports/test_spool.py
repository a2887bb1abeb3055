"""A run is one file, made once: read while it grows, gone on with, given up, cleaned away."""

import asyncio
import errno
import hashlib
import io
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from inspections.exports import making, pages, taking, writing
from inspections.exports.formats import FORMATS
from inspections.exports.run import Broken, Run, claimed
from inspections.exports.spool import Spool
from inspections.storage import StorageFull
from inspections.storage.engine import Storage
from tests.exports.story import NOW, VISITS
from tests.exports.taking import made, over, wanted


@pytest.mark.parametrize("form", FORMATS)
def test_it_is_made_once_for_one_state_and_one_person(on_sqlite: str, folder: Path, form: str) -> None:
    async def run(storage: Storage) -> list[str]:
        spool = Spool(folder)
        asked = wanted("visits", form)
        runs = await asyncio.gather(*(spool.run(storage, asked, NOW) for _ in range(5)))
        for one in runs:
            await spool.whole(one)
        theirs = await spool.run(storage, wanted("visits", form, exporter="shenji"), NOW)
        await spool.whole(theirs)
        return [one.id for one in (*runs, theirs)]

    *mine, theirs = over(on_sqlite, run)
    assert len(set(mine)) == 1 and theirs not in mine
    assert sorted(path.suffix for path in folder.iterdir()) == sorted([f".{form}", ".json"] * 2)


class Onward(io.RawIOBase):
    """A file that can only be written on: whoever follows it must never see a byte change."""

    def __init__(self) -> None:
        self.kept = b""

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.kept += bytes(data)
        return len(data)


@pytest.mark.parametrize("form", FORMATS)
def test_no_format_goes_back_to_put_something_right(
    on_sqlite: str, folder: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    onward = Onward()
    honest = FORMATS[form].write

    def also_onward(out: Any, about: Any, rows: Any) -> None:
        rows = list(rows)
        honest(onward, about, iter(rows))  # type: ignore[arg-type]  # a raw stream is a stream
        honest(out, about, iter(rows))

    monkeypatch.setitem(FORMATS, form, FORMATS[form]._replace(write=also_onward))  # type: ignore[arg-type]  # a dict is behind it
    body, _ = over(on_sqlite, lambda storage: made(storage, Spool(folder), wanted("visits", form)))
    assert onward.kept == body


def test_it_can_be_read_while_it_grows(on_sqlite: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The writer goes on only once somebody has read what it wrote so far."""
    honest, was_read = writing.batches, threading.Event()

    def many(*given: Any) -> Iterator[Any]:
        for batch in honest(*given):
            yield from [batch] * 100
            assert was_read.wait(60)
            yield [values[:1] for values in batch]

    monkeypatch.setattr(writing, "batches", many)

    async def run(storage: Storage) -> tuple[bytes, str]:
        spool = Spool(folder)
        growing = await spool.run(storage, wanted("visits", "jsonl"), NOW)
        await spool.begun(growing)
        assert growing.manifest() is None
        chunks = growing.chunks()
        body = await anext(chunks)
        was_read.set()
        async for chunk in chunks:
            body += chunk
        return body, (await spool.whole(growing)).sha256

    body, sha256 = over(on_sqlite, run)
    assert (body.count(b"\n"), hashlib.sha256(body).hexdigest()) == (VISITS * 100 + 1, sha256)


@pytest.mark.parametrize("form", FORMATS)
def test_a_long_table_written_by_a_process_has_the_same_bytes(
    built: str, tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process follows the rows while they are copied, and its file is the thread's."""
    asked = wanted("visits", form)
    short = over(built, lambda storage: made(storage, Spool(tmp_path / "thread"), asked))
    monkeypatch.setattr(making, "MANY", 3)
    monkeypatch.setattr(pages, "PAGE", 2)
    long = over(built, lambda storage: made(storage, Spool(tmp_path / "process"), asked))
    assert long == short


def test_a_server_that_stops_ends_the_process_that_writes_for_it(
    on_sqlite: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its rows never end here; closing breaks the run off, leaves nothing, and whoever reads along is told."""
    monkeypatch.setattr(making, "MANY", 3)
    monkeypatch.setattr(taking, "END", b"")

    async def run(storage: Storage) -> None:
        spool = Spool(folder)
        growing = await spool.run(storage, wanted("visits", "jsonl"), NOW)
        while not spool._maker._writers:
            await asyncio.sleep(0.01)
        await spool.close()
        with pytest.raises(Broken):
            await spool.whole(growing)

    over(on_sqlite, run)
    assert list(folder.iterdir()) == []


def test_any_part_of_it_can_be_read(on_sqlite: str, folder: Path) -> None:
    async def run(storage: Storage) -> None:
        spool = Spool(folder)
        body, _ = await made(storage, spool, wanted("visits", "csv"))
        again = await spool.run(storage, wanted("visits", "csv"), NOW)
        for start, length in ((0, 1), (100, 1000), (len(body) - 1, 1), (500, None)):
            part = b"".join([chunk async for chunk in again.chunks(start, length)])
            assert part == body[start : None if length is None else start + length]

    over(on_sqlite, run)


def test_a_maker_that_was_killed_leaves_no_half_file_for_a_whole_one(on_sqlite: str, folder: Path) -> None:
    """Another process makes the run and dies: who reads along hears it, who asks again gets it made anew."""
    folder.mkdir()
    maker = subprocess.Popen(
        [sys.executable, "-c", DYING, str(folder), on_sqlite],
        env=os.environ | {"PYTHONPATH": os.getcwd()},
        stdout=subprocess.PIPE,
    )
    assert maker.stdout and maker.stdout.readline() == b"half\n"

    async def run(storage: Storage) -> tuple[str, int]:
        spool = Spool(folder)
        asked = wanted("visits", "jsonl")
        theirs = await spool.run(storage, asked, NOW)
        reading = theirs.chunks()
        assert await anext(reading) == b"half"
        maker.kill()
        maker.wait()
        with pytest.raises(Broken):
            await anext(reading)
        body, manifest = await made(storage, spool, asked)
        return hashlib.sha256(body).hexdigest(), body.count(b"\n") - manifest.rows

    sha256, lines_beyond = over(on_sqlite, run)
    assert len(sha256) == 64 and lines_beyond == 0


DYING = """
import asyncio, sys, time
from pathlib import Path
from inspections.exports import spool as spooling
from inspections.exports import making, pages, taking, writing
from inspections.exports.formats import FORMATS
from tests.exports.taking import over, wanted
from tests.exports.story import NOW

def half(out, about, rows):
    out.write(b"half"); out.flush()
    print("half", flush=True)
    time.sleep(60)

FORMATS["jsonl"] = FORMATS["jsonl"]._replace(write=half)

async def run(storage):
    spool = spooling.Spool(Path(sys.argv[1]))
    await spool.whole(await spool.run(storage, wanted("visits", "jsonl"), NOW))

over(sys.argv[2], run)
"""


class Usage(NamedTuple):
    total: int
    used: int
    free: int


def test_a_nearly_full_disk_is_said_before_anything_is_made(
    on_sqlite: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**9, 10**9 - 10**6, 10**6))
    with pytest.raises(StorageFull):
        over(
            on_sqlite,
            lambda storage: Spool(folder, reserve_mb=500).run(storage, wanted("visits", "csv"), NOW),
        )
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("form", FORMATS)
def test_a_disk_that_fills_up_on_the_way_leaves_nothing_and_is_said(
    on_sqlite: str, folder: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_out: Any, _about: Any, _rows: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setitem(FORMATS, form, FORMATS[form]._replace(write=full))  # type: ignore[arg-type]  # a dict is behind it

    async def run(storage: Storage) -> None:
        spool = Spool(folder)
        await spool.begun(await spool.run(storage, wanted("visits", form), NOW))

    with pytest.raises(StorageFull):
        over(on_sqlite, run)
    assert list(folder.iterdir()) == []


def test_it_is_cleaned_away_after_a_day(on_sqlite: str, folder: Path) -> None:
    async def run(storage: Storage) -> tuple[int, int]:
        spool = Spool(folder)
        await made(storage, spool, wanted("visits", "csv"))
        spool.clean(time.time() + 23 * 3600)
        kept = len(list(folder.iterdir()))
        spool.clean(time.time() + 25 * 3600)
        return kept, len(list(folder.iterdir()))

    assert over(on_sqlite, run) == (2, 0)


def test_the_lock_is_one_makers_alone(tmp_path: Path) -> None:
    run = Run("0" * 40, tmp_path, "csv", False)
    held = claimed(run)
    assert held is not None and claimed(run) is None
    held.close()
    assert claimed(run) is not None
