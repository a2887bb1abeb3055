"""Who acts in tests: the contract's demonstration accounts, and signing them in.

Owns: their names, the one password of the tests, what a signed-in request carries. Does not own the accounts
themselves (inspections/demo/places.py).
"""

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
