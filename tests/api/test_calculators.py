"""Every calculator answers its example over HTTP as the command line does, and with its faults at once."""

import json
from importlib.resources import files

import httpx
import pytest

from inspections.calculators import CALCULATORS
from tests.cli.conftest import call

pytestmark = pytest.mark.anyio
EXAMPLES = files("inspections.calculators") / "examples"


async def test_the_api_and_the_command_line_give_the_same_answer(
    client: httpx.AsyncClient, inspector: dict[str, str]
) -> None:
    for name in CALCULATORS:
        example = (EXAMPLES / f"{name}.json").read_text("utf-8")
        answer = await client.post(f"/api/v1/calc/{name}", headers=inspector, json=json.loads(example))
        assert answer.status_code == 200, (name, answer.text)
        assert answer.json() == json.loads(call("calc", name, "-", given=example).stdout), name


async def test_the_api_and_the_command_line_give_the_same_faults(
    client: httpx.AsyncClient, inspector: dict[str, str]
) -> None:
    wrong = {"period": "2025", "items": [{"energy": "natural_gas", "quantity": "850000", "unit": "万m³"}, {}]}
    answer = await client.post("/api/v1/calc/energy", headers=inspector, json=wrong)
    told = call("calc", "energy", "-", given=json.dumps(wrong))
    assert (answer.status_code, told.exit_code) == (422, 2)
    assert answer.json()["errors"] == json.loads(told.stdout)["errors"]
