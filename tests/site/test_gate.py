"""The gate names every fault of a snapshot; each case plants one and asks for exactly its path and code."""

from typing import Any

import msgspec
import pytest

from inspections.publication import Snapshot, decoded, encoded
from inspections.publishing import gate


def planted(snapshot: Snapshot, path: str, value: Any) -> Snapshot:
    """The snapshot with one field changed, e.g. "coverage.0.months.1.joint"."""
    tree: Any = msgspec.to_builtins(snapshot)
    *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    node = tree
    for part in way:
        node[part] = list(node[part]) if isinstance(node[part], tuple) else node[part]
        node = node[part]
    node[last] = value
    return msgspec.convert(tree, Snapshot)


def found(snapshot: Snapshot, **more: Any) -> list[tuple[str, str]]:
    return [(fault.path, fault.code) for fault in gate(snapshot, **more)]


def test_a_true_snapshot_passes(snapshot: Snapshot, complete: Snapshot) -> None:
    assert gate(snapshot) == gate(complete) == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("联系 13812345678", "mobile"),
        ("联系 138 1234-5678", "mobile"),
        ("联系＋86１３８１２３４５６７８", "mobile"),
        ("身份证 11010519491231002X", "resident-number"),
        ("身份证 110105 19491231 002x", "resident-number"),
        ("写信到 zhang.san@example.com", "email"),
        ("写信到 a＠example.cn", "email"),
        ("位于 28.5459, 115.9442", "coordinates"),
        ("东经115度56分", "coordinates"),
        ("28°32′45″", "coordinates"),
        ("第一行\n第二行", "hidden-character"),
        ("反\u202e向", "hidden-character"),
        ("由张　三经办", "staff-name"),
    ],
)
@pytest.mark.parametrize("path", ["green_factories.1.note", "footer.organiser", "coverage.0.kind_name"])
def test_private_text_is_refused_wherever_it_stands(
    snapshot: Snapshot, path: str, text: str, code: str
) -> None:
    assert found(planted(snapshot, path, text), staff_names=["张三"]) == [(path, code)]


@pytest.mark.parametrize(
    "text",
    [
        "统一社会信用代码 91360121MA35TEST0X",
        "91360121158261614X 是企业代码",
        "110105194912310021 校验位不对",
        "0791-85712345 转 8001",
        "能耗 12.3456 与 78.9 吨",
        "1381234567 只有十位",
        "面积 1810.94 平方公里，人口 1086524",
    ],
)
def test_ordinary_text_is_not_mistaken_for_private(snapshot: Snapshot, text: str) -> None:
    assert found(planted(snapshot, "green_factories.1.note", text), staff_names=["张三", "李"]) == []


def test_a_hash_with_a_mobile_number_inside_is_only_a_hash(snapshot: Snapshot) -> None:
    assert found(planted(snapshot, "head_hash", "a13812345678" + "b" * 52)) == []


@pytest.mark.parametrize(
    ("path", "value", "faults"),
    [
        ("basis.0.source", " ", [("basis.0.source", "no-source")]),
        ("basis.1.document_no", "", [("basis.1.document_no", "no-document")]),
        ("basis.0.approved_at", "2026-10-20T09:30:01+08:00", [("basis.0.approved_at", "approved-later")]),
        ("basis.0.kind", "dust_ready_mix", [("coverage.0", "no-basis")]),
        (
            "basis",
            [],
            [
                ("coverage.0", "no-basis"),
                *(
                    (field, "no-basis")
                    for field in ("green_factories", "wall_materials", "ready_mix", "intensity")
                ),
            ],
        ),
        ("wall_materials.3.certificate_no", None, [("wall_materials.3.certificate_no", "no-certificate")]),
        (
            "wall_materials.0.certificate_no",
            "示例 1 号",
            [("wall_materials.0.certificate_no", "only-applied")],
        ),
        ("intensity.0.source_unit", "", [("intensity.0.source_unit", "no-source")]),
        ("intensity.0.document_no", " ", [("intensity.0.document_no", "no-document")]),
        ("intensity.0.public_basis", "", [("intensity.0.public_basis", "no-public")]),
        ("intensity.0.over_pp", "12.32", [("intensity.0.over_pp", "subtraction")]),
        ("coverage.0.months.1.before", {"joint": 19}, [("coverage.0.months.1", "before")]),
        ("green_factories.0.source", "", [("green_factories.0.source", "no-source")]),
        ("green_factories.0.link", "http://example.gov.cn/a", [("green_factories.0.link", "link")]),
        (
            "coverage.0.months.0.missing",
            2,
            [("coverage.0.months.0", "sum"), ("coverage.0.year_total.missing", "sum")],
        ),
        ("coverage.0.months.2.missing", 3, [("coverage.0.months.2", "open-missing")]),
        ("coverage.0.months.2.late", 8, [("coverage.0.months.2", "sum")]),
        ("coverage.0.months.2.zero_only", 2, [("coverage.0.months.2", "sum")]),
        (
            "coverage.0.months.2.frozen",
            True,
            [("coverage.0.months.2", "frozen-open"), ("coverage.0.months.2", "frozen")],
        ),
        ("coverage.0.months.2.joint_percent", "28.58", [("coverage.0.months.2.joint_percent", "percent")]),
        ("coverage.0.months.2.joint_percent", None, [("coverage.0.months.2.joint_percent", "percent")]),
        (
            "coverage.0.year_total.joint_percent",
            "93.00",
            [("coverage.0.year_total.joint_percent", "percent")],
        ),
        ("coverage.0.months.2.period", "2027-10", [("coverage.0.months.2", "wrong-year")]),
    ],
)
def test_each_disagreement_is_named_at_its_place(
    snapshot: Snapshot, path: str, value: Any, faults: list[tuple[str, str]]
) -> None:
    assert found(planted(snapshot, path, value)) == faults


def test_months_stand_in_order_and_kinds_once(snapshot: Snapshot) -> None:
    (coverage,) = snapshot.coverage
    backwards = msgspec.structs.replace(coverage, months=coverage.months[::-1])
    assert found(msgspec.structs.replace(snapshot, coverage=(backwards,))) == [("coverage.0.months", "order")]
    assert found(msgspec.structs.replace(snapshot, coverage=(coverage,) * 2)) == [("coverage", "twice")]


def test_a_wrong_shape_made_in_code_is_refused(snapshot: Snapshot) -> None:
    """Structs made in code are not validated, and a kind becomes a file name."""
    climbing = msgspec.structs.replace(snapshot.coverage[0], kind="../evil")
    assert found(msgspec.structs.replace(snapshot, coverage=(climbing,))) == [("", "shape")]
    assert found(msgspec.structs.replace(snapshot, as_of="2026-13-40T09:30:00+08:00")) == [("", "shape")]


def test_every_fault_comes_at_once(snapshot: Snapshot) -> None:
    wrong = planted(planted(snapshot, "basis.0.document_no", ""), "green_factories.0.name", "电 13812345678")
    assert found(wrong) == [("green_factories.0.name", "mobile"), ("basis.0.document_no", "no-document")]


def test_counts_that_fall_need_a_word(snapshot: Snapshot) -> None:
    fewer = planted(snapshot, "green_factories", msgspec.to_builtins(snapshot.green_factories[:1]))
    assert found(fewer, previous=snapshot) == [("green_factories", "count-dropped")]
    assert found(fewer, previous=snapshot, accept_drop=True) == []
    gone = planted(snapshot, "coverage", [])
    assert {path for path, _ in found(gone, previous=snapshot)} == {"coverage.steel_patrol-2026"}
    assert found(snapshot, previous=fewer) == []


def test_a_fall_of_exactly_a_fifth_passes(snapshot: Snapshot) -> None:
    ten = planted(snapshot, "green_factories", [msgspec.to_builtins(snapshot.green_factories[0])] * 10)
    eight = planted(ten, "green_factories", [msgspec.to_builtins(snapshot.green_factories[0])] * 8)
    seven = planted(ten, "green_factories", [msgspec.to_builtins(snapshot.green_factories[0])] * 7)
    assert found(eight, previous=ten) == []
    assert found(seven, previous=ten) == [("green_factories", "count-dropped")]


def test_an_undeclared_field_cannot_be_read(snapshot: Snapshot) -> None:
    smuggled = encoded(snapshot).replace(b'"book":', b'"petitioner":"x","book":')
    with pytest.raises(msgspec.ValidationError, match="petitioner"):
        decoded(smuggled)
