"""Photos over HTTP: kept once, seen by whom it may concern, refused when they are something else."""

import hashlib

import httpx
import pytest

from tests.people import COUNTY, ENERGY, INSPECTOR, signed_in

pytestmark = pytest.mark.anyio
Headers = dict[str, str]
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
DIGEST = hashlib.sha256(PNG).hexdigest()


@pytest.fixture
async def inspector(client: httpx.AsyncClient) -> Headers:
    return await signed_in(client, INSPECTOR)


@pytest.fixture
async def county_user(client: httpx.AsyncClient) -> Headers:
    return await signed_in(client, COUNTY)


async def test_a_photo_is_kept_once_and_seen_by_its_bringer_and_the_county(
    client: httpx.AsyncClient, inspector: Headers, county_user: Headers
) -> None:
    png = {"content-type": "image/png"}
    address = f"/api/v1/photos/{DIGEST}"
    assert (await client.head(address, headers=inspector)).status_code == 404
    assert (await client.put(address, headers=inspector | png, content=PNG)).status_code == 201
    assert (await client.put(address, headers=inspector | png, content=PNG)).status_code == 200
    for headers in (inspector, county_user):
        answer = await client.get(address, headers=headers)
        assert (answer.status_code, answer.content) == (200, PNG)
        assert (answer.headers["content-type"], answer.headers["x-content-type-options"]) == (
            "image/png",
            "nosniff",
        )
        assert answer.headers["content-disposition"].startswith("attachment")
    energy = await signed_in(client, ENERGY)
    assert (await client.get(address, headers=energy)).status_code == 404
    assert (await client.head(address, headers=energy)).status_code == 404


@pytest.mark.parametrize(
    ("content", "kind", "code"),
    [
        (PNG + b"x", "image/png", "hash-differs"),
        (PNG, "image/jpeg", "not-this-picture"),
        (b"<html><script>alert(1)</script>", "image/png", "not-this-picture"),
        (b"RIFF\0\0\0\0WAVEfmt ", "image/webp", "not-this-picture"),
        (b"", "image/png", "not-this-picture"),
    ],
)
async def test_what_is_no_photo_is_refused_and_leaves_nothing(
    client: httpx.AsyncClient, inspector: Headers, content: bytes, kind: str, code: str
) -> None:
    digest = DIGEST if code == "hash-differs" else hashlib.sha256(content).hexdigest()
    headers = inspector | {"content-type": kind}
    answer = await client.put(f"/api/v1/photos/{digest}", headers=headers, content=content)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, code)
    folder = client.app.state.settings.photos  # type: ignore[attr-defined]
    assert [path for path in folder.rglob("*") if path.is_file()] == []


async def test_a_photo_of_thirteen_megabytes_or_of_another_type_is_refused(
    client: httpx.AsyncClient, inspector: Headers
) -> None:
    big = PNG + bytes(13 * 1024 * 1024)
    digest = hashlib.sha256(big).hexdigest()
    answer = await client.put(
        f"/api/v1/photos/{digest}", headers=inspector | {"content-type": "image/png"}, content=big
    )
    assert answer.status_code == 413
    svg = await client.put(
        f"/api/v1/photos/{DIGEST}", headers=inspector | {"content-type": "image/svg+xml"}, content=PNG
    )
    assert svg.status_code == 415
