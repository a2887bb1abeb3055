"""Clocks of the law: what each row makes of an event, in words; what decides nothing; extensions and batch limits."""

from datetime import date

import msgspec
import pytest

from inspections import deadlines
from inspections.calendars import CalendarYear
from inspections.deadlines import ClockRow, DeadlineMove, DeadlineRow, Due, clock_in, count_fault
from inspections.facts import At, Facts
from inspections.reference import table
from tests.rules.day_oracle import FIRST, LAST, Question, last_day, months_from, working

BOOK = "360121"
ROWS = {row["key"]: row for row in table("deadlines")}
HERE = At("x", BOOK, 7, "nanchang_county/xiangtang_town/", "xianju", "2026-11-22T01:30:00.000000Z")


def asked(*keys: str, own: tuple[ClockRow, ...] = (), years: tuple[CalendarYear, ...] = ()) -> Facts:
    """Facts as the ledger would have them: nothing of the county's own unless it is given."""
    facts = Facts()
    facts.load([(CalendarYear.at(BOOK), years)])
    facts.load(
        (ClockRow.at(BOOK, "deadlines", key), tuple(row for row in own if row.row == key)) for key in keys
    )
    facts.load((key, None) for clock in keys for key in deadlines.needs_of_rows("letter", clock))
    return facts


def due(key: str, event_on: str, count: int | None = None, **given: object) -> Due:
    return deadlines.due(asked(key), BOOK, key, event_on, count, **given)  # type: ignore[arg-type]


def row_of(found: Due) -> DeadlineRow:
    facts = asked(found.clock)
    [row] = deadlines.starts(msgspec.to_builtins(found), "letter", facts, HERE)
    return row


def test_T17_five_working_days_name_the_makeup_saturday() -> None:
    found = due("closure_notice", "2026-02-12", 5)
    assert (found.due_on, found.provisional, found.waiting) == ("2026-02-26", False, True)
    assert found.text == (
        "销号前公示：自公示发布之日起算，2026-02-12当天不计，从次日起向后数5个工作日，到2026-02-26（周四）；"
        "2-14（周六）补班，计为工作日。依据：各地整改销号办法。"
    )


def test_T18_natural_days_move_past_the_holiday_and_a_makeup_saturday_counts() -> None:
    assert due("petition_acceptance", "2026-09-18").due_on == "2026-10-08"
    assert due("penalty_service", "2026-09-28").due_on == "2026-10-13"


def test_T19_a_year_without_a_notice_is_provisional() -> None:
    found = due("batch_letter_reply", "2026-12-28", 5, kind="working")
    assert (found.due_on, found.provisional) == ("2027-01-05", True)
    assert "2027年放假通知尚未载入" in found.text


def test_a_makeup_saturday_is_no_rest_day_to_move_from() -> None:
    found = due("progress_report", "2026-01-28")
    assert found.due_on == "2026-02-28"  # a Saturday on which people work
    assert "2-28（周六）补班，不算休息日" in found.text


def test_the_petition_clocks_and_an_extension_that_keeps_the_old_day() -> None:
    found = due("petition_finish", "2026-07-01")
    assert (found.due_on, found.original_due_on) == ("2026-08-31", "2026-08-31")  # 8-30 is a Sunday
    longer = deadlines.prolonged(asked("petition_extension"), BOOK, found, "petition_extension")
    assert (longer.clock, longer.due_on, longer.original_due_on) == (
        "petition_finish", "2026-09-30", "2026-08-31",
    )  # fmt: skip
    assert longer.text.count("依据：信访工作条例第34条。") == 2


def test_a_deadline_put_off_by_approval_keeps_the_old_day() -> None:
    found = due("supervision_order_service", "2026-10-20")
    later = deadlines.put_off(asked(), BOOK, deadlines.due_of(row_of(found)), "2026-12-01", "局长办公会同意")
    assert (later.due_on, later.original_due_on, later.provisional) == ("2026-12-01", "2026-11-09", False)
    assert later.text.endswith("批准延期到2026-12-01：局长办公会同意。")


@pytest.mark.parametrize("key", sorted(key for key, row in ROWS.items() if row["confidence"] == "U"))
def test_an_unverified_clock_decides_nothing_and_says_so(key: str) -> None:
    found = due(key, "2026-03-02")
    assert (found.due_on, found.original_due_on, found.provisional) == (None, None, False)
    assert "期限待核实，不据此计算" in found.text


@pytest.mark.parametrize("key", sorted(key for key, row in ROWS.items() if row["confidence"] != "U"))
def test_every_row_counts_as_the_tables_readme_says(key: str) -> None:
    """By the other table of days: at_most moves, a waiting time does not, the longer end of a span is the limit."""
    row = ROWS[key]
    event = date.fromisoformat(max(row["valid_from"] or "2019-01-31", "2019-01-31"))
    count = int(row["count_max"] or row["count"])
    waiting = (row["bound"], row["direction"]) == ("at_least", "after")
    if waiting and row["kind"] == "month":
        end = months_from(event, count)
    elif count == 0:
        end = event if working(event) else last_day(Question(event, 1, "working", "after"))
    else:
        end = last_day(Question(event, count, row["kind"], row["direction"]))
    found = due(key, str(event))
    assert found.due_on == str(end)
    assert found.waiting == waiting
    assert found.provisional == (not waiting and not FIRST <= end <= LAST)
    assert row["name_zh"] in found.text and row["law"] in found.text


def test_a_clock_that_does_not_hold_on_the_day_decides_nothing() -> None:
    found = due("petition_finish", "2022-04-30")
    assert (found.due_on, "2022-04-30时没有这项期限的规定" in found.text) == (None, True)
    assert due("petition_finish", "2022-05-01").due_on == "2022-06-30"


def test_the_countys_own_row_stands_in_place_of_the_seeds() -> None:
    fields = {k: v for k, v in ROWS["petition_acceptance"].items() if v} | {"count": "10"}
    own = ClockRow(
        book=BOOK, name="deadlines", row="petition_acceptance", valid_from="2026-06-01", valid_to=None,
        fields=msgspec.json.encode(fields).decode(), source="示例新办法", confidence="S",
    )  # fmt: skip
    facts = asked("petition_acceptance", own=(own,))
    found = deadlines.due(facts, BOOK, "petition_acceptance", "2026-06-01")
    assert found.due_on == "2026-06-11"


def test_the_countys_own_calendar_stands_in_place_of_the_seeds_year() -> None:
    days = [("2027-01-01", "off", "元旦"), ("2027-01-03", "work", "元旦")]
    year = CalendarYear(book=BOOK, year=2027, days=msgspec.json.encode(days).decode())
    facts = asked("batch_letter_reply", years=(year,))
    found = deadlines.due(facts, BOOK, "batch_letter_reply", "2026-12-28", 5, "working")
    assert (found.due_on, found.provisional) == ("2027-01-04", False)
    assert "1-3（周日）补班" in found.text


def test_the_limit_of_a_batch_and_what_a_clock_allows() -> None:
    batch, extension, notice = (
        clock_in([ROWS[key]], "2026-11-22")
        for key in ("batch_letter_reply", "petition_extension", "info_request_reply")
    )
    assert [count_fault(batch, n, "days") and count_fault(batch, n, "days").code for n in (None, 0, 3)] == [
        "count-missing", "count-beyond", None,
    ]  # fmt: skip
    assert count_fault(extension, 30, "days") is None
    assert count_fault(extension, 31, "days").message == "“信访事项延期”不得超过 30 日。"
    assert count_fault(notice, None, "days") is None


def test_a_deadline_that_ends_keeps_its_days_and_one_that_never_began_gives_no_row() -> None:
    row = row_of(due("petition_acceptance", "2026-09-18"))
    facts = asked("petition_acceptance")
    facts.put(row)
    [ended] = deadlines.ends("letter", "petition_acceptance", "2026-09-20", facts, HERE)
    assert (ended.due_on, ended.done_on) == ("2026-10-08", "2026-09-20")
    assert list(deadlines.ends("other", "petition_acceptance", "2026-09-20", with_none(), HERE)) == []


def with_none() -> Facts:
    facts = Facts()
    facts.load([(DeadlineRow.at("other", "petition_acceptance"), None)])
    return facts


def test_what_a_calendar_made_of_a_deadline_outlives_folding_it_anew() -> None:
    """A correction folds a subject from decisions that do not know the later calendar."""
    found = due("batch_letter_reply", "2026-12-28", 5, kind="working")
    row = row_of(found)
    facts = asked("batch_letter_reply")
    facts.put(
        DeadlineMove(
            subject="letter", clock=row.clock, book=BOOK, unit_path=row.unit_path, event_on=row.event_on,
            periods=row.periods, due_on="2027-01-04", original_due_on="2027-01-04", provisional=False,
            text="重算", last_seq=9,
        )
    )  # fmt: skip
    [again] = deadlines.starts(msgspec.to_builtins(found), "letter", facts, HERE)
    assert (again.due_on, again.provisional, again.text) == ("2027-01-04", False, "重算")
    other = deadlines.due(asked("batch_letter_reply"), BOOK, "batch_letter_reply", "2026-12-29", 5, "working")
    [new] = deadlines.starts(msgspec.to_builtins(other), "letter", facts, HERE)
    assert (new.due_on, new.provisional) == ("2027-01-06", True)
