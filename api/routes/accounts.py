"""Accounts, people and machine tokens as lists, and one-time codes.

Owns: these answers. Does not own who an account is: accounts are entries, written by PUT /entries; nor how secrets are
kept (inspections/credentials.py).
"""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from api.auth import Call, allow
from api.paging import After, Limit, Page, page_of, places_in
from api.problems import Problem
from api.routes.people import GrantView, grant_view, unit_names
from inspections import credentials
from inspections.facts import Grant


class Code(Struct):
    account: str
    code: Annotated[str, Meta(description="一次性登录码，只显示这一次", examples=["k7mq-3xwd-9hpr"])]


class AccountView(Struct):
    account: str
    name: str
    unit: str
    unit_name: str
    grants: list[GrantView]
    disabled: bool
    machine: bool
    has_password: bool


class Person(Struct):
    account: str
    name: str
    unit: str
    unit_name: str
    roles: list[str]


class TokenView(Struct):
    name: str
    account: str
    scopes: list[str]
    created_at: str
    expires_at: str
    revoked_at: str | None


class Tokens(Struct):
    items: list[TokenView]


@post(
    "/accounts/{account:str}/code",
    opt=allow("admin", machines=""),
    status_code=200,
    summary="发一次性登录码",
    description="旧密码和全部登录立即失效；码只能用一次，登录后必须先设新密码。",
)
async def code(account: FromPath[str], call: NamedDependency[Call]) -> Code:
    """The old password and every session of the account end; the code works once."""
    if not await call.storage.rows("person_in_scope", account=account, scopes=call.scopes):
        raise Problem("not-found")
    fresh = await credentials.one_time_code(call.storage, account, call.now, call.settings)
    call.sessions.forget(account)
    return Code(account, fresh)


@get(
    "/accounts",
    opt=allow("admin", "auditor"),
    summary="账号",
    description="管辖范围内的账号，含停用的；从不含密码。",
)
async def accounts(
    request: Request[Any, Any, Any], call: NamedDependency[Call], limit: Limit = 100, after: After = None
) -> Response[Page[AccountView]]:
    items = await accounts_in_scope(call, limit, after)
    return page_of(request, items, limit, items[-1].account if items else "")


@get("/people", opt=allow("inspector", "county"), summary="本单位的人", description="可以写进计划的人。")
async def people(
    request: Request[Any, Any, Any], call: NamedDependency[Call], limit: Limit = 100, after: After = None
) -> Response[Page[Person]]:
    """Who may be named in a plan: accounts within scope, without what only an administrator sees."""
    found = await accounts_in_scope(call, limit, after)
    items = [
        Person(one.account, one.name, one.unit, one.unit_name, [grant.role for grant in one.grants])
        for one in found
    ]
    return page_of(request, items, limit, items[-1].account if items else "")


@get(
    "/tokens",
    opt=allow("admin", machines=""),
    summary="机器令牌",
    description="有哪些、到何时；从不含令牌本身。",
)
async def tokens(call: NamedDependency[Call]) -> Tokens:
    """Never the token itself."""
    found = await credentials.tokens(call.storage, call.scopes)
    return Tokens(
        [TokenView(**{**msgspec.structs.asdict(one), "scopes": one.scopes.split()}) for one in found]
    )


async def accounts_in_scope(call: Call, limit: int, after: str | None) -> list[AccountView]:
    (start,) = places_in(after, "")
    rows = await call.storage.rows("accounts", scopes=call.scopes, after=start, limit=limit)
    grants = [msgspec.json.decode(row[4], type=list[Grant]) for row in rows]
    names = await unit_names(call, [grant.unit for several in grants for grant in several])
    return [
        AccountView(
            account,
            name or account,
            unit,
            unit_name,
            [grant_view(one, names) for one in given],
            bool(disabled),
            bool(machine),
            bool(has_password),
        )
        for (account, name, unit, unit_name, _, disabled, machine, has_password), given in zip(
            rows, grants, strict=True
        )
    ]


ROUTES = [code, accounts, people, tokens]
