"""The vocabulary: every type of entry and the module of its rules. The table from type to module is this one.

Owns: that table, reading entries from outside and from the ledger. Does not own any rule. A new type is one module and
one line in RULES (and one in people.WRITES). Source: contract.md (entry types).
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import reduce
from operator import or_
from types import ModuleType
from typing import Any, Final, NamedTuple, cast

import msgspec

from inspections import (
    areas,
    audit_steps,
    audits,
    balances,
    batches,
    calendars,
    enterprise_merges,
    enterprises,
    evidence,
    excuses,
    findings,
    handovers,
    intensity,
    letter_replies,
    letters,
    listings,
    objections,
    openings,
    papers,
    people,
    petitioner_readings,
    plans,
    publications,
    recounts,
    references,
    reports,
    sites,
    step_contents,
    steps,
    supervisions,
    units,
    visits,
    zero_reports,
)
from inspections import parameters as settings
from inspections.entries import Entry, Envelope, UpcasterTable, current_form
from inspections.facts import Actor, At, Decision, Facts, Fault, Grant, Key, Place, Refusal, Row
from inspections.reading import Unreadable, joined, nul_faults, read


class Rule(NamedTuple):
    """The rules of one type, taken from its module."""

    entry: type[Entry]
    type: str
    needs: Callable[[Any, Facts], Iterable[Key[Any]]]
    judge: Callable[[Any, Facts, Actor, datetime], Decision | Refusal]
    effects: Callable[[Any, Decision, Facts, At], Iterable[Row | Key[Any]]]
    place: Callable[[Any, Facts], Place | None]
    subject: Callable[[Any, str, Facts], str]
    brings: Callable[[Any, str, Facts, Actor], Any] | None
    authority: Callable[[Any, Facts, Actor, Place], Grant | None]
    judge_correction: Callable[[Any, Facts, Actor, datetime], Decision | Refusal]
    asks: Callable[
        [Any, Facts], Iterable[Key[Any]]
    ]  #: what only judging looks at; its effects can be told without
    fixed_once_used: tuple[str, ...]  #: fields no correction changes once another entry rests on it


def rule(entry: type[Entry], module: ModuleType) -> Rule:
    return Rule(
        entry,
        str(entry.__struct_config__.tag),
        module.needs,
        module.judge,
        with_evidence(entry, module.effects),
        getattr(module, "place", units.unit_place),
        getattr(module, "subject", own_subject),
        getattr(module, "brings", None),
        getattr(module, "authority", by_role),
        getattr(module, "judge_correction", module.judge),
        getattr(module, "asks", nothing),
        getattr(module, "FIXED_ONCE_USED", ()),
    )


def nothing(_entry: Entry, _facts: Facts) -> Iterable[Key[Any]]:
    return ()


def by_role(entry: Entry, _facts: Facts, actor: Actor, place: Place) -> Grant | None:
    """The grant under which most entries are written: of a role that writes this type, over the unit it is filed under."""
    return actor.grant_over(people.writers(str(entry.__struct_config__.tag)), place.path)


def with_evidence(entry: type[Entry], effects: Callable[..., Any]) -> Callable[..., Any]:
    """The rows of a type, and one for each file its entries name."""
    if not evidence.FIELDS & set(entry.__struct_fields__):
        return effects

    def both(one: Entry, decision: Decision, facts: Facts, at: At) -> Iterator[Row | Key[Any]]:
        yield from effects(one, decision, facts, at)
        yield from evidence.rows(one, at)

    return both


def own_subject(entry: Entry, entry_id: str, _facts: Facts) -> str:
    return entry.subject(entry_id)


#: types whose entries stand for themselves; what amends them is in amendments.py
PLAIN: Final = (
    rule(units.UnitEntry, units),
    rule(areas.AreaEntry, areas),
    rule(enterprises.EnterpriseEntry, enterprises),
    rule(enterprises.EnterpriseMerge, enterprise_merges),
    rule(sites.SiteEntry, sites),
    rule(visits.Visit, visits),
    rule(zero_reports.ZeroReport, zero_reports),
    rule(excuses.Excuse, excuses),
    rule(findings.Finding, findings),
    rule(openings.Opening, openings),
    rule(batches.Batch, batches),
    rule(letters.Letter, letters),
    rule(letter_replies.LetterReply, letter_replies),
    rule(petitioner_readings.PetitionerReading, petitioner_readings),
    rule(papers.Paper, papers),
    rule(step_contents.Step, steps),
    rule(objections.PublicDraft, objections),
    rule(objections.Objection, objections),
    rule(plans.Plan, plans),
    rule(handovers.Task, handovers),
    rule(reports.Report, reports),
    rule(audits.Audit, audits),
    rule(balances.Balance, balances),
    rule(supervisions.Supervision, supervisions),
    rule(audit_steps.AuditStep, audit_steps),
    rule(listings.Listing, listings),
    rule(intensity.IntensityTarget, intensity),
    rule(intensity.IntensityResult, intensity),
    rule(publications.Publication, publications),
    rule(calendars.Calendar, recounts),
    rule(references.Reference, references),
    rule(settings.SettingEntry, settings),
    rule(people.AccountEntry, people),
)

#: (type, version) → how an old body becomes the next version; empty until a type changes other than by addition
UPCASTERS: Final[UpcasterTable] = {}


class Vocabulary:
    """A set of rules with what reads their entries. There are two: the plain ones, and all."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = {one.type: one for one in rules}
        self.by_entry = {one.entry: one for one in self.rules.values()}
        self._any = msgspec.json.Decoder(reduce(or_, (one.entry for one in self.rules.values())))
        self._decoders = {name: msgspec.json.Decoder(one.entry) for name, one in self.rules.items()}

    def rule_of(self, entry: Entry) -> Rule:
        return self.by_entry[type(entry)]

    def decode(self, raw: bytes) -> Entry:
        """An entry as sent: fast when it fits, else Unreadable with every fault."""
        try:
            entry = self._any.decode(raw)
        except msgspec.ValidationError:
            entry = self._read_slowly(msgspec.json.decode(raw))
        odd = _ODD_YEAR.search(raw) or b"\\u00" in raw
        faults = (*(stray_instants(entry, "") if odd else ()), *nul_faults(raw))
        if faults:
            raise Unreadable(faults)
        return entry

    def _read_slowly(self, body: Any) -> Entry:
        if not isinstance(body, dict):
            raise Unreadable((Fault("", "not-an-object", "应为一条记录"),))
        found = self.rules.get(str(body.get("type")))
        if found is None:
            raise Unreadable((Fault("type", "unknown-type", "没有这种记录"),))
        return cast(Entry, read(body, found.entry))

    def stored(self, text: str) -> Entry:
        """An entry as it stands in the ledger, lifted to today's fields."""
        envelope = msgspec.json.decode(text, type=Envelope)
        if (envelope.type, envelope.v) not in UPCASTERS:
            return self._decoders[envelope.type].decode(envelope.body)
        body = current_form(envelope.type, envelope.v, msgspec.json.decode(envelope.body), UPCASTERS)
        return msgspec.convert(body, self.rules[envelope.type].entry)


def stray_instants(value: Any, path: str) -> Iterator[Fault]:
    """Instants outside this century: typing slips, and arithmetic on them would overflow."""
    if isinstance(value, datetime):
        if not 2000 <= value.year < 2100:
            yield Fault(path, "not-an-instant", "年份应在 2000 至 2099 之间。")
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from stray_instants(getattr(value, name), joined(path, name))
    elif isinstance(value, tuple):
        for number, one in enumerate(value):
            yield from stray_instants(one, joined(path, number))


#: an instant of another century (digits may also hide in escapes): worth the walk over the whole entry
_ODD_YEAR: Final = re.compile(rb'"(?:[013-9]\d|2[1-9])\d\d-\d\d-\d\d[Tt_ ]')


PLAIN_VOCABULARY: Final = Vocabulary(PLAIN)
