"""A finding from 待签收 to 归档 through the one door, on both engines: straight ways, and what moves them back."""

from uuid import uuid4

import pytest

from inspections.facts import Refusal
from inspections.findings import FindingRow
from inspections.ledger import Created
from inspections.replay import digests, rebuild
from inspections.steps import FindingStep
from tests.casework import DOES, WAYS, assigned, draft, notice, step
from tests.ledger.county import write

pytestmark = pytest.mark.anyio


def codes(answer):
    assert isinstance(answer, Refusal), answer
    return sorted(fault.code for fault in answer.faults)


async def rows(storage, view):
    return [
        dict(zip(view.__struct_fields__, row, strict=True)) for row in await storage.rows(f"all_{view.table}")
    ]


async def row(storage, finding):
    return next(one for one in await rows(storage, FindingRow) if one["id"] == str(finding))


async def take(storage, clock, finding, name, by="", **changes):
    """A step from where the finding stands, with all it needs; before a notice its draft, before closing its days."""
    state = (await row(storage, finding))["state"]
    if name == "notice" and "notice" not in changes:
        written = uuid4()
        assert isinstance(await write(storage, draft(finding), "shenhe2", written), Created)
        changes["notice"] = notice(written, clock)
    if name == "close":
        clock.forward(days=8)
    return await write(storage, step(finding, name, state, **changes), by or DOES[name])


async def walk(storage, clock, level, until=""):
    """A case on its straight way, up to a step or to its end."""
    finding = uuid4()
    assert isinstance(await write(storage, assigned(level), "xianju", finding), Created)
    for name in WAYS["central" if level in ("central", "provincial") else "county"]:
        answer = await take(storage, clock, finding, name)
        assert isinstance(answer, Created), (name, answer)
        if name == until:
            break
    return finding


@pytest.mark.parametrize("level", ["self", "county", "city", "provincial", "central"])
async def test_a_case_goes_its_straight_way_to_the_archive(county, clock, level):
    finding = await walk(county, clock, level)
    seen = await row(county, finding)
    assert (seen["state"], seen["type"], seen["cycle"], seen["round"]) == ("archived", "closed", 1, 1)
    assert (seen["closed_on"], seen["first_closed_on"]) == ("2026-11-30", "2026-11-30")
    assert (seen["fixed_on"], seen["due_on"], seen["original_due_on"]) == (
        "2026-11-22",
        "2026-12-04",
        "2026-12-04",
    )
    taken = [one["step"] for one in sorted(await rows(county, FindingStep), key=lambda one: one["seq"])]
    assert taken == [*WAYS["central" if level in ("central", "provincial") else "county"]]
    before = await digests(county)
    await rebuild(county)
    assert await digests(county) == before
