"""Writing the templates that come with the program: `python -m inspections.documents`.

Owns: which drawing belongs to which paper. Does not own the drawings.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from inspections.documents import case_drawings, drawings, layout, typeset
from inspections.documents.blocks import Block

TEMPLATES: Final[Mapping[str, tuple[Block, ...]]] = {
    "visit-record": drawings.VISIT_RECORD,
    "sign-in": drawings.SIGN_IN,
    "month-report": drawings.MONTH_REPORT,
    "work-summary": drawings.WORK_SUMMARY,
    "assignment": case_drawings.ASSIGNMENT,
    "urging": case_drawings.URGING,
    "reminder": case_drawings.REMINDER,
    "order": case_drawings.ORDER,
    "plan": case_drawings.PLAN,
    "check-sheet": case_drawings.CHECK_SHEET,
    "closure-request": case_drawings.CLOSURE_REQUEST,
    "closure-approval": case_drawings.CLOSURE_APPROVAL,
    "reply": case_drawings.REPLY,
    "service-receipt": case_drawings.SERVICE_RECEIPT,
}


def main() -> None:
    folder = Path(__file__).parent / "templates"
    for name, blocks in TEMPLATES.items():
        (folder / f"{name}.docx").write_bytes(layout.drawn(blocks))
        (folder / f"{name}.typ").write_text(typeset.drawn(blocks), "utf-8")


if __name__ == "__main__":
    main()
