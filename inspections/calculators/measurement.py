"""Figures from dust measurements at a plant's boundary.

Owns: the downwind difference. Does not own: the limit it is held against (reference/air_limits.csv) and who
may act on an exceedance.
Source: HJ/T 55-2000, GB 4915-2013 table 3, domain.md §2 and §12 T27 [K].
"""

from collections.abc import Iterable
from decimal import Decimal


def dust_difference(upwind: Decimal, downwinds: Iterable[Decimal]) -> Decimal | None:
    """Highest downwind value minus the upwind reference, in the unit given (mg/m³), unrounded.

    The highest point counts, never the mean or the first. None when nothing was measured downwind;
    negative when the air got cleaner on the way.
    """
    highest = max(downwinds, default=None)
    return None if highest is None else highest - upwind
