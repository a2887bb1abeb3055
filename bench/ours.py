"""Our side: the real server as `xuncha serve` starts it, log line and all, on a folder that is already seeded.

Owns: nothing but how the bench starts it. Run: `python -m bench.ours PORT [each]`, settings from the environment as
always; `each` swaps the PostgreSQL engine for one that commits every entry by itself.
"""

import sys

from api import start
from bench.each import EachItsOwn
from inspections.settings import load
from inspections.storage import postgres

if __name__ == "__main__":
    if "each" in sys.argv[2:]:
        postgres.Postgres = EachItsOwn  # type: ignore[misc]  # in this process only
    start.serve(start.with_address(load(), port=int(sys.argv[1])))
