"""Letters in random histories: batches, letters, their answers, who looked at petitioners, and the calendar they run by.

Owns: telling these. Does not own the rest of the story (tests/histories.py).
"""

from collections.abc import Iterator

from inspections.filing import Body
from inspections.seed import COUNTY, batch_bodies, calendar_bodies
from tests.telling import UNITS, Telling


class Letters(Telling):
    """The part of a history that comes from letters."""

    def batch(self) -> Iterator[tuple[Body, str, int]]:
        known = self.random.choice(list(batch_bodies()))
        yield known | {"reply_limit_days": self.random.randint(5, 20), "note": self.word()}, "xianju", 0

    def opening(self) -> Iterator[tuple[Body, str, int]]:
        old, firm = self.pick("opening"), self.pick("enterprise")
        again = old if old and self.random.random() < 0.4 else None
        firm_named = firm and self.random.random() < 0.5
        yield (
            {
                "type": "opening",
                "opening": again.body["opening"] if again else str(self.new_id()),
                "unit": firm.body["unit"] if firm and firm_named else self.random.choice(UNITS),
                "serial": str(self.random.randint(1, 99)),
                "source": self.random.choice(("letter", "assigned")),
                "assigned_on": "2024-05-20",
                "text": f"示例旧账{self.word()}",
                **({"enterprise": firm.body["enterprise"]} if firm and firm_named else {}),
                **self.random.choice(
                    ({"state": "rectifying"}, {"state": "closed", "closed_on": "2024-09-30"})
                ),
            },
            "xianju",
            2,
        )

    def letter(self) -> Iterator[tuple[Body, str, int]]:
        old, batch, about = self.pick("letter"), self.pick("batch"), self.pick("finding")
        again = old if old and self.random.random() < 0.4 else None
        letter = {
            "type": "letter",
            "letter": again.body["letter"] if again else str(self.new_id()),
            "unit": about.body["unit"] if about else self.random.choice(UNITS),
            "number": again.body["number"] if again else f"示例{self.word()}{self.random.randrange(10**6)}",
            "received_on": "2026-11-02",
            "category": self.random.choice(("road", "bins", "other")),
            "text": f"示例来信{self.word()}",
        }
        if batch and self.random.random() < 0.7:
            letter |= {"batch": batch.body["batch"], "assigned_on": "2026-11-03"}
        elif self.random.random() < 0.7:
            letter |= {"accepted_on": "2026-11-10"}
            if self.random.random() < 0.5:
                letter |= {"extension_days": self.random.randint(1, 30), "extension_approval": "示例批准"}
        if about and self.random.random() < 0.4:
            letter["finding"] = str(about.id)
        if self.random.random() < 0.6:
            letter["petitioner"] = {"name": f"示例{self.word()}", "phone": "示例号码"}
        else:
            letter["anonymous"] = self.random.random() < 0.5
        yield letter, "xianju", 2

    def letter_reply(self) -> Iterator[tuple[Body, str, int]]:
        yield from self.letter()
        letter = self.pick("letter")
        if letter:
            about = {name: letter.body[name] for name in ("unit", "letter")}
            said = {"replied_on": "2026-11-1" + str(self.random.randint(0, 9)), "method": "written"}
            yield {"type": "letter_reply", "text": f"示例答复{self.word()}", **about, **said}, "xianju", 2

    def petitioner_reading(self) -> Iterator[tuple[Body, str, int]]:
        named = [one for one in self.earlier("letter") if "petitioner" in one.body]
        if named:
            letter = self.random.choice(named)
            about = {name: letter.body[name] for name in ("unit", "letter")}
            yield {"type": "petitioner_reading", "purpose": "核对答复地址", **about}, "shenhe", 2

    def calendar(self) -> Iterator[tuple[Body, str, int]]:
        """A year of the seed, and an invented notice of the next that moves what was counted without one."""
        days = [{"day": f"2027-01-{day:02}", "kind": "off"} for day in range(1, self.random.randint(2, 20))]
        coming = {"type": "calendar", "unit": COUNTY, "year": 2027, "days": days, "source": "示例通知"}
        yield self.random.choice(list(calendar_bodies())), "xianju", 1
        yield coming, "xianju", 2
