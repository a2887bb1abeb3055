"""Energy records taken out: every figure with its vouchers, both bases apart, nothing lost, private words only when asked."""

import json
from pathlib import Path
from typing import Any

from inspections.demo import energy
from inspections.exports.asked import Filters
from inspections.record_lines import Line, joined
from tests.exports.taking import taken, wanted


def rows(url: str, folder: Path, private: bool = False, **filters: Any) -> list[dict[str, Any]]:
    body, _ = taken(url, folder, wanted("audits", "jsonl", Filters(**filters), private=private))
    return [json.loads(line) for line in body.splitlines()]


def by_place(found: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["place"]: row for row in found}


def test_T06_each_number_stands_with_its_vouchers_and_both_bases(built: str, folder: Path) -> None:
    found = by_place(rows(built, folder))
    coal = found["energies.2.consumed"]
    assert (coal["item_name"], coal["part"], coal["in_unit"]) == ("原煤", "consumed", "t")
    assert (coal["reported"], coal["verified"]) == (645, 640)
    assert coal["reason"].startswith("示例：按盘点")
    assert (coal["voucher_kind"], coal["voucher_number"]) == (["form_205_1"], ["示例205-1-raw_coal"])
    assert (coal["tce_calorific"], coal["tce_equivalent"]) == (457.15, 457.15)
    power = found["energies.0.consumed"]
    assert (power["tce_calorific"], power["tce_equivalent"]) == (1474.80, 3636.00)
    assert found["results.tce_calorific"]["said"] == "3670.45"
    assert found["results.tce_equivalent"]["said"] == "5831.65"
    assert (coal["state"], coal["period"], coal["kind"]) == ("reviewed", "2025", "audit")


def test_the_rows_put_together_are_the_record_again(built: str, folder: Path) -> None:
    found = [row for row in rows(built, folder) if row["section"] != "results"]
    again = joined(as_line(row) for row in found)
    sent = energy.plant_audit(2025)
    for apart in ("type", "unit", "enterprise", "organ", "conclusions"):
        sent.pop(apart)
    sent["management"].pop("manager")
    assert again == numbered(sent)


def as_line(row: dict[str, Any]) -> Line:
    columns = ("voucher_kind", "voucher_number", "voucher_page", "voucher_sha256")
    vouchers = tuple(zip(*(row[name] for name in columns), strict=True))
    amounts = [None if row[name] is None else f"{row[name]:g}" for name in ("reported", "verified")]
    texts = [row[name] for name in ("place", "section", "item", "item_name", "part", "in_unit")]
    return Line(*texts, *amounts, row["reason"], vouchers, row["said"])


def numbered(value: Any) -> Any:
    """What was sent, its lists by number but vouchers, and what is no quantity as text."""
    if isinstance(value, dict):
        return {
            name: one if name == "vouchers" else numbered(one) for name, one in value.items() if one != ""
        }
    if isinstance(value, list):
        return {str(number): numbered(one) for number, one in enumerate(value)}
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_private_words_only_when_asked(built: str, folder: Path) -> None:
    without = rows(built, folder)
    assert "示例负责人" not in json.dumps(without, ensure_ascii=False)
    found = by_place(rows(built, folder, private=True))
    assert found["management.manager"]["words"] == "示例负责人"
    assert found["management.manager"]["said"] is None
    assert found["conclusions"]["words"] == "示例：用能数据与票据一致。"


def test_filters(built: str, folder: Path) -> None:
    everything = len(rows(built, folder))
    for number, (filters, count) in enumerate(
        (
            ({"first": "2025-06", "last": "2025-07"}, everything),
            ({"first": "2026-01"}, 0),
            ({"last": "2024-12"}, 0),
            ({"kind": "audit", "state": "reviewed", "unit": "xiangtang_town"}, everything),
            ({"kind": "balance"}, 0),
            ({"state": "draft"}, 0),
        )
    ):
        assert len(rows(built, folder / str(number), **filters)) == count, filters
