"""Passwords (密码): which will do, how they are hashed and compared.

Owns: these rules and argon2id, on threads of its own and at most two at a time. Does not own where a hash is kept or
who logs in (credentials.py). Source: OWASP ASVS 5.0 §6.2 (length before composition); GB/T 22239 (three kinds of sign).
"""

import asyncio
import secrets
import string
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from inspections.settings import Settings

PASSWORD_LENGTH: Final = (8, 128)  #: characters, both included
LONG_ENOUGH: Final = 15  #: from here on any characters will do
FEWEST_DIFFERENT: Final = 5

#: one costs 64 MiB and a quarter of a second
_ARGON2: Final = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")


def password_fault(account: str, password: str) -> str:
    """Why a password will not do, in Chinese; empty when it will."""
    least, most = PASSWORD_LENGTH
    if not least <= len(password) <= most:
        return f"密码要 {least} 到 {most} 个字符。"
    if account.lower() in password.lower():
        return "密码里不能有账号名。"
    if len(set(password)) < FEWEST_DIFFERENT:
        return "密码里重复的字符太多。"
    groups = (string.ascii_lowercase, string.ascii_uppercase, string.digits)
    kinds = [any(letter in group for letter in password) for group in groups]
    other = any(letter not in "".join(groups) for letter in password)
    if len(password) < LONG_ENOUGH and sum((*kinds, other)) < 3:
        return f"密码要有大写、小写、数字、符号中的三种；{LONG_ENOUGH} 个字符以上不限。"
    return ""


async def hashed(password: str, settings: Settings) -> str:
    """The password as it is kept."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_ARGON2, _hasher(settings).hash, password)


async def verified(kept: str | None, password: str, settings: Settings) -> bool:
    """Is this the password? With nothing kept the same work is done, and the answer is no."""
    return await asyncio.get_running_loop().run_in_executor(_ARGON2, _verified, kept, password, settings)


def _verified(kept: str | None, password: str, settings: Settings) -> bool:
    try:
        return PasswordHasher().verify(kept or _nobody(settings), password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def _hasher(settings: Settings) -> PasswordHasher:
    return PasswordHasher(
        time_cost=settings.argon2_rounds,
        memory_cost=settings.argon2_memory_kib,
        parallelism=settings.argon2_lanes,
    )


@cache
def _nobody(settings: Settings) -> str:
    """The hash that an unknown account's password is compared with: no password is behind it."""
    return _hasher(settings).hash(secrets.token_urlsafe(32))
