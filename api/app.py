"""The server: routes, the door, and what lives as long as it runs.

Owns: putting the parts together, opening and closing storage. Does not own any of the parts. Source: contract.md.
"""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.di import Provide

from api.auth import Sessions, provide_call
from api.auth import routes as routes
from api.metrics import Metrics
from api.middleware import Door, answer_problem, logger
from api.openapi import openapi_config
from api.reading import CarefulRequest
from api.reminding import remind
from api.routes import (
    accounts,
    calculators,
    calendars,
    case_files,
    chasing,
    coverage,
    documents,
    energy_records,
    entries,
    exports,
    files,
    finding_evidence,
    finding_page,
    findings,
    intake,
    ledger,
    letter_page,
    letters,
    maps,
    openings,
    operations,
    papers,
    people,
    photos,
    reference,
    registers,
    similar,
    tasks,
    visit_page,
    visits,
)
from api.site import site_app
from inspections.decoding import Decoder
from inspections.documents.bindery import Bindery
from inspections.exports.spool import Spool
from inspections.ledger import judge_group
from inspections.photos import Folder
from inspections.reuse import Archive, Printing
from inspections.settings import Settings
from inspections.storage import open_storage
from inspections.storage.engine import Clock, Storage, utc_now

SUBJECTS = (
    people,
    accounts,
    entries,
    ledger,
    registers,
    maps,
    visits,
    visit_page,
    findings,
    finding_page,
    finding_evidence,
    similar,
    letters,
    letter_page,
    openings,
    energy_records,
    intake,
    tasks,
    coverage,
    photos,
    calculators,
    calendars,
    reference,
    chasing,
    exports,
    documents,
    case_files,
    papers,
)
BODY_BYTES = 1024 * 1024


def create_app(settings: Settings, storage: Storage | None = None, clock: Clock = utc_now) -> Litestar:
    """The whole server. A storage that is given stays open; else it is opened at start and closed at the end."""
    api = Router(
        "/api/v1",
        route_handlers=[
            *(handler for subject in SUBJECTS for handler in subject.ROUTES),
            files.api_page,
        ],
    )
    return Litestar(
        route_handlers=[api, *operations.ROUTES, files.app_file, files.public_site],
        middleware=[Door()],
        dependencies={"call": Provide(provide_call, sync_to_thread=False)},
        exception_handlers={Exception: answer_problem},
        request_class=CarefulRequest,
        request_max_body_size=BODY_BYTES,
        openapi_config=openapi_config(),
        logging_config=None,
        debug=False,
        lifespan=[running(settings, storage, clock)],
        state=State(
            {
                "settings": settings,
                "clock": clock,
                "metrics": Metrics(),
                "decoder": Decoder(),
                "log": logger(),
                "site": site_app(settings.site),
                "stopping": False,
            }
        ),
    )


def running(settings: Settings, given: Storage | None, clock: Clock):  # type: ignore[no-untyped-def]  # the framework names its type
    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        settings.data.mkdir(parents=True, exist_ok=True)
        storage = given or await open_storage(settings.database, judge_group, clock)
        app.state.storage, app.state.sessions = storage, Sessions(storage, settings)
        app.state.spool = Spool(settings.data / "exports", settings.reserve_mb)
        app.state.bindery = Bindery(settings.data / "exports", settings.reserve_mb)
        Folder(settings.photos).sweep()
        app.state.printing = Printing(
            Archive(storage, Folder(settings.photos), app.state.decoder), partial(not_printed, app.state.log)
        )
        tending = asyncio.create_task(app.state.spool.tend())
        reminding = asyncio.create_task(remind(storage, settings, app.state.clock, app.state.log))
        settle_memory()
        try:
            yield
        finally:
            app.state.stopping = True
            tending.cancel()
            reminding.cancel()
            await app.state.printing.close()
            await app.state.spool.close()
            await app.state.bindery.close()
            await app.state.decoder.close()
            if given is None:
                await storage.close()

    return lifespan


def not_printed(log: Any, sha256: str, error: Exception) -> None:
    """The photo itself is safe; the next start tries again."""
    log.warning("photo not printed", sha256=sha256, error=repr(error))


def settle_memory() -> None:
    """What stands after start is never garbage; fewer collections halve the slowest answers (docs/design/0002)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 50)
