"""Bytes that are no request: 4xx as a problem, never 500, and nothing written."""

from uuid import uuid4

import httpx
import pytest

from api.paging import cursor_of
from inspections.reading import holds_nul
from tests.ledger.county import visit

pytestmark = pytest.mark.anyio
JSON = {"content-type": "application/json"}
DEEP = b'{"type":' * 100_000


NO_JSON = [b"{", b'{"type":"vis\xff"}', b"\x00", DEEP, b"[" * 100_000, b"NaN", b"\xef\xbb\xbf{}"]


@pytest.mark.parametrize("path", ["entries", "password", "calc/deadline", "entries/{}"])
async def test_bytes_that_are_no_json_are_400(
    client: httpx.AsyncClient, inspector: dict[str, str], path: str
) -> None:
    method = "PUT" if "{}" in path else "POST"
    for content in NO_JSON:
        address = f"/api/v1/{path.format(uuid4())}"
        answer = await client.request(method, address, headers=inspector | JSON, content=content[:200_000])
        assert (answer.status_code, answer.json()["type"]) == (400, "/problems/malformed"), content[:20]
        assert answer.headers["content-type"] == "application/problem+json"


async def test_without_the_careful_reading_the_same_bytes_end_as_500(
    client: httpx.AsyncClient, inspector: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.routes.entries.body_of", lambda raw, decode: decode(raw))
    answers = [
        await client.put(f"/api/v1/entries/{uuid4()}", headers=inspector | JSON, content=content)
        for content in (b'{"type":"vis\xff"}', b"[" * 100_000)
    ]
    assert [answer.status_code for answer in answers] == [500, 500]
    assert answers[0].json()["type"] == "/problems/internal"
    assert "Unicode" not in answers[0].text


@pytest.mark.parametrize("path", ["entry", "login"])
async def test_a_nul_in_a_text_is_refused_and_an_escaped_one_is_text(
    client: httpx.AsyncClient, inspector: dict[str, str], path: str
) -> None:
    if path == "login":
        answer = await client.post("/api/v1/login", json={"account": "a\0b", "password": "x"})
    else:
        answer = await client.put(f"/api/v1/entries/{uuid4()}", headers=inspector, json=visit(place="甲\0乙"))
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "nul")
    written = await client.put(f"/api/v1/entries/{uuid4()}", headers=inspector, json=visit(place=r"\u0000"))
    assert written.status_code == 201


@pytest.mark.parametrize(
    "kind",
    [
        "text/xml",
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json; charset=gbk",
        "",
        "image/png",
    ],
)
async def test_another_media_type_is_415(
    client: httpx.AsyncClient, inspector: dict[str, str], kind: str
) -> None:
    answer = await client.put(
        f"/api/v1/entries/{uuid4()}", headers={**inspector, "content-type": kind}, content=b'{"type":"visit"}'
    )
    assert (answer.status_code, answer.json()["type"]) == (415, "/problems/media-type")


@pytest.mark.parametrize(("path", "size"), [("entries/{}", 256 * 1024), ("calc/deadline", 1024 * 1024)])
async def test_a_body_too_large_is_413(
    client: httpx.AsyncClient, inspector: dict[str, str], path: str, size: int
) -> None:
    method = "PUT" if "{}" in path else "POST"
    content = b'{"a":"' + b"x" * size + b'"}'
    answer = await client.request(
        method, f"/api/v1/{path.format(uuid4())}", headers=inspector | JSON, content=content
    )
    assert (answer.status_code, answer.json()["type"]) == (413, "/problems/too-large")


WRONG = ["limit=0", "limit=501", "limit=x", "after=%00", "after=!!", "after=bnVsbA", "period=2026-13"]
WRONG += ["bbox=1,2,3", "bbox=nan,1,2,3", "bbox=3,1,2,4", "kind=%00", "unit=%00%ff"]


async def test_a_wrong_parameter_is_400_and_named(
    client: httpx.AsyncClient, inspector: dict[str, str]
) -> None:
    for query in WRONG:
        answer = await client.get(f"/api/v1/visits?{query}", headers=inspector)
        assert (answer.status_code, answer.json()["type"]) == (400, "/problems/wrong-parameter"), query


async def test_a_cursor_no_list_gave_is_400(client: httpx.AsyncClient, inspector: dict[str, str]) -> None:
    """Made by hand: a text and numbers no database can be asked for."""
    for path, places in (
        ("visits", ("\0", "x")),
        ("sites", ("a\0",)),
        ("filings", (10**30,)),
        ("filings", (-1,)),
    ):
        query = {"period": "2026-11", "after": cursor_of(*places)}
        answer = await client.get(f"/api/v1/{path}", params=query, headers=inspector)
        assert (answer.status_code, answer.json()["type"]) == (400, "/problems/wrong-parameter"), path


async def test_strange_filters_find_nothing_and_break_nothing(
    client: httpx.AsyncClient, inspector: dict[str, str]
) -> None:
    for query in (
        "visits?kind=%ff%fe",
        "visits?unit='--",
        "enterprises?q=%25%5f!",
        "sites?unit=%f0%9f%99%82",
    ):
        answer = await client.get(f"/api/v1/{query}", headers=inspector)
        assert (answer.status_code, answer.json()["items"]) == (200, []), query


def test_a_nul_is_found_wherever_it_stands() -> None:
    assert holds_nul({"a": [{"b": "\0"}]})
    assert holds_nul({"\0": 1})
    assert not holds_nul({"a": ["u0000", 1, None, True]})
