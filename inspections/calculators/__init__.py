"""Pure arithmetic on numbers: no clock, no database, no entries of the ledger.

`rounding` GB/T 8170 and rates · `datums` and `distance` positions · `areas` point in polygon ·
`credit_code` 统一社会信用代码 · `working_days` deadlines · `coverage` months and units · `measurement` dust.
Each can be used by itself; `CALCULATORS` is their face in JSON and raises `WrongInput` with every `Fault`.
"""

from inspections.calculators.questions import CALCULATORS
from inspections.calculators.reading import Fault, WrongInput

__all__ = ["CALCULATORS", "Fault", "WrongInput"]
