"""What the public may see (公开): the Public* Structs are the allow-list, and there is no other way out.

Owns: every field that can reach a public page, and the snapshot that carries them. A field that is not here
cannot be published. Does not own: reading the ledger, deciding what is approved, drawing pages (publishing/).
Source: domain.md §0, §1, §4, §6, §7, §11; design.md §6.
"""

import hashlib
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta, Struct

from inspections.months import Month

SCHEMA: Final = 1
Dataset = Literal[
    "coverage", "green_factory", "wall_material", "ready_mix", "intensity"
]  # as in the publication entry
Count = Annotated[int, Meta(ge=0)]
Period = Annotated[str, Meta(pattern=r"^20[0-9][0-9](-(0[1-9]|1[0-2]))?$(?!\n)")]
Percent = Annotated[str, Meta(pattern=r"^[0-9]{1,3}(\.[0-9]+)?$(?!\n)")]
Signed = Annotated[str, Meta(pattern=r"^-?[0-9]{1,3}(\.[0-9]{1,4})?$(?!\n)")]
UnitState = Literal["joint", "visit", "zero", "zero_only", "excused", "missing"]
Instant = Annotated[
    str,
    Meta(
        pattern=r"^[0-9]{4}-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9](\.[0-9]+)?(Z|[+-][0-9][0-9]:[0-9][0-9])$(?!\n)",
        description="RFC 3339",
    ),
]


class Public(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every public Struct shares: immutable, and a key nobody declared is refused."""


class PublicMonth(Public, frozen=True, kw_only=True):
    """One month of one kind, in units and in watch-list sites; also a year's sum, under the period "2026".

    in_force = reported + excused + missing once the month is closed; while it is open the rest is to come.
    """

    period: Period  #: "2026-10", or "2026" for the sum of a year's closed months
    in_force: Count  #: units under supervision on the month's last day
    reported: Count  #: units with a patrol record or a signed zero report
    joint: Count  #: units with at least one joint patrol; part of reported
    zero_only: Count  #: units with a zero report and no patrol behind it; part of reported, never joint
    excused: Count  #: units not visited for a stated reason; stays in in_force
    missing: Count  #: units that filed nothing by the cut-off; 0 while the month is open
    late: Count  #: units that filed after the cut-off; part of reported
    sites: Count  #: places on the watch-list
    sites_seen: Count  #: places on the watch-list that were seen
    reported_percent: Percent | None = None  #: reported ÷ in_force; None when in_force is 0
    joint_percent: Percent | None = None  #: joint ÷ in_force
    sites_percent: Percent | None = None  #: sites_seen ÷ sites; None when there are no sites
    frozen: bool = False  #: the monthly report is final (定稿)
    frozen_seq: Annotated[int, Meta(ge=1)] | None = None  #: ledger number the final report stands at
    before: dict[str, Count] = {}  #: 更正: counts that changed since the month was frozen → as they were then


class PublicUnit(Public, frozen=True, kw_only=True):
    """One unit by name, in the frozen months only. Left out unless the county has decided to name units."""

    name: str  #: 向塘镇
    states: dict[
        Month, UnitState
    ]  #: period → what can be said of it; months the unit was not in force are left out


class PublicCoverage(Public, frozen=True, kw_only=True):
    """A year of one kind of patrol, month by month, first month first."""

    kind: Annotated[
        str, Meta(pattern=r"^[a-z][a-z0-9_]{1,60}$(?!\n)")
    ]  #: "steel_patrol"; stands in file names
    kind_name: str  #: 地条钢巡察
    year: Annotated[int, Meta(ge=2000, le=2099)]
    months: tuple[PublicMonth, ...]  #: only months that have begun
    year_total: PublicMonth  #: sums of the months up to closed_through, percents sum ÷ sum
    closed_through: Month | None = None  #: last month of this year whose cut-off is past
    units: tuple[PublicUnit, ...] = ()  #: in the county's order

    @property
    def name(self) -> str:
        """What its page and its files are called."""
        return f"{self.kind}-{self.year}"

    def closed(self, month: PublicMonth) -> bool:
        return self.closed_through is not None and month.period <= self.closed_through


class PublicListing(Public, frozen=True, kw_only=True):
    """What a line of every list says, with where we know it from."""

    number: Annotated[int, Meta(ge=1)]  #: place in the list, given when it is published
    name: str  #: the firm, as the source prints it
    status: str | None  #: None: the source does not say; shows as 待核实
    source: str  #: the document this row is taken from
    document_no: str | None = None  #: number of that document; None shows as 待核实
    claimed_in: str | None = None  #: another document that says it
    note: str | None = None  #: where sources disagree: both are told, none is hidden
    link: str | None = None  #: https address of the announcement
    unnamed: Count = 0  #: firms the source counts here without naming them; they are not guessed


class PublicGreenFactory(PublicListing, frozen=True, kw_only=True):
    """One firm on the list of green factories (绿色工厂)."""

    level: Literal["national", "provincial", "city"]
    status: Literal["valid", "removed"] | None
    batch: str | None = None  #: batch or year of the announcement
    announced_on: str | None = None  #: day, or month when only that is known
    industry: str | None = None
    assessor: str | None = None  #: third party that assessed
    removed_on: str | None = None
    removed_reason: str | None = None


class PublicWallMaterial(PublicListing, frozen=True, kw_only=True):
    """One product of one firm, applied for or certified as a new wall material (新型墙材). 申报 is not 认定."""

    status: Literal["applied", "certified", "expired", "withdrawn"] | None
    product_name: str | None = None
    product_class: str | None = None  #: code of reference/code_lists.csv, wall_material_class
    specification: str | None = None
    standard: str | None = None
    annual_capacity: str | None = None  #: in annual_capacity_unit
    annual_capacity_unit: str | None = None
    certificate_no: str | None = None
    issued_on: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None  #: last day of validity, the whole day (T22)
    kind: Literal["first", "renewal"] | None = None


class PublicReadyMix(PublicListing, frozen=True, kw_only=True):
    """One plant and product of the province's ready-mix catalogue (预拌混凝土、预拌砂浆产品目录)."""

    status: Literal["applied", "listed", "expired", "barred"] | None
    product_kind: Literal["ready_mix_concrete", "wet_mortar", "dry_mortar"] | None = None
    strength_classes: str | None = None
    standard: str | None = None
    annual_capacity: str | None = None
    annual_capacity_unit: Literal["wan_m3", "wan_t"] | None = None
    catalogue_no: str | None = None
    batch: str | None = None
    published_on: str | None = None
    valid_to: str | None = None


class PublicIntensity(Public, frozen=True, kw_only=True):
    """One energy-intensity figure as its paper prints it. Percents are signed changes, negative is a fall."""

    number: Annotated[int, Meta(ge=1)]
    role: Literal["target", "result"]
    area: str  #: whose figure: 南昌县
    indicator: str  #: 规模以上工业单位增加值能耗
    period: Annotated[
        str, Meta(pattern=r"^20[0-9][0-9](-[0-9][0-9]\.\.[0-9][0-9]|\.\.20[0-9][0-9])?$(?!\n)")
    ]  #: as stated: "2021-01..09"
    change_percent: Signed
    target_percent: Signed | None = None  #: the goal in the same paper
    over_pp: Signed | None = None  #: goal minus result, percentage points, in the same paper
    worked_out: Literal["target_percent", "over_pp"] | None = (
        None  #: not printed there, but follows from the other two
    )
    state: Literal["preliminary", "final"]
    base_revised: bool = False
    source_unit: str
    document_no: str
    public_basis: str  #: 可公开依据
    caveat: str | None = None


class PublicBasis(Public, frozen=True, kw_only=True):
    """Why a data set may be published: without source and document number it is refused."""

    dataset: Dataset
    kind: str = ""  #: for coverage: which kind was approved
    source: str  #: where the numbers come from, in words
    document_no: str  #: number of the approval
    approved_at: Instant
    link: str | None = None  #: https address of the document


class Footer(Public, frozen=True, kw_only=True):
    """What the law wants at the foot of a government page. Anything missing keeps the site a preview."""

    organiser: str | None = None  #: 主办单位
    icp: str | None = None  #: 备案号
    site_code: str | None = None  #: 网站标识码
    phone: str | None = None  #: an office line, never a mobile number

    @property
    def complete(self) -> bool:
        return all((self.organiser, self.icp, self.site_code, self.phone))


class Snapshot(Public, frozen=True, kw_only=True):
    """Everything one release of the site is made of. Two equal snapshots make the same bytes."""

    schema: Literal[1] = SCHEMA
    book: Annotated[str, Meta(pattern=r"^[0-9]{6}$(?!\n)")]  #: county code
    county_name: str
    as_of: Instant  #: when the head entry was received: the ledger's time, so that no news is no new release
    head_seq: Count  #: number of the last entry that was counted
    head_hash: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$(?!\n)")]
    demo: bool  #: figures are invented; every page says 演示
    footer: Footer = Footer()
    basis: tuple[PublicBasis, ...] = ()
    coverage: tuple[PublicCoverage, ...] = ()  #: in the order of the pages; the first kind is the home page's
    green_factories: tuple[PublicGreenFactory, ...] = ()  #: by number
    wall_materials: tuple[PublicWallMaterial, ...] = ()
    ready_mix: tuple[PublicReadyMix, ...] = ()
    intensity: tuple[PublicIntensity, ...] = ()  #: newest period first, a goal before its results

    def based(self, dataset: str, kind: str = "") -> "PublicBasis | None":
        """Why a data set is public."""
        return next((one for one in self.basis if (one.dataset, one.kind) == (dataset, kind)), None)

    @property
    def preview(self) -> bool:
        """Not yet part of the county portal: shown as 预览, not to be indexed (domain.md §11)."""
        return not self.footer.complete


_ENCODER: Final = msgspec.json.Encoder(order="sorted")


def encoded(snapshot: Snapshot) -> bytes:
    """The one form a snapshot is stored and hashed in: JSON with sorted keys."""
    return _ENCODER.encode(snapshot)


def decoded(stored: bytes) -> Snapshot:
    return msgspec.json.decode(stored, type=Snapshot)


def digest(snapshot: Snapshot) -> str:
    """SHA-256 of the stored form, hexadecimal."""
    return hashlib.sha256(encoded(snapshot)).hexdigest()
