"""The table that the export bench writes: 25 columns like an energy centre's, rows made up from one seed.

Owns: columns and rows. Codes with leading zeros, names that XML escapes, dates, instants, choices, decimals as text with a
tenth of them missing. Does not own how they are written.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any, Final

import msgspec

from inspections.exports.asked import Asked, Filters
from inspections.exports.columns import Column
from inspections.exports.manifest import About
from inspections.exports.writing import END

SEED: Final = 2589
FIRMS: Final = 500
NUMBERS: Final = 11
NOW: Final = datetime(2026, 11, 22, 2, tzinfo=UTC)
COLUMNS: Final = (
    *(Column(key, key, "code", "示例。") for key in ("id", "book", "unit", "enterprise", "credit_code")),
    *(Column(key, key, "text", "示例。") for key in ("unit_name", "enterprise_name")),
    Column("kind", "kind", "choice", "示例。", texts={"audit": "节能审计", "balance": "电平衡"}),
    Column("state", "state", "choice", "示例。", texts={"draft": "草稿", "filed": "已归档"}),
    Column("period", "period", "month", "示例。"),
    Column("made_on", "made_on", "date", "示例。"),
    Column("received_at", "received_at", "instant", "示例。"),
    *(Column(f"amount_{number}", f"amount_{number}", "number", "示例。", "tce") for number in range(NUMBERS)),
    Column("vouchers", "vouchers", "integer", "示例。"),
    Column("demo", "demo", "yes_no", "示例。"),
)


def about() -> About:
    asked = Asked("360121", 1, "a" * 64, NOW, "示例县/", "示例县", True, ("",), Filters(), False)
    return About("audits", "节能审计", "", COLUMNS, asked, "示例", NOW)


def file_of(path: Path, rows: int) -> Path:
    """As an export copies rows out of the ledger."""
    encoder = msgspec.json.Encoder()
    with path.open("wb") as file:
        file.write(encoder.encode(about()) + b"\n")
        for row in rows_of(rows):
            file.write(encoder.encode(row) + b"\n")
        file.write(END)
    return path


def rows_of(rows: int) -> Iterator[list[Any]]:
    random = Random(SEED)
    for number in range(rows):
        firm = random.randrange(FIRMS)
        month, day = number % 12 + 1, number % 28 + 1
        yield [
            f"0192{number:08x}-0000-7000-8000-{random.getrandbits(48):012x}",
            "360121",
            f"unit_{firm % 21}",
            f"e{firm:08x}-0000-7000-8000-000000000000",
            f"0{firm:017d}",
            f"示例{firm % 21}镇",
            f"示例{firm}<食品>&饮料有限公司",
            random.choice(("audit", "balance")),
            random.choice(("draft", "filed")),
            f"2025-{month:02d}",
            f"2026-{month:02d}-{day:02d}",
            f"2026-{month:02d}-{day:02d}T{number % 24:02d}:{number % 60:02d}:{firm % 60:02d}.123456Z",
            *(f"{random.random() * 10_000:.4f}" if random.random() > 0.1 else None for _ in range(NUMBERS)),
            random.randrange(50),
            1,
        ]
