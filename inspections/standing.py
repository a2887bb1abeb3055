"""Where a case stands when a step is about to be taken: everything a guard may look at.

Owns: that value. Does not own what is asked of it (guards.py, independence.py) or where its rows come from (steps.py).
"""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from inspections.cases import Case, steps_in
from inspections.enterprises import Enterprise
from inspections.facts import Actor
from inspections.findings import FindingRow
from inspections.letters import LetterOf
from inspections.people import Account
from inspections.step_contents import Step
from inspections.units import Unit


class Context(Struct, frozen=True, kw_only=True):
    """Everything a guard may look at."""

    entry: Step
    row: FindingRow
    case: Case
    actor: Actor
    today: date
    letters: tuple[LetterOf, ...] = ()
    accounts: Mapping[str, Account] = {}  #: of checkers who name one
    units: Mapping[str, Unit] = {}  #: of checkers who name one, and the responsible one
    firm: Enterprise | None = None  #: the responsible one

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps of this round, this one last."""
        return (*steps_in(self.case.round), self.entry)
