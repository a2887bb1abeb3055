"""Intake (填报表): an XLSX workbook per kind of energy record, made empty, filled in by an enterprise, read back as an entry.

`forms` what each workbook asks · `template` the empty workbook · `workbook` reading one, every faulty cell by sheet and
cell · `filing` what it would write, and writing it. Does not own what a record means (audits.py, balances.py,
supervisions.py) or registers that are lines of one table (imports/).
"""

from inspections.intake.filing import apply as apply
from inspections.intake.filing import dry_run as dry_run
from inspections.intake.forms import FORMS as FORMS
from inspections.intake.template import template as template
