"""What tellers of random histories share: what was told so far, and picking from it.

Owns: that, and the units and months of the stories. Does not own any story (tests/histories.py, histories_letters.py).
"""

from random import Random
from typing import NamedTuple
from uuid import UUID

from inspections.filing import Body

UNITS = ("xiangtang_town", "wuyang_town", "xiaolan_zone", "bayi_township")
PERIODS = ("2026-08", "2026-09", "2026-10", "2026-11")


class Sent(NamedTuple):
    """One body on its way, and by whom. What belongs to the ground comes first, what looks back comes last."""

    id: UUID
    body: Body
    by: str
    stage: int = 1  #: 0 the ground others stand on · 1 in any order · 2 looks back on the rest


class Telling:
    """A story as it is being told; `sent` grows by one or two at each step."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.sent: list[Sent] = []
        self.frozen: set[str] = set()

    def new_id(self) -> UUID:
        return UUID(int=self.random.getrandbits(128), version=4)

    def earlier(self, *kinds: str) -> list[Sent]:
        return [one for one in self.sent if one.body["type"] in kinds]

    def pick(self, *kinds: str) -> Sent | None:
        found = self.earlier(*kinds)
        return self.random.choice(found) if found else None

    def word(self) -> str:
        return "".join(self.random.choices("甲乙丙丁戊己庚辛壬癸", k=3))
