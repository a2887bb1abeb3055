"""From a snapshot to the files of a site: blocks of HTML put into the words of site/, year pages, data
files.

Owns: which block stands at which mark, and that data can never become Markdown or live HTML: every
value passes an autoescaping template inside a raw block, titles are escaped again in the front matter.
Does not own: the words around the data (site/*.md, words.py), the build (build.py). A page says where data goes
with a line `<!-- data:NAME -->`. Source: design.md §6.
"""

import html
import json
import re
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import PurePosixPath
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from inspections.publication import PublicCoverage, Snapshot
from inspections.publishing import sheets, words
from inspections.publishing.chart import chart, two_bars
from inspections.publishing.data_files import LICENCE, DataFile, tables
from inspections.publishing.feed import PATH as FEED
from inspections.publishing.feed import feed, title
from inspections.publishing.figures import COUNTS, PERCENTS, figure_name, figures, intensity_name
from inspections.publishing.records import FIRST_LINES, address_of, records_files

MARK: Final = re.compile(r"^<!-- data:([a-z-]+) -->$", re.MULTILINE)
#: marks that a page of site/ may use → the template and what it is given
BLOCKS: Final[Mapping[str, tuple[str, Mapping[str, Any]]]] = {
    **{
        name: (name, {})
        for name in (
            *("home-lead", "home-done", "home-result", "home-ways"),
            *("coverage", "coverage-years", "intensity"),
            *("basis", "dictionary", "downloads", "glossary"),
        )
    },
    **{sheet.page: ("list", {"sheet": sheet}) for sheet in sheets.SHEETS},
}

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
        template, more = BLOCKS[mark[1]]
        return raw_block(template, snapshot, files, root_from(path), **more)

    return MARK.sub(block, page)


def generated(snapshot: Snapshot, files: Mapping[str, DataFile]) -> dict[str, bytes]:
    """Files below site/ that nobody writes by hand: one page per kind and year, the data, the feed."""
    pages = {
        f"coverage/{coverage.name}.md": year_page(coverage, snapshot, files).encode()
        for coverage in snapshot.coverage
    }
    data = {path: file.body for path, file in files.items()}
    return pages | data | records_files(snapshot) | {FEED: feed(snapshot)}


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
    named = figures(snapshot)
    values = {
        "snapshot": snapshot,
        "root": root,
        "files": files,
        "download": files.__getitem__,
        "rest": partial(address_of, snapshot=snapshot),
        "named": partial(_named, named),
        "figure": lambda coverage, month, field: _named(named, figure_name(coverage, month, field)),
        "stated": lambda one, field: _named(named, intensity_name(one, field)),
        **more,
    }
    body = _ENVIRONMENT.get_template(f"{name}.html").render(values)
    return f'<div class="data" markdown="0">{" ".join(body.splitlines())}</div>\n'


def footer_line(snapshot: Snapshot) -> str:
    """The foot of every page as safe HTML: the numbers the law wants, and the time of the data."""
    return _ENVIRONMENT.get_template("footer.html").render(snapshot=snapshot)


def _named(texts: Mapping[str, str], name: str) -> Markup:
    """A number of the table of figures, with its name: the check after the build looks for it."""
    return Markup('<span data-figure="{}">{}</span>').format(name, texts[name])


_CALLED: Final[tuple[Callable[..., Any], ...]] = (
    *(chart, two_bars, figure_name, intensity_name, tables, title),
    *(words.month_word, words.span_word, words.state_word, words.last_closed, words.latest_years),
    *(
        words.frozen_months,
        words.day_word,
        words.day_code,
        words.last_day,
        words.status_of,
        words.period_word,
    ),
    *(words.change_word, words.met, words.without_sign, words.glossary),
)
_ENVIRONMENT.globals.update(
    {called.__name__: called for called in _CALLED},
    RATES=words.RATES,
    UNIT_STATES=words.UNIT_STATES,
    COUNTS=COUNTS,
    PERCENTS=PERCENTS,
    MONTH_COLUMNS=sheets.MONTH_COLUMNS,
    INTENSITY_COLUMNS=sheets.INTENSITY_COLUMNS,
    INTENSITY_WORDS=sheets.INTENSITY_WORDS,
    SHEETS=sheets.SHEETS,
    FIRST_LINES=FIRST_LINES,
    LICENCE=LICENCE,
)
