"""The view tables, in one list: what `rebuild` empties and fills, and what a contract test compares with the schema."""

from typing import Final

from inspections.amendments import Amended
from inspections.areas import Area
from inspections.batches import BatchRow
from inspections.calendars import CalendarRow
from inspections.deadlines import DeadlineMove, DeadlineRow
from inspections.energy_records import RecordRow
from inspections.enterprises import CreditCode, Enterprise
from inspections.evidence import Evidence
from inspections.excuses import ExcuseRow
from inspections.facts import Row
from inspections.findings import FindingRow
from inspections.intensity import IntensityRow
from inspections.letters import LetterRow
from inspections.listings import ListingRow
from inspections.openings import OpeningRow
from inspections.papers import PaperRow
from inspections.parameters import Setting
from inspections.people import Account
from inspections.petitioner_readings import ReadingRow
from inspections.plans import PlanRow
from inspections.publications import PublicationRow
from inspections.references import ReferenceRow
from inspections.reports import ReportRow
from inspections.sites import Site
from inspections.steps import FindingStep
from inspections.units import Unit
from inspections.visits import VisitRow
from inspections.zero_reports import ZeroReportRow

VIEWS: Final[tuple[type[Row], ...]] = (
    Unit,
    Enterprise,
    CreditCode,
    Site,
    VisitRow,
    ZeroReportRow,
    ExcuseRow,
    FindingRow,
    OpeningRow,
    BatchRow,
    LetterRow,
    ReadingRow,
    PaperRow,
    FindingStep,
    PlanRow,
    Account,
    ReportRow,
    RecordRow,
    ListingRow,
    IntensityRow,
    PublicationRow,
    CalendarRow,
    DeadlineRow,
    DeadlineMove,
    ReferenceRow,
    Area,
    Setting,
    Evidence,
    Amended,
)
