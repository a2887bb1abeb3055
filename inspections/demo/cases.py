"""The demonstration's cases: findings of one firm at every state of rectification, worked by the right accounts.

Owns: those bodies and their days. The way of each case is a list of steps; where a step leads is looked up in the table. Does
not own the table (rectification.py) or the findings of inspections (problems.py). All made up. Source: domain.md §5.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from inspections.demo import pictures, problems
from inspections.demo.places import firm_id
from inspections.demo.story import Event
from inspections.demo.visits import Album, entry_id, keep
from inspections.filing import Body
from inspections.rectification import row_of

FIRM: Final = "示例机械加工厂"  #: the one `zeren` answers for
UNIT: Final = "xiangtang_town"
STRAIGHT: Final = ("accept", "plan", "approve_plan", "progress", "submit", "request_closure", "check")
CLOSED: Final = (*STRAIGHT, "notice", "close")
#: day after the case began on which a step is taken; others follow two days after the one before
LATER: Final = {"close": 8}


class Case(NamedTuple):
    """One finding and the way it has gone."""

    place: str
    level: str
    category: str
    text: str
    way: tuple[str, ...]


CASES: Final = (
    Case("原料棚东侧", "county", "bins", "示例：原料露天堆放。", ()),
    Case("切割区", "self", "silo", "示例：切割烟尘没有收集。", STRAIGHT[:1]),
    Case("喷漆间", "county", "waste", "示例：废漆桶没有入库。", STRAIGHT[:2]),
    Case("进场道路", "county", "road", "示例：进场道路破损扬尘。", STRAIGHT[:4]),
    Case("出口冲洗台", "city", "washing", "示例：冲洗台不能用。", STRAIGHT[:5]),
    Case("循环水池", "county", "water", "示例：循环水外溢。", STRAIGHT[:6]),
    Case("边角料堆场", "county", "bins", "示例：边角料没有覆盖。", STRAIGHT),
    Case("厂区南门", "self", "washing", "示例：南门外带泥。", (*STRAIGHT, "notice")),
    Case("危废间", "county", "waste", "示例：危废标识不全。", CLOSED),
    Case("配电房旁", "county", "management", "示例：没有责任牌。", (*CLOSED, "archive")),
    Case("北侧围挡", "county", "site", "示例：围挡破损。", (*CLOSED, "reopen")),
    Case("沉淀池", "central", "water", "示例：沉淀池没有清淤，督察交办。", STRAIGHT),
    Case("抛丸机", "central", "silo", "示例：除尘布袋破损，督察交办。", (*STRAIGHT, "report")),
    Case("污水沟", "provincial", "water", "示例：雨污没有分流，督察交办。", (*STRAIGHT, "report", "stage")),
    Case("西侧绿化带", "central", "road", "示例：裸土没有复绿，督察交办。", (*STRAIGHT, "report", "agree")),
    Case("老车间", "provincial", "site", "示例：旧设备待拆，督察交办。", (*STRAIGHT, "stage", "sustain")),
    Case("厂界西侧", "county", "measurement", "示例：反映夜间排烟。", ("accept", "unfounded")),
    Case("厂界东侧", "county", "measurement", "示例：反映有异味。", ("accept", "unfounded", "check")),
    Case("门外堆土", "county", "other", "示例：堆土属于市政工程。", ("transfer",)),
    Case("门外路灯", "county", "other", "示例：路灯电缆裸露。", ("transfer", "receive")),
    Case("打磨间", "county", "silo", "示例：打磨粉尘外逸。", (*STRAIGHT[:5], "return")),
)
BY: Final = {
    **dict.fromkeys(("accept", "plan", "progress", "submit", "request_closure", "unfounded"), "zeren"),
    **dict.fromkeys(("approve_plan", "check", "close", "stage", "sustain", "return"), "shenhe"),
    **dict.fromkeys(("report", "agree", "archive", "transfer", "receive", "reopen"), "xianju"),
    "notice": "fabu",
}
SOURCES: Final = {
    "central": "central_inspection",
    "provincial": "provincial_inspection",
    "self": "public_hint",
}


def events(begins: datetime, album: Album) -> Iterator[Event]:
    """Every case from its first day on, one an hour after the other."""
    scan = keep(album, pictures.photo("gate", "示例扫描件", begins, 28.4272, 115.9615))
    for number, one in enumerate(CASES):
        yield from case(one, number, begins + timedelta(minutes=7 * number), scan, album)


def case(one: Case, number: int, at: datetime, scan: str, album: Album) -> Iterator[Event]:
    """The finding, then its way; before a notice its words are approved."""
    name, state = f"case/{one.place}", "assigned"
    yield Event(at, "xianju", name, registered(one, number, at, album))
    for step in one.way:
        at += timedelta(days=LATER.get(step, 1))
        body = {"type": "step", "finding": entry_id(name), "step": step, "from_state": state}
        if step == "notice":
            words = {"type": "public_draft", "finding": entry_id(name), "text": f"{one.text}已整改，拟销号。"}
            yield Event(at - timedelta(hours=2), "shenhe2", f"{name}/draft", words)
        account = "xianju" if (step, state) == ("stage", "reported") else BY[step]
        yield Event(at, account, f"{name}/{step}", body | handed_in(one, step, at, scan, album))
        found = row_of(state, step, one.level)
        state = found.to if found else state


def registered(one: Case, number: int, at: datetime, album: Album) -> Body:
    return {
        "type": "finding",
        "unit": UNIT,
        "enterprise": firm_id(FIRM),
        "source": SOURCES.get(one.level, "assigned"),
        "level": one.level,
        "number": f"示例交办〔{at.year}〕{number + 1}号",
        "received_on": f"{at.date()}",
        "category": one.category,
        "place": one.place,
        "text": one.text,
        "demand": "示例：按整改方案改好。",
        **problems.found(UNIT, f"{FIRM}{one.place}", "stockpile", "major", at, album),
        "due_on": f"{(at + timedelta(days=75)).date()}",
    }


def handed_in(one: Case, step: str, at: datetime, scan: str, album: Album) -> Body:
    """What a step brings; the table's needs decide, and refuse a demonstration that forgets one."""
    day, until = at.date(), (at + timedelta(days=60)).date()

    def paper(kind: str) -> Body:
        return {"kind": kind, "number": f"示例{kind}〔{day.year}〕1号", "on": f"{day}", "scan": scan}

    measures = [{"text": f"示例：{one.place}改造", "person": "示例责任人", "due_on": f"{until}"}]
    brings: dict[str, Body] = {
        "accept": {"person": "示例责任人"},
        "plan": {
            "plan": {"target": "示例：达到要求", "measures": measures, "due_on": f"{until}"},
            "papers": [paper("plan")],
        },
        "progress": {"note": "示例：已进场施工"},
        "submit": {
            "done": [1],
            "penalty": "none",
            "same_kind": "示例：全厂同类部位已查",
            "photos": [after(one, at, album)],
            "papers": [paper("self_check")],
        },
        "request_closure": {"papers": [paper("closure_request")]},
        "check": {
            "checkers": [
                {"name": "示例审核员甲", "account": "shenhe"},
                {"name": "示例核查员", "organ": "示例市生态环境局"},
            ],
            "conclusion": "passed",
            "papers": [paper("check_sheet"), paper("closure_approval")],
        },
        "notice": {
            "notice": {
                "draft": entry_id(f"case/{one.place}/draft"),
                "from_on": f"{day}",
                "to_on": f"{(at + timedelta(days=7)).date()}",
                "phone": "0791-85710000",
            }
        },
        "close": {"papers": [paper("closure_approval")]},
        "archive": {"archive": {"number": f"示例-{day.year}-001", "retention": "y30"}},
        "report": {"papers": [paper("report")]},
        "agree": {"papers": [paper("superior")]},
        "stage": {"note": "示例：还有长期事项", "remaining": measures, "papers": [paper("superior")]},
        "sustain": {"note": "示例：长期坚持", "remaining": measures, "review_months": 6},
        "unfounded": {"note": "示例：没有反映的情况", "photos": [after(one, at, album)]},
        "transfer": {
            "note": "示例：属于别的部门",
            "receiver": {"organ": "示例县城管局", "contact": "示例联系人"},
        },
        "receive": {"papers": [paper("receipt")]},
        "return": {"note": "示例：照片看不清，重拍"},
        "reopen": {
            "note": "示例：又出现了",
            "recurrence": {"on": f"{day}", "relation": "示例：同一处"},
            "photos": [after(one, at, album) | {"slot": "before"}],
        },
    }
    return brings.get(step, {})


def after(one: Case, at: datetime, album: Album) -> Body:
    """The same point, photographed again."""
    seen = problems.found(UNIT, f"{FIRM}{one.place}", "stockpile", "major", at, album)
    photo: Body = seen["photos"][0]
    return photo | {"slot": "after"}
