"""Who asks in most tests of the API."""

import httpx
import pytest

from tests.people import COUNTY, INSPECTOR, signed_in


@pytest.fixture
async def inspector(client: httpx.AsyncClient) -> dict[str, str]:
    """An inspector of 向塘镇, signed in."""
    return await signed_in(client, INSPECTOR)


@pytest.fixture
async def county_user(client: httpx.AsyncClient) -> dict[str, str]:
    """A county officer, signed in."""
    return await signed_in(client, COUNTY)
