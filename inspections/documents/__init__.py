"""Papers (文书): what is printed, signed and put into a file, filled from the ledger into templates that may be replaced.

Owns: the table of papers. Each module gathers what one paper says; filling.py puts it into a DOCX template, press.py into one
for PDF; drawings.py says what stands where on those that come with the program. Does not own what the numbers mean
(coverage.py, findings.py, intensity.py). What is not known stays a line to be filled in by hand.
Source: contract.md (documents); domain.md §1, §2.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Final, NamedTuple

from inspections.documents import (
    case_ledger,
    case_papers,
    month_report,
    reply,
    service_receipt,
    sign_in,
    visit_record,
    work_summary,
)
from inspections.documents.asking import Asking, Filled, NoPaper, NotThere, Sources, standing
from inspections.documents.filling import DOCX, filled
from inspections.documents.fonts import NoFont
from inspections.documents.press import pdf
from inspections.exports.formats import XLSX
from inspections.papers import KINDS

__all__ = (
    "MEDIA_TYPES",
    "PAPERS",
    "Asking",
    "Draft",
    "NoFont",
    "NoPaper",
    "NotThere",
    "Sources",
    "drafted",
    "made",
)

MEDIA_TYPES: Final[Mapping[str, str]] = {"docx": DOCX, "pdf": "application/pdf", "xlsx": XLSX}


class Paper(NamedTuple):
    """One sort of paper."""

    name: str
    about: str  #: what its id is
    gather: Callable[[Asking, str], Awaitable[Filled]]
    sheet: Callable[[Filled], bytes] | None = None  #: as XLSX
    template: bool = True  #: also as DOCX and PDF

    @property
    def forms(self) -> tuple[str, ...]:
        return (*(("docx", "pdf") if self.template else ()), *(("xlsx",) if self.sheet else ()))


PAPERS: Final[Mapping[str, Paper]] = {
    "visit-record": Paper("检查记录", "一次巡察或检查的编号", visit_record.gather),
    "sign-in": Paper("签到表", "一次巡察的编号，或一条计划的编号", sign_in.gather),
    "month-report": Paper(
        "巡察月报表",
        "月份和检查类别，如 2026-10、2026-10.steel_patrol",
        month_report.gather,
        month_report.sheet,
    ),
    **{
        kind.replace("_", "-"): Paper(
            one.name, "一个问题的编号，或已出的这份文书的编号", case_papers.of_kind(kind)
        )
        for kind, one in KINDS.items()
        if one.about == ("finding",)
    },
    "reply": Paper("答复意见书", "一件信访件的编号，或已出的这份文书的编号", reply.gather),
    "case-ledger": Paper(
        "整改销号台账",
        "时段，如 2026、2026-h1、2026-01..2026-09",
        case_ledger.gather,
        case_ledger.sheet,
        template=False,
    ),
    "service-receipt": Paper("送达回证", "已出的一份文书的编号", service_receipt.gather),
    "work-summary": Paper("工作小结", "时段，如 2026、2026-h1、2026-01..2026-09", work_summary.gather),
}


class Draft(NamedTuple):
    """A paper's words, out of the ledger: what is left needs no database."""

    kind: str
    form: str
    said: Filled
    name: str  #: of the file
    as_of: int  #: of the ledger, seconds since 1970


#: one paper at a time, beside the server's other work: each picture on it is drawn by a process of its own
PRESS: Final = ThreadPoolExecutor(max_workers=1, thread_name_prefix="papers")


async def drafted(asking: Asking, kind: str, of: str, form: str) -> Draft:
    """What a paper says. NoPaper for a sort or form there is not, NotThere for an unknown id."""
    paper = PAPERS.get(kind)
    if paper is None:
        raise NoPaper(
            f"没有文书“{kind}”，可用：{'、'.join(f'{key}（{one.name}）' for key, one in PAPERS.items())}。"
        )
    if form not in paper.forms:
        raise NoPaper(f"{paper.name}只有 {'、'.join(paper.forms)}，没有“{form}”。")
    said = await paper.gather(asking, of)
    demo = "演示-" if said.values["demo"] else ""
    as_of = int((await standing(asking)).as_of.timestamp())
    return Draft(kind, form, said, f"{demo}{paper.name}-{of}.{form}", as_of)


async def made(draft: Draft, sources: Sources) -> bytes:
    """The paper's bytes. NoFont when it cannot be a PDF here."""
    return await asyncio.get_running_loop().run_in_executor(PRESS, written, draft, sources)


def written(draft: Draft, sources: Sources) -> bytes:
    sheet = PAPERS[draft.kind].sheet
    if draft.form == "xlsx" and sheet:
        return sheet(draft.said)
    if draft.form == "pdf":
        return pdf(draft.kind, draft.said, sources, draft.as_of)
    return filled(draft.kind, draft.said, sources)
