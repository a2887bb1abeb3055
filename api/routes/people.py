"""Login, one's own account, password and devices.

Owns: these requests and answers. Does not own how secrets are kept (inspections/credentials.py) or the accounts of
others (accounts.py).
"""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, delete, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from api.auth import COOKIE, EVERYONE, PUBLIC, Call, allow, reads
from api.problems import Problem
from api.reading import json_text
from inspections import credentials, parameters
from inspections.credentials import Denied, Locked
from inspections.facts import Facts, Fault, Grant
from inspections.parameters import Setting
from inspections.passwords import password_fault

Password = Annotated[str, Meta(min_length=1, max_length=200)]


class Login(Struct, forbid_unknown_fields=True):
    account: Annotated[str, Meta(max_length=41, description="账号", examples=["xunchayuan"])]
    password: Annotated[Password, Meta(description="密码，或管理员给的一次性登录码")]
    device: Annotated[str, Meta(max_length=400, description="设备名，列设备时给本人看")] = ""


class Session(Struct):
    token: Annotated[str, Meta(description="令牌，作 Authorization: Bearer；浏览器用同时设下的 Cookie")]
    account: str
    expires_at: str
    must_change_password: Annotated[bool, Meta(description="用一次性登录码进来的：先改密码")]


class GrantView(Struct):
    """A role over a unit's subtree."""

    role: Annotated[str, Meta(examples=["inspector"])]
    unit: str
    unit_name: str
    enterprise: str | None = None


class PhoneSettings(Struct):
    """What the county decided about the phones (settings in the ledger)."""

    photo_copy_first: Annotated[bool, Meta(description="先发 1600 像素的副本，后发原件")]
    keep_days: Annotated[int, Meta(description="已发送的记录在手机上保留几天")]


class Me(Struct):
    account: str
    name: str
    grants: list[GrantView]
    book: Annotated[str, Meta(description="本县账本，六位区划代码", examples=["360121"])]
    demo: Annotated[bool, Meta(description="这台服务器里是演示数据")]
    must_change_password: bool
    server_time: str
    phone: PhoneSettings
    reads: Annotated[
        list[str], Meta(description="可以查看的内容，按地址里的名词", examples=[["visits", "findings"]])
    ]


class NewPassword(Struct, forbid_unknown_fields=True):
    new: Password
    old: Annotated[str, Meta(max_length=200, description="现在的密码；刚用一次性登录码进来的可以不填")] = ""


class DeviceView(Struct):
    device: str
    label: str
    created_at: str
    seen_at: str
    expires_at: str
    this: Annotated[bool, Meta(description="就是现在用的这台")]


class Devices(Struct):
    items: list[DeviceView]


@post(
    "/login",
    opt=allow(PUBLIC),
    status_code=200,
    summary="登录",
    description="用密码或一次性登录码换令牌和 Cookie。401 不说是账号还是密码错；429 说明还要等多久。",
)
async def login(data: JSONBody[Login], call: NamedDependency[Call]) -> Response[Session]:
    """Password or one-time code for a token and a cookie. 401 says nothing about which was wrong; 429 until when."""
    found = await credentials.log_in(
        call.storage, call.settings, data.account, data.password, call.address, data.device, call.now
    )
    if isinstance(found, Locked):
        seconds = max(1, int((found.until - call.now).total_seconds()))
        minutes = -(-seconds // 60)
        detail = f"输错次数太多，请 {minutes} 分钟后再试，或请管理员重发登录码。"
        raise Problem("locked", detail, headers={"retry-after": str(seconds)})
    if isinstance(found, Denied):
        raise Problem("login-failed", "账号或密码不对，请核对后再试。")
    session = Session(found.token, found.account, found.expires_at, found.must_change_password)
    return Response(session, cookies=[cookie(found.token, call.settings.session_days * 86400)])


def cookie(token: str, seconds: int) -> Cookie:
    """`__Host-` binds it to this host and to secure transport; scripts never see it."""
    return Cookie(
        key=COOKIE, value=token, path="/", max_age=seconds, secure=True, httponly=True, samesite="strict"
    )


@post(
    "/logout",
    opt=allow(*EVERYONE, machines="", before_password=True),
    status_code=204,
    summary="退出",
    description="这台设备的登录立即失效。",
)
async def logout(call: NamedDependency[Call]) -> Response[None]:
    """Ends this device's session at once."""
    await credentials.revoke(call.storage, call.account, call.actor.device, call.now)
    call.sessions.forget(call.account)
    return Response(None, status_code=204, cookies=[cookie("", 0)])


@get(
    "/me",
    opt=allow(*EVERYONE, before_password=True),
    summary="我是谁",
    description="账号、角色、管辖单位，是不是演示，服务器时刻（手机据此算钟差）。",
)
async def me(request: Request[Any, Any, Any], call: NamedDependency[Call]) -> Me:
    [(name, _)] = await call.storage.rows("person", account=call.account)
    settings = await county_settings(call, "demonstration", "photo_copy_first", "phone_keep_days")
    names = await unit_names(call, [grant.unit for grant in call.actor.grants])
    return Me(
        account=call.account,
        name=name or call.account,
        grants=[grant_view(grant, names) for grant in call.actor.grants],
        book=call.settings.book,
        demo=settings["demonstration"] == 1,
        must_change_password=bool(call.who and call.who.must_change_password),
        server_time=call.now.isoformat(),
        phone=PhoneSettings(settings["photo_copy_first"] == 1, settings["phone_keep_days"]),
        reads=reads(request.app, call.actor),
    )


@post(
    "/password",
    opt=allow(*EVERYONE, machines="", before_password=True),
    status_code=204,
    summary="改密码",
    description="改后其他设备都要重新登录。刚用一次性登录码进来的不问旧密码。",
)
async def password(data: JSONBody[NewPassword], call: NamedDependency[Call]) -> None:
    """A new password; every other device is signed out. After a one-time code the old one is not asked."""
    faults = []
    if not (call.who and call.who.must_change_password) and not await credentials.check_password(
        call.storage, call.settings, call.account, data.old
    ):
        faults.append(Fault("old", "wrong-password", "现在的密码不对。"))
    if weak := password_fault(call.account, data.new):
        faults.append(Fault("new", "weak-password", weak))
    if faults:
        raise Problem("refused", errors=faults)
    await credentials.set_password(call.storage, call.account, data.new, call.settings)
    await credentials.revoke_all(call.storage, call.account, call.now, but=call.actor.device)
    call.sessions.forget(call.account)


@get("/devices", opt=allow(*EVERYONE, machines=""), summary="我登录着的设备", description="最近登录的在前。")
async def devices(call: NamedDependency[Call]) -> Devices:
    found = await credentials.devices(call.storage, call.account, call.now)
    return Devices(
        [DeviceView(**msgspec.structs.asdict(one), this=one.device == call.actor.device) for one in found]
    )


@delete(
    "/devices/{device:str}",
    opt=allow(*EVERYONE, machines=""),
    summary="让一台设备退出",
    description="立即失效；手机丢了就用这个。",
)
async def sign_out(device: FromPath[str], call: NamedDependency[Call]) -> None:
    if not await credentials.revoke(call.storage, call.account, device, call.now):
        raise Problem("not-found")
    call.sessions.forget(call.account)


async def county_settings(call: Call, *names: str) -> dict[str, int]:
    """Some of the county's settings as they hold now."""
    book, facts = call.settings.book, Facts()
    facts.load(await call.storage.answer([Setting.at(book, name) for name in names]))
    return {name: parameters.value(facts, book, name) for name in names}


async def unit_names(call: Call, units: list[str]) -> dict[str, str]:
    return dict(await call.storage.rows("unit_names", units=json_text(sorted(set(units)))))


def grant_view(grant: Grant, names: dict[str, str]) -> GrantView:
    return GrantView(grant.role, grant.unit, names.get(grant.unit, grant.unit), grant.enterprise)


ROUTES = [login, logout, me, password, devices, sign_out]
