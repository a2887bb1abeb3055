"""The table of steps: every cell answered, read as it stands, no way round a gate; T20."""

import csv
from datetime import UTC, datetime
from importlib.resources import files
from itertools import product
from typing import Any
from uuid import UUID

import msgspec
import pytest

from inspections import steps
from inspections.chain import History
from inspections.entries import Envelope
from inspections.facts import Facts, Lookup, Refusal
from inspections.findings import FindingRow
from inspections.letters import LetterOf
from inspections.people import ROLES, Account
from inspections.rectification import LEVELS, allowed, row_of, rows, states
from inspections.step_contents import Step
from inspections.units import Unit
from tests.casework import WITH, assigned, draft, step
from tests.standing import FINDING, TOWN, person, read, row, unit

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
TABLE = list(
    csv.DictReader((files("inspections.reference") / "rectification_steps.csv").open(encoding="utf-8"))
)


def facts(finding: FindingRow, *entries: dict[str, Any]) -> Facts:
    """What the ledger would fetch for a step on this finding."""
    found = Facts()
    told = [
        envelope(FINDING, assigned(), "xianju", {}),
        *(envelope(str(UUID(int=at)), one, "zeren", {}) for at, one in enumerate(entries)),
    ]
    history = tuple(History(subject=FINDING, seq=at, stored=one) for at, one in enumerate(told))
    found.load(
        [(FindingRow.at(FINDING), finding), (History.at(FINDING), history), (LetterOf.at(FINDING), ())]
    )
    found.load([(Unit.at("xiangtang_town"), unit(TOWN, "向塘镇")), (Account.at("shenhe"), None)])
    return found


def envelope(entry_id: str, body: dict[str, Any], actor: str, decision: dict[str, Any]) -> str:
    empty = dict.fromkeys(Envelope.__struct_fields__, "")
    parts = {"id": entry_id, "seq": 1, "v": 1, "type": body["type"], "actor": actor, "decision": decision}
    return msgspec.json.encode(empty | parts | {"body": body}).decode()


def fill(entry: Step, known: Facts) -> None:
    """What the step names beside these is not there."""
    while lacking := [
        key for key in (*steps.needs(entry, known), *steps.asks(entry, known)) if key not in known
    ]:
        known.load([(key, () if issubclass(key.table, Lookup) else None) for key in lacking])


# The table


def test_every_state_step_role_and_level_is_answered(capsys: pytest.CaptureFixture[str]) -> None:
    resting = [state.key for state in states().values() if state.resting]
    names = sorted({line["step"] for line in TABLE})
    who = {
        (line["from"], line["step"], level): line["who"]
        for line in TABLE
        for level in line["levels"].split(";")
    }
    asked = {
        (line["from"], line["step"], level): line["needs"].split(";")
        for line in TABLE
        for level in line["levels"].split(";")
    }
    cells = opened = 0
    for state, name, role, level in product(resting, names, ROLES, LEVELS):
        finding, actor = row(state=state, type=states()[state].type, level=level), person(role)
        entry = read(step(FINDING, name, state) | {"made_at": NOW})
        known = facts(finding, step(FINDING, "plan", "accepted"))
        fill(entry, known)
        grant = steps.authority(entry, known, actor, steps.Place("360121", TOWN))
        cells += 1
        if (state, name, level) not in who:
            answer = steps.judge(entry, known, actor, NOW)
            assert isinstance(answer, Refusal)
            assert [one.code for one in answer.faults] == ["no-such-step-here"]
        elif who[state, name, level] != role:
            assert grant is None, (state, name, role, level)
        else:
            opened += 1
            assert grant is not None
            answer = steps.judge(entry, known, actor, NOW)
            if isinstance(answer, Refusal):
                assert {one.code for one in answer.faults} <= set(asked[state, name, level])
    with capsys.disabled():
        print(f"\nrectification: {cells} cells answered, {opened} of them open")
    assert (cells, opened) == (20 * 20 * 8 * 5, len(who))


def test_the_table_is_read_as_it_stands() -> None:
    assert [(one.state, one.step, one.to, one.who) for one in rows()] == [
        (line["from"], line["step"], line["to"], line["who"]) for line in TABLE
    ]
    for line in TABLE:
        for level in line["levels"].split(";"):
            found = row_of(line["from"], line["step"], level)
            assert found and ";".join(found.needs) == line["needs"] and found.marks == line["marks"]


def test_one_row_answers_for_a_state_a_step_and_a_level() -> None:
    told = [(one.state, one.step, level) for one in rows() for level in one.levels]
    assert len(told) == len(set(told))


def reachable(level: str, without: str = "") -> set[str]:
    """States from the first one, never through one of them."""
    seen, todo = set(), ["assigned"]
    while todo:
        state = todo.pop()
        if state not in seen and state != without:
            seen.add(state)
            todo += [one.to for one in allowed(state, level)]
    return seen


def test_central_and_provincial_items_close_only_through_report_and_agreement() -> None:
    for level in ("central", "provincial"):
        assert "closed" in reachable(level)
        for gate in ("county_verified", "reported", "superior_agreed", "on_notice"):
            assert "closed" not in reachable(level, gate), (level, gate)
    for level in ("city", "county", "self"):
        assert "closed" in reachable(level)
        for gate in ("checked", "on_notice"):
            assert "closed" not in reachable(level, gate), (level, gate)
        assert not {"county_verified", "reported", "superior_agreed"} & reachable(level)


def test_staged_and_long_term_are_open_and_only_closing_closes() -> None:
    assert {key for key, one in states().items() if one.type == "closed"} == {
        *("closed", "archived", "unfounded", "transferred")
    }
    assert states()["staged"].type == states()["long_term"].type == states()["reopened"].type == "open"


def test_T20_closing_is_asked_without_an_after_photo_and_by_a_checker_of_the_responsible_unit() -> None:
    """Everything missing is told at once, with the words of the table; the state stays (it has no effects)."""
    bare = read({"finding": FINDING, "made_at": NOW, "step": "submit", "from_state": "rectifying"})
    answer = steps.judge(bare, facts(row(state="rectifying")), person("responsible"), NOW)
    assert isinstance(answer, Refusal)
    assert [one.code for one in answer.faults] == [
        *("measures_done", "photos_before_after", "penalty_done", "same_kind_checked", "self_check_paper")
    ]
    assert answer.faults[1].message == "整改前后照片：同一点位整改前、整改后各一张以上。"
    own = read(
        step(FINDING, "check", "closure_requested", checkers=[{"name": "示例甲", "unit": "xiangtang_town"}])
        | {"made_at": NOW}
    )
    answer = steps.judge(own, facts(row(state="closure_requested")), person("reviewer"), NOW)
    assert isinstance(answer, Refusal)
    assert [one.code for one in answer.faults] == ["two_checkers", "checkers_independent"]


def test_a_doer_of_a_firm_holds_that_firms_findings_only() -> None:
    firm = str(UUID(int=7))
    doer = person("responsible", enterprise=firm)
    assert steps.acting(doer, row(responsible_enterprise=firm), ("responsible",))
    assert steps.acting(doer, row(), ("responsible",)) is None
    assert steps.acting(doer, row(responsible_enterprise=str(UUID(int=8))), ("responsible",)) is None


def test_what_a_step_asks_for_is_what_its_helpers_bring() -> None:
    """The bodies the tests send have no field that the table never asks for."""
    assert {name for body in WITH.values() for name in body} <= set(Step.__struct_fields__)
    assert draft(FINDING)["type"] == "public_draft"
