"""People (账号): accounts with dated grants, and the one table of what each role may write and read.

Owns: accounts as entries (no secrets), roles, WRITES. Does not own passwords, sessions, tokens or lockout: they are
secrets, kept outside the ledger (storage tables `secret`, `session`, `token`). Source: design.md §5.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Annotated, Any, ClassVar, Final, Literal
from uuid import UUID

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from inspections.entries import AccountName, Day, Entry, Private, UnitKey, id_text
from inspections.facts import Actor, At, Decision, Facts, Fault, Grant, Key, Refusal, Row, decide, unless
from inspections.months import day_of
from inspections.units import Unit

Role = Literal[
    "inspector", "county", "responsible", "reviewer", "energy_centre", "publisher", "auditor", "admin"
]
ROLES: Final = {
    "inspector": "乡镇巡察员",
    "county": "县局检查员",
    "responsible": "责任单位",
    "reviewer": "核查验收",
    "energy_centre": "节能中心",
    "publisher": "发布员",
    "auditor": "审计员",
    "admin": "管理员",
}
#: one address and nothing else: it goes into the head of a message
MAIL: Final = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+", re.ASCII)
ALONE: Final = ("admin", "auditor")  # combine with nothing: separation of duties

#: entry type → roles that may write it, over the unit it is filed under; `system` is init and import
WRITES: Final[dict[str, tuple[str, ...]]] = {
    "unit": ("county",),
    "area": ("county",),
    "enterprise": ("inspector", "county"),
    "enterprise_merge": ("county",),
    "site": ("inspector", "county"),
    "visit": ("inspector", "county"),
    "zero_report": ("inspector", "county"),
    "excuse": ("county",),
    "finding": ("inspector", "county"),
    "opening": ("county",),
    "batch": ("county",),
    "letter": ("county",),
    "letter_reply": ("county",),
    "petitioner_reading": ("county", "reviewer"),
    "paper": ("county", "reviewer"),
    "step": ("responsible", "reviewer", "county", "publisher"),
    "objection": ("reviewer", "county", "publisher"),
    "public_draft": ("reviewer", "county"),
    "plan": ("county",),
    "task": ("inspector", "county"),
    "report": ("county",),
    "audit": ("county", "energy_centre"),
    "balance": ("county", "energy_centre"),
    "supervision": ("county", "energy_centre"),
    "audit_step": ("county", "energy_centre", "reviewer"),
    "listing": ("county", "energy_centre"),
    "intensity_target": ("county", "energy_centre"),
    "intensity_result": ("county", "energy_centre"),
    "publication": ("publisher",),
    "calendar": ("county",),
    "reference": ("county",),
    "setting": ("admin",),
    "account": ("admin",),
    "correction": ("inspector", "county", "energy_centre"),
    "void": ("inspector", "county", "energy_centre"),
    "adopt": ("county",),
}


#: what not everybody who reads business data may read: the beginning of a subject → the roles that may
CLOSED_SUBJECTS: Final = {"letter/": ("county", "reviewer", "auditor")}


def may_read(subject: str, path: str, actor: Actor) -> bool:
    """Is a subject of a unit open to this reader? The unit itself is the query's to say."""
    roles = next((roles for start, roles in CLOSED_SUBJECTS.items() if subject.startswith(start)), None)
    return roles is None or actor.grant_over(roles, path) is not None


def writers(kind: str) -> tuple[str, ...]:
    return (*WRITES.get(kind, ()), "system")


class GrantGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A role given over a unit's subtree (or one enterprise), within dates, both included."""

    role: Role
    unit: UnitKey
    enterprise: UUID | None = None  #: only for 责任单位
    valid_from: Day
    valid_to: Day | None = None


class AccountEntry(Entry, frozen=True, kw_only=True, tag="account"):
    """An account as it is from now on: created, moved, disabled. The whole state; never a secret."""

    unit: UnitKey  #: home unit: fixes the book
    account: AccountName
    name: Private  #: the person's name
    grants: Annotated[tuple[GrantGiven, ...], Meta(max_length=20)] = ()
    disabled: bool = False
    machine: bool = False  #: a machine: bearer tokens only, no password
    email: Private | None = None  #: where reminders go

    def subject(self, entry_id: str) -> str:
        return f"account/{self.account}"


class Account(Row, frozen=True, array_like=True, kw_only=True):
    """An account today. `grants` is a JSON list of Grant with unit paths."""

    table: ClassVar[str] = "account"
    key: ClassVar = ("account",)
    account: str
    book: str
    unit: str
    unit_path: str
    entry: str  #: id of the entry that carries the name in the vault
    grants: str
    disabled: bool
    machine: bool
    last_seq: int


def needs(entry: AccountEntry, facts: Facts) -> Iterable[Key[Any]]:
    yield Unit.at(entry.unit)
    yield Account.at(entry.account)
    yield from (Unit.at(grant.unit) for grant in entry.grants)


def judge(entry: AccountEntry, facts: Facts, actor: Actor, _now: datetime) -> Decision | Refusal:
    old = facts.get(Account.at(entry.account))
    return decide(
        unless(
            old is None or old.book == facts[Unit.at(entry.unit)].book,
            "account-taken",
            "这个账号名已被占用。",
            at="account",
        ),
        unless(
            old is None or actor.grant_over(writers("account"), old.unit_path),
            "account-taken",
            "这个账号名已被占用。",
            at="account",
        ),
        unless(actor.account != entry.account, "own-account", "不能改自己的账号。", at="account"),
        unless(
            entry.email is None or MAIL.fullmatch(entry.email), "bad-email", "邮箱的写法不对。", at="email"
        ),
        *grant_faults(entry, facts, actor),
    )


def grant_faults(entry: AccountEntry, facts: Facts, actor: Actor) -> Iterator[Fault | None]:
    roles = {grant.role for grant in entry.grants}
    alone = not (roles & set(ALONE)) or len(roles) == 1
    yield unless(alone, "role-combines", "管理员、审计员不能兼任其他角色。", at="grants")
    for number, grant in enumerate(entry.grants):
        at = f"grants.{number}"
        unit = facts.get(Unit.at(grant.unit))
        inside = unit and actor.grant_over(writers("account"), unit.path)
        yield unless(inside, "unit-unknown", "没有这个单位，或不在您的权限范围内。", at=f"{at}.unit")
        firm_fits = grant.enterprise is None or grant.role == "responsible"
        yield unless(firm_fits, "enterprise-role", "只有责任单位可以限定到企业。", at=f"{at}.enterprise")
        in_order = grant.valid_to is None or grant.valid_from <= grant.valid_to
        yield unless(in_order, "dates-reversed", "截止日期早于起始日期。", at=f"{at}.valid_to")


def effects(entry: AccountEntry, _decision: Decision, facts: Facts, at: At) -> Iterable[Account]:
    grants = [
        Grant(
            role=given.role,
            unit=given.unit,
            path=facts[Unit.at(given.unit)].path,
            enterprise=id_text(given.enterprise),
            valid_from=given.valid_from,
            valid_to=given.valid_to,
        )
        for given in entry.grants
    ]
    yield Account(
        account=entry.account,
        book=at.book,
        unit=entry.unit,
        unit_path=at.unit,
        entry=at.id,
        grants=msgspec.json.encode(grants).decode(),
        disabled=entry.disabled,
        machine=entry.machine,
        last_seq=at.seq,
    )


def grants_of(account: Account) -> tuple[Grant, ...]:
    """All its grants, also those not in force."""
    return msgspec.json.decode(account.grants, type=tuple[Grant, ...])


def actor_of(account: Account | None, device: str, now: datetime) -> Actor | None:
    """The account as one who acts now: None when there is none, it is disabled, or no grant is in force."""
    if account is None or account.disabled:
        return None
    today = f"{day_of(now):%Y-%m-%d}"
    in_force = tuple(grant for grant in grants_of(account) if grant.in_force(today))
    return Actor(account=account.account, grants=in_force, device=device) if in_force else None


def narrowed(actor: Actor, roles: Iterable[str]) -> Actor:
    """The actor with only the grants of some roles: what a machine token is scoped to."""
    wanted = set(roles)
    return replace(actor, grants=tuple(grant for grant in actor.grants if grant.role in wanted))
