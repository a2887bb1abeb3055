"""The demonstration visits: full answers, photos and signatures of the two checklists, as a phone would send them.

Owns: those bodies. Does not own when they happen (story.py) or the questions (kinds/). People and photos are made up;
the furnace found is a foundry's and therefore 合规用途 (T16). Source: kinds/*.toml; domain.md §1, §2.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from inspections.demo import pictures
from inspections.demo.places import Firm, firm_id, position, site_id
from inspections.filing import Body
from inspections.months import month_of
from inspections.seed import named

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
SIGNATURE: Final = hashlib.sha256(pictures.signature()).hexdigest()


def entry_id(name: str) -> str:
    return str(named(f"demo/entry/{name}"))


def steel(unit: str, place: str, at: datetime, instead: str) -> Body:
    """A 地条钢 patrol of one place: nothing found, shut out, the township alone, or inside the foundry."""
    if instead == "foundry":
        return entered(unit, place, at, "steel_patrol", FOUNDRY, FOUNDRY_PHOTOS)
    shut = instead == "no_entry"
    here = {"site": site_id(place)} if place else {"place": "示例工业集中区外围"}
    sides = ("township",) if instead == "alone" else ("bureau", "township")
    return {
        **visit(
            unit,
            at,
            "steel_patrol",
            SHUT_OUT if shut else NOTHING,
            ("gate",) if shut else ("gate", "workshop"),
        ),
        **here,
        "nature": "outside",
        "position": position(unit, f"{at}{place}", at.isoformat()),
        "present": [person(side) for side in sides],
    }


def dust(firm: Firm, at: datetime) -> Body:
    """A dust inspection of a ready-mix plant, everything in order."""
    return entered(firm.unit, firm.name, at, "dust_ready_mix", PLANT, PLANT_PHOTOS)


def entered(unit: str, firm: str, at: datetime, kind: str, answers: Body, slots: Iterable[str]) -> Body:
    """An 入企检查 with all that the law wants: organ, approval, notice, code, two officers, the firm told."""
    return {
        **visit(unit, at, kind, answers, slots),
        "nature": "enter",
        "site": site_id(firm),
        "enterprise": firm_id(firm),
        "position": position(unit, f"{at}{firm}", at.isoformat()),
        "present": [person(side) for side in ("bureau", "bureau", "township", "firm")],
        "inspection": {
            "organ": "示例县工业和信息化局",
            "approval": "示例审批〔演示〕1号",
            "notice_no": "示例通知〔演示〕1号",
            "action_code": "示例行为码0001",
            "planned_on": str((at - timedelta(days=14)).date()),
            "told_firm": True,
        },
    }


def visit(unit: str, at: datetime, kind: str, answers: Body, slots: Iterable[str]) -> Body:
    """What every visit says."""
    return {
        "type": "visit",
        "unit": unit,
        "kind": kind,
        "period": month_of(at),
        "started_at": at.isoformat(),
        "ended_at": (at + timedelta(minutes=30)).isoformat(),
        "answers": dict(answers),
        "photos": [
            {"slot": slot, "sha256": picture(unit, at, slot)[0], "taken_at": at.isoformat()} for slot in slots
        ],
    }


def picture(unit: str, at: datetime, slot: str) -> tuple[str, bytes]:
    """A photo of its own for this moment: hash and bytes."""
    body = pictures.photo(f"{unit}/{at.isoformat()}/{slot}")
    return hashlib.sha256(body).hexdigest(), body


def person(side: str) -> Body:
    """Somebody made up, who has signed."""
    names = {"bureau": "示例县局人员", "township": "示例乡镇人员", "firm": "示例企业人员"}
    found: Body = {"side": side, "name": names[side], "signature": SIGNATURE}
    return found | ({"certificate": "示例证件号"} if side == "bureau" else {})
