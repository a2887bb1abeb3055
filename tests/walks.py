"""Random walks of findings: random steps by random people, with contents from which something is often left out.

Owns: proposing steps, walking many findings side by side through the real door, and an oracle of its own that says, from what
was accepted, whether a closing had everything it must have. The oracle knows nothing of inspections/guards.py.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple
from uuid import UUID

from inspections.filing import Body
from inspections.findings import FindingRow
from inspections.ledger import Created
from inspections.rectification import rows
from inspections.storage.engine import Storage
from tests.casework import DOES, WITH, assigned, draft, notice, step
from tests.ledger.county import Clock, item, together

PEOPLE = ("zeren", "shenhe", "shenhe2", "xianju", "fabu", "xunchayuan", "jieneng", "guanli", "shenji")
LEVELS = ("central", "provincial", "city", "county", "self")
DOER_STEPS = {"accept", "plan", "progress", "submit", "request_closure", "unfounded"}
BESIDE_SHARE, OTHER_PERSON_SHARE, STRAY_SHARE, LACKING_SHARE = 0.1, 0.08, 0.06, 0.2
FORWARD = {
    "accept",
    "plan",
    "approve_plan",
    "submit",
    "request_closure",
    "check",
    "report",
    "agree",
    "notice",
    "close",
}


class Taken(NamedTuple):
    """One entry that was accepted."""

    id: UUID
    body: Body
    by: str
    day: date  #: Beijing
    state: str  #: afterwards


class Walk:
    """One finding on its way; `told` is what the ledger took, `closings` what closed it."""

    def __init__(self, random: Random) -> None:
        self.random, self.state, self.level = random, "assigned", random.choice(LEVELS)
        self.id = self.new_id()
        self.told: list[Taken] = []

    def new_id(self) -> UUID:
        return UUID(int=self.random.getrandbits(128), version=4)

    def first(self) -> Body:
        return assigned(self.level)

    def proposed(self, clock: Clock) -> tuple[UUID, Body, str]:
        """What somebody sends next."""
        if self.random.random() < BESIDE_SHARE or self.wants_words():
            return self.beside()
        listed = [row for row in rows() if row.state == self.state and self.level in row.levels]
        if not listed or self.random.random() < STRAY_SHARE:
            listed = list(rows())
        ahead = [row for row in listed if row.step in FORWARD]
        name = self.random.choice(ahead if ahead and self.random.random() < 0.8 else listed).step
        by = (
            DOES.get(name, "xianju")
            if self.random.random() > OTHER_PERSON_SHARE
            else self.random.choice(PEOPLE)
        )
        return self.new_id(), self.lacking(self.filled(name, clock)), by

    def wants_words(self) -> bool:
        """Is it time for the words of a notice?"""
        return self.state in ("checked", "superior_agreed") and self.random.random() < 0.5

    def beside(self) -> tuple[UUID, Body, str]:
        """The words of a notice, an objection, or what settles one."""
        by = self.random.choice(("shenhe", "shenhe2", "xianju"))
        raised = [one for one in self.told if one.body["type"] == "objection" and "settles" not in one.body]
        if self.state != "on_notice":
            return self.new_id(), draft(self.id), by
        objection = {
            "type": "objection",
            "made_at": draft(self.id)["made_at"],
            "finding": str(self.id),
            "text": "示例",
        }
        if raised and self.random.random() < 0.8:
            outcome = self.random.choice(("dismissed", "dismissed", "upheld"))
            objection |= {"settles": str(self.random.choice(raised).id), "outcome": outcome}
        return self.new_id(), objection, by

    def filled(self, name: str, clock: Clock) -> Body:
        body = step(self.id, name, self.state)
        if name == "notice":
            written = [one.id for one in self.told if one.body["type"] == "public_draft"]
            body["notice"] = notice(
                written[-1] if written else self.new_id(), clock, self.random.randint(1, 6)
            )
        if name == "plan":
            body["plan"] = body["plan"] | {"due_on": f"{beijing(clock) + timedelta(days=30)}"}
        if name == "check" and self.random.random() < 0.1:
            body["checkers"] = [{"name": "示例丙", "unit": "xiangtang_town"}, *body["checkers"]]
        return body

    def lacking(self, body: Body) -> Body:
        """The same with one thing left out, sometimes."""
        given = [name for name in WITH.get(body["step"], {}) if name in body] + ["notice"] * (
            "notice" in body
        )
        if not given or self.random.random() > LACKING_SHARE:
            return body
        without = self.random.choice(given)
        return {name: value for name, value in body.items() if name != without}


def beijing(clock: Clock) -> date:
    return (clock() + timedelta(hours=8)).date()


async def walk_together(storage: Storage, clock: Clock, random: Random, count: int, steps: int) -> list[Walk]:
    """So many findings side by side, so many entries each; the day moves on between them."""
    walks = [Walk(random) for _ in range(count)]
    answers = await together(storage, [item(one.first(), "xianju", one.id) for one in walks])
    assert all(isinstance(answer, Created) for answer in answers), answers[0]
    for _ in range(steps):
        sent = [one.proposed(clock) for one in walks]
        answers = await together(storage, [item(body, by, entry_id) for entry_id, body, by in sent])
        found = {
            key.of[0]: row for key, row in await storage.answer([FindingRow.at(str(one.id)) for one in walks])
        }
        for one, (entry_id, body, by), answer in zip(walks, sent, answers, strict=True):
            one.state = found[str(one.id)].state
            if isinstance(answer, Created):
                one.told.append(Taken(entry_id, body, by, beijing(clock), one.state))
        clock.forward(hours=random.randint(0, 60))
    return walks


# The oracle: what a closing must have had, from the entries alone


def closings(walk: Walk) -> list[int]:
    """Where in its story it was closed."""
    return [at for at, one in enumerate(walk.told) if one.body.get("step") == "close"]


def wrong_with(walk: Walk, at: int) -> list[str]:
    """What the closing at this place lacks; empty when it has everything."""
    told = walk.told[: at + 1]
    cycle = since(told, ("reopen",))
    round_ = since(told, ("reopen", "return", "stage"))
    checks = {
        "after photo": any(slot(one, "after") for one in round_),
        "before photo": len(told) == len(cycle)
        or any(slot(one, "before") for one in [*cycle, told[-len(cycle) - 1]]),
        "two checkers": check_stands(round_),
        "signed": paper(told[-1:], "closure_approval"),
        "notice": notice_stands(round_, told[-1].day),
        "objections": objections_settled(round_),
        "penalty": any(one.body.get("penalty") in ("none", "done") for one in round_),
        "same kind": any(one.body.get("same_kind") for one in round_),
        "measures": measures_stand(cycle, round_),
        "hands": hands_differ(told),
        "superior": walk.level in ("city", "county", "self") or superior_agreed(round_),
    }
    return [name for name, holds in checks.items() if not holds]


def since(told: Sequence[Taken], steps: tuple[str, ...]) -> list[Taken]:
    """What came after the last of these steps."""
    starts = [at for at, one in enumerate(told) if one.body.get("step") in steps]
    return list(told[starts[-1] + 1 :] if starts else told)


def slot(one: Taken, name: str) -> bool:
    return any(photo.get("slot") == name for photo in one.body.get("photos", ()))


def paper(told: Sequence[Taken], kind: str) -> bool:
    """With its scan, number and date."""
    handed_in: list[Any] = [
        one for taken in told for one in taken.body.get("papers", ()) if one["kind"] == kind
    ]
    return any(one.get("scan") and one.get("number") and one.get("on") for one in handed_in)


def check_stands(round_: Sequence[Taken]) -> bool:
    checked = [one for one in round_ if one.body.get("step") == "check"]
    if not checked:
        return False
    people = checked[-1].body["checkers"]
    outsiders = [one for one in people if one.get("unit") != "xiangtang_town"]
    return len(people) == len(outsiders) >= 2 and checked[-1].body.get("conclusion") == "passed"


def notice_stands(round_: Sequence[Taken], closed: date) -> bool:
    given = [one for one in round_ if one.body.get("step") == "notice"]
    if not given:
        return False
    terms = given[-1].body["notice"]
    words = [one for one in round_ if str(one.id) == terms["draft"]]
    approved = bool(words) and words[0].by not in (given[-1].by, "zeren")
    return approved and bool(terms["phone"]) and date.fromisoformat(terms["to_on"]) < closed


def objections_settled(round_: Sequence[Taken]) -> bool:
    told = [one for one in round_ if one.body["type"] == "objection"]
    settled = {one.body["settles"]: one.body["outcome"] for one in told if "settles" in one.body}
    return all(settled.get(str(one.id)) == "dismissed" for one in told if "settles" not in one.body)


def measures_stand(cycle: Sequence[Taken], round_: Sequence[Taken]) -> bool:
    """The newest list, each number of it marked after it was made, in this round."""
    lists = [one for one in cycle if "plan" in one.body or one.body.get("remaining")]
    if not lists:
        return False
    listed = lists[-1].body.get("remaining") or lists[-1].body["plan"]["measures"]
    after = [one for one in round_ if one not in cycle[: cycle.index(lists[-1]) + 1]]
    marked = {number for one in after for number in one.body.get("done", ())}
    return set(range(1, len(listed) + 1)) <= marked


def superior_agreed(round_: Sequence[Taken]) -> bool:
    states = [one.body.get("step") for one in round_]
    papers = paper(round_, "report") and paper(round_, "superior")
    return "report" in states and "agree" in states and papers


def hands_differ(told: Sequence[Taken]) -> bool:
    """Nobody who worked for the responsible unit approved or checked."""
    doers = {one.by for one in told if one.body.get("step") in DOER_STEPS}
    others = {
        one.by
        for one in told
        if one.body.get("step") in ("approve_plan", "check", "close", "extend", "stage")
    }
    return not doers & others
