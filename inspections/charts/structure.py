"""What each energy came to, as lying bars: the largest first, each with its amount and its share.

Owns: the drawing. Does not own the amounts (calculators/energy.py): they are of one basis, which the title names.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from inspections.calculators.rounding import figure, percent
from inspections.charts.drawing import COLOURS, LETTER, Picture, box, frame, width_of, words

ROW: Final = 30
BAR: Final = 18
LONGEST: Final = 320
GAP: Final = 8


def structure(title: str, amounts: Sequence[tuple[str, Decimal]], unit: str = "tce") -> Picture:
    """`amounts`: name and amount, none negative. Shares are of their sum; without any amount there is no share."""
    ordered = sorted(amounts, key=lambda one: (-one[1], one[0]))
    total = sum((amount for _, amount in ordered), Decimal(0))
    rows = tuple((name, figure(amount, 2), percent(amount, total) or "—") for name, amount in ordered)
    label = max((width_of(name) for name, _ in ordered), default=0) + GAP
    said = [_said(amount, share, unit) for _, amount, share in rows]
    width = label + LONGEST + GAP + max(map(width_of, said), default=0)
    parts = []
    for number, ((name, amount), told) in enumerate(zip(ordered, said, strict=True)):
        top = number * ROW
        length = float(amount / ordered[0][1]) * LONGEST if ordered[0][1] else 0
        parts += [
            words(label - GAP, top + ROW / 2 + LETTER / 3, name, "end"),
            box(label, top + (ROW - BAR) / 2, length, BAR, COLOURS[0]),
            words(label + length + GAP, top + ROW / 2 + LETTER / 3, told),
        ]
    described = "；".join(f"{name} {told}" for (name, _), told in zip(ordered, said, strict=True))
    svg = frame(title, described, width, max(len(ordered), 1) * ROW, parts)
    return Picture(title, svg, ("能源", f"数量（{unit}）", "占比（%）"), rows)


def _said(amount: str, share: str, unit: str) -> str:
    return f"{amount} {unit}，{share}%" if share != "—" else f"{amount} {unit}"
