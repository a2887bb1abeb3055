"""Cases in random histories: findings and their papers, steps on their way, words approved for a notice, objections.

Owns: telling these. Does not own the rest of the story (tests/histories.py) or the steps' bodies (tests/casework.py).
"""

from collections.abc import Iterator

from inspections.filing import Body
from inspections.rectification import rows
from tests.casework import DOES, WAYS, assigned, draft, notice, step
from tests.ledger.county import Clock
from tests.telling import Sent, Telling


class Cases(Telling):
    """The part of a history in which problems are put right."""

    def finding(self) -> Iterator[tuple[Body, str, int]]:
        behind = self.pick("visit")
        if behind is None:
            return
        raised = {"visit": str(behind.id), "item": self.random.choice(("locked_rooms", "bins_closed"))}
        alone = {"category": self.random.choice(("road", "other")), "place": f"示例{self.word()}路"}
        yield (
            {
                "type": "finding",
                "unit": behind.body["unit"],
                "severity": self.random.choice(("minor", "major")),
                "text": f"示例问题{self.word()}",
                "due_on": "2026-12-04",
                **(raised if self.random.random() < 0.6 else alone),
            },
            "xianju",
            1,
        )

    def paper(self) -> Iterator[tuple[Body, str, int]]:
        """A new one, or the scan or the service of one that was issued."""
        old, about = self.pick("paper"), self.pick("finding")
        if about is None:
            yield from self.finding()
            return
        first = {
            "type": "paper",
            "paper": str(self.new_id()),
            "unit": about.body["unit"],
            "about": str(about.id),
            "kind": self.random.choice(("assignment", "urging", "check_sheet")),
            "issuer": "示例县局",
            "issued_on": "2026-11-20",
        }
        served = {"method": "direct", "served_on": "2026-11-21", "receiver": f"示例{self.word()}"}
        later = self.random.choice(({"scan": "5c" * 32}, {"service": served}, {"due_on": "2026-12-01"}))
        yield (dict(old.body) | later if old and self.random.random() < 0.5 else first), "xianju", 2

    def step(self) -> Iterator[tuple[Body, str, int]]:
        """A case goes some steps on its straight way."""
        yield from self.worked(self.random.randint(1, len(WAYS["county"]) - 2))

    def worked(self, steps: int) -> Iterator[tuple[Body, str, int]]:
        """A finding of 向塘镇, and so many steps; the words of its notice are approved on the way."""
        finding, words, state = self.new_id(), self.new_id(), "assigned"
        self.sent.append(Sent(finding, assigned(number=f"示例{self.word()}号"), "xianju", 1))
        for name in WAYS["county"][:steps]:
            more = {}
            if name == "notice":
                self.sent.append(Sent(words, draft(finding), "shenhe2", 2))
                more["notice"] = notice(words, Clock())
            yield step(finding, name, state, **more), DOES[name], 2
            state = next(row.to for row in rows() if (row.state, row.step) == (state, name))

    def public_draft(self) -> Iterator[tuple[Body, str, int]]:
        if finding := self.pick("finding"):
            yield draft(finding.id, f"示例{self.word()}拟销号。"), "shenhe", 2

    def objection(self) -> Iterator[tuple[Body, str, int]]:
        """A case on notice, and what somebody has against its closing."""
        yield from self.worked(WAYS["county"].index("notice") + 1)
        said = {"finding": self.sent[-1].body["finding"], "text": f"示例异议{self.word()}"}
        yield {"type": "objection", "objector": "示例某人", **said}, "xianju", 2
