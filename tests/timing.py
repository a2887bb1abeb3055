"""Prints the seconds each folder of tests took, at the end of a run: `-p tests.timing`."""

from collections import Counter

import pytest

_seconds: Counter[str] = Counter()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    _seconds["/".join(report.nodeid.split("/")[:2])] += report.duration


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    terminalreporter.section("seconds per folder")
    for folder, seconds in sorted(_seconds.items()):
        terminalreporter.write_line(f"{seconds:8.1f}  {folder}")
