"""Guards (销号门槛): what each need of the table looks at before a step is taken.

Owns: one pure function per need of reference/rectification_needs.csv, in the table NEEDS; a test proves that each need has
its guard and that each guard can fail. Does not own which step asks for which need (rectification.py). A guard looks at
the whole case: what was handed in with an earlier step of the same round need not come again. Source: domain.md §5 [K, S].
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from inspections.cases import Told, measures_left, papers_in, steps_in
from inspections.facts import Decision, Fault
from inspections.findings import BEFORE
from inspections.independence import approver_not_doer, checkers_independent
from inspections.months import is_day
from inspections.objections import Objection, PublicDraft
from inspections.rectification import RESERVED, needs
from inspections.reference import parameter
from inspections.standing import Context
from inspections.step_contents import PAPERS, Measure

AFTER: Final = "after"
EMPTY: Final = Decision()
#: what must lie in the file before a step that asks for a complete one; to archive, all that led to closing
FILE: Final = {
    "request_closure": ("plan", "self_check", "closure_request"),
    "archive": ("plan", "self_check", "closure_request", "check_sheet", "closure_approval"),
}
#: the kind of paper that answers a need
ANSWERED_BY: Final = {
    "plan_paper": "plan",
    "self_check_paper": "self_check",
    "check_paper": "check_sheet",
    "approver_signed": "closure_approval",
    "report_document": "report",
    "superior_document": "superior",
    "extension_approved": "extension",
    "receipt_document": "receipt",
    "letter_replied": "reply",
    "evidence": "other",
}
APPROVERS: Final = ("reviewer", "county")  #: who may approve the words of a public notice


Guard = Callable[[Context], bool]  #: is the need met?


# What was written


def said(text: str | None) -> bool:
    return bool(text and text.strip())


def measured(measures: Iterable[Measure]) -> bool:
    """At least one measure, each with its words."""
    listed = tuple(measures)
    return bool(listed) and all(said(one.text) for one in listed)


def received_record(context: Context) -> bool:
    """What was assigned says its number and day; what the county found itself has the ledger's."""
    row = context.row
    return row.level == "self" or bool(said(row.number) and row.received_on)


def plan_complete(context: Context) -> bool:
    plan = context.entry.plan
    return bool(
        plan
        and said(plan.target)
        and measured(plan.measures)
        and is_day(plan.due_on)
        and plan.due_on >= f"{context.today}"
    )


def new_due_date(context: Context) -> bool:
    given = context.entry.due_on
    return bool(
        given and is_day(given) and given >= f"{context.today}" and given > (context.row.due_on or "")
    )


def remaining_measures(context: Context) -> bool:
    left = context.entry.remaining
    return measured(left) and all(said(one.person) and one.due_on for one in left)


def receiving_organ(context: Context) -> bool:
    receiver = context.entry.receiver
    return bool(receiver and said(receiver.organ) and said(receiver.contact))


def recurrence_evidence(context: Context) -> bool:
    entry = context.entry
    again = entry.recurrence
    return bool(
        again
        and is_day(again.on)
        and again.on <= f"{context.today}"
        and said(again.relation)
        and entry.photos
    )


# What was handed in


def paper(need: str, *, numbered: bool = False) -> Guard:
    """A scan of the paper that answers this need, in this round; numbered: with its 文号 and date too."""
    kind = ANSWERED_BY[need]

    def handed_in(context: Context) -> bool:
        told = (*context.case.round, told_now(context))
        return any(
            found.scan and (not numbered or (said(found.number) and is_day(found.on) and found.on))
            for found in papers_in(told, kind)
        )

    return handed_in


def told_now(context: Context) -> Told:
    """The step as if it were told already."""
    return Told("", context.actor.account, context.entry, EMPTY)


def photos_before_after(context: Context) -> bool:
    """整改前 since the cycle began, 整改后 since the round began: what was sent back is photographed anew."""
    before = any(photo.slot == BEFORE for photo in (*context.case.before_photos(), *context.entry.photos))
    return before and any(photo.slot == AFTER for step in context.steps for photo in step.photos)


def measures_done(context: Context) -> bool:
    return has_plan(context) and not measures_left(context.case, context.entry)


def has_plan(context: Context) -> bool:
    return any(step.plan for step in steps_in(context.case.cycle))


def penalty_done(context: Context) -> bool:
    told = [step.penalty for step in context.steps if step.penalty]
    return bool(told) and told[-1] in ("none", "done")


def file_complete(context: Context) -> bool:
    return not lacking_papers(context)


def lacking_papers(context: Context) -> list[str]:
    """Kinds of paper this step wants in the file and that nobody handed in, this cycle."""
    wanted = FILE.get(context.entry.step, ())
    if context.entry.step == "archive" and context.row.level in RESERVED:
        wanted = (*wanted, "report", "superior")
    told = (*context.case.cycle, told_now(context))
    return [kind for kind in wanted if not any(found.scan for found in papers_in(told, kind))]


def evidence(context: Context) -> bool:
    return any(step.photos or any(one.scan for one in step.papers) for step in context.steps)


def check_paper(context: Context) -> bool:
    """The signed sheet, and what it came to."""
    return paper("check_paper")(context) and any(step.conclusion for step in context.steps)


def check_passed(context: Context) -> bool:
    told = [step.conclusion for step in context.steps if step.conclusion]
    return bool(told) and told[-1] == "passed"


def two_checkers(context: Context) -> bool:
    least = int(parameter("closure_checkers_min", context.today).value or 2)
    return len({one.name.strip() for one in context.entry.checkers if said(one.name)}) >= least


def letter_replied(context: Context) -> bool:
    """Every letter behind it has its answer, or nobody to answer; one that is not on file has a copy of the answer."""
    if context.letters or context.case.finding.source != "letter":
        return all(one.replied_on or one.anonymous for one in context.letters)
    return any(found.scan for found in papers_in((*context.case.cycle, told_now(context)), "reply"))


# The notice


def notice_draft_approved(context: Context) -> bool:
    """The words were approved in this round, by another person than the publisher, and not by a doer."""
    notice = context.entry.notice
    drafts = {one.id: one for one in context.case.round if isinstance(one.entry, PublicDraft)}
    found = drafts.get(str(notice.draft)) if notice else None
    return bool(
        found
        and found.decision.role in APPROVERS
        and found.actor != context.actor.account
        and found.actor not in context.case.doers
    )


def notice_terms(context: Context) -> bool:
    notice = context.entry.notice
    return bool(
        notice
        and is_day(notice.from_on)
        and is_day(notice.to_on)
        and f"{context.today}" <= notice.from_on <= notice.to_on
        and said(notice.phone)
    )


def notice_over(context: Context) -> bool:
    """The day after the last day of the notice, Beijing."""
    notices = [step.notice for step in context.steps if step.notice]
    return bool(notices) and notices[-1].to_on < f"{context.today}"


def no_open_objection(context: Context) -> bool:
    """Every objection of this round is settled, and none was upheld: that one goes back to the doer."""
    told = [one for one in context.case.round if isinstance(one.entry, Objection)]
    settled = {str(one.entry.settles): one.entry.outcome for one in told if one.entry.settles}
    return all(settled.get(one.id) == "dismissed" for one in told if not one.entry.settles)


NEEDS: Final[Mapping[str, Guard]] = {
    "received_record": received_record,
    "responsible_named": lambda context: said(context.entry.person),
    "plan_complete": plan_complete,
    "plan_paper": paper("plan_paper"),
    "approver_not_doer": approver_not_doer,
    "progress_note": lambda context: said(context.entry.note),
    "measures_done": measures_done,
    "photos_before_after": photos_before_after,
    "penalty_done": penalty_done,
    "same_kind_checked": lambda context: any(said(step.same_kind) for step in context.steps),
    "self_check_paper": paper("self_check_paper"),
    "file_complete": file_complete,
    "letter_replied": letter_replied,
    "two_checkers": two_checkers,
    "checkers_independent": checkers_independent,
    "check_paper": check_paper,
    "check_passed": check_passed,
    "notice_draft_approved": notice_draft_approved,
    "notice_terms": notice_terms,
    "notice_over": notice_over,
    "no_open_objection": no_open_objection,
    "approver_signed": paper("approver_signed", numbered=True),
    "report_document": paper("report_document", numbered=True),
    "superior_document": paper("superior_document", numbered=True),
    "reasons": lambda context: said(context.entry.note),
    "new_due_date": new_due_date,
    "extension_approved": paper("extension_approved"),
    "remaining_measures": remaining_measures,
    "review_cycle": lambda context: context.entry.review_months is not None,
    "evidence": evidence,
    "receiving_organ": receiving_organ,
    "receipt_document": paper("receipt_document"),
    "recurrence_evidence": recurrence_evidence,
    "archive_no": lambda context: bool(context.entry.archive and said(context.entry.archive.number)),
}

#: need → the field of the step in which it is answered; others are answered by who acts, or by what was filed before
FIELD: Final = {
    "responsible_named": "person",
    "plan_complete": "plan",
    "progress_note": "note",
    "measures_done": "done",
    "photos_before_after": "photos",
    "penalty_done": "penalty",
    "same_kind_checked": "same_kind",
    "two_checkers": "checkers",
    "checkers_independent": "checkers",
    "check_passed": "conclusion",
    "notice_draft_approved": "notice.draft",
    "notice_terms": "notice",
    "reasons": "note",
    "new_due_date": "due_on",
    "remaining_measures": "remaining",
    "review_cycle": "review_months",
    "evidence": "photos",
    "receiving_organ": "receiver",
    "recurrence_evidence": "recurrence",
    "archive_no": "archive",
} | dict.fromkeys(
    (
        *(
            "plan_paper",
            "self_check_paper",
            "file_complete",
            "check_paper",
            "approver_signed",
            "report_document",
        ),
        *("superior_document", "extension_approved", "receipt_document"),
    ),
    "papers",
)


#: what else in a step answers a need
ALSO: Final = {"check_paper": ("conclusion",), "evidence": ("papers",), "letter_replied": ("papers",)}


def fields_of(key: str) -> list[str]:
    """Where in a step a need is answered; empty where earlier steps or the person do."""
    own = FIELD.get(key)
    return [*([own] if own else []), *ALSO.get(key, ())]


def papers_for(key: str, context: Context) -> list[str]:
    """Kinds of paper that would answer a need of this step."""
    if key == "file_complete":
        return lacking_papers(context)
    return [ANSWERED_BY[key]] if key in ANSWERED_BY else []


def missing(asked: Iterable[str], context: Context) -> list[Fault]:
    """What a step still lacks: each need that is not met, in the words of its row."""
    return [fault_of(key, context) for key in asked if not NEEDS[key](context)]


def fault_of(key: str, context: Context) -> Fault:
    need = needs()[key]
    words = f"{need.name}：{need.explanation}"
    if key == "file_complete":
        words += f"（还缺：{'、'.join(PAPERS[kind] for kind in lacking_papers(context))}）"
    return Fault(FIELD.get(key, ""), key, f"{words}。")
