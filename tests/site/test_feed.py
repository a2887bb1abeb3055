"""The feed of publications, the catalogue of downloads, and that downloads and pages say the same."""

import hashlib
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace

from inspections.publication import Snapshot
from inspections.publishing import Release
from inspections.publishing.feed import feed
from inspections.publishing.figures import figures
from inspections.publishing.reconcile import reconciled

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def site(published: tuple[Path, Release]) -> Path:
    return published[0] / "current/site"


def test_each_approval_is_one_entry_with_its_number(snapshot: Snapshot, site: Path) -> None:
    root = ElementTree.fromstring((site / "feed.xml").read_bytes())
    entries = root.findall(f"{ATOM}entry")
    titles = {entry.findtext(f"{ATOM}title") for entry in entries}
    assert titles == {
        "巡察覆盖：地条钢巡察",
        "绿色工厂",
        "新型墙体材料",
        "预拌混凝土和砂浆产品目录",
        "能耗强度",
    }
    assert root.findtext(f"{ATOM}title") == "南昌县工业巡察公开（演示）"
    assert root.findtext(f"{ATOM}updated") == snapshot.as_of
    for entry in entries:
        assert "示例公开〔2026〕1 号" in (entry.findtext(f"{ATOM}summary") or "")
        link = entry.find(f"{ATOM}link")
        assert link is not None and (site / link.attrib["href"] / "index.html").is_file()


def test_ids_stay_and_a_new_approval_adds_one(snapshot: Snapshot) -> None:
    def ids(one: Snapshot) -> list[str | None]:
        root = ElementTree.fromstring(feed(one))
        return [entry.findtext(f"{ATOM}id") for entry in root.iter(f"{ATOM}entry")]

    before = ids(snapshot)
    newer = replace(snapshot.basis[0], approved_at="2026-10-20T08:00:00+08:00")
    after = ids(replace(snapshot, as_of="2026-10-21T09:30:00+08:00", basis=(newer, *snapshot.basis[1:])))
    assert len(set(before)) == 5
    assert len(set(after) - set(before)) == 1
    assert ids(replace(snapshot, head_seq=500)) == before


def test_the_catalogue_and_the_sums_fit_the_files(site: Path) -> None:
    catalogue = json.loads((site / "data/index.json").read_bytes())
    sums = dict(line.split("  ")[::-1] for line in (site / "data/SHA256SUMS.txt").read_text().splitlines())
    assert len(catalogue["files"]) == len(sums) == 10
    for file in catalogue["files"]:
        body = (site / file["path"]).read_bytes()
        assert (len(body), hashlib.sha256(body).hexdigest()) == (file["bytes"], file["sha256"])
        assert sums[file["path"].removeprefix("data/")] == file["sha256"]
    assert "须注明来源" in catalogue["licence"]


def test_what_can_be_downloaded_says_what_is_printed(snapshot: Snapshot, site: Path) -> None:
    assert list(reconciled(site, snapshot)) == []
    # three months and their year; of three lists lines, firms, four statuses and one unnamed; one change
    assert len(figures(snapshot)) == 4 * 12 + 6 + 4 + 1 + 3
