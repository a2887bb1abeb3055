"""Vouched quantities (有凭证的数): one number as it was filed and as it was verified, with the papers behind it.

Owns: 填报值 beside 核定值, the reason they differ, the voucher (凭证), and what can be said of one quantity alone. Does not
own which quantities a record has (audits.py, balances.py) or what is plausible (plausibility.py).
Source: GB/T 17166-2019 [K structure]; issue text (填报值, 核定值, 凭证). Nothing is overwritten: both values stand.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal

from msgspec import Meta, Struct

from inspections.entries import Sha256
from inspections.facts import Fault, unless

#: a plain decimal as text; a minus is readable, so that the refusal can say which number is negative
Number = Annotated[
    str,
    Meta(
        pattern=r"^-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?$(?!\n)",
        description="数，写成文字，不带千分位",
        examples=["1200.5"],
    ),
]
#: the name of a unit of measurement, as the reference tables write it
Measure = Annotated[str, Meta(min_length=1, max_length=20, examples=["万kWh"])]
Short = Annotated[str, Meta(max_length=200)]


class Voucher(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The paper a number stands on."""

    kind: Literal["bill", "test_report", "form_205_1", "meter_reading", "contract", "other"]
    number: Short = ""  #: 票号、报告号、表号
    page: Annotated[str, Meta(max_length=20)] = ""
    sha256: Sha256 | None = None  #: its scan; the file comes by PUT /photos/{sha256}


class Quantity(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A number as filed and as verified. What counts is the verified one, else the filed one."""

    reported: Number | None = None  #: 填报值
    verified: Number | None = None  #: 核定值
    reason: Short = ""  #: why the two differ
    vouchers: Annotated[tuple[Voucher, ...], Meta(max_length=12)] = ()

    @property
    def counted(self) -> Decimal | None:
        given = self.reported if self.verified is None else self.verified
        return None if given is None else Decimal(given)

    def differ(self) -> bool:
        return None not in (self.reported, self.verified) and Decimal(self.reported or 0) != Decimal(
            self.verified or 0
        )


def counted(quantity: Quantity | None) -> Decimal | None:
    return quantity.counted if quantity else None


def quantity_faults(quantity: Quantity, name: str, at: str) -> Iterator[Fault | None]:
    """What is wrong with one quantity by itself; `name` is what people call it."""
    for field, called in (("reported", "填报值"), ("verified", "核定值")):
        given = getattr(quantity, field)
        yield unless(
            given is None or Decimal(given) >= 0, "negative", f"{name}的{called}是负数。", at=f"{at}.{field}"
        )
    yield unless(quantity.counted is not None, "no-number", f"{name}没有填数。", at=f"{at}.reported")
    yield unless(
        quantity.reason or not quantity.differ(),
        "no-reason",
        f"{name}的核定值和填报值不同，请写明理由。",
        at=f"{at}.reason",
    )


def quantity_notices(quantity: Quantity, name: str, at: str) -> Iterator[Fault | None]:
    """What a reviewer will ask for; none of it blocks saving."""
    yield unless(quantity.vouchers, "no-voucher", f"{name}没有凭证。", at=f"{at}.vouchers")
    for number, voucher in enumerate(quantity.vouchers):
        where = f"{at}.vouchers.{number}"
        yield unless(voucher.number, "no-voucher-number", f"{name}的凭证没有编号。", at=f"{where}.number")
    yield unless(quantity.verified is not None, "not-verified", f"{name}还没有核定。", at=f"{at}.verified")
