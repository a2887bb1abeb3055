"""Filing a workbook: what it would write, every faulty cell, and writing it as the one who sent it.

Owns: finding enterprise and record, the rehearsal, and putting what the ledger refuses at its cell. A workbook is one
record: the first time a new one, while its draft is open the next version, the same again nothing. Does not own reading
cells (workbook.py) or what the ledger thinks. Source: issue text (upload reports every faulty cell).
"""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from uuid_utils.compat import uuid7

from inspections.calculators.credit_code import normalise
from inspections.chain import History, Salt
from inspections.energy_records import EDITABLE, STATES, EnergyRecord, RecordRow
from inspections.entries import Envelope, same_body
from inspections.facts import Actor, Fault
from inspections.filing import Body, faults_of, file_entries, item, rehearse
from inspections.imports.outcomes import Faulty, Outcome, Row, State
from inspections.intake.forms import BASICS, FORMS, Form
from inspections.intake.workbook import Filled, read_workbook
from inspections.ledger import Item
from inspections.reading import Unreadable
from inspections.rules import stored_entry
from inspections.storage.engine import Storage

WHOLE: Final = "整张表"


async def dry_run(storage: Storage, kind: str, raw: bytes, actor: Actor, now: datetime) -> Outcome:
    """What this workbook would write; nothing is written. Unusable when it is no workbook of that kind."""
    form = FORMS[kind]
    filled = read_workbook(form, raw)
    faults = [Faulty(0, *wrong) for wrong in filled.wrong]
    body = await about_firm(storage, filled, actor, faults)
    old = await earlier(storage, form, body)
    if old and old.state in EDITABLE:
        body |= {"record": old.id, "replaces": old.version}
    body |= {"type": kind, "made_at": now.isoformat()}
    try:
        one = item(uuid7(), body, actor)
    except Unreadable as unreadable:
        told = {fault.cell for fault in faults}
        more = (at_cell(fault, filled) for fault in unreadable.faults)
        return outcome(kind, None, (*faults, *(fault for fault in more if fault.cell not in told)))
    if old and await says(storage, one, old):
        return outcome(kind, row(one, body, filled, "same"), tuple(faults))
    if old and old.state not in EDITABLE and old.state != "cancelled":
        said = f"这家企业这一时段的记录{STATES[old.state]}，不能再换版；退回后再传，或办更正。"
        faults.append(Faulty(0, f"{BASICS}!B4", "not-editable", said))
    [answer] = await rehearse(storage, [one], now)
    faults += (at_cell(fault, filled) for fault in faults_of(answer))
    return outcome(kind, row(one, body, filled, "changed" if old else "new"), tuple(faults))


async def apply(storage: Storage, found: Outcome, actor: Actor) -> int:
    """Write it; the number of entries. An outcome with faults writes nothing."""
    if found.faults:
        return 0
    wanted = [(UUID(one.entry), one.body) for one in found.rows if one.state != "same"]
    return len(await file_entries(storage, actor, wanted))


def outcome(kind: str, found: Row | None, faults: tuple[Faulty, ...]) -> Outcome:
    told = sorted(dict.fromkeys(faults), key=lambda fault: fault.cell)
    return Outcome(kind, (found,) if found else (), tuple(told))


def row(one: Item, body: Body, filled: Filled, state: State) -> Row:
    return Row((1,), str(filled.body.get("credit_code", "")), state, one.id, body)


async def about_firm(storage: Storage, filled: Filled, actor: Actor, faults: list[Faulty]) -> Body:
    """The body with the enterprise and its unit in place of the credit code, within the sender's units."""
    body = {name: value for name, value in filled.body.items() if name != "credit_code"}
    code = normalise(str(filled.body.get("credit_code", "")))
    scopes = msgspec.json.encode([grant.path for grant in actor.grants]).decode()
    rows = await storage.rows("intake_enterprise", code=code, scopes=scopes)
    if not rows and code:
        said = f"没有信用代码为“{code}”的企业，或不在您的权限范围内；请先建档。"
        faults.append(Faulty(0, filled.places["credit_code"], "enterprise-unknown", said))
    return body | ({"enterprise": rows[0][0], "unit": rows[0][1]} if rows else {})


async def earlier(storage: Storage, form: Form, body: Body) -> RecordRow | None:
    """The record this workbook is about, if there is one: the same kind, enterprise and period."""
    period = period_of(form.kind, body)
    if "enterprise" not in body or not period:
        return None
    asked = {"kind": form.kind, "enterprise": body["enterprise"], "period": period}
    rows = await storage.rows("intake_record", **asked)
    if not rows:
        return None
    [(_, found)] = await storage.answer([RecordRow.at(rows[0][0])])
    return found if isinstance(found, RecordRow) else None


def period_of(kind: str, body: Body) -> str:
    """As the record's row writes it."""
    if kind == "balance":
        return f"{body.get('measured_from')}..{body.get('measured_to')}"
    return str(body.get("year" if kind == "audit" else "started_on", ""))


async def says(storage: Storage, one: Item, old: RecordRow) -> bool:
    """Does the version that counts say what this workbook says, but for when it was made and what it replaces?"""
    [(_, history)] = await storage.answer([History.at(old.id)])
    stored = next(row.stored for row in reversed(history) if id_of(row.stored) == old.version)
    known, envelope = stored_entry(stored), msgspec.json.decode(stored, type=Envelope)
    if not isinstance(known, EnergyRecord) or not isinstance(one.entry, EnergyRecord):
        return False
    place = {name: getattr(known, name) for name in ("made_at", "record", "replaces")}
    [(_, salts)] = await storage.answer([Salt.at(old.version)])
    kept = {row.path: row.salt for row in salts}
    return same_body(msgspec.structs.replace(one.entry, **place), bytes(envelope.body), kept)


def id_of(stored: str) -> str:
    return msgspec.json.decode(stored, type=Envelope).id


def at_cell(fault: Fault, filled: Filled) -> Faulty:
    """A fault of the body at the cell it came from: the nearest part that has one."""
    path: str = fault.path
    while path and path not in filled.places:
        path = path.rpartition(".")[0]
    where: dict[str, Any] = {"enterprise": "credit_code", "unit": "credit_code", "record": "credit_code"}
    path = path or where.get(fault.path, "")
    return Faulty(0, filled.places.get(path, WHOLE), fault.code, fault.message)
