"""答复意见书: what the office answers to a letter, to be handed to who wrote it.

Owns: what stands on it. Does not own the letter (letters.py) or who wrote it: the address is a line to be filled in by hand, so
that printing is no reading of a petitioner. It is for the readers of letters only. Source: domain.md §5; 信访工作条例 [K].
"""

from typing import Any

import msgspec

from inspections.chain import Stored
from inspections.deadlines import clock_in
from inspections.documents.asking import Asking, Filled, NotThere, Standing, standing
from inspections.documents.case_papers import county_words, day
from inspections.documents.case_story import Issued, Vault, id_of, issued_from
from inspections.months import day_of
from inspections.papers import KINDS, REPLY
from inspections.reference import table

REVIEW = "petition_review_request"  #: of reference/deadlines.csv: how long a review may be asked for


async def gather(asking: Asking, of: str) -> Filled:
    """Of a letter the draft or the newest reply; of a reply's own id that one. NotThere."""
    known = await asking.ledger.rows("paper_known", paper=id_of(of))
    letter, paper = (known[0][0], of) if known else (of, None)
    scopes = msgspec.json.encode(asking.letters).decode()
    rows = await asking.ledger.rows("paper_letter", letter=letter, letters=scopes)
    if not rows or (known and known[0][1] != REPLY):
        raise NotThere
    issued = [one for one in await replies(asking, letter) if paper in (None, one.id)]
    county = await county_words(asking)
    return Filled(said(rows[0], issued[-1] if issued else None, await standing(asking), county["organ_name"]))


async def replies(asking: Asking, letter: str) -> list[Issued]:
    papers = [paper for (paper,) in await asking.ledger.rows("replies_of_letter", letter=letter)]
    subjects = [f"letter/{letter}/paper/{paper}" for paper in papers]
    listed = msgspec.json.encode(subjects).decode()
    rows = await asking.ledger.rows("entries_of_subjects", book=asking.book, subjects=listed)
    stored = [msgspec.convert(list(row), Stored, strict=False) for row in rows]
    vault: Vault = {one.id: {} for one in stored}
    ids = msgspec.json.encode(list(vault)).decode()
    for entry, path, value in await asking.ledger.rows("vault_of_entries", ids=ids):
        vault[entry][path] = value
    return [
        issued_from(paper, [one for one in stored if one.subject.endswith(paper)], vault) for paper in papers
    ]


def said(row: Any, issued: Issued | None, here: Standing, organ: str) -> dict[str, Any]:
    _, seq, number, received_on, unit, *_ = row
    paper = issued.said if issued else None
    on = paper.issued_on if paper else f"{day_of(here.as_of)}"
    review = clock_in([row for row in table("deadlines") if row["key"] == REVIEW], on)
    return {
        "demo": here.demo,
        "county": here.county,
        "title": KINDS[REPLY].name,
        "number": paper and paper.number,
        "addressee": None,
        "letter_no": number,
        "received": day(received_on),
        "unit": unit,
        "words": paper and paper.text,
        "issuer": (paper and paper.issuer) or organ or None,
        "issued": day(paper.issued_on) if paper else None,
        "law": review.law,
        "review_days": review.limit if review.decides else None,
        "seq": seq,
        "hash": issued.hash[:16] if issued else None,
    }
