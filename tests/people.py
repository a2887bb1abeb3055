"""Who acts in tests: the contract's demonstration accounts, and signing them in.

Owns: their names, the one password of the tests, what a signed-in request carries, filing and asking as one of them.
Does not own the accounts themselves (inspections/demo/places.py).
"""

from typing import Any
from uuid import uuid4

import httpx

from inspections.demo.places import ACCOUNTS

PASSWORD = "Xiang-tang-2026"
EVERYBODY = tuple(one.account for one in ACCOUNTS)
INSPECTOR = "xunchayuan"  #: 向塘镇 only
COUNTY = "xianju"
RESPONSIBLE = "zeren"
REVIEWER = "shenhe"
ENERGY = "jieneng"
PUBLISHER = "fabu"
AUDITOR = "shenji"
ADMIN = "guanli"


async def signed_in(client: httpx.AsyncClient, account: str, password: str = PASSWORD) -> dict[str, str]:
    """The header of an account signed in with its password."""
    answer = await client.post("/api/v1/login", json={"account": account, "password": password})
    assert answer.status_code == 200, answer.text
    client.cookies.clear()
    return {"Authorization": f"Bearer {answer.json()['token']}"}


async def written(client: httpx.AsyncClient, headers: dict[str, str], body: Any, entry_id: str = "") -> str:
    """An entry on disk; its id."""
    entry_id = entry_id or str(uuid4())
    answer = await client.put(f"/api/v1/entries/{entry_id}", headers=headers, json=body)
    assert answer.status_code == 201, answer.text
    return entry_id


async def got(client: httpx.AsyncClient, path: str, headers: dict[str, str], status: int = 200) -> Any:
    """What a route answers."""
    answer = await client.get(f"/api/v1/{path}", headers=headers)
    assert answer.status_code == status, answer.text
    return answer.json()
