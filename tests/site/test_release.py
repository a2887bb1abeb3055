"""Publishing as a whole: the same bytes twice, nothing switched after a fault, going back, and what a page says."""

import hashlib
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from inspections.publication import Snapshot
from inspections.publishing import (
    Busy,
    NoRelease,
    NotPublished,
    Release,
    current,
    preview,
    publish,
    release,
    releases,
    rollback,
)
from inspections.publishing.build import DEMO, PREVIEW, REPOSITORY, BuildFailed, sources_digest
from inspections.publishing.check import check_site
from inspections.publishing.release import prune, publishing, release_id, switch

Published = tuple[Path, Release]
MakeRelease = Callable[[Path, int], Release]


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_two_builds_of_one_snapshot_are_byte_identical(
    snapshot: Snapshot, published: Published, tmp_path: Path
) -> None:
    folder, first = published
    second = publish(snapshot, tmp_path)
    assert tree(tmp_path / "current" / "site") == tree(folder / "current" / "site")
    assert second.id == first.id
    assert len(first.files) > 50


def test_a_build_that_is_not_the_same_twice_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: a time slips into what is compressed, and the two trees differ where it stands."""
    honest = release.gzip.compress
    monkeypatch.setattr(
        release.gzip, "compress", lambda body, level, mtime: honest(body, level, mtime=1_700_000_000)
    )
    page = "<p>第 1 版</p>" * 50
    for name in ("two", "three"):
        site = tmp_path / name / "site"
        site.mkdir(parents=True)
        (site / "index.html").write_text(page)
    release.squeeze(tmp_path / "two/site")
    monkeypatch.undo()
    release.squeeze(tmp_path / "three/site")
    two, three = tree(tmp_path / "two/site"), tree(tmp_path / "three/site")
    assert [path for path in two if two[path] != three[path]] == ["index.html.gz"]


def test_the_manifest_names_every_file_and_its_hash(published: Published) -> None:
    folder, made = published
    on_disk = tree(folder / "current" / "site")
    assert {path: file.sha256 for path, file in made.files.items()} == on_disk
    assert "index.html.gz" in made.files
    assert re.fullmatch(r"20261020T093000-[0-9a-f]{8}", made.id)
    assert os.readlink(folder / "current") == f"releases/{made.id}"


def test_the_same_snapshot_again_is_nothing_to_do(snapshot: Snapshot, published: Published) -> None:
    folder, made = published
    said: list[str] = []
    assert publish(snapshot, folder, tell=said.append) == made
    assert said == ["核对内容"]


def test_the_printed_numbers_are_the_snapshots(published: Published) -> None:
    """Read without the program's own check: the words as they stand in the built page."""
    page = (published[0] / "current/site/coverage/index.html").read_text("utf-8")
    words = re.sub(r"\s+", "", re.sub(r"<[^>]+>", " ", page))
    assert "9月：21个单位里20个完成联合巡察，1个因故免巡。" in words
    assert "应报42次，报了40次。" in words
    assert "10月进行中21733.33%628.57%100041" in words
    assert "8月已定稿212095.24%1990.48%10124038" in words
    assert '<time datetime="2026-10-20">2026 年 10 月 20 日</time>' in page


def test_both_sources_of_a_date_conflict_are_shown(published: Published) -> None:
    page = (published[0] / "current/site/green-factories/index.html").read_text("utf-8")
    for words in (
        "益海嘉里",
        "百威雪津",
        "第五批",
        "2020-10",
        "县工信局 2021 年工作总结",
        "待核实",
    ):
        assert words in page


def test_every_page_says_demonstration_and_preview_until_neither_holds(
    published: Published, complete: Snapshot, tmp_path: Path
) -> None:
    pages = [path.read_text("utf-8") for path in (published[0] / "current/site").rglob("*.html")]
    assert len(pages) == 11
    assert all(DEMO in page and PREVIEW in page and 'content="noindex"' in page for page in pages)
    site = preview(complete, tmp_path)
    final = [path.read_text("utf-8") for path in site.rglob("*.html")]
    assert not [page for page in final if "noindex" in page or "预览" in page or "演示" in page]
    assert all("主办单位：示例县工业主管部门" in page and "示ICP备00000000号" in page for page in final)
    assert not (tmp_path / "current").exists()


def damaged(site: Path, page: str, old: str, new: str) -> None:
    path = site / page
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize(
    ("page", "old", "new", "code"),
    [
        ("coverage/index.html", '/joint">6</span>', '/joint">7</span>', "figure"),
        ("index.html", 'href="coverage/"', 'href="coverages/"', "broken-link"),
        ("index.html", "method/#basis", "method/#bases", "broken-link"),
        ("index.html", "</main>", '<img src="https://cdn.example/x.png"></main>', "off-site"),
        ("index.html", "</main>", '<a href="https://example.com/">x</a></main>', "off-site"),
        ("index.html", "</main>", "<script>1</script></main>", "live"),
        ("index.html", "</main>", '<div class="data"><p>91.2 %</p></div></main>', "stray"),
        ("404.html", 'content="noindex"', 'content="all"', "noindex"),
        ("method/index.html", PREVIEW, "", "banner"),
        ("method/index.html", DEMO, "", "banner"),
        ("data/green-factories.csv", "益海嘉里", "益海", "data"),
        ("js/site.js", "Material", "CANARY-7c1 Material", "canary"),
    ],
)
def test_the_check_finds_each_planted_fault(
    snapshot: Snapshot, built: Path, page: str, old: str, new: str, code: str
) -> None:
    assert check_site(built, snapshot, ["CANARY-7c1"]) == ()
    before = (built / page).read_bytes()
    damaged(built, page, old, new)
    try:
        assert [(one.path, one.code) for one in check_site(built, snapshot, ["CANARY-7c1"])] == [(page, code)]
    finally:
        (built / page).write_bytes(before)


@pytest.fixture(scope="module")
def built(snapshot: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return preview(snapshot, tmp_path_factory.mktemp("preview"))


@pytest.mark.parametrize(
    "step", ["build.run_mkdocs", "check_site", "keep", "release.squeeze", "release.sync"]
)
def test_a_publisher_that_fails_half_way_leaves_the_site_as_it_was(
    snapshot: Snapshot,
    built: Path,
    tmp_path: Path,
    small_release: MakeRelease,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:
    small_release(tmp_path, 1)
    if step != "build.run_mkdocs":  # the site built once stands in for building it again
        monkeypatch.setattr(
            "inspections.publishing.build_site", lambda _s, _f, work: shutil.copytree(built, work / "site")
        )
    before = tree(tmp_path / "releases")

    def dies(*_: object) -> None:
        raise KeyboardInterrupt(step)

    monkeypatch.setattr(f"inspections.publishing.{step}", dies)
    with pytest.raises(KeyboardInterrupt):
        publish(snapshot, tmp_path)
    assert tree(tmp_path / "releases") == before
    assert (tmp_path / "current/site/index.html").read_text() == "<p>第 1 版</p>"
    assert list(tmp_path.glob("building-*")) == []


def test_a_publisher_killed_before_the_switch_is_finished_by_the_next(
    snapshot: Snapshot, published: Published, tmp_path: Path
) -> None:
    """The release is whole on disk, only the link is missing: it is switched to, not built again."""
    folder, made = published
    shutil.copytree(folder / "releases", tmp_path / "releases")
    said: list[str] = []
    assert publish(snapshot, tmp_path, tell=said.append) == made
    assert said == ["核对内容", "切换"]
    assert current(tmp_path) == made


def test_new_words_make_a_new_release(snapshot: Snapshot, tmp_path: Path) -> None:
    sources = tmp_path / "sources"
    shutil.copytree(REPOSITORY / "site", sources / "site")
    shutil.copyfile(REPOSITORY / "mkdocs.yml", sources / "mkdocs.yml")
    before = sources_digest(sources)
    assert before == sources_digest(REPOSITORY)
    (sources / "site/method.md").write_text("# 新的说明\n")
    assert sources_digest(sources) != before
    assert release_id(snapshot, sources_digest(sources)) != release_id(snapshot, before)


def test_a_county_with_nothing_approved_yet_has_a_site_that_says_so(
    snapshot: Snapshot, tmp_path: Path
) -> None:
    nothing = dict.fromkeys(
        ("basis", "coverage", "green_factories", "wall_materials", "ready_mix", "intensity"), ()
    )
    site = preview(replace(snapshot, **nothing), tmp_path)
    assert "巡察数据还没有公布。" in (site / "index.html").read_text("utf-8")
    assert "巡察数据还没有公布。" in (site / "coverage/index.html").read_text("utf-8")
    assert "名单还没有公布。" in (site / "green-factories/index.html").read_text("utf-8")
    assert "能耗强度还没有公布。" in (site / "intensity/index.html").read_text("utf-8")
    assert not (site / "ready-mix").exists()  # left out while nothing of it is published
    assert "还没有批准公布的数据。" in (site / "method/index.html").read_text("utf-8")


def test_what_a_killed_publisher_left_is_cleared_by_the_next(tmp_path: Path) -> None:
    (tmp_path / "building-x" / "stage").mkdir(parents=True)
    with publishing(tmp_path):
        assert [path.name for path in tmp_path.iterdir()] == ["publish.lock"]


def test_faults_stop_before_anything_is_built(snapshot: Snapshot, tmp_path: Path) -> None:
    wrong = replace(snapshot, basis=())
    with pytest.raises(NotPublished, match="没有公开依据") as refused:
        publish(wrong, tmp_path)
    assert len(refused.value.faults) == 5
    assert not (tmp_path / "releases").exists()


def test_a_broken_link_in_the_words_stops_the_build(snapshot: Snapshot, tmp_path: Path) -> None:
    sources = tmp_path / "sources"
    (sources / "site").mkdir(parents=True)
    for page in (REPOSITORY / "site").glob("*.md"):
        (sources / "site" / page.name).write_text("# 页\n\n[没有](missing.md)\n")
    (sources / "mkdocs.yml").write_text(
        (REPOSITORY / "mkdocs.yml").read_text("utf-8").replace("custom_dir", "# ").replace("zh-CN", "zh")
    )
    with pytest.raises(BuildFailed, match=r"missing\.md"):
        publish(snapshot, tmp_path / "public", sources)


def test_rollback_goes_back_one_release_at_a_time_and_publishing_goes_forward(
    tmp_path: Path, small_release: MakeRelease
) -> None:
    first, second, third = (small_release(tmp_path, second) for second in (1, 2, 3))
    assert rollback(tmp_path) == second
    assert rollback(tmp_path) == first
    assert os.readlink(tmp_path / "previous") == f"releases/{second.id}"
    with pytest.raises(NoRelease, match="没有更早的版本"):
        rollback(tmp_path)
    assert current(tmp_path) == first
    assert [one.number for one in releases(tmp_path)] == [3, 2, 1]
    switch(tmp_path, third)
    assert (tmp_path / "current/site/index.html").read_text() == "<p>第 3 版</p>"


def test_five_releases_are_kept_and_never_the_one_being_read_is_lost(
    tmp_path: Path, small_release: MakeRelease
) -> None:
    made = [small_release(tmp_path, second) for second in range(1, 8)]
    switch(tmp_path, made[0])
    prune(tmp_path)
    assert [one.number for one in releases(tmp_path)] == [7, 6, 5, 4, 3, 1]
    assert current(tmp_path) == made[0]


def test_a_second_publisher_is_turned_away(snapshot: Snapshot, tmp_path: Path) -> None:
    with publishing(tmp_path), pytest.raises(Busy, match="另一次发布正在进行"):
        publish(snapshot, tmp_path)


def test_there_is_never_a_moment_without_a_site(
    tmp_path: Path, small_release: MakeRelease, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between any two steps of a switch the link leads to a whole release: looked at before each rename."""
    one, two = (small_release(tmp_path, second) for second in (1, 2))
    seen: list[str] = []
    point = release._point

    def watched(folder: Path, name: str, target: str) -> None:
        seen.append((folder / "current/site/index.html").read_text())
        point(folder, name, target)
        seen.append((folder / "current/site/index.html").read_text())

    monkeypatch.setattr(release, "_point", watched)
    switch(tmp_path, one)
    assert seen == ["<p>第 2 版</p>", "<p>第 2 版</p>", "<p>第 2 版</p>", "<p>第 1 版</p>"]
    assert two.id in os.readlink(tmp_path / "previous")
