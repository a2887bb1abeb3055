"""Filling a template by script as an enterprise would: cells found by their titles, nothing by number.

Owns: turning a body back into cells of the forms. Does not own the forms (inspections/intake/forms.py).
"""

import io
from typing import Any

from openpyxl import load_workbook

from inspections.intake import FORMS, template
from inspections.intake.forms import BASICS, QUANTITIES, VOUCHED, Field, Form, Sheet, parts_of
from inspections.intake.workbook import AUTOMATIC, BELOW


def filled(kind: str, body: dict[str, Any], credit_code: str) -> bytes:
    """The template of a kind with everything a body says."""
    form = FORMS[kind]
    book = load_workbook(io.BytesIO(template(form)))
    said = {"credit_code": credit_code, **body}
    for row, field in enumerate(form.fields, start=BELOW + 1):
        set_cell(book[BASICS], row, 2, field, at(said, field.path))
    for sheet in form.sheets:
        for number, one in enumerate(body.get(sheet.path, ())):
            for column, field in enumerate(sheet.fields, start=1):
                set_cell(book[sheet.title], BELOW + 1 + number, column, field, at(one, field.path))
    if form.vouched:
        fill_quantities(book[QUANTITIES], form, body)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def fill_quantities(sheet: Any, form: Form, body: dict[str, Any]) -> None:
    row = BELOW + 1
    for heading, parts in parts_of(form).items():
        for name, one in owners(form, heading, body):
            for called, path in parts.items():
                quantity = at(one, path) if path else {"vouchers": one.get("vouchers", [])}
                if quantity:
                    row = one_quantity(sheet, row, (heading, name, called), quantity)


def owners(form: Form, heading: str, body: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """What the quantities of a heading belong to: items of a list by their names, or the record."""
    sheet: Sheet | None = next((one for one in form.sheets if one.title == heading), None)
    if sheet is None:
        return [("", body)]
    naming = sheet.naming
    return [(naming.texts.get(one[naming.path], one[naming.path]), one) for one in body.get(sheet.path, ())]


def one_quantity(sheet: Any, row: int, named: tuple[str, str, str], quantity: dict[str, Any]) -> int:
    """A line with the values and the first voucher, then one for each further voucher; the next free row."""
    fields = {field.path: (column, field) for column, field in enumerate(VOUCHED, start=1)}
    values = {name: quantity.get(name) for name in ("reported", "verified", "reason")}
    for number, voucher in enumerate(quantity.get("vouchers") or [{}]):
        told = dict(zip(("table", "name", "part"), named, strict=True)) | voucher
        told |= values if number == 0 else {}
        for name, value in told.items():
            if name not in AUTOMATIC:
                set_cell(sheet, row, fields[name][0], fields[name][1], value)
        row += 1
    return row


def at(body: Any, path: str) -> Any:
    for name in path.split("."):
        body = body.get(name) if isinstance(body, dict) else None
    return body


def set_cell(sheet: Any, row: int, column: int, field: Field, value: Any) -> None:
    """A value as a person types it."""
    if value is None or value == "":
        return
    cell = sheet.cell(row, column)
    assert not cell.protection.locked, (sheet.title, cell.coordinate)
    match field.sort:
        case "number":
            cell.value = float(value)
        case "integer":
            cell.value = int(value)
        case "yes_no":
            cell.value = "是" if value else "否"
        case "choices":
            cell.value = "、".join(field.texts[one] for one in value)
        case _:
            cell.value = field.texts.get(value, value)
