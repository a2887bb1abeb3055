"""SVG elements as text: shapes and words that look the same in a browser, on paper and on a projector.

Owns: escaping, colours, the width of words, and the frame with its title and description. Does not own any chart. Words
take the colour of their surroundings (`currentColor`), so a dark screen needs no second picture; a shape never carries
meaning by colour alone: its name and value stand beside it.
"""

from collections.abc import Iterable
from html import escape
from typing import Final

from msgspec import Struct

LETTER: Final = 13  #: height of words, in units of the drawing
#: each at least 3:1 against white and against the dark ground of the app, told apart by people who see no red or green
COLOURS: Final = ("#2a78c2", "#b8690a", "#2f8f6b", "#9159b5", "#b3495d", "#5d7686", "#877a1f", "#4a6fd1")
MUTED: Final = "#77838d"


class Picture(Struct, frozen=True):
    """A drawing and the table of the same figures: whoever cannot see the one reads the other."""

    title: str
    svg: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def frame(title: str, told: str, width: float, height: float, parts: Iterable[str]) -> str:
    """The whole drawing; `told` is what a screen reader says of it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {short(width)} {short(height)}" '
        f'width="{short(width)}" height="{short(height)}" style="max-width:100%;height:auto" role="img" '
        f'font-family="system-ui, Noto Sans CJK SC, sans-serif" font-size="{LETTER}">'
        f"<title>{escape(title)}</title><desc>{escape(told)}</desc>{''.join(parts)}</svg>"
    )


def words(x: float, y: float, text: str, anchor: str = "start", bold: bool = False) -> str:
    """A line of words; `y` is its foot, `anchor` start, middle or end."""
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text x="{short(x)}" y="{short(y)}" text-anchor="{anchor}" fill="currentColor"{weight}>'
        f"{escape(text)}</text>"
    )


def box(x: float, y: float, width: float, height: float, colour: str) -> str:
    return (
        f'<rect x="{short(x)}" y="{short(y)}" width="{short(width)}" height="{short(height)}" '
        f'rx="1" fill="{colour}"/>'
    )


def line(points: Iterable[tuple[float, float]], colour: str, dashed: bool = False, width: float = 2) -> str:
    """Straight pieces through the points."""
    way = " ".join(f"{short(x)},{short(y)}" for x, y in points)
    dashes = ' stroke-dasharray="6 4"' if dashed else ""
    return f'<polyline points="{way}" fill="none" stroke="{colour}" stroke-width="{short(width)}"{dashes}/>'


def dot(x: float, y: float, colour: str, hollow: bool = False) -> str:
    fill = "none" if hollow else colour
    return f'<circle cx="{short(x)}" cy="{short(y)}" r="4" fill="{fill}" stroke="{colour}" stroke-width="2"/>'


def ribbon(x: float, top: float, to_x: float, to_top: float, height: float, colour: str) -> str:
    """A band of even height from one side to the other, half transparent so that crossings stay readable."""
    bend = (x + to_x) / 2
    upper = f"C{short(bend)},{short(top)} {short(bend)},{short(to_top)} {short(to_x)},{short(to_top)}"
    lower = (
        f"C{short(bend)},{short(to_top + height)} {short(bend)},{short(top + height)} "
        f"{short(x)},{short(top + height)}"
    )
    return (
        f'<path d="M{short(x)},{short(top)} {upper} V{short(to_top + height)} {lower} Z" '
        f'fill="{colour}" fill-opacity="0.4"/>'
    )


def width_of(text: str) -> float:
    """About how wide words are drawn: a 汉字 is as wide as high, a digit a little more than half."""
    return sum(LETTER if ord(sign) > 0x2E7F else LETTER * 0.58 for sign in text)


def short(number: float) -> str:
    """A coordinate with at most one decimal."""
    return f"{number:.1f}".removesuffix(".0")
