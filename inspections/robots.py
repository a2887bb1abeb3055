"""Telling a group's robot (钉钉、企业微信): one line of counts and a link, to listed hosts only.

Owns: that one POST, and the only sentence a robot is ever told: it is made of numbers, a day and the address of the settings,
so no name, unit, letter or problem can stand in it. Does not own the numbers (chasing.py) or when (outgoing.py). No redirect
is followed: the next host would not be a listed one. Source: both makers' pages on custom robots [K]: `msgtype` text,
`errcode` 0 is taken.
"""

import http.client
import ssl
from datetime import date
from typing import Final
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from inspections.mailing import NotSent
from inspections.settings import Settings, robot_allowed

TIMEOUT_S: Final = 20
ANSWER_BYTES: Final = 64 * 1024


class Counts(Struct, frozen=True, kw_only=True):
    """What a robot may know."""

    overdue: int = 0
    soon: int = 0
    stalled: int = 0
    clocks_overdue: int = 0  #: deadlines of letters and other clocks that are past
    clocks_soon: int = 0

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__struct_fields__)


class Taken(Struct):
    """The answer of either maker; further fields do not matter."""

    errcode: int


def robot_text(counts: Counts, day: date, soon_days: int, address: str) -> str:
    """The sentence a group reads."""
    parts = (
        f"整改超期 {counts.overdue} 件",
        f"{soon_days} 天内到期 {counts.soon} 件",
        f"停滞 {counts.stalled} 件",
        f"法定期限已过 {counts.clocks_overdue} 项、将到 {counts.clocks_soon} 项",
    )
    link = f"登录查看：{address}/app/" if address else "请登录系统查看。"
    return f"【巡察台账】{day}：{'，'.join(parts)}。{link}"


def tell_robot(settings: Settings, url: str, text: str) -> None:
    """One message. NotSent when the host is not listed, cannot be reached, or does not take it."""
    if not robot_allowed(url, settings.robot_hosts):
        raise NotSent("机器人的主机不在允许的名单里")
    body = msgspec.json.encode({"msgtype": "text", "text": {"content": text}})
    try:
        status, answer = posted(url, body)
    except (OSError, http.client.HTTPException) as failed:
        raise NotSent(f"连不上机器人的主机（{type(failed).__name__}）") from failed
    if status != http.client.OK:
        raise NotSent(f"机器人的主机不收（{status}）")
    try:
        code = msgspec.json.decode(answer, type=Taken).errcode
    except msgspec.DecodeError as unreadable:
        raise NotSent("机器人的主机答得不对") from unreadable
    if code:
        raise NotSent(f"机器人不收（errcode {code}）")


def posted(url: str, body: bytes) -> tuple[int, bytes]:
    """Status and body of the answer."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "https":
        context = ssl.create_default_context()
        connection = http.client.HTTPSConnection(host, parts.port, timeout=TIMEOUT_S, context=context)
    else:
        connection = http.client.HTTPConnection(host, parts.port, timeout=TIMEOUT_S)  # type: ignore[assignment]  # plain to this machine only
    try:
        target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        connection.request("POST", target, body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        return answer.status, answer.read(ANSWER_BYTES)
    finally:
        connection.close()
