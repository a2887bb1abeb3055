"""The API described by itself: OpenAPI text at /api/v1/schema/openapi.json.

Owns: what the framework cannot know of our routes: the tagged union of entries (read by our own decoder), problems as
the answer to everything else, who may ask, Chinese words. Does not own the words (words.py) or the page that draws it.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import msgspec
from litestar import Request, Router
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin

from api import auth
from api.problems import PROBLEMS
from api.words import FIELDS, TYPES
from inspections.documents import MEDIA_TYPES
from inspections.documents.bindery import FORMS as BOUND
from inspections.exports.formats import FORMATS
from inspections.people import ROLES, WRITES
from inspections.photos import KINDS
from inspections.rules import VOCABULARY

PATH: Final = "/api/v1/schema"
REF: Final = "#/components/schemas/"
DONE: Final = {"200": "成功", "201": "已写入", "204": "成功，没有内容"}
Schema = dict[str, Any]
FILE: Final = {"schema": {"type": "string", "format": "binary"}}


class ApiText(JsonRenderPlugin):
    """The text with our additions; made once."""

    def __init__(self) -> None:
        super().__init__(path="/openapi.json")
        self._text = b""

    def render(self, request: Request[Any, Any, Any], openapi_schema: Schema) -> bytes:
        if not self._text:
            roles = {(method, path): roles for method, path, roles in auth.routes(request.app)}
            self._text = msgspec.json.encode(described(openapi_schema, roles))
        return self._text


def openapi_config() -> OpenAPIConfig:
    return OpenAPIConfig(
        title="巡察台账接口",
        version="1",
        description="一切改动都是一条记录：PUT /entries/{id}。读取按账号的管辖范围。错误是 RFC 9457 的 application/problem+json。",
        render_plugins=[ApiText()],
        openapi_router=Router(PATH, route_handlers=[], opt=auth.allow(auth.PUBLIC)),
    )


def described(text: Schema, roles: dict[tuple[str, str], tuple[str, ...] | None]) -> Schema:
    """The framework's text with entries, problems, roles and security."""
    text = msgspec.json.decode(msgspec.json.encode(text))
    components = text.setdefault("components", {})
    for schema in components.setdefault("schemas", {}).values():
        schema.pop("description", None)  # the docstrings of wire Structs are for developers
    components["schemas"].update(entry_schemas() | {"Problem": problem_schema()})
    components["securitySchemes"] = {
        "bearer": {"type": "http", "scheme": "bearer", "description": "登录或机器令牌"},
        "cookie": {
            "type": "apiKey",
            "in": "cookie",
            "name": auth.COOKIE,
            "description": "改动数据的请求另带 X-Xuncha: 1",
        },
    }
    text["paths"] = {path: one for path, one in text["paths"].items() if not path.startswith(PATH)}
    for path, operations in text["paths"].items():
        for method, operation in operations.items():
            if isinstance(operation, dict):
                add_answers(operation, roles.get((method.upper(), path)) or ())
    add_entry_bodies(text["paths"])
    add_files(text["paths"])
    add_photo_bodies(text["paths"]["/api/v1/photos/{sha256}"])
    return dict(text)


def add_answers(operation: Schema, roles: tuple[str, ...]) -> None:
    for status, answer in operation["responses"].items():
        answer["description"] = DONE.get(status, "")
    operation["responses"]["default"] = {
        "description": "其他情况：问题说明",
        "content": {"application/problem+json": {"schema": {"$ref": f"{REF}Problem"}}},
    }
    operation["responses"].pop("400", None)
    public = auth.PUBLIC in roles
    operation["security"] = [] if public else [{"bearer": []}, {"cookie": []}]
    operation["x-roles"] = "不用登录" if public else "、".join(ROLES[role] for role in roles)


def add_entry_bodies(paths: Schema) -> None:
    """Bodies that our own decoder reads, and the answers that depend on the ledger."""
    one, many = paths["/api/v1/entries/{entry_id}"]["put"], paths["/api/v1/entries"]["post"]
    entry = {"required": True, "content": json({"$ref": f"{REF}AnyEntry"})}
    one["requestBody"] = paths["/api/v1/entries/rehearsal"]["post"]["requestBody"] = entry
    one["responses"]["200"] = {"description": "早已写入，同一份", "content": json({"$ref": f"{REF}Receipt"})}
    one["responses"]["201"] = {"description": "已写入", "content": json({"$ref": f"{REF}Receipt"})}
    one["responses"]["202"] = {"description": "等所依据的记录；不是回执", "content": json({"type": "object"})}
    with_id = {"required": ["id"], "properties": {"id": {"type": "string", "format": "uuid"}}}
    items = {"type": "array", "maxItems": 200, "items": {"allOf": [{"$ref": f"{REF}AnyEntry"}, with_id]}}
    batch = {"type": "object", "required": ["entries"], "properties": {"entries": items}}
    many["requestBody"] = {"required": True, "content": json(batch)}


def add_photo_bodies(one: Schema) -> None:
    """Bytes in and out, and the header that says how far an upload is."""
    file = {"schema": {"type": "string", "format": "binary"}}
    offset = {
        "Upload-Offset": {"description": "已收到的字节数，下一段从这里发", "schema": {"type": "integer"}}
    }
    one["put"]["requestBody"] = {"required": True, "content": dict.fromkeys(KINDS, file)}
    answered = one["put"]["responses"]["201"]["content"]
    told = {"200": "早已有", "201": "新收", "202": "收下一段，还没发完"}
    one["put"]["responses"] |= {
        status: {"description": text, "content": answered} for status, text in told.items()
    }
    one["put"]["responses"]["202"]["headers"] = offset
    one["put"]["responses"]["409"] = {"description": "这一段接不上", "headers": offset}
    one["head"]["responses"]["404"] = {"description": "没有，或没有发完", "headers": offset}
    one["get"]["responses"]["200"] = {"description": "图片", "content": dict.fromkeys(KINDS, file)}


def add_files(paths: Schema) -> None:
    """Answers that are files: which kinds, and the part that is asked for by Range."""
    data, papers = paths["/api/v1/exports/{name}"]["get"], paths["/api/v1/documents/{kind}/{name}"]["get"]
    kinds = {one.media_type: FILE for one in FORMATS.values()}
    manifest = json({"type": "object", "description": "说明：行数、字节数、SHA-256、筛选条件、台账位置、列"})
    data["responses"]["200"]["content"] = kinds | manifest
    data["responses"]["206"] = {"description": "Range 所要的一段", "content": kinds}
    data["responses"]["416"] = {"description": "要的一段在文件之外"}
    papers["responses"]["200"]["content"] = dict.fromkeys(MEDIA_TYPES.values(), FILE)
    files = paths["/api/v1/documents/case-file/{name}"]["get"]["responses"]
    files["200"]["content"] = dict.fromkeys(BOUND.values(), FILE)
    files["202"] = {"description": "正在装订，过几秒用同一地址再取"}


def json(schema: Schema) -> Schema:
    return {"application/json": {"schema": schema}}


@cache
def entry_schemas() -> dict[str, Schema]:
    """Every entry type with its words, and their union told apart by `type`."""
    kinds = {name: rule.entry for name, rule in VOCABULARY.rules.items()}
    _, found = msgspec.json.schema_components(kinds.values(), ref_template=f"{REF}{{name}}")
    for schema in found.values():
        for name, field in schema.get("properties", {}).items():
            schema["properties"][name] = worded(name, field)
    for name, entry in kinds.items():
        found[entry.__name__]["description"] = "。".join(type_words(name))
    refs = {name: f"{REF}{entry.__name__}" for name, entry in kinds.items()}
    union = {
        "oneOf": [{"$ref": ref} for ref in refs.values()],
        "discriminator": {"propertyName": "type", "mapping": refs},
    }
    return {**found, "AnyEntry": union}


def worded(name: str, field: Schema) -> Schema:
    """A field with its Chinese words; a reference keeps them beside it."""
    words, *example = FIELDS.get(name, ("",))
    said: Schema = {"description": words, **({"examples": example} if example else {})}
    return {**({"allOf": [field]} if "$ref" in field else field), **said}


def type_words(name: str) -> Iterator[str]:
    yield TYPES[name]
    yield "填写：" + "、".join(ROLES[role] for role in WRITES[name])


def problem_schema() -> Schema:
    text = {"type": "string"}
    fault = {"type": "object", "properties": {"path": text, "code": text, "message": text}}
    sorts = "；".join(f"/problems/{code} {sort.status} {sort.title}" for code, sort in PROBLEMS.items())
    return {
        "type": "object",
        "description": f"RFC 9457。{sorts}",
        "required": ["type", "title", "status", "detail", "errors", "request_id"],
        "properties": {
            "type": {**text, "enum": [f"/problems/{code}" for code in PROBLEMS]},
            "title": text,
            "status": {"type": "integer"},
            "detail": text,
            "errors": {"type": "array", "items": fault},
            "request_id": text,
        },
    }
