"""Problems (RFC 9457): one table from a stable code to status and title, and from any error to a problem.

Owns: every way in which a request can be answered with something else than what was asked for. Does not own the rules
that say no. A body names what is wrong in Chinese and the request's id; never a stack, SQL or a path of this machine.
"""

import traceback
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, SerializationException, ValidationException

from inspections.calculators import WrongInput
from inspections.reading import Unreadable, fault_of, read
from inspections.storage import Closed, StorageFull


class Sort(NamedTuple):
    """One sort of problem."""

    status: int
    title: str


PROBLEMS: Final = {
    "malformed": Sort(400, "请求读不懂"),
    "wrong-parameter": Sort(400, "参数不对"),
    "unauthenticated": Sort(401, "请先登录"),
    "login-failed": Sort(401, "账号或密码不对"),
    "forbidden": Sort(403, "没有权限"),
    "header-missing": Sort(403, "缺少请求头"),
    "password-change-required": Sort(403, "请先改密码"),
    "not-found": Sort(404, "没有找到"),
    "method-not-allowed": Sort(405, "不能这样请求"),
    "conflict": Sort(409, "编号已被占用"),
    "live-children": Sort(409, "还有记录以它为依据"),
    "out-of-place": Sort(409, "这一段接不上"),
    "no-font": Sort(409, "字体不全，做不了 PDF"),
    "reset": Sort(410, "权限范围变了，请重新下载"),
    "too-large": Sort(413, "内容太大"),
    "media-type": Sort(415, "不收这种格式"),
    "wrong-host": Sort(421, "域名不对"),
    "refused": Sort(422, "没有通过检查"),
    "locked": Sort(429, "登录已锁定"),
    "inbox-full": Sort(429, "收件箱已满"),
    "internal": Sort(500, "服务器出错了"),
    "unavailable": Sort(503, "服务暂时不可用"),
    "storage-full": Sort(507, "服务器磁盘已满"),
}
#: what a person is told when nothing more can be said
SENTENCE: Final = {
    "malformed": "请求内容不是完整的 JSON（UTF-8）。",
    "unauthenticated": "没有登录，或登录已失效，请重新登录。",
    "forbidden": "您的角色不能做这件事。",
    "not-found": "没有这一项，或不在您的权限范围内。",
    "method-not-allowed": "这个地址不支持这种请求方法。",
    "too-large": "内容超过了允许的大小。",
    "out-of-place": "请从 offset 所写的字节接着发。",
    "refused": "有几处需要修改，见下面的清单。",
    "internal": "服务器出错了，已经记下，请稍后再试；编号见下。",
    "unavailable": "服务正在停止或重启，请稍后再试。",
    "storage-full": "服务器磁盘已满，腾出空间后会自己恢复；请先留在手机里。",
}


class Problem(Exception):
    """A request that cannot be answered as asked. `more` joins the body as it is."""

    def __init__(
        self,
        code: str,
        detail: str = "",
        errors: Iterable[Any] = (),
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(code)
        self.code, self.detail = code, detail or SENTENCE.get(code, PROBLEMS[code].title + "。")
        self.errors, self.headers, self.more = tuple(errors), dict(headers or {}), more

    @property
    def status(self) -> int:
        return PROBLEMS[self.code].status

    def body(self, request_id: str) -> dict[str, Any]:
        return {
            "type": f"/problems/{self.code}",
            "title": PROBLEMS[self.code].title,
            "status": self.status,
            "detail": self.detail,
            "errors": self.errors,
            "request_id": request_id,
            **self.more,
        }

    def response(self, request_id: str) -> Response[bytes]:
        return Response(
            msgspec.json.encode(self.body(request_id)),
            status_code=self.status,
            media_type="application/problem+json",
            headers=self.headers,
        )


_BY_STATUS: Final = {
    400: "malformed",
    401: "unauthenticated",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    413: "too-large",
    415: "media-type",
}


def problem_of(error: Exception, request: "Request[Any, Any, Any] | None" = None) -> Problem:
    """What to answer to an error. Anything unforeseen is `internal`, and says nothing else."""
    match error:
        case Problem():
            return error
        case Unreadable(faults=faults) | WrongInput(errors=faults):
            return Problem("refused", errors=faults)
        case ValidationException():
            return invalid(error, request)
        case SerializationException():
            return Problem("malformed")
        case HTTPException():
            return Problem(_BY_STATUS.get(error.status_code, "internal"), headers=error.headers)
        case StorageFull():
            return Problem("storage-full")
        case Closed():
            return Problem("unavailable", headers={"retry-after": "5"})
    return Problem("internal")


def invalid(error: ValidationException, request: "Request[Any, Any, Any] | None") -> Problem:
    """The framework names one fault of a body in its own words; here every fault, in Chinese."""
    said = error.extra if isinstance(error.extra, list) else []
    if request is not None and any(one.get("source") == "body" for one in said):
        field = request.route_handler.parsed_data_field
        try:
            read(request.scope["state"].get("json"), field.annotation if field else Any)
        except Unreadable as unreadable:
            return Problem("refused", errors=unreadable.faults)
    return Problem(
        "wrong-parameter",
        "请求参数有误，见下面的清单。",
        [
            fault_of(msgspec.ValidationError(str(one.get("message", ""))), str(one.get("key", "")))
            for one in said
        ],
    )


def where(error: Exception) -> list[str]:
    """The frames of an unforeseen error for the log: file, line, function; never a value."""
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{'/'.join(Path(one.filename).parts[-2:])}:{one.lineno} {one.name}" for one in frames]
