"""What is said about the cells: median, range, ratio to the better peer round by round, syncs per row.

Owns: this arithmetic and the printed table. A ratio is taken inside a round and only then the median, since on a shared
machine only figures of the same minute can be compared.
"""

from collections.abc import Callable, Iterable, Sequence
from statistics import median

from msgspec import Struct

from bench.write import PEERS, Cell


class Figure(Struct, frozen=True):
    """One variant at one number of connections, over all rounds."""

    variant: str
    connections: int
    per_second: float  #: median
    slowest: float
    fastest: float
    ratio: float | None  #: to the better peer of the same round, median
    ratio_min: float | None
    p50_ms: float
    p99_ms: float
    syncs_per_row: float | None
    rows: int
    created: int  #: 201s


def figure(
    cells: Sequence[Cell], variant: str, connections: int, rivals: Sequence[str] = PEERS
) -> Figure | None:
    """None when the variant was not run there."""
    own = [cell for cell in cells if (cell.variant, cell.connections) == (variant, connections)]
    if not own:
        return None
    rates = [cell.per_second for cell in own]
    ratios = [one for one in (ratio(cell, cells, rivals) for cell in own) if one is not None]
    rows = sum(cell.rows for cell in own)
    return Figure(
        variant=variant,
        connections=connections,
        per_second=median(rates),
        slowest=min(rates),
        fastest=max(rates),
        ratio=median(ratios) if ratios else None,
        ratio_min=min(ratios, default=None),
        p50_ms=median(cell.p50_ms for cell in own),
        p99_ms=median(cell.p99_ms for cell in own),
        syncs_per_row=sum(cell.syncs for cell in own) / rows if rows else None,
        rows=rows,
        created=sum(cell.created for cell in own),
    )


def ratio(cell: Cell, cells: Iterable[Cell], rivals: Sequence[str]) -> float | None:
    """Throughput over the better rival's, same round, same connections."""
    best = max((other.per_second for other in against(cell, cells, rivals)), default=0.0)
    return cell.per_second / best if best else None


def p99_share(cell: Cell, cells: Iterable[Cell], rivals: Sequence[str]) -> float | None:
    """The p99 over the better rival's."""
    best = min((other.p99_ms for other in against(cell, cells, rivals)), default=0.0)
    return cell.p99_ms / best if best else None


def against(cell: Cell, cells: Iterable[Cell], rivals: Sequence[str]) -> list[Cell]:
    here = (cell.round, cell.connections)
    return [one for one in cells if one.variant in rivals and (one.round, one.connections) == here]


def over_rounds(
    cells: Sequence[Cell],
    variant: str,
    connections: int,
    rivals: Sequence[str],
    compare: Callable[[Cell, Iterable[Cell], Sequence[str]], float | None] = ratio,
) -> float | None:
    """Median over the rounds of a comparison; None when either side has no cells."""
    own = [cell for cell in cells if (cell.variant, cell.connections) == (variant, connections)]
    found = [one for one in (compare(cell, cells, rivals) for cell in own) if one is not None]
    return median(found) if found else None


HEADER = (
    f"{'variant':<14}{'conn':>5}{'per s':>9}{'range':>15}{'ratio':>8}{'least':>8}"
    f"{'p50 ms':>9}{'p99 ms':>9}{'sync/row':>10}{'rows':>8}{'201s':>8}"
)


def table(figures: Iterable[Figure]) -> str:
    """One line per figure; a dash where there is nothing to say."""
    return "\n".join([HEADER, *(line(one) for one in figures)])


def line(one: Figure) -> str:
    span = f"{one.slowest:.0f}–{one.fastest:.0f}"
    return (
        f"{one.variant:<14}{one.connections:>5}{one.per_second:>9.0f}{span:>15}{shown(one.ratio, 1):>8}"
        f"{shown(one.ratio_min, 1):>8}{one.p50_ms:>9.1f}{one.p99_ms:>9.1f}{shown(one.syncs_per_row, 3):>10}"
        f"{one.rows or '–':>8}{one.created or '–':>8}"
    )


def shown(value: float | None, digits: int) -> str:
    return "–" if value is None else f"{value:.{digits}f}"
