"""Nobody gets in where they don't belong: every route × role × own, other or no such unit.

Each role has an account over 向塘镇 alone; what is asked for lies in 向塘镇 (own), in 三江镇 (other) or nowhere (none).
`ANSWERS` is the table: what a route answers a role it lets in. A role it does not let in always gets 403. Whatever
the answer is, nothing of 三江镇 may stand in it.
"""

import asyncio
import re
import uuid
from pathlib import Path
from typing import NamedTuple

import pytest

from api.app import routes
from api.routes import case_files
from inspections.people import WRITES
from inspections.storage.dialect import SQLITE
from inspections.storage.queries import named
from tests.fuzz.asgi import Reply
from tests.fuzz.harness import ACCOUNTS, Door
from tests.scope.answers import ANSWERS, OF_A_VISIT, PLAIN
from tests.scope.towns import NONE, OTHER, OWN, Places, town_door, visit_body

case_files.WAIT_S = 600  # a slow machine still answers with the file
RELATIONS = {"own": OWN, "other": OTHER, "none": NONE}

QUERY = {
    "similar": "category=other&lat=28.5&lon=115.9",
    "at": "lat=28.5&lon=115.9&crs=WGS84",
    "coverage": "kind=steel_patrol&year=2026",
    "changes": "book=360121&since=0&limit=500",
}


#: routes that take bytes: JSON is answered 415 before any role
BYTES = ("PUT /api/v1/photos/{sha256}", "POST /api/v1/imports/{kind}")


class Cell(NamedTuple):
    route: str
    role: str
    relation: str
    expected: int


def cells(door: Door) -> list[Cell]:
    found = []
    for method, path, roles in routes(door.app):
        route = f"{method} {path}"
        if roles is None or "public" in roles:
            continue
        for role in ACCOUNTS:
            for number, relation in enumerate(RELATIONS):
                let_in = role in roles or route in BYTES
                expected = expected_of(route, role, number) if let_in else 403
                found.append(Cell(route, role, relation, expected))
    return found


def expected_of(route: str, role: str, number: int) -> int:
    if route in PLAIN:
        return {
            "POST /api/v1/password": 422,
            "POST /api/v1/logout": 204,
            **dict.fromkeys(BYTES, 415),
            "POST /api/v1/calendars/preview": 403,  # the whole county's, and these accounts have a town
        }.get(route, 200)
    if route.startswith("PUT /api/v1/entries") and role not in WRITES["visit"]:
        return 403
    if route == "GET /api/v1/entries/{entry_id}" and role == "admin":
        return 404  # accounts and settings only, no business data
    if role == "responsible" and route in OF_A_VISIT:
        return OF_A_VISIT[route]  # a doer sees the findings it answers for, never the visit they came from
    if route == "DELETE /api/v1/devices/{device}":
        return 404  # a device of one's own only; tests/api shows the other side
    return ANSWERS[route][number]


async def ask(door: Door, cell: Cell, places: dict[str, Places]) -> Reply:
    method, path = cell.route.split(" ")
    there, unit = places[RELATIONS[cell.relation]], RELATIONS[cell.relation]
    for name, value in (
        ("entry_id", there.visit),
        ("visit_id", there.visit),
        ("finding_id", there.finding),
        ("sha256", there.photo),
        ("account", there.account),
        ("letter", there.letter),
        ("opening", there.opening),
        *((f"{kind}_id", record) for kind, record in there.records.items()),
    ):
        path = path.replace("{" + name + "}", value)
    path = path.replace("templates/{name}", "templates/audit.xlsx").replace("imports/{kind}", "imports/audit")
    path = path.replace("case-file/{name}", f"case-file/{there.finding}.pdf")
    path = path.replace("{kind}/{name}", f"visit-record/{there.visit}.docx")
    path = (
        path.replace("{table}", "unit_product_limits")
        .replace("{device}", "x")
        .replace("{name}", "visits.csv" if "exports" in path else "deadline")
    )
    last = path.rsplit("/", 1)[-1]
    query, body = QUERY.get(last, ""), None
    if cell.route in (
        "GET /api/v1/papers",
        "GET /api/v1/visits",
        "GET /api/v1/findings",
        "GET /api/v1/audits",
        "GET /api/v1/balances",
        "GET /api/v1/supervisions",
        "GET /api/v1/letters",
        "GET /api/v1/openings",
        "GET /api/v1/sites",
        "GET /api/v1/enterprises",
        "GET /api/v1/exports/{name}",
    ):
        query = f"unit={unit}"
    if method == "PUT" and "entries" in path:
        path, body = f"/api/v1/entries/{uuid.uuid4()}", visit_body(unit)
    if cell.route == "POST /api/v1/entries":
        body = {"entries": [{"id": str(uuid.uuid4()), **visit_body(unit)}]}
    if last == "rehearsal":
        body = visit_body(unit)
    if last == "filings":
        query = f"period=2026-11&unit={unit}"
    if last == "receipts":
        query = f"ids={there.visit}"
    if "calc" in path:
        body = {"from": "2026-02-12", "count": 5, "kind": "working"}
    if last == "preview":
        body = {"year": 2027, "days": [{"day": "2027-01-01", "kind": "off"}]}
    if last == "petitioner":
        body = {"purpose": "核对答复地址"}
    if last == "password":
        body = {"old": "not-this-one", "new": "x"}
    return await door.ask(f"{cell.role}@{OWN}", method, path, query, body)


async def walk(folder: Path, *, to_the_end: bool = True) -> tuple[int, list[str]]:
    """Every cell, or up to the first wrong one; what does not answer as the table says or lets something of 三江镇 out."""
    wrong = []
    async with town_door(folder) as (door, places):
        table = sorted(cells(door), key=lambda one: ("logout" in one.route, "code" in one.route))
        for cell in table:
            reply = await ask(door, cell, places)
            if reply.status != cell.expected and not (cell.route.endswith("logout") and reply.status == 401):
                wrong.append(f"{cell}: {reply.status}")
            if leaks(reply, places[OTHER], cell):
                wrong.append(f"{cell}: lets something of {OTHER} out")
            if wrong and not to_the_end:
                break
    return len(table), wrong


def leaks(reply: Reply, other: Places, cell: Cell) -> bool:
    """Does the answer hold anything of the other unit beyond what was asked with?"""
    text = reply.body.decode("utf-8", "replace")
    theirs = f"inspector.{OTHER}".replace("_", "-")
    marks = [f"示例-{OTHER}", f"/{OTHER}/", f'"unit":"{OTHER}"', theirs]
    if (
        cell.route == "GET /api/v1/inbox"
    ):  # what one sent oneself may name any unit; what others sent may not show
        marks = [f'"account":"{theirs}"']
    theirs_in = any(
        entry_id in text
        for entry_id in (other.visit, other.finding, other.letter, other.opening, *other.records.values())
    )
    return any(mark in text for mark in marks) or (
        theirs_in and reply.status == 200 and cell.relation != "other"
    )


def test_every_route_role_and_unit_answers_as_the_table_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    count, wrong = asyncio.run(walk(tmp_path))
    with capsys.disabled():
        print(f"\nscope matrix: {count} cells")
    assert not wrong, "\n".join(wrong)


def test_every_route_is_in_the_table(tmp_path: Path) -> None:
    from api.app import create_app
    from inspections.settings import Settings

    known = {
        f"{m} {p}"
        for m, p, roles in routes(create_app(Settings(data=tmp_path)))
        if roles and "public" not in roles
    }
    assert known == ANSWERS.keys() | PLAIN


@pytest.mark.parametrize(
    "query",
    [
        "visit",
        "visits",
        "findings",
        "entry_by_id",
        "sites",
        "changes",
        "paper_visit",
        "export_visits",
        "letters",
        "readings",
        "openings",
        "energy_records",
    ],
)
def test_an_unscoped_query_is_caught(query: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scoped = re.compile(
        r"exists \(select 1 from \(select value from json_each\(:scopes\)\) \w+ where .*? between .*?\)"
    )
    alone = re.compile(r"f\.(unit|responsible)_path between cast\(.*?\) and cast\(.*?\) \|\| '~'")
    planted = scoped.sub("(:scopes = :scopes)", named(SQLITE)[query])
    planted = alone.sub("(1 = 1)", planted)
    assert planted != named(SQLITE)[query]
    monkeypatch.setitem(named(SQLITE), query, planted)
    _, wrong = asyncio.run(walk(tmp_path, to_the_end=False))
    assert wrong
