"""From sources and a snapshot to a built folder of HTML: stage a copy, fill it, run MkDocs on it.

Owns: the staged copy, the settings that come from data, and the subprocess. Does not own: the words
(site/), the blocks (render.py), what may go wrong in the result (check.py). The same snapshot and
sources give the same bytes: the only clock is SOURCE_DATE_EPOCH = as_of. The build never opens a
database. Source: design.md §6.
"""

import hashlib
import html
import io
import json
import os
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Final

from mkdocs.utils.yaml import yaml_load

from inspections.publication import Dataset, Snapshot
from inspections.publishing.data_files import data_files
from inspections.publishing.feed import PATH as FEED
from inspections.publishing.render import filled, footer_line, generated
from inspections.reference import table

#: where site/ and mkdocs.yml stand when nobody says otherwise: the root of the repository
REPOSITORY: Final = Path(__file__).resolve().parents[2]
PREVIEW: Final = "预览：挂到县政府门户网站之前，内容以门户发布的为准。"
DEMO: Final = "演示：巡察数字是编的，用来试用系统，不是真实情况。"
#: a page that is left out while its data set is not published
WHEN_PUBLISHED: Final[dict[str, Dataset]] = {"ready-mix.md": "ready_mix"}
#: words that the search must not cut in two, one a line, as its segmenter reads them
TERMS: Final = "terms.txt"
LONGEST_BUILD_SECONDS: Final = 300
INHERITED: Final = ("PATH", "HOME", "TMPDIR", "LANG", "PYTHONPATH")
FIXED: Final = {
    "NO_MKDOCS_2_WARNING": "1",
    "DISABLE_MKDOCS_2_WARNING": "true",
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
}


class BuildFailed(Exception):
    """The sources cannot be built; the message says where, in Chinese, with what MkDocs said."""


def notices(snapshot: Snapshot) -> list[str]:
    """What stands above every page."""
    return [DEMO] * snapshot.demo + [PREVIEW] * snapshot.preview


def build_site(snapshot: Snapshot, sources: Path, work: Path) -> Path:
    """Stage and build below `work`, a new folder; the built site's folder comes back."""
    here = work.absolute()  # MkDocs runs in the staged folder, where a relative path leads elsewhere
    stage, out = here / "stage", here / "site"
    staged(snapshot, sources, stage)
    run_mkdocs(snapshot, stage / "snapshot.yml", out)
    return out


def staged(snapshot: Snapshot, sources: Path, stage: Path) -> None:
    """A copy of site/ with the data in its places, and settings that inherit from mkdocs.yml."""
    for source in source_files(sources):
        copy = stage / source.relative_to(sources)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, copy)
    pages, files = stage / "site", data_files(snapshot)
    for name in left_out(snapshot):
        (pages / name).unlink(missing_ok=True)
    for page in sorted(pages.rglob("*.md")):
        words, path = page.read_text("utf-8"), page.relative_to(pages).as_posix()
        page.write_text(filled(words, path, snapshot, files), "utf-8")
    for name, body in generated(snapshot, files).items():
        (pages / name).parent.mkdir(parents=True, exist_ok=True)
        (pages / name).write_bytes(body)
    (stage / TERMS).write_text("".join(f"{term}\n" for term in terms()), "utf-8")
    told = settings(snapshot) | {"nav": navigation(stage / "mkdocs.yml", snapshot)}
    (stage / "snapshot.yml").write_text(json.dumps(told, ensure_ascii=False), "utf-8")


def left_out(snapshot: Snapshot) -> set[str]:
    return {page for page, dataset in WHEN_PUBLISHED.items() if not snapshot.based(dataset)}


def navigation(config: Path, snapshot: Snapshot) -> list[dict[str, str]]:
    """The navigation of mkdocs.yml without the pages that are left out."""
    hidden = left_out(snapshot)
    nav = yaml_load(io.StringIO(config.read_text("utf-8"))).get("nav", [])
    return [entry for entry in nav if not hidden & set(entry.values())]


def terms() -> list[str]:
    return [row["zh"] for row in table("glossary")]


def source_files(sources: Path) -> list[Path]:
    """mkdocs.yml and every file of site/, sorted. A symlink would publish what it points to."""
    if not (sources / "mkdocs.yml").is_file():
        raise BuildFailed("找不到 mkdocs.yml 和 site 文件夹，请用设置写明公开网站的源文件在哪里。")
    found = [sources / "mkdocs.yml", *sorted((sources / "site").rglob("*"))]
    if any(path.is_symlink() for path in found):
        raise BuildFailed("site 文件夹里有符号链接，不能发布。")
    return [path for path in found if path.is_file()]


def sources_digest(sources: Path) -> str:
    """SHA-256 over words, theme pieces, templates and this program's own drawing of them."""
    here = Path(__file__).parent
    drawing = sorted(path for path in here.rglob("*") if path.suffix in {".py", ".html"})
    whole = hashlib.sha256()
    for base, paths in ((sources, source_files(sources)), (here, drawing)):
        for path in paths:
            whole.update(f"{path.relative_to(base).as_posix()}\0".encode())
            whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def settings(snapshot: Snapshot) -> dict[str, object]:
    """What the data adds to mkdocs.yml, escaped where the theme prints it as it is. JSON is valid YAML."""
    return {
        "INHERIT": "mkdocs.yml",
        "site_name": html.escape(f"{snapshot.county_name}工业巡察公开"),
        "copyright": footer_line(snapshot),
        "extra": {"notices": notices(snapshot), "noindex": snapshot.preview or snapshot.demo, "feed": FEED},
        "plugins": {"search": {"jieba_dict_user": TERMS}},
    }


def run_mkdocs(snapshot: Snapshot, config: Path, out: Path) -> None:
    """Not --quiet: it hides the warnings that --strict counts. The build sees no setting or secret of ours."""
    kept = {name: os.environ[name] for name in INHERITED if name in os.environ}
    moment = int(datetime.fromisoformat(snapshot.as_of).timestamp())
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--strict",
        f"--config-file={config}",
        f"--site-dir={out}",
    ]
    try:
        ran = subprocess.run(  # noqa: S603 - our own paths, and no shell reads them
            command,
            cwd=config.parent,
            env=kept | FIXED | {"SOURCE_DATE_EPOCH": str(moment)},
            capture_output=True,
            text=True,
            timeout=LONGEST_BUILD_SECONDS,
        )
    except subprocess.TimeoutExpired as late:
        raise BuildFailed(f"制作网页超过 {LONGEST_BUILD_SECONDS} 秒，已停止。") from late
    if ran.returncode:
        raise BuildFailed(f"制作网页没有成功：\n{ran.stderr[-2000:]}")
