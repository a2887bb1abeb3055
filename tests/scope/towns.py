"""Two towns for the scope matrix: accounts of every role over each, and in each one thing of every sort.

Owns: furnishing them through the real application. Does not own what a route answers (test_matrix.py).
"""

import hashlib
import json
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from inspections.credentials import set_password
from inspections.demo import energy
from tests.fuzz.asgi import call
from tests.fuzz.harness import ACCOUNTS, HOST, JSON, PASSWORD, Door, county_door

OWN, OTHER, NONE = "xiangtang_town", "sanjiang_town", "nowhere_town"


class Places(NamedTuple):
    """One thing of each sort in a unit."""

    visit: str
    finding: str
    photo: str
    account: str
    letter: str
    opening: str
    records: dict[str, str]  #: an energy record of each kind


@asynccontextmanager
async def town_door(folder: Path) -> AsyncIterator[tuple[Door, dict[str, Places]]]:
    """Accounts of every role over 向塘镇 and over 三江镇, each unit with a visit and a photo."""
    async with county_door(folder) as door:
        tokens = dict(door.tokens)
        for role in ACCOUNTS:
            for unit in (OWN, OTHER):
                tokens[f"{role}@{unit}"] = await enrol(door, role, unit)
        door = Door(door.app, tokens)
        yield (
            door,
            {unit: await furnish(door, unit) for unit in (OWN, OTHER)}
            | {
                NONE: Places(
                    str(uuid.uuid4()),
                    str(uuid.uuid4()),
                    "0" * 64,
                    "nobody.nowhere",
                    str(uuid.uuid4()),
                    str(uuid.uuid4()),
                    {kind: str(uuid.uuid4()) for kind in ("audit", "balance", "supervision")},
                )
            },
        )


async def enrol(door: Door, role: str, unit: str) -> bytes:
    account = f"{role}.{unit}".replace("_", "-")
    grants = [{"role": role, "unit": unit, "valid_from": "2020-01-01"}]
    body = {
        "type": "account",
        "made_at": "2026-11-01T08:00:00+08:00",
        "unit": unit,
        "account": account,
        "name": "示例",
        "grants": grants,
    }
    reply = await door.ask("admin", "PUT", f"/api/v1/entries/{uuid.uuid4()}", body=body)
    assert reply.status == 201, reply.body.decode()
    await set_password(door.app.state.storage, account, PASSWORD, door.app.state.settings)
    login = json.dumps({"account": account, "password": PASSWORD, "device": "x"}).encode()
    return json.loads((await call(door.app, "POST", "/api/v1/login", b"", (HOST, JSON), login)).body)[
        "token"
    ].encode()


async def furnish(door: Door, unit: str) -> Places:
    """A visit, a finding of it and a photo brought by the unit's own inspector."""
    visit, finding = str(uuid.uuid4()), str(uuid.uuid4())
    picture = PNG + unit.encode()
    sha256 = hashlib.sha256(picture).hexdigest()
    pictured = visit_body(unit) | {"photos": [{"sha256": sha256}]}
    for entry_id, body in ((visit, pictured), (finding, finding_body(unit, visit))):
        reply = await door.ask(f"inspector@{unit}", "PUT", f"/api/v1/entries/{entry_id}", body=body)
        assert reply.status == 201, reply.body.decode()
    headers = (
        HOST,
        (b"content-type", b"image/png"),
        (b"authorization", b"Bearer " + door.tokens[f"inspector@{unit}"]),
    )
    reply = await call(door.app, "PUT", f"/api/v1/photos/{sha256}", b"", headers, picture)
    assert reply.status == 201, reply.body.decode()
    letter = letter_body(unit, finding)
    reply = await door.ask(f"county@{unit}", "PUT", f"/api/v1/entries/{uuid.uuid4()}", body=letter)
    assert reply.status == 201, reply.body.decode()
    asked = {"purpose": f"示例-{unit}"}
    reply = await door.ask(
        f"county@{unit}", "POST", f"/api/v1/letters/{letter['letter']}/petitioner", body=asked
    )
    assert reply.status == 200, reply.body.decode()
    records = await furnish_records(door, unit)
    account = f"inspector.{unit}".replace("_", "-")
    opening = opening_body(unit)
    reply = await door.ask(f"county@{unit}", "PUT", f"/api/v1/entries/{uuid.uuid4()}", body=opening)
    assert reply.status == 201, reply.body.decode()
    return Places(visit, finding, sha256, account, letter["letter"], opening["opening"], records)


async def furnish_records(door: Door, unit: str) -> dict[str, str]:
    """An audit, a balance and a supervision of a firm of the unit, by the energy centre."""
    firm, made_at = str(uuid.uuid4()), "2026-11-20T09:00:00+08:00"
    body = {
        "type": "enterprise",
        "enterprise": firm,
        "name": f"示例-{unit}",
        "unit": unit,
        "made_at": made_at,
    }
    reply = await door.ask(f"county@{unit}", "PUT", f"/api/v1/entries/{uuid.uuid4()}", body=body)
    assert reply.status == 201, reply.body.decode()
    about = {"unit": unit, "enterprise": firm, "organ": f"示例-{unit}", "made_at": made_at}
    found = {}
    for body in (
        energy.plant_audit(2025),
        energy.foundry_balance(date(2026, 3, 1)),
        energy.supervision(date(2026, 5, 12)),
    ):
        found[body["type"]] = str(uuid.uuid4())
        path = f"/api/v1/entries/{found[body['type']]}"
        reply = await door.ask(f"energy_centre@{unit}", "PUT", path, body=body | about)
        assert reply.status == 201, reply.body.decode()
    return found


def visit_body(unit: str) -> dict[str, Any]:
    return {
        "type": "visit", "made_at": "2026-11-20T10:00:00+08:00", "unit": unit, "kind": "steel_patrol", "period": "2026-11",
        "nature": "outside", "started_at": "2026-11-20T09:00:00+08:00", "place": f"示例-{unit}",
        "answers": {"melting_present": "no", "dismantling_site": "no", "result": "none_found"},
    }  # fmt: skip


def finding_body(unit: str, visit: str) -> dict[str, Any]:
    return {
        "type": "finding", "made_at": "2026-11-20T10:05:00+08:00", "unit": unit, "visit": visit, "severity": "minor",
        "text": f"示例-{unit}", "due_on": "2026-11-21",
    }  # fmt: skip


def opening_body(unit: str) -> dict[str, Any]:
    return {
        "type": "opening", "made_at": "2026-11-20T10:15:00+08:00", "opening": str(uuid.uuid4()), "unit": unit, "number": f"示例-{unit}",
        "source": "letter", "text": f"示例-{unit}", "state": "rectifying",
    }  # fmt: skip


def letter_body(unit: str, finding: str) -> dict[str, Any]:
    return {
        "type": "letter", "made_at": "2026-11-20T10:10:00+08:00", "letter": str(uuid.uuid4()), "unit": unit, "finding": finding,
        "number": f"示例-{unit}", "received_on": "2026-11-20", "category": "other", "text": f"示例-{unit}",
        "petitioner": {"name": f"示例-{unit}"},
    }  # fmt: skip


PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU"
    b"\x00\x00\x00\nIDATx\x9cc`\x00\x00\x00\x02\x00\x01H\xaf\xa4q\x00\x00\x00\x00IEND\xaeB`\x82"
)
