"""How the two checklists are answered in the demonstration: everything in order, and what may be found wrong.

Owns: those answers, the photos that go with them, and the flaws. Does not own the questions (kinds/*.toml), who is
visited when (story.py) or the bodies around the answers (visits.py). A furnace in use is always a foundry's, a
forge's or a non-ferrous works', so 合规用途 (T16); one abandoned place was 疑似 and is dismantled later.
Source: kinds/*.toml; domain.md §1, §2, T27.
"""

from typing import Final, NamedTuple

from inspections.demo.firms import DRY_MORTAR, NON_FERROUS, Firm
from inspections.demo.firms import FOUNDRY as FOUNDRIES
from inspections.filing import Body

NOTHING: Final = {"melting_present": "no", "dismantling_site": "no", "result": "none_found"}
SHUT_OUT: Final = {"melting_present": "unable", "unable_reason": "locked", "result": "no_entry"}
FOUNDRY: Final = {
    "melting_present": "yes",
    "running_state": "running",
    "leased_workshop": "no",
    "locked_rooms": "no",
    "new_power_line": "no",
    "night_signs": "no",
    "furnace_type": ["medium_frequency"],
    "furnace_count": 1,
    "furnace_capacity_t": "5",
    "furnace_rated_kw": "3000",
    "furnace_use": "casting",
    "casting_line": "yes",
    "continuous_caster": "no",
    "mould_pit": "no",
    "rolling_line": "no",
    "refining": "na",
    "spectrometer": "yes",
    "transformer_kva": "4000",
    "month_kwh": "936000",
    "previous_month_kwh": "902000",
    "scrap_stock_t": "120",
    "product_kind": ["castings"],
    "unlabelled_bars": "no",
    "quality_certificate": "yes",
    "business_licence": "yes",
    "eia_permit": "yes",
    "dismantling_site": "no",
    "result": "compliant_use",
}
FOUNDRY_PHOTOS: Final = ("gate", "workshop", "furnace", "nameplate", "casting_line", "transformer", "product")
#: heating before the hammer melts nothing; aluminium and copper are melted, but no steel
FORGE: Final = FOUNDRY | {"furnace_use": "heating", "casting_line": "no", "product_kind": ["other"]}
SMELTER: Final = FOUNDRY | {
    "furnace_type": ["other"],
    "furnace_use": "nonferrous",
    "casting_line": "no",
    "product_kind": ["other"],
}
SUSPECTED: Final = FOUNDRY | {
    "running_state": "stopped",
    "furnace_capacity_t": "1",
    "furnace_rated_kw": "750",
    "furnace_use": "unknown",
    "casting_line": "no",
    "mould_pit": "yes",
    "spectrometer": "no",
    "transformer_kva": "1000",
    "month_kwh": "3100",
    "previous_month_kwh": "2100",
    "scrap_stock_t": "15",
    "product_kind": ["ingot"],
    "unlabelled_bars": "yes",
    "quality_certificate": "no",
    "business_licence": "no",
    "eia_permit": "no",
    "result": "suspected",
}
SUSPECTED_PHOTOS: Final = (*FOUNDRY_PHOTOS, "mould_pit", "scrap", "spectrometer", "licence", "certificate")
DISMANTLED: Final = NOTHING | {
    "dismantling_site": "yes",
    "furnace_body_removed": "yes",
    "transformer_removed": "yes",
    "dust_hood_cut": "yes",
    "platform_rails_removed": "yes",
    "only_cut_or_sealed": "no",
}
DISMANTLED_PHOTOS: Final = (
    *("gate", "workshop", "furnace_place", "transformer_place", "hood_place", "platform_place"),
)
PLANT: Final = {
    **dict.fromkeys(
        (
            *("bins_closed", "spray_installed", "spray_running", "belt_covered", "transfer_hooded"),
            *("silo_filter", "silo_alarm", "bag_log", "mixer_enclosed", "mixer_collector", "wash_bay"),
            *("wash_sedimentation", "roads_hardened", "sweeping_log", "separator", "water_reused"),
            *("monitor_online", "monitor_calibrated", "waste_bay", "waste_ledger"),
            *("person_in_charge", "emergency_plan"),
        ),
        "yes",
    ),
    "plant_kind": "ready_mix_concrete",
    "running_state": "running",
    "open_stockpile": "no",
    "track_out": "no",
    "bare_ground": "no",
    "sedimentation_stages": 3,
    "tsp_upwind": "0.187",
    "tsp_downwind_1": "0.312",
    "tsp_downwind_2": "0.294",
    "outcome": "passed",
}
PLANT_PHOTOS: Final = ("gate", "bins", "spray", "mixer", "wash", "report")
DRY_PLANT: Final = {key: said for key, said in PLANT.items() if key != "separator"} | {
    "plant_kind": "dry_mortar",
    "kiln_stack": "yes",
}


class Flaw(NamedTuple):
    """Something wrong: the question it answers, the answers it changes, the photo that shows it, and the words."""

    item: str
    answers: Body
    slot: str
    severity: str
    text: str
    demand: str


DUST_FLAWS: Final = (
    Flaw(
        "open_stockpile",
        {"open_stockpile": "yes"},
        "stockpile",
        "major",
        "示例：东侧有砂石露天堆放。",
        "入仓或全部覆盖。",
    ),
    Flaw(
        "spray_running", {"spray_running": "no"}, "spray", "major", "示例：喷淋装了没开。", "生产时一直开着。"
    ),
    Flaw(
        "track_out",
        {"track_out": "yes"},
        "road",
        "major",
        "示例：出口路面有车轮带泥。",
        "出场冲洗，路面当天清扫。",
    ),
    Flaw("bare_ground", {"bare_ground": "yes"}, "ground", "minor", "示例：厂界内有裸土。", "绿化或覆盖。"),
    Flaw(
        "silo_alarm",
        {"silo_alarm": "no"},
        "silo_top",
        "minor",
        "示例：二号筒仓没有压力报警。",
        "装好报警并调试。",
    ),
    Flaw("bag_log", {"bag_log": "no"}, "log", "minor", "示例：布袋更换记录缺两个月。", "补齐并按月登记。"),
    Flaw(
        "monitor_calibrated",
        {"monitor_calibrated": "no"},
        "certificate",
        "minor",
        "示例：校准证书已过期。",
        "重新校准。",
    ),
    Flaw(
        "tsp_difference",
        {"tsp_downwind_1": "0.612", "tsp_downwind_2": "0.742"},
        "report",
        "critical",
        "示例：厂界差值 0.555 mg/m³，高于 0.5。",
        "查明源头，整改后复测。",
    ),
)
STEEL_FLAWS: Final = (
    Flaw(
        "spectrometer",
        {"spectrometer": "no"},
        "spectrometer",
        "minor",
        "示例：光谱仪停用，没有检测记录。",
        "恢复检测并留存记录。",
    ),
    Flaw(
        "quality_certificate",
        {"quality_certificate": "no"},
        "certificate",
        "minor",
        "示例：出厂没有质量证明书。",
        "逐批出具。",
    ),
    Flaw(
        "new_power_line",
        {"new_power_line": "yes"},
        "line",
        "major",
        "示例：西墙新拉一路电，说不清用途。",
        "说明用途，提供供电手续。",
    ),
)
SUSPECTED_FLAWS: Final = (
    Flaw("mould_pit", {}, "mould_pit", "critical", "示例：有浇锭模坑，地上有冷锭。", "立即停用，移交核实。"),
    Flaw("business_licence", {}, "licence", "major", "示例：说不出是谁在用，没有营业执照。", "查明使用人。"),
)


def furnace_answers(firm: Firm) -> Body:
    """A watched furnace's answers by its trade."""
    if firm.industry == FOUNDRIES:
        return dict(FOUNDRY)
    return dict(SMELTER if firm.industry == NON_FERROUS or "铜" in firm.industry else FORGE)


def plant_answers(firm: Firm, flaws: tuple[Flaw, ...]) -> Body:
    """A plant's answers with what is wrong in them, and the outcome that follows (domain.md §2)."""
    found = dict(DRY_PLANT if firm.industry == DRY_MORTAR else PLANT)
    for flaw in flaws:
        found |= flaw.answers
    grades = {flaw.severity for flaw in flaws}
    if "critical" in grades:
        return found | {"outcome": "transferred"}
    if "major" in grades:
        return found | {"outcome": "rectify_by", "rectify_days": 15}
    return found | {"outcome": "pointed_out"} if flaws else found
