"""What each unit did in each month of the demonstration: the script, counted back from the running month.

Owns: that table: the last months and the events others hang on are written out, the rest falls by dice that always
fall the same way, more gaps in the first year than in the second. Does not own the entries that follow (story.py).
Source: domain.md §1 (what a month may leave in the ledger).
"""

from typing import Final, NamedTuple

from inspections.demo.answers import DUST_FLAWS, STEEL_FLAWS, Flaw
from inspections.demo.firms import DUST, FIRMS, MOVED, STEEL, YARDS, Firm
from inspections.seed import named

MONTHS: Final = 24  #: the running one and those before it
TURNS: Final = 6  #: a firm that is inspected inside has its turn every sixth month
AT_ONCE: Final = 2  #: watched places a patrol sees in one month, in rotation

#: months back → unit → what it did instead of a joint patrol without findings
SCRIPT: Final[dict[int, dict[str, str]]] = {
    0: {"xiangtang_town": "nothing_yet"},
    1: {"nanxin_township": "excused", "huangma_township": "zero_only"},
    2: {
        "yinhu_office": "missing",
        "jinhu_office": "late",
        "sanjiang_town": "no_entry",
        "tacheng_township": "alone",
    },
    3: {"jingkou_township": "missing", "nanxin_township": "excused", "yinhu_office": "zero_only"},
    5: {"wuyang_town": "alone"},
    6: {"nanxin_township": "doubtful", "tangnan_town": "no_entry"},
    9: {"guangfu_town": "suspected"},
    10: {"jiangxiang_town": "delayed", "nanxin_township": "excused", "jingkou_township": "excused"},
    7: {"guangfu_town": "dismantled", "youlan_town": "late_visit"},
}
#: otherwise: what, and how often in a thousand; half as often in the second year
GAPS: Final = (
    ("missing", 45),
    ("excused", 30),
    ("zero_only", 50),
    ("late", 25),
    ("late_visit", 20),
    ("delayed", 35),
    ("no_entry", 35),
    ("alone", 45),
)
#: townships that back a joint patrol with a zero report at the end of the month
SIGNS_ZERO: Final = ("youlan_town", "gangshang_town", "guangfu_town")
WITHOUT_PATROL: Final = ("missing", "nothing_yet", "excused", "zero_only", "late")
EXCUSES: Final = (
    "示例：汛期道路中断，下月补巡",
    "示例：乡镇集中防汛，下月补巡",
    "示例：全镇停电检修，未生产",
)
SUSPECT_PLACE: Final = "示例废弃轧钢车间"


class Month(NamedTuple):
    """A month of the story."""

    back: int  #: 0 is the running one
    period: str


def dice(*of: object) -> int:
    """0 to 999, always the same for the same question."""
    return int.from_bytes(named("demo/dice/" + "/".join(map(str, of))).bytes[:4], "big") % 1000


def instead(month: Month, unit: str) -> str:
    """ "" for a joint patrol without findings."""
    if month.back in SCRIPT and (month.back < 4 or unit in SCRIPT[month.back]):
        return SCRIPT[month.back].get(unit, "")
    if unit == "xiangtang_town" or any(firm.watch == STEEL for firm in entered(month, unit)):
        return ""
    fallen, share = dice(month.back, unit), 1 if month.back >= MONTHS // 2 else 2
    for what, often in GAPS:
        fallen -= often // share
        if fallen < 0:
            return what
    return ""


def entered(month: Month, unit: str) -> list[Firm]:
    """The unit's firms whose turn it is to be inspected inside."""
    return [
        firm for firm in FIRMS if firm.turn == month.back % TURNS and unit_of(firm.name, month.back) == unit
    ]


def rota(month: Month, unit: str) -> list[str]:
    """The watched places a patrol of the unit sees this month, from outside."""
    firms = [firm for firm in FIRMS if firm.watch == STEEL and not firm.entered]
    names = [firm.name for firm in firms if unit_of(firm.name, month.back) == unit]
    names += [name for name, yard in YARDS.items() if yard == unit]
    if month.back in SCRIPT and SCRIPT[month.back].get(unit) in {"suspected", "dismantled"}:
        return [SUSPECT_PLACE]
    turn = -month.back % max(len(names), 1)
    return (names[turn:] + names[:turn])[:AT_ONCE]


def unit_of(firm: str, back: int) -> str:
    """The unit a firm belonged to in a month."""
    to, moved = MOVED.get(firm, ("", -1))
    return to if back < moved else UNIT_OF[firm]


def flaws(month: Month, firm: Firm) -> tuple[Flaw, ...]:
    """What an inspection inside found wrong: nothing in half of the cases, at most two things."""
    menu = DUST_FLAWS if firm.watch == DUST else STEEL_FLAWS
    thrown = dice("flaws", month.back, firm.name)
    if firm.name == FIRMS[0].name or thrown < (350 if firm.watch == DUST else 600):
        return ()
    first = thrown % len(menu)
    return (menu[first], menu[first - 1]) if thrown > 850 else (menu[first],)


UNIT_OF: Final = {firm.name: firm.unit for firm in FIRMS}
