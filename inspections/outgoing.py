"""What is to be sent (待发提醒): kept until it is sent, tried again when it fails, never in anybody's way.

Owns: the queue and its tries. A message is filed once a day and recipient, claimed by one process at a time and sent in a thread;
a failure is kept with its reason and tried again, further and further apart, for three days. Does not own what is said
(digests.py) or the two ways out (mailing.py, robots.py). No view and no entry: losing the queue loses nothing of the ledger.
"""

import asyncio
import hashlib
from datetime import datetime, timedelta
from typing import Final, Literal, NamedTuple

from inspections.facts import now_text
from inspections.mailing import NotSent, send_mail
from inspections.robots import tell_robot
from inspections.settings import Settings
from inspections.storage.engine import Storage

Channel = Literal["mail", "robot"]
#: minutes until the next try after the first, second … failure; the last is repeated
PAUSES_MIN: Final = (2, 10, 60, 240)
KEPT_TRYING: Final = timedelta(days=3)
CLAIMED: Final = timedelta(
    minutes=5
)  #: longer than any try takes; a process that died gives its claim back by time
KEPT_DAYS: Final = 90
AT_ONCE: Final = 50


class Message(NamedTuple):
    """One message on its way. `recipient`: an account, or the digest of a robot's address, which is a key."""

    day: str
    channel: Channel
    recipient: str
    subject: str
    body: str

    @property
    def id(self) -> str:
        return f"{self.day}/{self.channel}/{self.recipient}"


class Tally(NamedTuple):
    sent: int
    failed: int


def robot_key(url: str) -> str:
    """A name for a robot that does not give its address away."""
    return hashlib.sha256(url.encode()).hexdigest()[:16]


async def file(storage: Storage, messages: list[Message], now: datetime) -> int:
    """Keep messages for sending; one of the same day and recipient is there already. The number of new ones."""
    await storage.run("outgoing_forget", before=f"{(now - timedelta(days=KEPT_DAYS)).date()}")
    count = 0
    for one in messages:
        count += await storage.run(
            "outgoing_file",
            id=one.id,
            day=one.day,
            channel=one.channel,
            recipient=one.recipient,
            subject=one.subject,
            body=one.body,
            now=now_text(now),
            until=now_text(now + KEPT_TRYING),
        )
    return count


async def send_waiting(storage: Storage, settings: Settings, now: datetime) -> Tally:
    """Try everything that is due; nothing is raised for what does not get out."""
    sent = failed = 0
    for row in await storage.rows("outgoing_due", now=now_text(now), limit=AT_ONCE):
        message_id, *what, tries = row
        claimed = await storage.run(
            "outgoing_claim", id=message_id, now=now_text(now), until=now_text(now + CLAIMED)
        )
        if not claimed:
            continue
        try:
            await deliver(storage, settings, Message("", *what))
        except NotSent as reason:
            pause = PAUSES_MIN[min(tries, len(PAUSES_MIN) - 1)]
            later = now_text(now + timedelta(minutes=pause))
            await storage.run("outgoing_failed", id=message_id, error=str(reason), next_at=later)
            failed += 1
        else:
            await storage.run("outgoing_sent", id=message_id, now=now_text(now))
            sent += 1
    return Tally(sent, failed)


async def deliver(storage: Storage, settings: Settings, message: Message) -> None:
    """By the way its channel says. The address of a person is read only now, so an erased one is not used."""
    if message.channel == "robot":
        url = next((one for one in settings.robots if robot_key(one) == message.recipient), None)
        if url is None:
            raise NotSent("这个机器人已不在设置里")
        await asyncio.to_thread(tell_robot, settings, url, message.body)
        return
    if not settings.mail_server:
        raise NotSent("没有设置邮件服务器")
    rows = await storage.rows("mail_address", account=message.recipient)
    if not rows:
        raise NotSent("这个账号没有邮箱，或已停用")
    await asyncio.to_thread(send_mail, settings, rows[0][0], message.subject, message.body)
