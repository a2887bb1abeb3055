"""An entry with all that happened to it, as one page per visit or finding shows it.

Owns: fetching a trail, names of the people in it, and the labels of what was changed. Does not own the trail itself
(inspections/trail.py) or scope: whoever calls has looked at the row within the reader's units.
"""

from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from api.auth import Call
from api.words import FIELDS
from inspections.chain import Stored
from inspections.entries import Position, Receipt
from inspections.kinds import Kind
from inspections.letters import LetterOf
from inspections.positions import wgs84
from inspections.trail import Change, Trail, trail


class ChangeView(Struct):
    """One value that was corrected."""

    path: Annotated[str, Meta(examples=["answers.locked_rooms"])]
    label: Annotated[str, Meta(description="这一项的中文说明", examples=["有没有锁着不让看的房间？"])]
    old: Any
    new: Any


class StepView(Struct):
    """One entry of the trail, oldest first."""

    id: str
    type: Annotated[str, Meta(description="原来那条的种类，或 correction 更正 · void 作废")]
    seq: int
    hash: str
    actor: str
    actor_name: str
    made_at: str
    received_at: str
    reason: str | None
    changes: list[ChangeView]


class WGS84(Struct):
    lat: float
    lon: float


class PlaceView(Struct):
    """A captured point: as it came, and in WGS-84."""

    lat: float
    lon: float
    crs: str
    accuracy_m: float | None
    provider: str
    fixed_at: str | None
    wgs84: WGS84


class Told(Struct):
    """A trail with the names of its people, and all that is stored under the same subject."""

    trail: Trail
    names: dict[str, str]
    stored: list[Stored]
    vault: dict[str, dict[str, str | None]]
    letters: tuple[LetterOf, ...]

    def receipt(self) -> Receipt:
        return self.trail.receipt

    def steps(self, kind: Kind | None) -> list[StepView]:
        """Each step with the words of the checklist where an answer was corrected."""
        return [
            StepView(
                id=step.id,
                type=step.type,
                seq=step.seq,
                hash=step.hash,
                actor=step.actor,
                actor_name=self.names.get(step.actor, step.actor),
                made_at=step.made_at,
                received_at=step.received_at,
                reason=step.reason,
                changes=[change_view(change, kind) for change in step.changes],
            )
            for step in self.trail.steps
        ]


async def told(call: Call, entry_id: str) -> Told:
    """The trail of an entry that is in a view, with private values put back: two questions."""
    rows = await call.storage.rows("subject_of_entry", id=entry_id)
    stored = [msgspec.convert(list(row), Stored, strict=False) for row in rows]
    vault: dict[str, dict[str, str | None]] = {one.id: {} for one in stored}
    names, letters = {}, []
    for what, key, part, value in await call.storage.rows("beside_case", subject=stored[0].subject):
        if what == "vault":
            vault.setdefault(key, {})[part] = value  # also of an entry written between the two questions
        elif what == "name":
            names[key] = value or key
        else:
            letters.append(
                LetterOf(finding=entry_id, letter=key, number="", anonymous=bool(part), replied_on=value)
            )
    return Told(trail(entry_id, stored, vault), names, stored, vault, tuple(letters))


def change_view(change: Change, kind: Kind | None) -> ChangeView:
    return ChangeView(change.path, label(change.path, kind), change.old, change.new)


def label(path: str, kind: Kind | None) -> str:
    """What a person calls the place: the question's text, or the field's words."""
    field, _, key = path.partition(".")
    if kind and field in ("answers", "texts") and key in kind.by_key:
        return kind.by_key[key].text
    return str(FIELDS[path.rpartition(".")[2] if path.rpartition(".")[2] in FIELDS else field][0])


def as_said(body: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """Fields of a body that are shown as they are; None where nothing was said."""
    return {name: body.get(name) for name in names}


def place_view(body: dict[str, Any]) -> PlaceView | None:
    if not body.get("position"):
        return None
    raw = msgspec.convert(body["position"], Position)
    here = wgs84(raw)
    fixed_at = raw.fixed_at.isoformat() if raw.fixed_at else None
    return here and PlaceView(raw.lat, raw.lon, raw.crs, raw.accuracy_m, raw.provider, fixed_at, WGS84(*here))
