"""送达回证: that a paper was served, how and on which day, to be signed by who received it.

Owns: what stands on it. Does not own the paper that is served (papers.py) or the clock that its day starts (deadlines.py).
It is of one paper and asked for by that paper's id. Source: domain.md §3.5, §5.
"""

from typing import Any

from inspections.documents.asking import Asking, Filled, NotThere, Standing, standing
from inspections.documents.case_papers import day, facts
from inspections.documents.case_story import Issued, Story, id_of, story_of
from inspections.papers import KINDS, METHODS


async def gather(asking: Asking, of: str) -> Filled:
    rows = await asking.ledger.rows("paper_known", paper=id_of(of))
    if not rows:
        raise NotThere
    story = await story_of(asking, rows[0][0])
    [issued] = [one for one in story.issued if one.id == of]
    return Filled(said(story, issued, await standing(asking)))


def said(story: Story, issued: Issued, here: Standing) -> dict[str, Any]:
    paper, known = issued.said, facts(story)
    served = paper.service
    return {
        "demo": here.demo,
        "county": here.county,
        "title": "送达回证",
        "paper": KINDS[paper.kind].name,
        "number": paper.number,
        "issuer": paper.issuer,
        "addressee": known["addressee"] if paper.kind in ("reminder", "order") else known["responsible"],
        "place": None,
        "method": METHODS[served.method] if served else None,
        "served_on": day(served.served_on) if served else None,
        "receiver": served and served.receiver,
        "reason": (served and served.reason) or "　",
        "entry": story.row["id"],
        "seq": issued.seq,
        "hash": issued.hash[:16],
    }
