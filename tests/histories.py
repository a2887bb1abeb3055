"""Random histories of the county: every type of entry, corrected and voided, arriving in any order.

Owns: making one from a `random.Random` (a seed, or hypothesis's own so that it shrinks) and the order of arrival. Does
not own what the ledger answers: some of what is told is refused, or arrives before what it rests on, as in life.
"""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from random import Random

import msgspec

from inspections.demo import energy, places, report_2021
from inspections.demo.answers import FOUNDRY, NOTHING, PLANT, SHUT_OUT
from inspections.filing import Body
from inspections.reference import table
from inspections.rules import VOCABULARY
from inspections.seed import COUNTY, reference_bodies, unit_bodies
from tests.histories_cases import Cases
from tests.histories_letters import Letters
from tests.ledger.county import NOW, adopt, correction, visit, void, zero_report
from tests.telling import PERIODS, UNITS, Sent

AMENDED_SHARE = 0.24  #: of what is told; a part is refused, so this keeps the ledger above a tenth


class History(Cases, Letters):
    """A county's story as it is being told; `sent` grows by one or two at each step."""

    def tell(self, steps: int) -> Sequence[Sent]:
        """Every type once, then at random, then each once more when there is something to rest on."""
        for kind in VOCABULARY.rules:
            self.tell_of(kind)
        plain = [kind for kind in VOCABULARY.rules if kind not in ("correction", "void")]
        for _ in range(steps):
            amend = self.random.random() < AMENDED_SHARE
            self.tell_of(
                self.random.choice(("correction", "correction", "void") if amend else (*plain, *OFTEN))
            )
        for kind in (*VOCABULARY.rules, "calendar"):  # next year's notice comes in late autumn
            self.tell_of(kind)
        return self.sent

    def tell_of(self, kind: str) -> None:
        """A type without a teller fails here, and with it the test."""
        for body, by, stage in getattr(self, kind)():
            self.sent.append(Sent(self.new_id(), {"made_at": NOW.isoformat()} | body, by, stage))

    # The ground

    def unit(self) -> Iterator[tuple[Body, str, int]]:
        if self.random.random() < 0.5:
            known = [body for body in unit_bodies() if body["unit"] in UNITS]
            yield self.random.choice(known) | {"note": self.word()}, "xianju", 0
            return
        village = {"unit": f"village_{self.random.randrange(10**6)}", "name": f"示例{self.word()}村"}
        yield {"type": "unit", "kind": "other", "parent": "xiangtang_town", **village}, "xianju", 0

    def area(self) -> Iterator[tuple[Body, str, int]]:
        x, y = 115.9 + self.random.random() / 10, 28.4 + self.random.random() / 10
        ring = [[x, y], [x + 0.01, y], [x + 0.01, y + 0.01], [x, y]]
        yield (
            {
                "type": "area",
                "unit": self.random.choice(UNITS),
                "valid_from": f"2026-{self.random.randint(1, 12):02d}-01",
                "geometry": {"type": "Polygon", "coordinates": [ring]},
                "crs": self.random.choice(("WGS84", "CGCS2000")),
                "source": "示例测绘",
            },
            "xianju",
            0,
        )

    def enterprise(self) -> Iterator[tuple[Body, str, int]]:
        old = self.pick("enterprise")
        renamed = old if old and self.random.random() < 0.4 else None
        yield (
            {
                "type": "enterprise",
                "enterprise": renamed.body["enterprise"] if renamed else str(self.new_id()),
                "unit": self.random.choice(UNITS),
                "name": f"示例{self.word()}厂",
                "credit_code": places.code(self.random.randrange(1, 99)),
                "contact": f"示例联系人{self.word()}",
                "position": {
                    "lat": 28.4,
                    "lon": 115.9,
                    "crs": self.random.choice(("GCJ02", "BD09", "WGS84")),
                },
                **({"split_from": old.body["enterprise"]} if old and not renamed else {}),
            },
            "xianju",
            0,
        )

    def enterprise_merge(self) -> Iterator[tuple[Body, str, int]]:
        yield from self.enterprise()
        yield from self.enterprise()
        merged, into = self.pick("enterprise"), self.pick("enterprise")
        if merged and into:
            yield (
                {
                    "type": "enterprise_merge",
                    "unit": merged.body["unit"],
                    "merged": merged.body["enterprise"],
                    "into": into.body["enterprise"],
                    "reason": "重复建档",
                },
                "xianju",
                0,
            )

    def site(self) -> Iterator[tuple[Body, str, int]]:
        old = self.pick("site")
        again = old if old and self.random.random() < 0.3 else None
        yield (
            {
                "type": "site",
                "site": again.body["site"] if again else str(self.new_id()),
                "unit": again.body["unit"] if again else self.random.choice(UNITS),
                "name": f"示例{self.word()}堆场",
                "kinds": [self.random.choice(("steel_patrol", "dust_ready_mix"))],
                "reason": f"群众反映{self.word()}",
                "valid_from": "2026-01-01",
                "valid_to": self.random.choice((None, "2026-09-15")),
            },
            "xianju",
            0,
        )

    def account(self) -> Iterator[tuple[Body, str, int]]:
        yield (
            {
                "type": "account",
                "unit": COUNTY,
                "account": self.random.choice(("linshi.jia", "linshi.yi")),
                "name": f"示例{self.word()}",
                "grants": [
                    {"role": "inspector", "unit": self.random.choice(UNITS), "valid_from": "2026-01-01"}
                ],
                "disabled": self.random.random() < 0.3,
            },
            "guanli",
            0,
        )

    # In any order

    def visit(self) -> Iterator[tuple[Body, str, int]]:
        site, plan = self.pick("site"), self.pick("plan")
        unit = site.body["unit"] if site else self.random.choice(UNITS)
        kind, answers = self.random.choice(
            (
                ("steel_patrol", NOTHING),
                ("steel_patrol", FOUNDRY),
                ("steel_patrol", SHUT_OUT),
                ("dust_ready_mix", PLANT),
            )
        )
        fields = {"unit": unit, "kind": kind, "answers": dict(answers), "place": f"示例{self.word()}院内"}
        body = visit(**fields, period=self.random.choice(PERIODS), site=site and site.body["site"])
        if plan and plan.body["unit"] == unit and self.random.random() < 0.2:
            body["plan"] = str(plan.id)
        if self.random.random() < 0.3:
            body["present"] = body["present"][1:]
        yield body, "xunchayuan" if unit == "xiangtang_town" else "xianju", 1

    def zero_report(self) -> Iterator[tuple[Body, str, int]]:
        behind = self.pick("visit")
        if behind is None:
            yield from self.visit()
            return
        same = {name: behind.body[name] for name in ("unit", "kind", "period")}
        rests = {"rests_on": str(behind.id)} if self.random.random() < 0.8 else {}
        yield zero_report(**same, **rests), "xianju", 1

    def excuse(self) -> Iterator[tuple[Body, str, int]]:
        where = {"unit": self.random.choice(UNITS), "period": self.random.choice(PERIODS)}
        yield {"type": "excuse", "reason": f"汛期{self.word()}", **where}, "xianju", 1

    def plan(self) -> Iterator[tuple[Body, str, int]]:
        site = self.pick("site")
        yield (
            {
                "type": "plan",
                "unit": site.body["unit"] if site else "wuyang_town",
                "period": self.random.choice(PERIODS),
                "people": ["xunchayuan", "xianju"],
                "sites": [site.body["site"]] if site else [],
            },
            "xianju",
            1,
        )

    def task(self) -> Iterator[tuple[Body, str, int]]:
        yield from self.plan()
        if plan := self.pick("plan"):
            moves = {"from_account": "xunchayuan", "to_account": self.random.choice(("shenhe", "jieneng"))}
            yield {"type": "task", "unit": plan.body["unit"], "plan": str(plan.id), **moves}, "xianju", 1

    def audit(self) -> Iterator[tuple[Body, str, int]]:
        """A firm's audit, perhaps again as the next version of its draft."""
        old = self.pick("audit")
        if old and self.random.random() < 0.4:
            again = {"record": str(old.body.get("record", old.id)), "replaces": str(old.id)}
            yield old.body | again | {"contract_no": self.word()}, "jieneng", 1
            return
        yield from self.energy(energy.plant_audit(2025))

    def balance(self) -> Iterator[tuple[Body, str, int]]:
        yield from self.energy(energy.foundry_balance(date(2026, 3, 1)))

    def supervision(self) -> Iterator[tuple[Body, str, int]]:
        yield from self.energy(energy.supervision(date(2026, 5, 12)))

    def energy(self, body: Body) -> Iterator[tuple[Body, str, int]]:
        """A record of a new firm."""
        firm = {"unit": self.random.choice(UNITS), "enterprise": str(self.new_id())}
        yield {"type": "enterprise", "name": f"示例{self.word()}厂"} | firm, "xianju", 0
        yield body | firm | {"organ": f"示例{self.word()}中心"}, "jieneng", 1

    def audit_step(self) -> Iterator[tuple[Body, str, int]]:
        """A record is submitted, perhaps reviewed or returned."""
        yield from self.energy(energy.plant_audit(2025))
        record = str(self.sent[-1].id)
        about = {"type": "audit_step", "record": record, "version": record}
        yield about | {"step": "submit"}, "jieneng", 1
        if self.random.random() < 0.6:
            step, more = self.random.choice((("review", {}), ("return", {"reasons": self.word()})))
            yield about | {"step": step} | more, "shenhe", 2

    def listing(self) -> Iterator[tuple[Body, str, int]]:
        old = self.pick("listing")
        again = old and self.random.random() < 0.4
        yield (
            {
                "type": "listing",
                "listing": old.body["listing"] if old and again else str(self.new_id()),
                "unit": COUNTY,
                "list": "green_factory",
                "name": f"示例{self.word()}公司",
                "fields": {"level": self.random.choice(("national", "provincial"))},
                "source": "示例名单",
            },
            "jieneng",
            1,
        )

    def intensity_target(self) -> Iterator[tuple[Body, str, int]]:
        yield self.intensity("intensity_target", change_percent="-2"), "jieneng", 1

    def intensity_result(self) -> Iterator[tuple[Body, str, int]]:
        stated = {"target_percent": "-2", "over_pp": "10.32"}
        yield self.intensity("intensity_result", change_percent="-12.32", **stated), "jieneng", 1

    def intensity(self, kind: str, **said: str) -> Body:
        old = self.pick(kind)
        again = old and self.random.random() < 0.4
        return {
            "type": kind,
            "figure": old.body["figure"] if old and again else str(self.new_id()),
            "unit": COUNTY,
            "indicator": "规模以上工业单位增加值能耗",
            "period": self.random.choice(("2021-01..09", "2021", "2021..2025")),
            "source_unit": f"示例{self.word()}局",
            **said,
        }

    def publication(self) -> Iterator[tuple[Body, str, int]]:
        bodies = list(report_2021.publication_bodies("2026-08", self.random.choice(PERIODS)))
        yield self.random.choice(bodies) | {"withdraw": self.random.random() < 0.2}, "fabu", 1

    def reference(self) -> Iterator[tuple[Body, str, int]]:
        yield self.random.choice(list(reference_bodies())), "xianju", 1

    def setting(self) -> Iterator[tuple[Body, str, int]]:
        value = {"key": "cut_off_day", "value": str(self.random.randint(1, 28)), "reason": "县局通知"}
        yield {"type": "setting", "unit": COUNTY, **value}, "guanli", 1

    def correction(self) -> Iterator[tuple[Body, str, int]]:
        target = self.pick(*MENDED)
        if target:
            mended = target.body | {MENDED[target.body["type"]]: f"更正后{self.word()}"}
            yield correction(target.id, mended), "xianju", 1

    def void(self) -> Iterator[tuple[Body, str, int]]:
        target = self.pick(
            *("zero_report", "excuse", "finding", "visit", "task", "plan", "site", "listing", "report"),
            *("letter", "letter_reply", "batch", "opening"),
            *("audit", "balance", "supervision"),
        )
        if target:
            yield void(target.id), "xianju", max(1, target.stage)

    # Looking back

    def report(self) -> Iterator[tuple[Body, str, int]]:
        period = self.random.choice(PERIODS[:-1])
        yield {"type": "report", "unit": COUNTY, "kind": "steel_patrol", "period": period}, "xianju", 2

    def adopt(self) -> Iterator[tuple[Body, str, int]]:
        """Another body under an id already used is kept in the inbox; the county takes it in."""
        [(body, by, _)] = self.visit()
        first = Sent(self.new_id(), {"made_at": NOW.isoformat()} | body | {"site": None}, by)
        other = first.body | {"place": f"示例{self.word()}路口"}
        self.sent += (first, Sent(first.id, other, first.by, 2))
        digest = hashlib.sha256(msgspec.json.encode(other)).hexdigest()
        yield adopt(first.id, digest, first.body["unit"]), "xianju", 2


#: type → the field a correction changes
MENDED = {
    "visit": "place",
    "zero_report": "signed_by",
    "excuse": "reason",
    "finding": "text",
    "site": "name",
    "enterprise": "name",
    "listing": "name",
    "intensity_target": "caveat",
    "intensity_result": "caveat",
    "unit": "note",
    "batch": "note",
    "letter": "text",
    "opening": "text",
    "letter_reply": "text",
    "audit": "scope",
    "balance": "boundary",
    "supervision": "task_no",
}
OFTEN = (
    ("visit",) * 10 + ("zero_report",) * 4 + ("finding",) * 2 + ("excuse", "task", "task", "task", "letter")
)


def history(random: Random, steps: int) -> Sequence[Sent]:
    """A story as it happened."""
    return History(random).tell(steps)


def shuffled(random: Random, told: Sequence[Sent]) -> list[Sent]:
    """The same as it arrives: what stands on nothing but its parents comes in any order."""
    middle = [one for one in told if one.stage == 1]
    random.shuffle(middle)
    return [*(one for one in told if one.stage == 0), *middle, *(one for one in told if one.stage == 2)]


def seeded(seed: int, steps: int) -> list[Sent]:
    """One history by its number, as it arrives."""
    random = Random(seed)
    return shuffled(random, history(random, steps))


def supervised() -> list[str]:
    """Units in force and supervised in November 2026: 21 of them."""
    rows = table("units")
    return [row["key"] for row in rows if row["supervised"] == "yes" and (row["valid_to"] or "9") > "2026-11"]
