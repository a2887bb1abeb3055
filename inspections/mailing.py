"""Sending one e-mail by the SMTP server of the settings.

Owns: that one message, with the standard library, from a thread that may wait. Does not own what is sent (digests.py), when
(outgoing.py) or who reads it. Faults come out as NotSent with a sentence that names neither address nor password.
Source: RFC 5321, RFC 8314 (smtps before starttls).
"""

import smtplib
import ssl
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from inspections.settings import Settings

TIMEOUT_S: Final = 20
PORTS: Final = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class NotSent(Exception):
    """A message did not get out; the text says why and is safe to keep."""


def send_mail(settings: Settings, to: str, subject: str, body: str) -> None:
    """One plain-text message. NotSent when the server cannot be reached or does not take it."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = settings.mail_from, to, subject
    message["Auto-Submitted"] = "auto-generated"  # nobody's absence notice should answer (RFC 3834)
    message.set_content(body)
    parts = urlsplit(settings.mail_server)
    try:
        with CONNECTED[parts.scheme](parts) as server:
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.send_message(message)
    except smtplib.SMTPResponseException as refused:
        raise NotSent(f"邮件服务器不收（{refused.smtp_code}）") from refused
    except smtplib.SMTPRecipientsRefused as refused:
        codes = "、".join(sorted({str(code) for code, _ in refused.recipients.values()}))
        raise NotSent(f"邮件服务器不收这个收件人（{codes}）") from refused
    except (OSError, smtplib.SMTPException) as failed:
        raise NotSent(f"连不上邮件服务器（{type(failed).__name__}）") from failed


def plain(parts: SplitResult) -> smtplib.SMTP:
    return smtplib.SMTP(parts.hostname or "", port_of(parts), timeout=TIMEOUT_S)


def upgraded(parts: SplitResult) -> smtplib.SMTP:
    server = plain(parts)
    try:
        server.starttls(context=ssl.create_default_context())
    except BaseException:
        server.close()
        raise
    return server


def encrypted(parts: SplitResult) -> smtplib.SMTP:
    context = ssl.create_default_context()
    return smtplib.SMTP_SSL(parts.hostname or "", port_of(parts), timeout=TIMEOUT_S, context=context)


def port_of(parts: SplitResult) -> int:
    return parts.port or PORTS[parts.scheme]


CONNECTED: Final[Mapping[str, Callable[[SplitResult], smtplib.SMTP]]] = {
    "smtp": plain,
    "smtp+starttls": upgraded,
    "smtps": encrypted,
}
