"""backup, verify-backup, restore: everything comes back, nothing half counts, and a server may write meanwhile."""

import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tarfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import httpx
import pysqlite3.dbapi2 as sqlite3
import pytest

from inspections import restoring
from inspections.backup import KEY, LEDGER, MANIFEST, NoBackup, back_up
from tests.cli.conftest import HEAD, call
from tests.conftest import Server
from tests.ledger.county import visit
from tests.people import COUNTY, PASSWORD
from tests.pictures import photo, sha256_of

SEED = 20261122
CUTS, FLIPS, KILLS = 20, 30, 6


@pytest.fixture
def archive(demo: Path, tmp_path: Path) -> Path:
    """A backup of the demonstration county that has signed a checkpoint and taken a photo over the network."""
    assert call("ledger", "checkpoint").exit_code == 0
    picture = photo()
    kept = demo / "photos" / sha256_of(picture)[:2] / sha256_of(picture)
    kept.parent.mkdir(exist_ok=True)
    kept.write_bytes(picture)
    ledger = sqlite3.connect(str(demo / LEDGER))
    row = (sha256_of(picture), "xunchayuan", len(picture), "2026-11-22T02:00:00.000000Z", False)
    ledger.execute(
        "insert into photo (sha256, account, bytes, received_at, damaged) values (?, ?, ?, ?, ?)", row
    )
    ledger.commit()
    ledger.close()
    for name in (".arriving", ".drawn"):
        (demo / "photos" / name).mkdir(exist_ok=True)
        (demo / "photos" / name / "x").write_bytes(b"left out")
    assert call("backup", tmp_path / "county.tar").exit_code == 0
    return tmp_path / "county.tar"


def tables(ledger: Path) -> dict[str, list[object]]:
    """Every row of every table."""
    connection = sqlite3.connect(str(ledger))
    names = [name for (name,) in connection.execute("select name from sqlite_schema where type = 'table'")]
    found = {name: connection.execute(f"select * from {name} order by 1, 2").fetchall() for name in names}
    connection.close()
    return found


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def rewritten(archive: Path, change: dict[str, bytes | None], extra: tuple[str, ...] = ()) -> Path:
    """The archive with some members replaced, or left out (None), or added."""
    other = archive.with_name(f"changed-{uuid4().hex}.tar")
    with tarfile.open(archive) as old, tarfile.open(other, "w") as new:
        for member in old.getmembers():
            content = change.get(member.name, old.extractfile(member).read())
            if content is not None:
                member.size = len(content)
                new.addfile(member, io.BytesIO(content))
        for name in extra:
            new.addfile(tarfile.TarInfo(name), io.BytesIO(b""))
    return other


def test_what_is_restored_is_what_was_there(demo: Path, archive: Path, tmp_path: Path) -> None:
    told = call("verify-backup", archive)
    assert (told.exit_code, told.stdout.partition("，")[0]) == (0, f"备份完好：账本 360121 到第 {HEAD} 号")
    assert archive.stat().st_mode & 0o077 == 0
    to = tmp_path / "restored"
    assert call("restore", archive, "--to", to).exit_code == 0
    assert tables(to / LEDGER) == tables(demo / LEDGER)
    assert (to / KEY).read_bytes() == (demo / KEY).read_bytes()
    kept = {name: held for name, held in files(demo / "photos").items() if not name.startswith(".")}
    assert files(to / "photos") == kept
    assert len(kept) > 100
    assert sorted(path.name for path in to.iterdir()) == [KEY, "photos", LEDGER]


def test_nothing_is_written_over(archive: Path, tmp_path: Path) -> None:
    again = call("backup", archive)
    assert (again.exit_code, again.stderr) == (1, f"{archive} 已经存在，请换一个文件名。\n")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "note").write_text("x")
    refused = call("restore", archive, "--to", tmp_path / "full")
    assert (refused.exit_code, "不是空文件夹" in refused.stderr) == (1, True)
    assert files(tmp_path / "full") == {"note": b"x"}


def test_a_backup_cut_anywhere_is_none(archive: Path, tmp_path: Path) -> None:
    whole, cut = archive.read_bytes(), tmp_path / "cut.tar"
    end = whole.rindex(b"manifest.json")
    for length in sorted(random.Random(SEED).randrange(end) for _ in range(CUTS)):
        cut.write_bytes(whole[:length])
        found = restoring.check(cut)
        assert any("不完整" in fault for fault in found.faults), length
    with pytest.raises(NoBackup):
        restoring.restore(cut, tmp_path / "never")
    assert not (tmp_path / "never" / LEDGER).exists()


def test_every_changed_bit_of_what_it_holds_is_found(archive: Path, tmp_path: Path) -> None:
    dice, whole, flipped = random.Random(SEED), archive.read_bytes(), tmp_path / "flipped.tar"
    with tarfile.open(archive) as tar:
        spans = [(member.offset_data, member.size) for member in tar.getmembers() if member.name != MANIFEST]
    for _ in range(FLIPS):
        start, size = dice.choice(spans)
        at = start + dice.randrange(size)
        flipped.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << dice.randrange(8)]) + whole[at + 1 :])
        assert restoring.check(flipped).faults, at


def test_what_is_missing_or_strange_is_named(archive: Path, tmp_path: Path) -> None:
    lost = sha256_of(photo())
    told = json.loads(restoring_manifest(archive))
    without = {f"photos/{lost[:2]}/{lost}": None}
    fewer = json.dumps(
        told | {"photos": told["photos"] - 1, "photo_bytes": told["photo_bytes"] - len(photo())}
    )
    assert restoring.check(rewritten(archive, without | {MANIFEST: fewer.encode()})).faults == [
        f"缺照片 {lost}"
    ]
    short = f"照片应有 {told['photos']} 张，只有 {told['photos'] - 1} 张。"
    assert restoring.check(rewritten(archive, without)).faults == [short]
    assert restoring.check(rewritten(archive, {KEY: None})).faults == ["检查点签名密钥和清单不符。"]
    unread = restoring.check(rewritten(archive, {MANIFEST: b"{}"})).faults
    assert [fault.partition("：")[0] for fault in unread] == ["备份读不下去", "备份不完整"]
    misplaced = f"photos/00/{'ab' * 32}"  # nobody would look for it there
    evil = rewritten(archive, {}, extra=("../../evil", "/etc/evil", "photos/../evil", misplaced))
    assert [fault[:11] for fault in restoring.check(evil).faults] == ["备份里有不认识的内容："] * 4
    with pytest.raises(NoBackup):
        restoring.restore(evil, tmp_path / "a" / "b")
    assert not list(tmp_path.rglob("evil"))


def restoring_manifest(archive: Path) -> bytes:
    with tarfile.open(archive) as tar:
        return tar.extractfile(MANIFEST).read()


def test_an_altered_ledger_in_a_backup_is_found(demo: Path, tmp_path: Path) -> None:
    ledger = sqlite3.connect(str(demo / LEDGER))
    ledger.execute("drop trigger entry_no_update")
    ledger.execute("update entry set stored = replace(stored, '2026', '2025') where seq = 200")
    ledger.commit()
    ledger.close()
    assert call("backup", tmp_path / "bad.tar").exit_code == 0
    told = call("verify-backup", tmp_path / "bad.tar")
    assert (told.exit_code, told.stderr.splitlines()[0]) == (1, "账本 360121 第 200 号：内容与校验值不符")


def test_killed_at_any_moment_it_leaves_a_whole_backup_or_none(demo: Path, tmp_path: Path) -> None:
    environment = os.environ | {"XUNCHA_DATA": str(demo)}
    dice, outcomes = random.Random(SEED), []
    for number in range(KILLS):
        file = tmp_path / f"{number}.tar"
        command = [sys.executable, "-c", "from api.cli import main; main()", "backup", str(file)]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        time.sleep(dice.uniform(0.5, 2.5))
        process.send_signal(signal.SIGKILL)
        process.wait()
        outcomes.append(file.exists())
        assert not file.exists() or restoring.check(file).faults == []
    for partial in tmp_path.glob(".xuncha-backup-*/archive"):
        assert (
            restoring.check(partial).faults or partial.stat().st_size > demo.joinpath(LEDGER).stat().st_size
        )
    assert call("backup", tmp_path / "after.tar").exit_code == 0


def test_either_engine_gives_the_same_archive(county_url: str, tmp_path: Path) -> None:
    for part in ("data", "photos"):
        (tmp_path / part).mkdir()
    back_up(county_url, tmp_path / "data", tmp_path / "photos", tmp_path / "county.tar", datetime.now(UTC))
    found = restoring.restore(tmp_path / "county.tar", tmp_path / "restored")
    assert (found.faults, found.photos) == ([], 0)
    held = tables(tmp_path / "restored" / LEDGER)
    assert found.heads == {"360121": len(held["entry"])}
    assert len(held["secret"]) == 9
    assert len(held["unit"]) > 20


def test_a_server_that_writes_meanwhile_loses_nothing(fresh_server: Server, tmp_path: Path) -> None:
    with httpx.Client(base_url=f"{fresh_server.url}/api/v1") as county:
        token = county.post("/login", json={"account": COUNTY, "password": PASSWORD}).json()["token"]
    headers = {"authorization": f"Bearer {token}"}
    stop, acknowledged = threading.Event(), []

    def send(number: int) -> None:
        with httpx.Client(base_url=f"{fresh_server.url}/api/v1", headers=headers) as client:
            while not stop.is_set():
                picture, entry = photo(width=64, height=48, seed=number), str(uuid4())
                named = {"content-type": "image/jpeg"}
                client.put(f"/photos/{sha256_of(picture)}", content=picture, headers=named).raise_for_status()
                body = visit(photos=[{"sha256": sha256_of(picture)}])
                client.put(f"/entries/{entry}", json=body).raise_for_status()
                acknowledged.append((entry, sha256_of(picture)))
                number += 1000

    senders = [threading.Thread(target=send, args=(number,)) for number in (1, 2)]
    for sender in senders:
        sender.start()
    while len(acknowledged) < 10:
        time.sleep(0.05)
    before = list(acknowledged)
    environment = os.environ | {"XUNCHA_DATA": str(fresh_server.data)}
    command = [sys.executable, "-c", "from api.cli import main; main()", "backup", str(tmp_path / "live.tar")]
    subprocess.run(command, env=environment, check=True)
    stop.set()
    for sender in senders:
        sender.join()
    assert restoring.restore(tmp_path / "live.tar", tmp_path / "restored").faults == []
    held = {row[0] for row in ids(tmp_path / "restored" / LEDGER)}
    assert {entry for entry, _ in before} <= held
    assert len(acknowledged) > len(before)
    for entry, sha256 in acknowledged:
        there = tmp_path / "restored" / "photos" / sha256[:2] / sha256
        assert entry not in held or there.is_file()
    shutil.rmtree(tmp_path / "restored")


def ids(ledger: Path) -> list[tuple[str]]:
    connection = sqlite3.connect(str(ledger))
    found = connection.execute("select id from entry").fetchall()
    connection.close()
    return found
