"""Papers over HTTP: those issued about something, and which kinds there are with the next free number of each.

Owns: these answers. Does not own what a paper means (inspections/papers.py) or its print (api/routes/documents.py). A number
is only proposed: whether it is free is judged when the paper is written.
"""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from msgspec import Meta, Struct

from api.auth import PARTIES, READERS, Call, allow
from api.paging import MOST, After, Limit, Page, page_of, places_in, views
from api.reading import json_text
from api.routes.letters import LETTER_READERS
from inspections import papers, parameters
from inspections.facts import Facts
from inspections.months import day_of
from inspections.parameters import Setting


class PaperView(Struct):
    """A paper in a list: no private value."""

    paper: str
    book: str
    seq: Annotated[int, Meta(description="第一条记录在台账里的编号")]
    unit: str
    unit_name: Annotated[str, Meta(examples=["向塘镇"])]
    about: Annotated[str, Meta(description="关于什么：问题的编号，答复意见书则为信访件的编号")]
    kind: Annotated[str, Meta(examples=["assignment"])]
    number: Annotated[str | None, Meta(description="文号", examples=["南工信督〔2026〕12号"])]
    issuer: str
    issued_on: str
    due_on: Annotated[str | None, Meta(description="要求办好的日子；写了几天的，送达后才有")]
    within_days: Annotated[int | None, Meta(description="送达后几天内办")]
    within: Annotated[str | None, Meta(description="working 工作日 · natural 自然日")]
    answered_on: Annotated[str | None, Meta(description="要求的事办好的日子")]
    scan: Annotated[str | None, Meta(description="签章扫描件的 SHA-256")]
    method: Annotated[str | None, Meta(description="送达方式", examples=["direct"])]
    served_on: Annotated[str | None, Meta(description="送达的日子，期限从这天起算")]
    service_scan: Annotated[str | None, Meta(description="送达回证扫描件的 SHA-256")]
    actor: str
    received_at: str


class KindView(Struct):
    """One sort of paper, as a form offers it."""

    key: Annotated[str, Meta(examples=["urging"])]
    name: Annotated[str, Meta(examples=["督办单"])]
    about: Annotated[list[str], Meta(description="可以关于什么：finding 问题 · letter 信访件")]
    numbered: Annotated[bool, Meta(description="编不编文号")]
    rule: Annotated[str | None, Meta(description="文号规则，县内设置", examples=["南工信督〔{year}〕{n}号"])]
    next: Annotated[
        str | None, Meta(description="下一个可用的文号；没有规则则空", examples=["南工信督〔2026〕13号"])
    ]
    allowed: Annotated[bool, Meta(description="本机关能不能出；限期整改通知书要先登记法律依据")]


class Words(Struct):
    """What a form about papers needs."""

    kinds: list[KindView]
    methods: dict[str, str]
    organ: Annotated[str, Meta(description="出文机关全称，县内设置 organ_name")]


@get(
    "/papers",
    opt=allow(*PARTIES),
    summary="文书",
    description="交办单、督办单、整改提示单等，后出的在前；about 只要某个问题的。签收人等保密内容在 GET /entries。",
)
async def issued(
    request: Request[Any, Any, Any],
    call: NamedDependency[Call],
    about: Annotated[UUID | None, QueryParameter(description="关于哪个问题")] = None,
    kind: Annotated[str | None, QueryParameter(description="种类，见 GET /papers/kinds")] = None,
    unit: Annotated[str | None, QueryParameter(description="监管单位编号")] = None,
    limit: Limit = 100,
    after: After = None,
) -> Response[Page[PaperView]]:
    """Newest first."""
    (before,) = places_in(after, MOST)
    rows = await call.storage.rows(
        "papers",
        scopes=call.scopes,
        letters=json_text(call.paths(*LETTER_READERS)),
        about=about and str(about),
        kind=kind,
        unit=unit,
        before=before,
        limit=limit,
    )
    items = views(PaperView, rows)
    return page_of(request, items, limit, *((items[-1].seq,) if items else ()))


@get(
    "/papers/kinds",
    opt=allow(*READERS),
    summary="文书种类和下一个文号",
    description="有哪些文书，各自的文号规则、下一个可用的文号、能不能出；送达方式；出文机关。",
)
async def kinds(call: NamedDependency[Call]) -> Words:
    """Kinds with their rules and the next number of this year."""
    book, facts = call.settings.book, Facts()
    names = [papers.ORDER_BASIS, "organ_name", *(papers.rule_name(kind) for kind in papers.KINDS)]
    facts.load(await call.storage.answer([Setting.at(book, name) for name in names]))
    return Words(
        kinds=[await kind_view(call, facts, key) for key in papers.KINDS],
        methods=dict(papers.METHODS),
        organ=parameters.text(facts, book, "organ_name"),
    )


async def kind_view(call: Call, facts: Facts, key: str) -> KindView:
    kind, book, year = papers.KINDS[key], call.settings.book, f"{day_of(call.now).year}"
    rule = parameters.text(facts, book, papers.rule_name(key))
    begins = rule.partition("{n}")[0].replace("{year}", year)
    rows = await call.storage.rows("paper_numbers", book=book, begins=begins) if rule else []
    return KindView(
        key=key,
        name=kind.name,
        about=list(kind.about),
        numbered=kind.numbered,
        rule=rule or None,
        next=papers.next_number(rule, year, (number for (number,) in rows)) if rule else None,
        allowed=key != "order" or bool(parameters.text(facts, book, papers.ORDER_BASIS)),
    )


ROUTES = [issued, kinds]
