"""Storage: the only folder with SQL or a driver. `open_storage(url, judge)` gives one of two engines."""

from pathlib import Path
from urllib.parse import urlsplit

from inspections.storage.engine import Clock, Judge, Storage, utc_now
from inspections.storage.engine import Closed as Closed
from inspections.storage.engine import StorageError as StorageError
from inspections.storage.engine import StorageFull as StorageFull
from inspections.storage.sqlite import Sqlite


async def open_storage(url: str, judge: Judge, clock: Clock = utc_now) -> Storage:
    """`sqlite:///path` or `postgresql://…`; brings the schema up to date."""
    scheme = urlsplit(url).scheme
    if scheme == "sqlite":
        return await Sqlite.open(Path(url.removeprefix("sqlite:///")), judge, clock)
    if scheme in {"postgresql", "postgres"}:
        from inspections.storage.postgres import Postgres

        return await Postgres.open(url, judge, clock)
    raise StorageError(f"不认识的数据库地址：{scheme}://")
