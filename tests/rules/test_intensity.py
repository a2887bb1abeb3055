"""Energy intensity as papers print it: signed changes, percentage points, and periods that are never mixed (T01, T03)."""

from datetime import UTC, datetime
from uuid import UUID

import msgspec
import pytest

from inspections import intensity
from inspections.facts import Actor, Decision, Facts, Grant, Refusal
from inspections.intensity import IntensityResult, IntensityRow, IntensityTarget, over_achieved_pp
from inspections.units import Unit

FIGURE = UUID(int=1)
NOW = datetime(2026, 11, 22, tzinfo=UTC)
COUNTY = Actor("jieneng", (Grant("energy_centre", "nanchang_county", "nanchang_county/"),))
TOWN = Actor("town", (Grant("energy_centre", "xiangtang_town", "nanchang_county/xiangtang_town/"),))
STATED = {
    "figure": str(FIGURE),
    "unit": "nanchang_county",
    "made_at": "2026-11-22T09:00:00+08:00",
    "indicator": "规模以上工业单位增加值能耗",
    "period": "2021-01..09",
    "change_percent": "-12.32",
    "source_unit": "示例局",
    "document_no": "示例〔2021〕9号",
    "public_basis": "示例局门户网站已公开",
}


def result(**said: object) -> IntensityResult:
    return msgspec.convert({**STATED, "type": "intensity_result", **said}, IntensityResult)


def judged(
    entry: intensity.Intensity, actor: Actor = COUNTY, old: IntensityRow | None = None
) -> dict[str, str]:
    """Code → place, of the refusal's faults or else of the notices."""
    facts = Facts()
    facts.load([(Unit.at("nanchang_county"), None), (IntensityRow.at(str(FIGURE)), old)])
    said = intensity.judge(entry, facts, actor, NOW)
    faults = said.faults if isinstance(said, Refusal) else said.notices
    return {fault.code: fault.path for fault in faults}


def row(role: str = "result", path: str = "nanchang_county/") -> IntensityRow:
    """A line that is already there."""
    given = dict.fromkeys(IntensityRow.__struct_fields__, "")
    return msgspec.structs.replace(
        IntensityRow(**given),  # type: ignore[arg-type]  # only the three columns below are read
        figure=str(FIGURE),
        role=role,
        unit_path=path,
    )


def test_T01_goal_minus_result_is_10_32_percentage_points():
    assert over_achieved_pp("-12.32", "-2") == "10.32"
    assert over_achieved_pp("3.26", "-3") == "-6.26"
    assert judged(result(target_percent="-2", over_pp="10.32")) == {}


def test_numbers_of_one_paper_that_do_not_agree_need_a_word():
    assert judged(result(target_percent="-2", over_pp="10.33")) == {}  # rounded on their own
    assert judged(result(target_percent="-2", over_pp="12.32")) == {"pp-disagrees": "over_pp"}
    assert judged(result(target_percent="-2", over_pp="12.32", caveat="原文如此")) == {}


def test_a_figure_without_its_papers_is_kept_and_told_that_it_cannot_be_public():
    bare = result(source_unit="", document_no="", public_basis="")
    assert judged(bare) == {
        "no-source": "source_unit",
        "no-document": "document_no",
        "no-basis": "public_basis",
    }


@pytest.mark.parametrize(
    ("period", "fits"),
    [
        ("2021-01..09", True),
        ("2021..2025", True),
        ("2021", True),
        ("2021-09..01", False),
        ("2025..2021", False),
    ],
)
def test_a_period_goes_forward(period: str, fits: bool):
    assert judged(result(period=period)) == ({} if fits else {"period-reversed": "period"})


@pytest.mark.parametrize("period", ["2021-1..9", "2021-01", "2021-01..13", "1-9月", "2021-01..2022-09"])
def test_a_period_is_written_one_way(period: str):
    with pytest.raises(msgspec.ValidationError):
        result(period=period)


@pytest.mark.parametrize("change", ["-12.32%", "+3", "1e2", "", "−12.32", "12.34567"])
def test_a_change_is_a_plain_signed_number(change: str):
    with pytest.raises(msgspec.ValidationError):
        result(change_percent=change)


def test_a_line_belongs_to_whoever_reaches_its_unit_and_keeps_its_role():
    target = msgspec.convert({**STATED, "type": "intensity_target"}, IntensityTarget)
    assert judged(target, old=row("result")) == {"other-role": "figure"}
    assert judged(result(), TOWN, row()) == {"figure-taken": "figure"}
    assert judged(result(), old=row()) == {}


def test_only_the_same_paper_gives_a_result_its_goal():
    at = intensity.At("id", "360121", 7, "nanchang_county/", "jieneng", "")
    [stated] = intensity.effects(result(target_percent="-2"), Decision(), Facts(), at)
    [alone] = intensity.effects(result(), Decision(), Facts(), at)
    assert (stated.role, stated.target_percent, stated.over_pp) == ("result", "-2", None)
    assert (alone.target_percent, alone.period) == (None, "2021-01..09")
