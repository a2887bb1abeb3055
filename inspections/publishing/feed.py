"""The Atom feed of publications: what was approved for the public, when, on which number.

Owns: that file. Does not own: pages and data files. Ids follow from what was approved, so that they stay the same from
release to release. Addresses are relative, since a release does not know where it will hang. Source: RFC 4287.
"""

from collections.abc import Mapping
from typing import Final
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

from inspections.publication import PublicBasis, Snapshot
from inspections.publishing.sheets import SHEETS

PATH: Final = "feed.xml"
ATOM: Final = "http://www.w3.org/2005/Atom"
PAGES: Final[Mapping[str, str]] = {
    "coverage": "coverage/",
    "intensity": "intensity/",
    **{sheet.dataset: f"{sheet.page}/" for sheet in SHEETS},
}


def feed(snapshot: Snapshot) -> bytes:
    """Newest approval first."""
    ElementTree.register_namespace("", ATOM)
    root = ElementTree.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "zh-CN"})
    organiser = snapshot.footer.organiser or f"{snapshot.county_name}工业主管部门"
    marked = "（演示）" if snapshot.demo else ""
    _add(root, "title", f"{snapshot.county_name}工业巡察公开{marked}")
    _add(root, "id", _id(snapshot.book))
    _add(root, "updated", snapshot.as_of)
    _add(_add(root, "author"), "name", organiser)
    _add(root, "link", rel="self", href=PATH)
    for basis in sorted(
        snapshot.basis, key=lambda one: (one.approved_at, one.dataset, one.kind), reverse=True
    ):
        _entry(root, snapshot, basis)
    text = ElementTree.tostring(root, "unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def title(snapshot: Snapshot, basis: PublicBasis) -> str:
    """What an approval is about, in words."""
    if basis.dataset == "coverage":
        kinds = [one.kind_name for one in snapshot.coverage if one.kind == basis.kind]
        return f"巡察覆盖：{kinds[0]}" if kinds else "巡察覆盖"
    titles = {sheet.dataset: sheet.title for sheet in SHEETS}
    return titles.get(basis.dataset, "能耗强度")


def _entry(root: ElementTree.Element, snapshot: Snapshot, basis: PublicBasis) -> None:
    entry = _add(root, "entry")
    _add(entry, "title", title(snapshot, basis))
    _add(entry, "id", _id(f"{snapshot.book}/{basis.dataset}/{basis.kind}/{basis.approved_at}"))
    _add(entry, "updated", basis.approved_at)
    _add(entry, "link", href=PAGES[basis.dataset])
    _add(entry, "summary", f"批准公开，文号 {basis.document_no}，来源：{basis.source}。")


def _add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    child.text = text or None
    return child


def _id(name: str) -> str:
    return uuid5(NAMESPACE_URL, f"xuncha/{name}").urn
