"""The server's own reminder: once a day the digest, and every minute what still waits to be sent.

Owns: this loop, which runs as long as the server does. Does not own what is said (inspections/digests.py) or how it is sent
(inspections/outgoing.py). Several processes may run it: a message is filed once and claimed by one. It never stops a request.
"""

import asyncio
from typing import Any, Final

from inspections import digests, outgoing
from inspections.months import day_of
from inspections.settings import Settings
from inspections.storage.engine import Clock, Storage

EVERY_S: Final = 60


async def remind(storage: Storage, settings: Settings, clock: Clock, log: Any) -> None:
    """Until it is cancelled; at once where nothing could be sent."""
    filed_for = None
    while settings.mail_server or settings.robots:
        now = clock()
        try:
            if digests.is_time(settings, now) and filed_for != day_of(now):
                log.info("reminding", filed=await digests.file_digests(storage, settings, day_of(now), now))
                filed_for = day_of(now)
            tally = await outgoing.send_waiting(storage, settings, now)
        except Exception as failed:  # whatever goes wrong in one round, the next comes in a minute
            log.warning("reminding", failed=type(failed).__name__)
        else:
            if tally.sent or tally.failed:
                log.info("reminding", sent=tally.sent, failed=tally.failed)
        await asyncio.sleep(EVERY_S)
