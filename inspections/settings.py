"""Settings of a server: one frozen Struct from XUNCHA_* variables and one optional file of KEY=value lines.

Owns: every such name, its default and check, and how it is shown with secrets masked. Does not own county settings
that decide something (parameters.py: those are entries in the ledger). An unknown XUNCHA_* name is an error, and all
errors are told at once. Source: contract.md (settings).
"""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Final, get_args, get_origin
from urllib.parse import urlsplit, urlunsplit

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import force_setattr

PREFIX: Final = "XUNCHA_"
#: read before the settings (the file's place), or by the tests only
NOT_SETTINGS: Final = ("XUNCHA_CONFIG", "XUNCHA_REQUIRE_ALL")
#: may be given as XUNCHA_…_FILE, the path of a file that holds the value
SECRETS: Final = ("database", "demo_password", "mail_server", "robots")
#: made by `demo` only; a ledger that holds one of them is a demonstration
DEMO_ACCOUNTS: Final = (
    *("xunchayuan", "xianju", "zeren", "shenhe", "shenhe2"),
    *("jieneng", "fabu", "shenji", "guanli"),
)

Count = Annotated[int, Meta(ge=1, le=1_000_000)]


class SettingsError(ValueError):
    """The environment cannot be used; `faults` are Chinese sentences, all of them."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class Settings(Struct, frozen=True, kw_only=True):
    """How this server runs. Each field is the variable XUNCHA_ + its name in capitals."""

    data: Annotated[Path, Meta(description="数据文件夹")] = Path("data")
    database: Annotated[
        str, Meta(description="数据库地址：sqlite:///… 或 postgresql://…；不写则在数据文件夹里")
    ] = ""
    photos: Annotated[Path, Meta(description="照片文件夹；不写则在数据文件夹里")] = Path()
    site: Annotated[Path, Meta(description="公开网站发布文件夹；不写则在数据文件夹里")] = Path()
    templates: Annotated[
        Path, Meta(description="文书模板文件夹：有同名 DOCX、TYP 的用它，不写则都用自带的")
    ] = Path()
    fonts: Annotated[
        Path, Meta(description="做 PDF 另用的字体文件夹，如本单位有权使用的仿宋、小标宋；不写则只用系统字体")
    ] = Path()
    host: Annotated[str, Meta(description="监听地址")] = "127.0.0.1"
    port: Annotated[int, Meta(ge=1, le=65535, description="监听端口")] = 8000
    workers: Annotated[int, Meta(ge=1, le=64, description="进程数，多于一个须用 PostgreSQL")] = 1
    allowed_hosts: Annotated[tuple[str, ...], Meta(description="允许的访问域名，逗号分隔，* 为不限")] = (
        "127.0.0.1",
        "localhost",
        "[::1]",
    )
    demo_password: Annotated[str, Meta(description="演示账号共用的密码；不写则逐个随机")] = ""
    demo_in_public: Annotated[bool, Meta(description="有演示账号时也允许监听本机以外的地址")] = False
    book: Annotated[str, Meta(pattern=r"^[0-9]{6}$(?!\n)", description="本县账本，六位区划代码")] = "360121"
    county: Annotated[str, Meta(description="本县的单位编号")] = "nanchang_county"
    organiser: Annotated[str, Meta(description="公开网站页脚：主办单位")] = ""
    icp: Annotated[str, Meta(description="公开网站页脚：备案号")] = ""
    site_code: Annotated[str, Meta(description="公开网站页脚：网站标识码")] = ""
    phone: Annotated[str, Meta(description="公开网站页脚：办公电话，不能是手机号")] = ""
    tiles: Annotated[
        str,
        Meta(
            pattern=r"^(/[^/\s]\S*)?$(?!\n)",
            description="底图瓦片在本服务器上的地址，如 /tiles/{z}/{x}/{y}.png；不写就没有底图",
        ),
    ] = ""
    address: Annotated[
        str,
        Meta(
            pattern=r"^(https?://[^\s/]+)?$(?!\n)",
            description="本系统的访问地址，写在提醒里，如 https://taizhang.example.gov.cn，末尾不带 /",
        ),
    ] = ""
    digest_at: Annotated[
        str,
        Meta(
            pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9])?$(?!\n)",
            description="每天几点发提醒（北京时间，如 08:30）；不写就不自动发",
        ),
    ] = ""
    mail_server: Annotated[
        str,
        Meta(
            pattern=r"^((smtp|smtp\+starttls|smtps)://\S+)?$(?!\n)",
            description="发邮件的服务器：smtps://account:password@host:465，或以 smtp+starttls://、smtp:// 开头；"
            "不写就不发邮件",
        ),
    ] = ""
    mail_from: Annotated[str, Meta(pattern=r"^(\S+@\S+)?$(?!\n)", description="发件人邮箱")] = ""
    robots: Annotated[
        tuple[str, ...],
        Meta(description="群机器人地址（钉钉、企业微信），逗号分隔；只发数字和链接，不写就不发"),
    ] = ()
    robot_hosts: Annotated[
        tuple[str, ...], Meta(description="允许的群机器人主机，逗号分隔，别的一律不发")
    ] = (
        "oapi.dingtalk.com",
        "qyapi.weixin.qq.com",
    )
    idle_minutes: Annotated[Count, Meta(description="多少分钟没有操作就要重新登录")] = 720
    session_days: Annotated[Count, Meta(description="登录最长几天有效")] = 30
    login_failures: Annotated[Count, Meta(description="连续输错几次就锁定（按账号，也按来源地址）")] = 5
    lock_minutes: Annotated[Count, Meta(description="锁定几分钟")] = 15
    code_hours: Annotated[Count, Meta(description="一次性登录码几小时有效")] = 72
    reserve_mb: Annotated[int, Meta(ge=0, description="磁盘剩余低于多少 MB 就不再收照片")] = 500
    argon2_memory_kib: Annotated[int, Meta(ge=8, description="密码散列用的内存，KiB")] = 65536
    argon2_rounds: Annotated[Count, Meta(description="密码散列的轮数")] = 3
    argon2_lanes: Annotated[Count, Meta(description="密码散列的并行路数")] = 4

    def __post_init__(self) -> None:
        defaults = {
            "database": f"sqlite:///{self.data / 'xuncha.db'}",
            "photos": self.data / "photos",
            "site": self.data / "site",
        }
        for name, value in defaults.items():
            if getattr(self, name) in ("", Path()):
                force_setattr(self, name, value)

    def effective(self) -> dict[str, str]:
        """Each variable with the value in force; secrets show only whether they are set."""
        return {variable(name): shown(name, getattr(self, name)) for name in self.__struct_fields__}


def variable(name: str) -> str:
    return f"{PREFIX}{name.upper()}"


def shown(name: str, value: Any) -> str:
    """A value as `config check` prints it."""
    if name == "demo_password":
        return "（已设置）" if value else ""
    if name in ("database", "mail_server"):
        return without_password(value)
    if name == "robots":
        return "、".join(
            urlsplit(one).hostname or "" for one in value
        )  # the rest of such an address is its key
    return "、".join(value) if isinstance(value, tuple) else str(value)


def without_password(url: str) -> str:
    parts = urlsplit(url)
    if not parts.password:
        return url
    return urlunsplit(parts._replace(netloc=parts.netloc.replace(f":{parts.password}@", ":******@")))


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings of this process: the file named by XUNCHA_CONFIG first, the environment over it. SettingsError."""
    environment = os.environ if environment is None else environment
    faults: list[str] = []
    given = dict(config_file(environment.get("XUNCHA_CONFIG"), faults))
    given |= {name: text for name, text in environment.items() if name.startswith(PREFIX)}
    values = dict(fields_given(given, faults))
    if not faults:
        faults += sending_faults(found := Settings(**values))
    if faults:
        raise SettingsError(tuple(faults))
    return found


def sending_faults(given: Settings) -> Iterator[str]:
    """A robot elsewhere than allowed, or mail that could not be sent or followed."""
    for url in given.robots:
        if not robot_allowed(url, given.robot_hosts):
            yield f"XUNCHA_ROBOTS 里有一个地址不能用：只许 https，主机只许 {'、'.join(given.robot_hosts)}"
    if given.mail_server and not given.mail_from:
        yield "设了 XUNCHA_MAIL_SERVER，还要设 XUNCHA_MAIL_FROM（发件人邮箱）"
    if given.digest_at and not given.address:
        yield "设了 XUNCHA_DIGEST_AT，还要设 XUNCHA_ADDRESS（提醒里的链接）"


def robot_allowed(url: str, hosts: tuple[str, ...]) -> bool:
    """A listed host over https, without a name or a port to disguise it; this machine without encryption too."""
    try:
        parts = urlsplit(url)
        plain = parts.hostname in LOOPBACK and parts.scheme == "http"
        whole = not parts.username and (plain or (parts.scheme == "https" and parts.port in (None, 443)))
    except ValueError:
        return False
    return whole and parts.hostname in hosts


#: a gateway on this machine needs no encryption; it must be listed like any other
LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")


def config_file(path: str | None, faults: list[str]) -> Iterator[tuple[str, str]]:
    """KEY=value lines; blank lines and lines with # in front are passed over."""
    if not path:
        return
    file = Path(path)
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        faults.append(f"设置文件读不了：{path}")
        return
    secret = any(line.startswith(tuple(variable(name) for name in SECRETS)) for line in lines)
    if secret and file.stat().st_mode & 0o077:
        faults.append(f"设置文件里有密码，别人却能读：请先 chmod 600 {path}")
    for number, line in enumerate(lines, 1):
        name, separator, value = line.partition("=")
        if separator and not line.startswith("#"):
            yield name.strip(), value.strip()
        elif line.strip() and not line.startswith("#"):
            faults.append(f"设置文件第 {number} 行应为 名称=值")


def fields_given(given: Mapping[str, str], faults: list[str]) -> Iterator[tuple[str, Any]]:
    """Each setting that was given, as its type."""
    fields = {variable(field.name): field for field in msgspec.structs.fields(Settings)}
    files = {f"{variable(name)}_FILE": variable(name) for name in SECRETS}
    for name, text in sorted(given.items()):
        if name in NOT_SETTINGS:
            continue
        if name in files:
            name, text = files[name], secret_in(name, text, faults)
        if name not in fields:
            faults.append(f"不认识的设置 {name}")
            continue
        field = fields[name]
        try:
            yield field.name, converted(text, field.type)
        except (msgspec.ValidationError, ValueError):
            faults.append(f"{name} 的值不对（{description(field.type)}）")


def secret_in(name: str, path: str, faults: list[str]) -> str:
    try:
        return Path(path).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        faults.append(f"{name} 所指的文件读不了")
        return ""


def converted(text: str, kind: Any) -> Any:
    inner = get_args(kind)[0] if get_origin(kind) is Annotated else kind
    if get_origin(inner) is tuple:
        return tuple(part.strip() for part in text.split(",") if part.strip())
    if inner is Path:
        return Path(text)
    return msgspec.convert(text, kind, strict=False)


def description(kind: Any) -> str:
    """The Chinese words of a field."""
    return next((str(meta.description) for meta in reversed(kind.__metadata__) if meta.description), "")


def reference_page() -> str:
    """docs/reference/settings.md; `python -m inspections.settings` prints it."""
    rows = (
        f"| `{variable(field.name)}` | {description(field.type)} | {default_shown(field)} |"
        for field in msgspec.structs.fields(Settings)
    )
    return "\n".join([INTRODUCTION, *rows, ""])


def default_shown(field: Any) -> str:
    value = ",".join(field.default) if isinstance(field.default, tuple) else field.default
    return "" if value in ("", Path()) else f"`{value}`"


INTRODUCTION: Final = """\
# Settings

Printed from `inspections/settings.py` by `python -m inspections.settings`; a test compares. Every setting is an
environment variable; `XUNCHA_CONFIG` may name a file of `NAME=value` lines, over which the environment counts.
A name that does not stand here is an error, and all errors are told at once. `XUNCHA_DATABASE`, `XUNCHA_DEMO_PASSWORD`,
`XUNCHA_MAIL_SERVER` and `XUNCHA_ROBOTS` may be given as `…_FILE`, the path of a file with the value. A settings file that holds
one of them must not be readable by others. `xuncha config check` prints what is in force, secrets masked.

| variable | meaning | default |
| --- | --- | --- |"""


if __name__ == "__main__":
    print(reference_page(), end="")
