"""The page about rectification is what the table prints."""

from pathlib import Path

from inspections.rectification import needs, rows, states
from inspections.rectification_page import page

FILE = Path(__file__).parents[2] / "docs/reference/rectification.md"


def test_the_page_is_printed_from_the_table() -> None:
    """Mend it with: python -m inspections.rectification_page > docs/reference/rectification.md"""
    assert FILE.read_text("utf-8") == page()


def test_the_page_has_a_line_for_every_state_step_and_need() -> None:
    lines = page().splitlines()
    assert sum(line.startswith("| `") for line in lines) == len(states()) + len(needs())
    assert sum(" `" in line and line.count("|") == 8 for line in lines) == len(rows())
