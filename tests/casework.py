"""How a case is worked in tests: each step of a county case and of a central one with everything its needs ask for.

Owns: those bodies and who takes them. Does not own the table of steps (inspections/rectification.py) or what the ledger
answers.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from inspections.filing import Body
from tests.ledger.county import NOW, Clock, finding

DOER, REVIEWER, SECOND, COUNTY, PUBLISHER = "zeren", "shenhe", "shenhe2", "xianju", "fabu"
SCAN = "5c" * 32
#: level → the steps of a straight case, first to last
STRAIGHT = ("accept", "plan", "approve_plan", "progress", "submit", "request_closure", "check")
WAYS = {
    "county": (*STRAIGHT, "notice", "close", "archive"),
    "central": (*STRAIGHT, "report", "agree", "notice", "close", "archive"),
}


def paper(kind: str, number: str | None = None) -> Body:
    """A scanned paper; with its number and date when one is given."""
    return {"kind": kind, "scan": SCAN} | ({"number": number, "on": "2026-11-20"} if number else {})


def measures(*people: str) -> list[Body]:
    return [{"text": f"示例措施{one}", "person": f"示例{one}", "due_on": "2026-12-01"} for one in people]


CHECKERS = [{"name": "示例甲", "account": "shenhe"}, {"name": "示例乙", "organ": "示例市生态环境局"}]
WITH: dict[str, Body] = {
    "accept": {"person": "示例责任人"},
    "plan": {
        "plan": {"target": "示例目标", "measures": measures("甲", "乙"), "due_on": "2026-12-04"},
        "papers": [paper("plan")],
    },
    "approve_plan": {},
    "progress": {"note": "示例进展", "done": [1]},
    "submit": {
        "done": [1, 2],
        "penalty": "none",
        "same_kind": "示例：同企业两处已查",
        "photos": [{"sha256": "af" * 32, "slot": "after"}],
        "papers": [paper("self_check")],
    },
    "request_closure": {"papers": [paper("closure_request")]},
    "check": {"checkers": CHECKERS, "conclusion": "passed", "papers": [paper("check_sheet")]},
    "report": {"papers": [paper("report", "示例环督〔2026〕1号")]},
    "agree": {"papers": [paper("superior", "示例督办〔2026〕2号")]},
    "close": {"papers": [paper("closure_approval", "示例销〔2026〕3号")]},
    "archive": {"archive": {"number": "示例-2026-001", "retention": "y30"}},
    "return": {"note": "示例理由"},
    "extend": {"note": "示例理由", "due_on": "2027-03-01", "papers": [paper("extension")]},
    "unfounded": {"note": "示例理由", "photos": [{"sha256": "ae" * 32}]},
    "transfer": {"note": "示例理由", "receiver": {"organ": "示例局", "contact": "示例联系人"}},
    "receive": {"papers": [paper("receipt")]},
    "stage": {
        "note": "示例理由",
        "remaining": measures("丙"),
        "papers": [paper("superior", "示例督办〔2026〕4号")],
    },
    "sustain": {"note": "示例理由", "remaining": measures("丁"), "review_months": 6},
    "reopen": {
        "note": "示例理由",
        "recurrence": {"on": "2026-11-21", "relation": "示例：同一点位"},
        "photos": [{"sha256": "ad" * 32, "slot": "before"}],
    },
}
DOES = {
    **dict.fromkeys(("accept", "plan", "progress", "submit", "request_closure", "unfounded"), DOER),
    **dict.fromkeys(("approve_plan", "extend", "check", "close", "stage", "sustain", "return"), REVIEWER),
    **dict.fromkeys(("report", "agree", "archive", "transfer", "receive", "reopen"), COUNTY),
    "notice": PUBLISHER,
}


def step(of: UUID | str, name: str, state: str, **changes: Any) -> Body:
    """A step with what its needs ask for."""
    said = {"type": "step", "made_at": NOW.isoformat(), "finding": str(of), "step": name, "from_state": state}
    return said | WITH.get(name, {}) | changes


def draft(of: UUID | str, text: str = "示例：某路段已硬化，拟销号。") -> Body:
    return {"type": "public_draft", "made_at": NOW.isoformat(), "finding": str(of), "text": text}


def notice(draft_id: UUID | str, clock: Clock, days: int = 7) -> Body:
    """From today on, for some days."""
    first = (clock() + timedelta(hours=8)).date()
    last = first + timedelta(days=days)
    return {"draft": str(draft_id), "from_on": f"{first}", "to_on": f"{last}", "phone": "0791-85710000"}


def assigned(level: str = "county", **changes: Any) -> Body:
    """A finding as it is handed to 向塘镇."""
    source = {"central": "central_inspection", "provincial": "provincial_inspection"}.get(level, "assigned")
    said = {"source": source, "level": level, "number": "示例交办〔2026〕1号", "received_on": "2026-11-20"}
    return finding() | said | changes


def new_id() -> UUID:
    return uuid4()
