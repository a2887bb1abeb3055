"""Pictures of energy figures: well-formed, to scale, with the table of the same figures."""

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from inspections.charts import Link, Picture, Point, flow, structure, trend

SVG = "{http://www.w3.org/2000/svg}"
USED = [("柴油", Decimal("53.18415")), ("电力", Decimal("1474.8")), ("天然气", Decimal("1032.155"))]
LINKS = [
    Link("电力", "变配电", Decimal(1000)),
    Link("变配电", "生产", Decimal(900)),
    Link("变配电", "损失", Decimal(100)),
    Link("电力", "生产", Decimal(500)),
]
YEARS = [
    Point("2021", Decimal("-12.32"), Decimal(-2)),
    Point("2022", None, Decimal(-2)),
    Point("2023", Decimal("3.26"), Decimal(-2)),
]


def parsed(picture: Picture) -> ElementTree.Element:
    return ElementTree.fromstring(picture.svg)


def words(picture: Picture) -> list[str]:
    return [str(one.text) for one in parsed(picture).iter(f"{SVG}text")]


def lengths(picture: Picture, side: str) -> list[float]:
    return [float(one.attrib[side]) for one in parsed(picture).iter(f"{SVG}rect")]


def test_structure_is_ordered_and_to_scale_with_shares_in_the_table() -> None:
    picture = structure("能源结构（当量值）", USED)
    assert picture.rows == (
        ("电力", "1474.80", "57.61"),
        ("天然气", "1032.16", "40.32"),
        ("柴油", "53.18", "2.08"),
    )
    longest, second, third = lengths(picture, "width")
    assert (second / longest, third / longest) == (
        pytest.approx(1032.155 / 1474.8, abs=0.001),
        pytest.approx(53.18415 / 1474.8, abs=0.001),
    )


def test_bands_and_places_of_a_flow_have_one_scale() -> None:
    picture = flow("能源流向", LINKS)
    power, switch, works, lost = lengths(picture, "height")
    assert (power, switch / power, works / power, lost / power) == (
        300.0,
        pytest.approx(1000 / 1500, abs=0.001),
        pytest.approx(1400 / 1500, abs=0.001),
        pytest.approx(100 / 1500, abs=0.001),
    )
    assert len(list(parsed(picture).iter(f"{SVG}path"))) == 5  # 电力 to 生产 passes a column in two pieces
    assert picture.rows[0] == ("电力", "变配电", "1000.00")


def test_a_flow_in_a_circle_is_no_picture() -> None:
    with pytest.raises(ValueError, match="circle"):
        flow("能源流向", [Link("甲", "乙", Decimal(1)), Link("乙", "甲", Decimal(1))])


def test_a_missing_year_leaves_a_gap_and_a_dash() -> None:
    picture = trend("升降率", YEARS)
    assert [row[1] for row in picture.rows] == ["-12.32", "—", "3.26"]
    drawn = list(parsed(picture).iter(f"{SVG}polyline"))
    assert len(drawn) == 4  # zero, two of the legend, the goal; the two actual years are not joined
    assert "−12.32%" in words(picture)


def test_the_description_says_every_figure() -> None:
    told = parsed(trend("升降率", YEARS)).find(f"{SVG}desc")
    assert (
        told is not None
        and told.text == "2021 实际-12.32%，目标-2.00%；2022 实际—%，目标-2.00%；2023 实际3.26%，目标-2.00%"
    )


@pytest.mark.parametrize(
    "picture",
    [structure("空", []), flow("空", []), trend("空", []), structure("零", [("电力", Decimal(0))])],
)
def test_nothing_is_drawn_without_a_fault(picture: Picture) -> None:
    assert parsed(picture).tag == f"{SVG}svg"


def test_names_are_escaped_and_the_same_figures_give_the_same_bytes() -> None:
    hostile = structure("<script>", [("<b>&", Decimal(1))])
    assert "<script>" not in hostile.svg and "<b>" in words(hostile)[0]
    assert flow("能源流向", LINKS).svg == flow("能源流向", LINKS).svg
    assert not re.search(r"NaN|inf", hostile.svg)
