"""What a built site must pass before anybody can see it.

Owns: reading the finished HTML as a browser would: links that lead somewhere, nothing live or from
elsewhere, the banners, every figure as in the snapshot, the data files as in the snapshot. Does not
own: what may be in the snapshot (gate.py). Source: design.md §6; notes of trials in
docs/design/0005-publishing.md.
"""

import html
import json
import re
from collections.abc import Collection, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from inspections.facts import Fault
from inspections.publication import Snapshot
from inspections.publishing.build import notices
from inspections.publishing.data_files import data_files
from inspections.publishing.figures import figures
from inspections.publishing.reconcile import reconciled
from inspections.publishing.sheets import SHEETS

ICP_REGISTER: Final = "https://beian.miit.gov.cn/"
#: attributes whose value a browser fetches or follows
ADDRESSES: Final = ("href", "src", "srcset", "action", "formaction", "data", "poster", "xlink:href")
#: a number that stands alone
NUMBER: Final = re.compile(r"[−+-]?\d[\d.,]*\s*%?")
#: elements without an end
VOID: Final = frozenset(("area", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))
SITE: Final = "http://site.invalid/"


class Page(HTMLParser):
    """One built page: what it links to, what it would run, what it prints."""

    def __init__(self, path: str, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.path = path
        self.links: list[tuple[str, str]] = []  #: (attribute, address)
        self.ids: set[str] = set()
        self.live: list[str] = []  #: inline scripts, handlers, javascript: addresses
        self.figures: list[tuple[str, str]] = []  #: (name, text)
        self.times: set[str] = set()
        self.words = ""
        self.noindex = False
        self.stray: list[str] = []  #: numbers among the data that carry no name
        self._open: list[
            tuple[str, bool]
        ] = []  #: open tags below a block of data; may this one hold a bare number
        self._figure: list[str] = []
        self._inside = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        self._inside = tag
        if self._open or held.get("class") == "data":
            self._open += [(tag, _quotes(tag, held))] if tag not in VOID else []
        self.ids.update(held[name] for name in ("id", "name") if name in held)
        self.links += [(name, held[name]) for name in ADDRESSES if name in held]
        self.live += [f"{tag} {name}" for name in held if name.startswith("on")]
        self.live += [f"{tag} {name}" for name in ADDRESSES if _runs(held.get(name, ""))]
        if tag in {"iframe", "object", "embed", "base"} or (tag == "script" and not _is_file_or_data(held)):
            self.live.append(tag)
        if "data-figure" in held:
            self._figure.append(tag)
            self.figures.append((held["data-figure"], ""))
        if tag == "time":
            self.times.add(held.get("datetime", ""))
        if tag == "meta" and held.get("name") == "robots":
            self.noindex = "noindex" in held.get("content", "")

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""
        while self._open and self._open.pop()[0] != tag:
            pass
        if self._figure and self._figure[-1] == tag:
            self._figure.pop()

    def handle_data(self, data: str) -> None:
        if self._inside not in {"script", "style"}:
            self.words += data
        if self._open and NUMBER.fullmatch(data.strip()) and not any(quotes for _, quotes in self._open):
            self.stray.append(data.strip())
        if self._figure:
            name, text = self.figures[-1]
            self.figures[-1] = (name, text + data)


def _quotes(tag: str, held: dict[str, str]) -> bool:
    """A figure by name, a date, a hash, a month on an axis, or a number that a source is quoted with."""
    return (
        "data-figure" in held
        or tag in {"time", "code"}
        or bool({"axis", "said"} & set(held.get("class", "").split()))
    )


def _runs(address: str) -> bool:
    bare = "".join(address.split()).lower()
    return bare.startswith(("javascript:", "vbscript:", "data:"))


def _is_file_or_data(held: dict[str, str]) -> bool:
    return "src" in held or held.get("type") == "application/json"


def check_site(site: Path, snapshot: Snapshot, canaries: Collection[str] = ()) -> tuple[Fault, ...]:
    """Every fault of a built site. `canaries` are private values that must not be anywhere in it."""
    pages = {
        path.relative_to(site).as_posix(): Page(path.relative_to(site).as_posix(), path.read_text("utf-8"))
        for path in sorted(site.rglob("*.html"))
    }
    return (
        *(fault for page in pages.values() for fault in _page(page, snapshot)),
        *_links(pages, site, snapshot),
        *_figures(pages, snapshot),
        *_data(site, snapshot),
        *_canaries(site, canaries),
    )


def _page(page: Page, snapshot: Snapshot) -> Iterator[Fault]:
    yield from (Fault(page.path, "live", f"页面里有会运行的内容：{what}") for what in page.live)
    if page.noindex != (snapshot.preview or snapshot.demo):
        yield Fault(page.path, "noindex", "“不收录”的标记和网站状态不符。")
    for notice in notices(snapshot):
        if notice not in page.words:
            yield Fault(page.path, "banner", f"页面上缺少提示：{notice}")
    yield from (Fault(page.path, "stray", f"页面上的“{number}”没有写明是哪个数。") for number in page.stray)
    if not page.times:
        yield Fault(page.path, "as-of", "页面没有写数据截止时间。")


def _links(pages: dict[str, Page], site: Path, snapshot: Snapshot) -> Iterator[Fault]:
    declared = {ICP_REGISTER, *_declared(snapshot)}
    for page in pages.values():
        for attribute, address in page.links:
            target, anchor = urldefrag(urljoin(SITE + page.path, address))
            if not target.startswith(SITE):
                if attribute != "href" or address not in declared:
                    yield Fault(page.path, "off-site", f"指向站外：{address}")
            elif (file := _file(site, target)) is None:
                yield Fault(page.path, "broken-link", f"链接打不开：{address}")
            elif anchor and file in pages and unquote(anchor) not in pages[file].ids:
                yield Fault(page.path, "broken-link", f"链接的位置不存在：{address}")


def _declared(snapshot: Snapshot) -> set[str]:
    lines = [line for sheet in SHEETS for line in sheet.lines(snapshot)]
    links = [*(one.link for one in snapshot.basis), *(one.link for one in lines)]
    return {link for link in links if link}


def _file(site: Path, target: str) -> str | None:
    """The file that answers this address, or None."""
    path = unquote(urlsplit(target).path).lstrip("/")
    name = f"{path}index.html" if not path or path.endswith("/") else path
    return name if (site / name).is_file() else None


def _figures(pages: dict[str, Page], snapshot: Snapshot) -> Iterator[Fault]:
    wanted, seen = figures(snapshot), set()
    for page in pages.values():
        for name, text in page.figures:
            seen.add(name)
            if text.strip() != wanted.get(name):
                yield Fault(
                    page.path, "figure", f"{name} 印成了“{text.strip()}”，应为“{wanted.get(name, '无')}”。"
                )
    for name in wanted.keys() - seen:
        yield Fault(name, "figure", "这个数字没有印在任何一页上。")


def _data(site: Path, snapshot: Snapshot) -> Iterator[Fault]:
    for path, file in data_files(snapshot).items():
        if not (site / path).is_file() or (site / path).read_bytes() != file.body:
            yield Fault(path, "data", "下载文件和快照不一致。")
    yield from reconciled(site, snapshot)


def _canaries(site: Path, canaries: Collection[str]) -> Iterator[Fault]:
    if not canaries:
        return
    for path in sorted(site.rglob("*")):
        if path.is_file() and any(canary in text for text in _readings(path) for canary in canaries):
            yield Fault(path.relative_to(site).as_posix(), "canary", "这里出现了不公开的内容。")


def _readings(path: Path) -> Iterator[str]:
    """A file's text as it stands and as a reader would decode it: the search index escapes and cuts words apart."""
    text = path.read_bytes().decode("utf-8", "ignore")
    yield text
    if path.suffix in {".html", ".xml", ".svg"}:
        yield html.unescape(text)
    if path.suffix == ".json":
        yield json.dumps(json.loads(text), ensure_ascii=False).replace("\u200b", "")
