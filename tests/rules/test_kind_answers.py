"""Answers judged by their checklist; the traps T16 and T27 by name."""

from datetime import date

import pytest

from inspections.kinds import kind
from inspections.kinds.answers import Review, review
from inspections.kinds.limits import rows_of, value_on

DAY = date(2026, 11, 22)

#: a foundry that casts into sand moulds: the lawful user of a medium-frequency furnace
FOUNDRY = {
    "melting_present": "yes",
    "running_state": "running",
    "furnace_type": ["medium_frequency"],
    "furnace_count": 1,
    "furnace_capacity_t": "5",
    "furnace_use": "casting",
    "casting_line": "yes",
    "continuous_caster": "no",
    "mould_pit": "no",
    "rolling_line": "no",
    "refining": "na",
    "spectrometer": "yes",
    "product_kind": ["castings"],
    "result": "compliant_use",
}
PLANT = {"plant_kind": "ready_mix_concrete", "running_state": "running"}
FOUR_DONE = {
    "furnace_body_removed": "yes",
    "transformer_removed": "yes",
    "dust_hood_cut": "yes",
    "platform_rails_removed": "yes",
}
FOUR_PLACES = ["furnace_place", "transformer_place", "hood_place", "platform_place"]


def steel(answers, texts=None, photos=(), **changes) -> Review:
    return review(kind("steel_patrol"), {**answers, **changes}, texts or {}, photos, DAY)


def dust(answers, texts=None, photos=(), **changes) -> Review:
    return review(kind("dust_ready_mix"), {**answers, **changes}, texts or {}, photos, DAY)


def codes(faults) -> dict[str, str]:
    return {fault.path: fault.code for fault in faults}


def keys(failed) -> list[str]:
    return [failure.key for failure in failed]


# --- the traps ------------------------------------------------------------------------------------------


def test_T16_foundry_with_a_5_t_medium_frequency_furnace_is_a_compliant_use():
    answer = steel(FOUNDRY)
    assert answer.faults == ()
    assert answer.failed == ()
    assert answer.hints == ()
    assert answer.computed == {"suspicion_hint": "no"}
    assert (answer.result, answer.inspected) == ("compliant_use", True)


def test_T16_the_same_furnace_pouring_ingots_raises_a_hint_and_no_verdict():
    answer = steel(FOUNDRY, product_kind=["ingot"])
    assert answer.computed["suspicion_hint"] == "yes"
    assert [(f.key, f.raises) for f in answer.failed] == [("suspicion_hint", "hint")]
    assert answer.result == "compliant_use"


def test_T27_the_highest_downwind_point_decides():
    answer = dust(PLANT, tsp_upwind="0.187", tsp_downwind_1="0.612", tsp_downwind_2="0.742")
    assert answer.computed == {"tsp_difference": "0.555"}
    failure = next(f for f in answer.failed if f.key == "tsp_difference")
    assert (failure.raises, failure.severity, failure.legal_basis) == (
        "finding",
        "critical",
        "GB 4915-2013 表3",
    )


def test_T27_a_difference_of_0_425_passes_and_the_limit_itself_is_no_exceedance():
    assert dust(PLANT, tsp_upwind="0.187", tsp_downwind_1="0.612").computed == {"tsp_difference": "0.425"}
    for downwind in ("0.612", "0.687"):
        assert "tsp_difference" not in keys(dust(PLANT, tsp_upwind="0.187", tsp_downwind_1=downwind).failed)


def test_the_boundary_limit_decides_only_where_its_row_is_in_force():
    answers = {**PLANT, "tsp_upwind": "0.1", "tsp_downwind_1": "0.9", "outcome": "passed"}
    before = review(kind("dust_ready_mix"), answers, {}, [], date(2014, 2, 28))
    assert "tsp_difference" not in keys(before.failed)
    assert codes(before.hints)["answers.tsp_difference"] == "limit-unverified"
    first_day = review(kind("dust_ready_mix"), answers, {}, [], date(2014, 3, 1))
    assert keys(first_day.failed) == ["tsp_difference"]
    assert codes(first_day.hints)["answers.outcome"] == "passed-above-the-limit"


def test_an_unverified_row_decides_nothing():
    assert [row["confidence"] for row in rows_of("jgjt328_boundary_tsp")] == ["U"]
    assert value_on("jgjt328_boundary_tsp", DAY) is None
    with pytest.raises(LookupError, match="no limit 'no_such_row'"):
        value_on("no_such_row", DAY)


# --- skip logic -----------------------------------------------------------------------------------------


def test_no_melting_equipment_ends_after_the_photos_and_the_result():
    answer = steel({"melting_present": "no", "dismantling_site": "no", "result": "none_found"})
    assert answer.shown == (
        *("melting_present", "photo_gate", "photo_workshop", "dismantling_site", "result", "remark"),
    )
    assert codes(answer.missing) == {"photos.gate": "photo-missing", "photos.workshop": "photo-missing"}
    assert "还缺照片：大门。" in [fault.message for fault in answer.missing]
    complete = steel(
        {"melting_present": "no", "dismantling_site": "no", "result": "none_found"}, {}, ["gate", "workshop"]
    )
    assert (complete.notices, complete.inspected) == ((), True)


def test_an_empty_form_asks_only_what_stands_first():
    assert steel({}).shown == ("melting_present", "photo_gate", "result", "remark")
    assert dust({}).shown == ("plant_kind", "running_state", "photo_gate", "outcome", "remark")
    assert (steel({}).result, steel({}).inspected) == (None, False)


def test_nobody_got_in_is_never_inspected():
    locked = steel(
        {"melting_present": "unable", "unable_reason": "locked", "result": "no_entry"}, {}, ["gate"]
    )
    assert (locked.inspected, locked.notices) == (False, ())
    wrong_result = steel(
        {"melting_present": "unable", "unable_reason": "locked", "result": "none_found"}, {}, ["gate"]
    )
    assert wrong_result.inspected is False
    assert codes(wrong_result.hints) == {"answers.result": "entry-and-result-differ"}
    assert dust({**PLANT, "running_state": "no_entry", "outcome": "no_entry"}).inspected is False
    assert dust({**PLANT, "running_state": "no_entry", "outcome": "passed"}).inspected is False
    assert dust({**PLANT, "outcome": "passed"}).inspected is True


def test_a_hidden_answer_is_listed_and_counts_for_nothing():
    answer = steel({**FOUNDRY, "melting_present": "no", "continuous_caster": "yes"}, {"credit_code": "x"})
    assert codes(answer.ignored)["answers.continuous_caster"] == "not-asked"
    assert codes(answer.ignored)["texts.credit_code"] == "not-asked"
    assert answer.failed == ()
    assert answer.computed == {}


def test_a_licence_is_asked_for_only_where_rebar_is_made():
    assert "production_licence" not in steel(FOUNDRY).shown
    assert "production_licence" in steel(FOUNDRY, product_kind=["castings", "rebar"]).shown


# --- what is raised -------------------------------------------------------------------------------------


def test_a_caster_beside_an_induction_furnace_is_a_critical_finding_and_beside_an_arc_furnace_none():
    caster = steel(FOUNDRY, continuous_caster="yes")
    assert [(f.key, f.raises, f.severity) for f in caster.failed] == [
        ("continuous_caster", "finding", "critical")
    ]
    assert codes(caster.hints) == {"answers.continuous_caster": "evidence-missing"}
    assert steel(FOUNDRY, {}, ["caster"], continuous_caster="yes").hints == ()
    assert steel(FOUNDRY, continuous_caster="yes", furnace_type=["arc"]).failed == ()


def test_suspected_without_any_hint_asks_for_the_ground_and_does_not_block():
    answer = steel(FOUNDRY, result="suspected")
    assert codes(answer.hints) == {"answers.result": "suspected-without-ground"}
    assert answer.faults == ()
    no_furnace = steel({"melting_present": "no", "result": "suspected"})
    assert codes(no_furnace.hints) == {"answers.result": "suspected-without-ground"}
    grounded = steel(FOUNDRY, {}, ["product"], result="suspected", product_kind=["billet"])
    assert codes(grounded.hints) == {"answers.suspicion_hint": "hint"}


@pytest.mark.parametrize(
    ("month", "previous", "percent", "raised"),
    [
        ("1300", "1000", "30.00", True),
        ("1299.9", "1000", "29.99", False),
        ("500", "1000", "-50.00", False),
        ("936000", "701234.5", "33.48", True),
    ],
)
def test_a_jump_of_power_is_a_hint_from_30_percent_on(month, previous, percent, raised):
    answer = steel(FOUNDRY, month_kwh=month, previous_month_kwh=previous)
    assert answer.computed["power_jump_percent"] == percent
    assert ("power_jump_percent" in keys(answer.failed)) is raised
    assert all(failure.raises == "hint" for failure in answer.failed)


def test_growth_from_nothing_has_no_figure():
    answer = steel(FOUNDRY, month_kwh="1300", previous_month_kwh="0")
    assert "power_jump_percent" not in answer.computed


def test_two_stages_of_sedimentation_fail_and_three_pass():
    assert "sedimentation_stages" in keys(dust(PLANT, sedimentation_stages=2).failed)
    assert "sedimentation_stages" not in keys(dust(PLANT, sedimentation_stages=3).failed)
    assert "sedimentation_stages" in keys(dust(PLANT, sedimentation_stages=0).failed)


def test_four_thorough_steps_need_all_four_answers_and_all_four_photos():
    site = {"melting_present": "no", "dismantling_site": "yes", "only_cut_or_sealed": "no"}
    (done,) = steel({**site, **FOUR_DONE}, {}, FOUR_PLACES).tests
    assert (done.key, done.name, done.met, done.lacking) == ("dismantled", "已拆除到位", True, ())
    (partly,) = steel({**site, **FOUR_DONE, "transformer_removed": "no"}, {}, FOUR_PLACES[:3]).tests
    assert (partly.met, partly.lacking) == (False, ("answers.transformer_removed", "photos.platform_place"))
    (unanswered,) = steel(site, {}, FOUR_PLACES).tests
    assert len(unanswered.lacking) == 4
    assert steel({**site, "dismantling_site": "no", **FOUR_DONE}, {}, FOUR_PLACES).tests == ()


# --- faults ---------------------------------------------------------------------------------------------


def test_every_fault_is_listed_at_once_with_its_place():
    answer = steel(
        {
            "melting_present": "perhaps",
            "furnace_type": ["arc", "solar"],
            "product_kind": ["castings", "castings"],
            "furnace_count": "3",
            "furnace_capacity_t": "-5",
            "furnace_rated_kw": "1e3",
            "transformer_kva": True,
            "night_share_percent": "100.1",
            "leased_workshop": 1,
            "remark": "here",
            "photo_gate": "gate",
            "colour": "red",
        },
        {"remark": "长" * 2001, "nameplate_no": "A\x00", "result": "none_found", "smell": "x"},
        ["gate", "", "garden"],
    )
    assert codes(answer.faults) == {
        "answers.melting_present": "unknown-choice",
        "answers.furnace_type": "unknown-choice",
        "answers.product_kind": "repeated-choice",
        "answers.furnace_count": "wrong-type",
        "answers.furnace_capacity_t": "negative",
        "answers.furnace_rated_kw": "not-a-plain-number",
        "answers.transformer_kva": "wrong-type",
        "answers.night_share_percent": "out-of-range",
        "answers.leased_workshop": "wrong-type",
        "answers.remark": "wrong-place",
        "answers.photo_gate": "wrong-place",
        "answers.colour": "unknown-question",
        "texts.remark": "text-too-long",
        "texts.nameplate_no": "control-character",
        "texts.result": "wrong-place",
        "texts.smell": "unknown-question",
        "photos.2.slot": "unknown-slot",
    }
    assert "answers.melting_present" not in codes(answer.missing)


def test_a_fault_is_said_in_plain_chinese():
    (fault,) = steel({"night_share_percent": "650"}).faults
    assert fault.message == "“夜间用电占比”应在 0 至 100 % 之间，请核对数字和单位。"


@pytest.mark.parametrize("number", ["5", "5.0", 5, 5.0])
def test_decimals_may_arrive_as_text_or_number(number):
    assert steel(FOUNDRY, furnace_capacity_t=number).faults == ()


def test_a_computed_answer_from_outside_is_not_taken():
    answer = steel(FOUNDRY, suspicion_hint="yes")
    assert answer.computed["suspicion_hint"] == "no"
    assert codes(answer.ignored) == {"answers.suspicion_hint": "computed-here"}
