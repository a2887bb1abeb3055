"""Whose hands (独立): the doing unit neither checks nor approves its own work.

Owns: which findings a grant of 责任单位 holds, and who is a doer: by account (whoever ever took a step for the responsible
unit), by grant, by unit, by the name of an organ. Does not own the other guards (guards.py). Source: domain.md §5
("谁验收、谁负责"; the checker must differ from the doer) [S]; T20.
"""

from inspections.facts import Grant
from inspections.findings import FindingRow
from inspections.people import Account, grants_of
from inspections.standing import Context
from inspections.step_contents import Checker


def owns(grant: Grant, row: FindingRow) -> bool:
    """Does a grant of 责任单位 hold this finding? One limited to a firm holds that firm's only."""
    if grant.role != "responsible":
        return False
    if grant.enterprise:
        return grant.enterprise == row.responsible_enterprise
    return row.responsible_path.startswith(grant.path)


def of_the_doer(path: str, row: FindingRow) -> bool:
    """Is a unit the responsible one or below it? Where the county itself answers, its bureaus are told apart by organ."""
    county_itself = row.responsible_path.count("/") == 1
    return path.startswith(row.responsible_path) and not county_itself


def approver_not_doer(context: Context) -> bool:
    actor, row = context.actor, context.row
    acting = [
        grant
        for grant in actor.grants
        if grant.role != "responsible" and row.unit_path.startswith(grant.path)
    ]
    return (
        actor.account not in context.case.doers
        and not any(owns(grant, row) for grant in actor.grants)
        and any(not of_the_doer(grant.path, row) for grant in acting)
    )


def checkers_independent(context: Context) -> bool:
    """Each checker is known to be somebody else's person; whoever files the check has not been a doer either."""
    return (
        bool(context.entry.checkers)
        and all(independent(one, context) for one in context.entry.checkers)
        and approver_not_doer(context)
    )


def independent(checker: Checker, context: Context) -> bool:
    unit = context.units.get(checker.unit) if checker.unit else None
    account = context.accounts.get(checker.account) if checker.account else None
    if (checker.unit and unit is None) or (checker.account and account is None):
        return False
    named = unit or account or checker.organ
    apart = unit is None or not of_the_doer(unit.path, context.row)
    organ = checker.organ is None or organ_differs(checker.organ, context)
    return bool(named and apart and organ and (account is None or account_apart(account, context)))


def organ_differs(organ: str, context: Context) -> bool:
    """An organ by name: neither the responsible unit nor the responsible firm under its own name."""
    own = [context.units[context.row.responsible].name] if context.row.responsible in context.units else []
    own += [context.firm.name] if context.firm else []
    return bool(organ.strip()) and not any(name in organ for name in own)


def account_apart(account: Account, context: Context) -> bool:
    return (
        account.account not in context.case.doers
        and not of_the_doer(account.unit_path, context.row)
        and not any(owns(grant, context.row) for grant in grants_of(account))
    )
