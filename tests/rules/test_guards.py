"""The guards: each need of the table has one, which holds where everything is there and fails each way something is not."""

from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from inspections.cases import Case, Told
from inspections.facts import Actor, Decision, Grant
from inspections.findings import Finding
from inspections.guards import NEEDS, missing
from inspections.letters import LetterOf
from inspections.objections import Objection, PublicDraft
from inspections.people import Account
from inspections.rectification import needs, row_of, rows
from inspections.reference import table
from inspections.standing import Context
from inspections.step_contents import Step
from tests.casework import DOER, DOES, assigned, step
from tests.standing import COUNTY_PATH, FINDING, TOWN, person, read, row, unit

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


def said(name: str, actor: str = "zeren", entry_id: str = FINDING, **changes: Any) -> Told:
    """A step that was taken, as the case tells it."""
    found = {"return": "returned", "reopen": "reopened", "extend": "extended"}.get(name, "")
    role = "responsible" if DOES.get(name) == DOER else "reviewer"
    state = row_of("checked", name, "county")
    decided = Decision(role=role, said={"marks": found, "to": state.to if state else ""})
    return Told(entry_id, actor, read(step(FINDING, name, "assigned", **changes) | {"made_at": NOW}), decided)


def beside(kind: Any, actor: str, entry_id: str, **fields: Any) -> Told:
    body = {"finding": FINDING, "made_at": NOW, "text": "示例"} | fields
    return Told(entry_id, actor, read(body, kind), Decision(role="reviewer"))


D1, O1, O2 = (f"00000000-0000-4000-8000-00000000000{number}" for number in "123")
FOUND = read({name: value for name, value in assigned().items() if name != "type"}, Finding)
NOTICE = {"draft": D1, "from_on": "2026-11-23", "to_on": "2026-11-30", "phone": "0791-85710000"}
OVER = NOTICE | {"from_on": "2026-11-10", "to_on": "2026-11-22"}
PLANNED = (said("plan"), said("approve_plan", "shenhe"))
ACCOUNT = Account(
    account="shenhe", book="360121", unit="nanchang_county", unit_path=COUNTY_PATH, entry="", grants="[]", disabled=False,
    machine=False, last_seq=1,
)  # fmt: skip
DOERS = msgspec.json.encode([Grant("responsible", "xiangtang_town", TOWN)]).decode()


def context(name: str, told: tuple[Told, ...] = (), by: str = "reviewer", **changes: Any) -> Context:
    """A step about to be taken, with all it brings unless something is changed."""
    body = {**step(FINDING, name, "assigned"), "made_at": NOW} | {
        k: v for k, v in changes.items() if k in Step.__struct_fields__
    }
    given = {k: v for k, v in changes.items() if k in Context.__struct_fields__}
    entry = read({k: v for k, v in body.items() if v is not None})
    about = {"case": Case(FOUND, told), "actor": person(by), "today": date(2026, 11, 23), "row": row()}
    units = {"xiangtang_town": unit(TOWN, "向塘镇")}
    return Context(entry=entry, **(about | {"units": units, "accounts": {"shenhe": ACCOUNT}} | given))


def without(name: str, field: str, **changes: Any) -> Context:
    return context(name, **(changes | {field: None}))


SCANLESS = [{"kind": kind} for kind in ("plan", "self_check", "check_sheet", "extension", "receipt")]
DUMB = [{"name": "示例甲", "organ": "示例市局"}]
FROM_TOWN = [{"name": "示例甲", "unit": "xiangtang_town"}, {"name": "示例乙", "organ": "示例市局"}]
NAMED_SO = [{"name": "示例甲", "organ": "向塘镇政府"}, {"name": "示例乙", "organ": "示例市局"}]
LETTER = LetterOf(finding=FINDING, letter="x", number="1", anonymous=False, replied_on=None)
UPHELD = (beside(Objection, "xianju", O1), beside(Objection, "xianju", O2, settles=O1, outcome="upheld"))
SETTLED = (beside(Objection, "xianju", O1), beside(Objection, "xianju", O2, settles=O1, outcome="dismissed"))
BACK = said("return", "shenhe")

#: need → where it is met, and each way in which it is not
CASES: dict[str, tuple[Context, tuple[Context, ...]]] = {
    "received_record": (
        context("accept"),
        (context("accept", row=row(number=None)), context("accept", row=row(received_on=None))),
    ),
    "responsible_named": (context("accept"), (without("accept", "person"), context("accept", person=" "))),
    "plan_complete": (
        context("plan"),
        (
            without("plan", "plan"),
            context("plan", plan={"target": " ", "measures": [{"text": "示例"}], "due_on": "2026-12-04"}),
            context("plan", plan={"target": "示例", "measures": [], "due_on": "2026-12-04"}),
            context("plan", plan={"target": "示例", "measures": [{"text": ""}], "due_on": "2026-12-04"}),
            context("plan", plan={"target": "示例", "measures": [{"text": "示例"}], "due_on": "2026-11-22"}),
        ),
    ),
    "plan_paper": (context("plan"), (without("plan", "papers"), context("plan", papers=SCANLESS))),
    "approver_not_doer": (
        context("approve_plan", (said("accept"),)),
        (
            context("approve_plan", actor=person("responsible")),
            context("approve_plan", (said("accept", "both"),) , actor=person("reviewer", account="both")),
            context("approve_plan", actor=person("reviewer", TOWN)),
            context("approve_plan", actor=Actor("two", (*person("reviewer").grants, *person("responsible").grants))),
        ),
    ),
    "progress_note": (context("progress"), (without("progress", "note"),)),
    "measures_done": (
        context("submit", PLANNED),
        (
            context("submit", PLANNED, done=[1]),
            context("submit"),
            context("submit", (*PLANNED, said("submit"), BACK), done=[1]),
        ),
    ),
    "photos_before_after": (
        context("submit"),
        (
            without("submit", "photos"),
            context("submit", photos=[{"sha256": "af" * 32, "slot": "before"}]),
            context("submit", (said("submit"), BACK), photos=None),
            context("submit", case=Case(replace(FOUND, photos=()))),
        ),
    ),
    "penalty_done": (context("submit"), (without("submit", "penalty"), context("submit", penalty="pending"))),
    "same_kind_checked": (context("submit"), (without("submit", "same_kind"), context("submit", same_kind=" "))),
    "self_check_paper": (context("submit"), (context("submit", papers=SCANLESS),)),
    "file_complete": (
        context("request_closure", (said("plan"), said("submit"))),
        (context("request_closure", (said("plan"),)), without("request_closure", "papers")),
    ),
    "letter_replied": (
        context("request_closure", letters=(replace(LETTER, anonymous=True), replace(LETTER, replied_on="2026-11-20"))),
        (
            context("request_closure", letters=(LETTER,)),
            context("request_closure", case=Case(replace(FOUND, source="letter"))),
        ),
    ),
    "two_checkers": (
        context("check"),
        (context("check", checkers=DUMB), context("check", checkers=DUMB * 2), without("check", "checkers")),
    ),
    "checkers_independent": (
        context("check"),
        (
            context("check", checkers=FROM_TOWN),
            context("check", checkers=NAMED_SO),
            context("check", checkers=[{"name": "示例甲"}, *DUMB]),
            context("check", accounts={"shenhe": replace(ACCOUNT, grants=DOERS)}),
            context("check", accounts={"shenhe": replace(ACCOUNT, unit_path=TOWN)}),
            context("check", accounts={}),
            context("check", (said("accept", "shenhe"),) ),
            context("check", actor=person("responsible")),
        ),
    ),
    "check_paper": (
        context("check"),
        (without("check", "papers"), without("check", "conclusion"), context("check", (said("check"), BACK), papers=None)),
    ),
    "check_passed": (
        context("notice", (said("check", "shenhe"),)),
        (context("notice", (said("check", "shenhe", conclusion="failed"),)), context("notice", (said("check"), BACK))),
    ),
    "notice_draft_approved": (
        context("notice", (beside(PublicDraft, "shenhe2", D1),), notice=NOTICE),
        (
            context("notice", notice=NOTICE),
            context("notice"),
            context("notice", (beside(PublicDraft, "reviewer", D1),), notice=NOTICE),
            context("notice", (said("accept"), beside(PublicDraft, "zeren", D1)), notice=NOTICE),
            context("notice", (beside(PublicDraft, "shenhe2", D1), BACK), notice=NOTICE),
        ),
    ),
    "notice_terms": (
        context("notice", notice=NOTICE),
        (
            context("notice"),
            context("notice", notice=NOTICE | {"phone": " "}),
            context("notice", notice=NOTICE | {"to_on": "2026-11-22"}),
            context("notice", notice=OVER),
            context("notice", notice=NOTICE | {"to_on": "2026-11-31"}),
        ),
    ),
    "notice_over": (
        context("close", (said("notice", "fabu", notice=OVER),)),
        (
            context("close", (said("notice", "fabu", notice=OVER | {"to_on": "2026-11-23"}),)),
            context("close"),
            context("close", (said("notice", "fabu", notice=OVER), BACK)),
        ),
    ),
    "no_open_objection": (
        context("close", SETTLED),
        (context("close", SETTLED[:1]), context("close", UPHELD)),
    ),
    "approver_signed": (
        context("close"),
        (without("close", "papers"), context("close", papers=[{"kind": "closure_approval", "scan": "5c" * 32}])),
    ),
    "report_document": (context("report"), (context("report", papers=[{"kind": "report", "number": "1", "on": "2026-11-20"}]),)),
    "superior_document": (
        context("agree"),
        (
            without("agree", "papers"),
            context("agree", papers=[{"kind": "superior", "scan": "5c" * 32, "number": "1"}]),
            context("agree", papers=[{"kind": "superior", "scan": "5c" * 32, "on": "2026-11-20"}]),
            context("close", (said("agree", "xianju"), BACK)),
        ),
    ),
    "reasons": (context("return"), (without("return", "note"), context("return", note=" "))),
    "new_due_date": (
        context("extend"),
        (
            without("extend", "due_on"),
            context("extend", due_on="2026-11-22"),
            context("extend", row=row(due_on="2027-03-01")),
        ),
    ),
    "extension_approved": (context("extend"), (context("extend", papers=SCANLESS),)),
    "remaining_measures": (
        context("stage"),
        (without("stage", "remaining"), context("stage", remaining=[{"text": "示例", "person": "示例"}])),
    ),
    "review_cycle": (context("sustain"), (without("sustain", "review_months"),)),
    "evidence": (context("unfounded"), (without("unfounded", "photos"),)),
    "receiving_organ": (
        context("transfer"),
        (without("transfer", "receiver"), context("transfer", receiver={"organ": "示例局", "contact": " "})),
    ),
    "receipt_document": (context("receive"), (context("receive", papers=SCANLESS),)),
    "recurrence_evidence": (
        context("reopen"),
        (
            without("reopen", "photos"),
            without("reopen", "recurrence"),
            context("reopen", recurrence={"on": "2026-11-24", "relation": "示例"}),
            context("reopen", recurrence={"on": "2026-11-21", "relation": ""}),
        ),
    ),
    "archive_no": (context("archive"), (without("archive", "archive"),)),
}  # fmt: skip


def test_every_need_of_the_table_has_its_guard_and_every_guard_its_cases() -> None:
    asked = {line["key"] for line in table("rectification_needs")}
    assert set(NEEDS) == set(needs()) == set(CASES) == asked
    assert {need for one in rows() for need in one.needs} == asked


@pytest.mark.parametrize("need", CASES)
def test_a_guard_holds_where_everything_is_there(need: str) -> None:
    met, _ = CASES[need]
    assert missing([need], met) == []


@pytest.mark.parametrize(
    ("need", "number"), [(need, at) for need, (_, bad) in CASES.items() for at in range(len(bad))]
)
def test_a_guard_fails_where_something_is_not(need: str, number: int) -> None:
    [fault] = missing([need], CASES[need][1][number])
    assert fault.code == need
    assert fault.message.startswith(needs()[need].name)
