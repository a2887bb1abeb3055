"""Which looks of a screen are tried: each screen in one look with every run, in all of them in the long one.

Owns: sharing the looks out among the screens, evenly and always the same. TEST_ALL_LOOKS=1 (the parts `axe-…` of
tests/long) asks for every look of every screen.
"""

import os
from collections.abc import Iterable
from typing import Final

ALL: Final = os.environ.get("TEST_ALL_LOOKS") == "1"


def looks_of(looks: Iterable[str], number: int) -> list[str]:
    """The looks in which the screen of that number is tried."""
    every = list(looks)
    return every if ALL else [every[number % len(every)]]


def shared_out(looks: Iterable[str], screens: Iterable[str]) -> list[tuple[str, str]]:
    """(look, screen), look by look so that a browser is opened once for each."""
    every, shown = list(looks), list(screens)
    return [
        (look, screen)
        for look in every
        for number, screen in enumerate(shown)
        if look in looks_of(every, number)
    ]
