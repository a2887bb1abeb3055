"""The frozen peer's models: the request as pydantic, the tables as SQLAlchemy ORM classes, the visit as sent.

FROZEN together with peer.py, which says what that means. Owns the peer's types only; the tables themselves are made by
our own migrations, so columns, indexes and triggers are the same on both sides.
"""

import uuid
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Private = Annotated[str, Field(max_length=4000)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Position(Strict):
    lat: Annotated[float, Field(ge=-90, le=90)]
    lon: Annotated[float, Field(ge=-180, le=180)]
    crs: Literal["WGS84", "CGCS2000", "GCJ02", "BD09"]
    accuracy_m: Annotated[float, Field(ge=0, le=100_000)] | None = None
    provider: Annotated[str, Field(max_length=40)] = ""
    fixed_at: AwareDatetime | None = None


class Photo(Strict):
    sha256: Sha256
    slot: Annotated[str, Field(max_length=40)] = ""
    taken_at: AwareDatetime | None = None
    album: bool = False


class Present(Strict):
    side: Literal["bureau", "township", "firm", "other"]
    name: Private
    certificate: Private | None = None
    signature: Sha256 | None = None
    refused: Private | None = None
    witness: Private | None = None


class Visit(Strict):
    type: Literal["visit"]
    made_at: AwareDatetime
    v: int = 1
    unit: Annotated[str, Field(pattern="^[a-z][a-z0-9_]{1,60}$")]
    kind: Annotated[str, Field(max_length=40)]
    kind_version: int = 1
    period: Annotated[str, Field(pattern=r"^20\d\d-(0[1-9]|1[0-2])$")]
    nature: Literal["outside"]
    site: uuid.UUID | None = None
    enterprise: uuid.UUID | None = None
    place: Private | None = None
    plan: uuid.UUID | None = None
    started_at: AwareDatetime
    ended_at: AwareDatetime | None = None
    clock_offset_s: int | None = None
    position: Position | None = None
    no_position_reason: str | None = None
    answers: dict[str, str | int | float | list[str]] = {}
    texts: dict[str, Private] = {}
    photos: Annotated[list[Photo], Field(max_length=60)] = []
    present: Annotated[list[Present], Field(max_length=30)] = []


class Base(DeclarativeBase):
    pass


class EntryRow(Base):
    __tablename__ = "entry"
    book: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(unique=True)
    type: Mapped[str]
    v: Mapped[int]
    subject: Mapped[str]
    unit: Mapped[str]
    actor: Mapped[str]
    device: Mapped[str]
    made_at: Mapped[str]
    received_at: Mapped[str]
    prev_hash: Mapped[str]
    hash: Mapped[str]
    stored: Mapped[str]


class VaultRow(Base):
    __tablename__ = "vault"
    entry: Mapped[str] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(primary_key=True)
    salt: Mapped[str | None]
    value: Mapped[str | None]


class VisitRow(Base):
    __tablename__ = "visit"
    id: Mapped[str] = mapped_column(primary_key=True)
    book: Mapped[str]
    seq: Mapped[int]
    unit: Mapped[str]
    unit_path: Mapped[str]
    kind: Mapped[str]
    kind_version: Mapped[int]
    period: Mapped[str]
    nature: Mapped[str]
    site: Mapped[str | None]
    enterprise: Mapped[str | None]
    plan: Mapped[str | None]
    result: Mapped[str | None]
    inspected: Mapped[bool]
    joint: Mapped[bool]
    doubtful: Mapped[bool]
    late: Mapped[str]
    started_at: Mapped[str]
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    accuracy_m: Mapped[float | None]
    photos: Mapped[int]
    notices: Mapped[int]
    failed: Mapped[str]
    actor: Mapped[str]
    received_at: Mapped[str]


class UnitRow(Base):
    __tablename__ = "unit"
    unit: Mapped[str] = mapped_column(primary_key=True)
    book: Mapped[str]
    path: Mapped[str]
    valid_from: Mapped[str | None]
    valid_to: Mapped[str | None]


class SiteRow(Base):
    __tablename__ = "site"
    site: Mapped[str] = mapped_column(primary_key=True)
    unit: Mapped[str]
    enterprise: Mapped[str | None]


class SettingRow(Base):
    __tablename__ = "setting"
    book: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class AccountRow(Base):
    __tablename__ = "account"
    account: Mapped[str] = mapped_column(primary_key=True)
    grants: Mapped[str]
    disabled: Mapped[bool]


class TokenRow(Base):
    __tablename__ = "token"
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    account: Mapped[str]
    scopes: Mapped[str]
    expires_at: Mapped[str]
    revoked_at: Mapped[str | None]


class Receipt(BaseModel):
    id: str
    type: str
    book: str
    seq: int
    hash: str
    prev_hash: str
    received_at: str
    notices: list[dict[str, Any]]
