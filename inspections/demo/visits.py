"""The demonstration visits: bodies as a phone would send them, with photos and signatures of their own.

Owns: those bodies. Pictures are put into an album (SHA-256 → bytes) as they are drawn. Does not own when they happen
(story.py), the answers (answers.py) or the drawing (pictures.py). Source: kinds/*.toml; domain.md §1.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from inspections.demo import pictures
from inspections.demo.answers import (
    DISMANTLED,
    DISMANTLED_PHOTOS,
    FOUNDRY_PHOTOS,
    NOTHING,
    PLANT_PHOTOS,
    SHUT_OUT,
    SUSPECTED,
    SUSPECTED_PHOTOS,
    Flaw,
    furnace_answers,
    plant_answers,
)
from inspections.demo.firms import DUST, STEEL, Firm
from inspections.demo.places import firm_id, fixed, site_id
from inspections.filing import Body
from inspections.months import month_of
from inspections.seed import named

Album = dict[str, bytes]  #: SHA-256 → the file
OUTSKIRTS: Final = "示例工业集中区外围"
#: the signature of a person who signs in a test, where nobody looks at the file
SIGNATURE: Final = hashlib.sha256("示例签名".encode()).hexdigest()
NAMES: Final = {"bureau": "示例县局人员", "township": "示例乡镇人员", "firm": "示例企业人员"}
REFUSED: Final = {"refused": "示例：负责人外出，值班人员不愿签字", "witness": "示例见证人"}
#: what happened on a patrol → answers and photos; everything else is NOTHING
STEEL_SAID: Final[dict[str, tuple[Body, tuple[str, ...]]]] = {
    "no_entry": (SHUT_OUT, ("gate",)),
    "suspected": (SUSPECTED, SUSPECTED_PHOTOS),
    "dismantled": (DISMANTLED, DISMANTLED_PHOTOS),
}


def entry_id(name: str) -> str:
    return str(named(f"demo/entry/{name}"))


def steel(unit: str, place: str, at: datetime, instead: str, album: Album) -> Body:
    """A 地条钢 patrol of one place, from outside; without a place around the unit's industrial area."""
    answers, slots = STEEL_SAID.get(instead, (NOTHING, ("gate", "workshop")))
    sides = ("township",) if instead == "alone" else ("bureau", "township")
    body = visit(unit, place or OUTSKIRTS, at, STEEL, answers, slots, sides, album)
    where = {"site": site_id(place)} if place else {"place": OUTSKIRTS}
    told = {"texts": {"handed_over_to": "示例：县打击地条钢联席会议办公室"}} if instead == "suspected" else {}
    return body | where | told | {"nature": "outside"}


def inside(firm: Firm, unit: str, at: datetime, flaws: tuple[Flaw, ...], album: Album) -> Body:
    """An 入企检查 with all that the law wants: organ, approval, notice, code, two officers, the firm told."""
    dust = firm.watch == DUST
    answers = plant_answers(firm, flaws) if dust else furnace_answers(firm)
    for flaw in flaws:
        answers |= flaw.answers
    slots = dict.fromkeys((*(PLANT_PHOTOS if dust else FOUNDRY_PHOTOS), *(flaw.slot for flaw in flaws)))
    sides = ("bureau", "bureau", "township", "firm")
    body = visit(unit, firm.name, at, firm.watch or STEEL, answers, tuple(slots), sides, album)
    if answers.get("outcome") == "transferred":
        body["texts"] = {"handed_over_to": "示例：生态环境主管部门"}
    number = int(f"{at:%Y%m%d}")
    return body | {
        "nature": "enter",
        "site": site_id(firm.name),
        "enterprise": firm_id(firm.name),
        "inspection": {
            "organ": "示例县工业和信息化局",
            "approval": f"示例审批〔演示〕{number}号",
            "notice_no": f"示例通知〔演示〕{number}号",
            "action_code": f"示例行为码{number}",
            "planned_on": str((at - timedelta(days=14)).date()),
            "told_firm": True,
        },
    }


def visit(
    unit: str,
    place: str,
    at: datetime,
    kind: str,
    answers: Body,
    slots: Sequence[str],
    sides: Sequence[str],
    album: Album,
) -> Body:
    """What every visit says."""
    return {
        "type": "visit",
        "unit": unit,
        "kind": kind,
        "period": month_of(at),
        "started_at": at.isoformat(),
        "ended_at": (at + timedelta(minutes=10 + 3 * len(slots))).isoformat(),
        "clock_offset_s": named(f"demo/clock/{unit}/{at}").bytes[0] % 7 - 3,
        "position": fixed(unit, place, at),
        "answers": dict(answers),
        "photos": [*photos(unit, place, at, slots, album)],
        "present": [*people(unit, place, at, sides, album)],
    }


def photos(unit: str, place: str, at: datetime, slots: Iterable[str], album: Album) -> Iterable[Body]:
    """One photo a slot, two minutes apart; now and then one is taken from the album of the phone."""
    for number, slot in enumerate(slots):
        taken_at = at + timedelta(minutes=3 + 2 * number, seconds=7 * number)
        here = fixed(unit, place, taken_at)
        lat, lon = here["lat"], here["lon"]
        sha256 = keep(album, pictures.photo(slot, place, taken_at, lat, lon))
        claimed = {"taken_at": f"{taken_at:%Y:%m:%d %H:%M:%S}", "lat": lat, "lon": lon}
        chosen = {"album": True} if int(sha256[:2], 16) < 4 else {}
        yield {"slot": slot, "sha256": sha256, "taken_at": taken_at.isoformat(), "claimed": claimed} | chosen


def people(unit: str, place: str, at: datetime, sides: Sequence[str], album: Album) -> Iterable[Body]:
    """Those present, each with a signature; one firm in sixteen will not sign."""
    for number, side in enumerate(sides):
        name = NAMES[side] + ("乙" if number == 1 and side == "bureau" else "")
        hand = {"bureau": name, "township": unit, "firm": place}[side]
        signature = keep(album, pictures.signature(hand, at))
        if side == "firm" and int(signature[0], 16) == 0:
            yield {"side": side, "name": name} | REFUSED
        else:
            yield person(side, signature, name)


def keep(album: Album, file: bytes) -> str:
    sha256 = hashlib.sha256(file).hexdigest()
    album[sha256] = file
    return sha256


def person(side: str, signature: str = SIGNATURE, name: str = "") -> Body:
    """Somebody made up, who has signed."""
    found: Body = {"side": side, "name": name or NAMES[side], "signature": signature}
    return found | ({"certificate": "示例证件号"} if side == "bureau" else {})
