"""One letter in full, and who wrote it, which is shown only after the reading has been written down.

Owns: the page and that one door to a petitioner. Does not own the letter (inspections/letters.py), the list (letters.py here)
or the record of a reading (inspections/petitioner_readings.py). The page holds nothing of the petitioner. Source: domain.md §11.
"""

from typing import Annotated, Any
from uuid import UUID, uuid4

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct
from msgspec.structs import asdict

from api.auth import Call, allow
from api.clocks import DeadlineView, deadlines_of
from api.problems import Problem
from api.routes.entries import refused
from api.routes.findings import FindingView, finding_views
from api.routes.letters import LETTER_READERS, LetterView, ReadingView, letter_views, reading_views
from api.trails import Told, told
from inspections.chain import Stored
from inspections.entries import Receipt
from inspections.facts import Fault
from inspections.findings import coded
from inspections.ledger import Created, Item
from inspections.letters import subject_of
from inspections.people import WRITES
from inspections.petitioner_readings import PetitionerReading, Purpose
from inspections.petitioners import FIELD, Petitioner


class LetterStep(Struct):
    """One entry about the letter, oldest first."""

    id: str
    type: Annotated[
        str,
        Meta(
            description="letter 登记、改写 · letter_reply 答复 · petitioner_reading 查看信访人 · 更正、作废"
        ),
    ]
    seq: int
    actor: str
    actor_name: str
    received_at: str


class LetterPage(LetterView, kw_only=True):
    """A letter with everything about it but who wrote it."""

    category_name: str
    reply_method_name: str | None
    text: Annotated[str | None, Meta(description="来信反映什么")]
    clocks: Annotated[list[DeadlineView], Meta(description="各项期限和怎么算的，最近的在前")]
    about: Annotated[FindingView | None, Meta(description="反映的问题，在管辖范围内时")]
    others: Annotated[list[LetterView], Meta(description="反映同一个问题的别的信访件")]
    readings: Annotated[list[ReadingView], Meta(description="谁看过信访人，最近的在前")]
    lacking: Annotated[list[Fault], Meta(description="还缺的")]
    receipt: Receipt
    history: list[LetterStep]


class Asking(Struct, forbid_unknown_fields=True):
    purpose: Annotated[Purpose, Meta(description="为什么查看，记入台账；不写人名", examples=["核对答复地址"])]


class Person(Struct):
    """Who wrote a letter."""

    name: str | None
    phone: str | None
    id_number: str | None
    address: str | None
    erased: Annotated[bool, Meta(description="已经删除，只留下校验值")]
    reading: Annotated[Receipt, Meta(description="这次查看的记录")]


@get(
    "/letters/{letter:uuid}",
    opt=allow(*LETTER_READERS),
    summary="一件信访件的全部",
    description="内容、答复、反映的问题、同一问题的别的信访件、经过、谁看过信访人。不含信访人。",
)
async def letter_page(letter: FromPath[UUID], call: NamedDependency[Call]) -> LetterPage:
    """404 outside scope, and once it is void."""
    found = await one_letter(letter, call)
    story = await told(call, found.entry)
    about = await finding_views(call, id=found.finding) if found.finding else []
    together = await letter_views(call, finding=found.finding) if found.finding else []
    return LetterPage(
        **asdict(found),
        category_name=coded("finding_category")[found.category],
        reply_method_name=coded("reply_method").get(found.reply_method or ""),
        text=story.trail.body.get("text"),
        clocks=await deadlines_of(call, found.letter),
        about=next(iter(about), None),
        others=[one for one in together if one.letter != found.letter],
        readings=await reading_views(call, found.letter),
        lacking=list(story.trail.decision.notices),
        receipt=story.receipt(),
        history=await history(found, story, call),
    )


async def one_letter(letter: UUID, call: Call) -> LetterView:
    found = await letter_views(call, id=str(letter))
    if not found:
        raise Problem("not-found")
    return found[0]


async def history(letter: LetterView, story: Told, call: Call) -> list[LetterStep]:
    """Every entry about the letter; what each said is at /entries/{id}."""
    rows = await call.storage.rows("subject_of_entry", id=letter.entry)
    stored = [msgspec.convert(list(row), Stored, strict=False) for row in rows]
    return [
        LetterStep(
            one.id, one.type, one.seq, one.actor, story.names.get(one.actor, one.actor), one.received_at
        )
        for one in stored
    ]


@post(
    "/letters/{letter:uuid}/petitioner",
    opt=allow(*WRITES["petitioner_reading"], machines=""),
    status_code=200,
    summary="查看信访人",
    description="写明为什么查看；先在台账里记下这次查看，再给出信访人。没有登记信访人的回答 422。",
)
async def petitioner(letter: FromPath[UUID], data: JSONBody[Asking], call: NamedDependency[Call]) -> Person:
    """The reading is an entry on disk before anything of the person is fetched."""
    found = await one_letter(letter, call)
    reading = PetitionerReading(made_at=call.now, unit=found.unit, letter=letter, purpose=data.purpose)
    answer = await call.storage.write(Item.of(str(uuid4()), reading, call.actor))
    if not isinstance(answer, Created):
        raise refused(answer)
    values = await latest(found.letter, call)
    said = {name: values.get(name) for name in Petitioner.__struct_fields__}
    return Person(**said, erased=not any(said.values()), reading=answer.receipt)


async def latest(letter: str, call: Call) -> dict[str, Any]:
    """The person as the last version that names one says; nothing of an erased one."""
    rows = await call.storage.rows("petitioner_values", subject=subject_of(letter))
    last = max((seq for seq, _, _ in rows), default=0)
    return {path.rpartition(f"{FIELD}.")[2]: value for seq, path, value in rows if seq == last}


ROUTES = [letter_page, petitioner]
