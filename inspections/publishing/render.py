"""From a snapshot to the files of a site: blocks of HTML put into the words of site/, year pages, data
files.

Owns: which block stands at which mark, and that data can never become Markdown or live HTML: every
value passes an autoescaping template inside a raw block, titles are escaped again in the front matter.
Does not own: the words around the data (site/*.md), the build (build.py). A page says where data goes
with a line `<!-- data:NAME -->`. Source: design.md §6.
"""

import html
import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import PurePosixPath
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from inspections.months import BEIJING
from inspections.publication import PublicCoverage, PublicMonth, Snapshot
from inspections.publishing.chart import chart
from inspections.publishing.data_files import (
    LEVELS,
    LISTING_COLUMNS,
    MONTH_COLUMNS,
    STATUSES,
    DataFile,
    data_files,
)
from inspections.publishing.figures import COUNTS, PERCENTS, figure_name, figures

MARK: Final = re.compile(r"^<!-- data:([a-z-]+) -->$", re.MULTILINE)
#: title, what it is made of, how the two counts are told, what it means; never blended into one
RATES: Final = (
    (
        *("报送率", "reported", "in_force", ("应报", "次，报了", "次")),
        "每个单位每月算一次。巡察记录和签字零报告都算，交了不等于到了现场。",
    ),
    (
        *("联合巡察率", "joint", "in_force", ("应巡", "次，联合巡察", "次")),
        "每个单位每月算一次。县局和当地一起到过现场、留有位置和照片的才算。",
    ),
    (
        *("点位覆盖率", "sites_seen", "sites", ("名单上", "处，看过", "处")),
        "每处每月算一次。名单上要看的地方，实际看过的占多少。",
    ),
)

_ENVIRONMENT: Final = Environment(
    loader=PackageLoader("inspections.publishing", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class UnknownMark(ValueError):
    """A page of site/ asks for a block that does not exist."""


def filled(page: str, path: str, snapshot: Snapshot, files: Mapping[str, DataFile]) -> str:
    """A page's Markdown with each mark replaced by its block. `path` is the page's, below site/."""

    def block(mark: re.Match[str]) -> str:
        if mark[1] not in BLOCKS:
            raise UnknownMark(f"{path} 里的数据位置“{mark[1]}”没有对应的内容。")
        return raw_block(mark[1], snapshot, files, root_from(path))

    return MARK.sub(block, page)


def generated(snapshot: Snapshot) -> dict[str, bytes]:
    """Files below site/ that nobody writes by hand: one page per kind and year, and the data."""
    files = data_files(snapshot)
    pages = {
        f"coverage/{coverage.name}.md": year_page(coverage, snapshot, files).encode()
        for coverage in snapshot.coverage
    }
    return pages | {path: file.body for path, file in files.items()}


def year_page(coverage: PublicCoverage, snapshot: Snapshot, files: Mapping[str, DataFile]) -> str:
    """A year of one kind at an address that stays."""
    block = raw_block("year", snapshot, files, "../../", coverage=coverage)
    return front_matter(f"{coverage.kind_name} {coverage.year} 年") + block


def front_matter(title: str) -> str:
    """The theme prints titles as they are, so they are escaped here; JSON quoting is valid YAML."""
    quoted = json.dumps(html.escape(title), ensure_ascii=False)
    return f"---\ntitle: {quoted}\nhide: [navigation, toc]\n---\n\n"


def root_from(path: str) -> str:
    """The way from a page's address up to the site's root: site/coverage.md is served as /coverage/."""
    page = PurePosixPath(path)
    return "../" * (len(page.parts) - (page.stem == "index"))


def raw_block(name: str, snapshot: Snapshot, files: Mapping[str, DataFile], root: str, **more: Any) -> str:
    """A template's HTML in a div that Markdown leaves alone.

    All on one line: a fence or heading at the start of a line is read before Markdown sees the div.
    """
    values = {"snapshot": snapshot, "root": root, "download": partial(_download, files), **more}
    body = _ENVIRONMENT.get_template(f"{name}.html").render(
        values, figure=partial(_figure, figures(snapshot))
    )
    return f'<div class="data" markdown="0">{" ".join(body.splitlines())}</div>\n'


def footer_line(snapshot: Snapshot) -> str:
    """The foot of every page as safe HTML: the numbers the law wants, and the time of the data."""
    return _ENVIRONMENT.get_template("footer.html").render(snapshot=snapshot)


def _figure(named: Mapping[str, str], coverage: PublicCoverage, month: PublicMonth, field: str) -> Markup:
    name = figure_name(coverage, month, field)
    return Markup('<span data-figure="{}">{}</span>').format(name, named[name])


def _download(files: Mapping[str, DataFile], path: str) -> DataFile:
    return files[path]


def month_word(period: str) -> str:
    """ "2026-07" is 7 月."""
    return f"{int(period[-2:])} 月"


def span_word(coverage: PublicCoverage) -> str:
    """The closed months of a year, e.g. 1–10 月."""
    closed = [month for month in coverage.months if coverage.closed(month)]
    if not closed:
        return "还没有截止的月份"
    first, last = closed[0].period, closed[-1].period
    return month_word(last) if first == last else f"{int(first[-2:])}–{month_word(last)}"


def state_word(coverage: PublicCoverage, month: PublicMonth) -> str:
    if not coverage.closed(month):
        return "进行中"
    return "已定稿" if month.frozen else "已截止，未定稿"


def last_closed(coverage: PublicCoverage) -> PublicMonth | None:
    return next((month for month in reversed(coverage.months) if coverage.closed(month)), None)


def latest_years(snapshot: Snapshot) -> list[PublicCoverage]:
    """For each kind, in the order of the snapshot, its newest year."""
    newest: dict[str, PublicCoverage] = {}
    for coverage in snapshot.coverage:
        if coverage.kind not in newest or newest[coverage.kind].year < coverage.year:
            newest[coverage.kind] = coverage
    return list(newest.values())


def day_word(moment: str) -> str:
    """An instant as a Beijing day in words: 2026 年 11 月 22 日."""
    day = datetime.fromisoformat(moment).astimezone(BEIJING)
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def day_code(moment: str) -> str:
    """An instant as a Beijing day for `datetime` and file names: 2026-11-22."""
    return f"{datetime.fromisoformat(moment).astimezone(BEIJING):%Y-%m-%d}"


#: marks that a page of site/ may use, each the name of a template
BLOCKS: Final = frozenset(
    (
        "home-lead",
        "home-done",
        "home-result",
        "coverage",
        "coverage-years",
        "green-factories",
        "dictionary",
        "basis",
    )
)
_WORDS: Final[tuple[Callable[..., Any], ...]] = (
    *(chart, month_word, span_word, state_word, last_closed, latest_years, day_word, day_code, figure_name),
)
_ENVIRONMENT.globals.update(
    {word.__name__: word for word in _WORDS},
    RATES=RATES,
    COUNTS=COUNTS,
    PERCENTS=PERCENTS,
    MONTH_COLUMNS=MONTH_COLUMNS,
    LISTING_COLUMNS=LISTING_COLUMNS,
    LEVELS=LEVELS,
    STATUSES=STATUSES,
)
