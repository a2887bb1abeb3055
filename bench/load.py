"""The load: wrk with a generated Lua script. Every request is a PUT of the patrol under an id of its own.

Owns: the script, running it, and what wrk says about it. Latencies are wrk's own, from its histogram of every request in
`done()`. wrk stops in mid-flight, so up to one request per connection is stored without being counted here: what was
answered is counted in the server's log (serving.py).
"""

import json
import os
import secrets
import subprocess
from pathlib import Path
from typing import Final

from msgspec import Struct

from bench.shim import require

# Without a `response` function wrk keeps parsing headers and bodies in C, so the load costs both sides the same little.
SCRIPT: Final = """
local number = 0
wrk.method = "PUT"
wrk.body = [==[{body}]==]
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Bearer {token}"
function request()
  number = number + 1
  return wrk.format(nil, string.format("/api/v1/entries/{prefix}-%012x", number))
end
function done(summary, latency)
  local e = summary.errors
  io.write(string.format(
    'BENCH {{"requests":%d,"refused":%d,"broken":%d,"seconds":%f,"p50_ms":%f,"p99_ms":%f,"max_ms":%f}}\\n',
    summary.requests, e.status, e.connect + e.read + e.write + e.timeout, summary.duration / 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3))
end
"""


class Load(Struct, frozen=True):
    """What wrk counted in one cell."""

    requests: int  #: answers received, whatever their status
    refused: int  #: of these, status above 399
    broken: int  #: connections refused or broken, answers that never came
    seconds: float
    p50_ms: float
    p99_ms: float
    max_ms: float

    @property
    def accepted(self) -> int:
        return self.requests - self.refused

    @property
    def per_second(self) -> float:
        return self.accepted / self.seconds


def run(port: int, token: str, body: bytes, connections: int, seconds: float, folder: Path) -> Load:
    """Load one server from one thread over kept-alive connections."""
    prefix = f"{secrets.token_hex(4)}-{secrets.token_hex(2)}-7{secrets.token_hex(2)[1:]}-8{secrets.token_hex(2)[1:]}"
    script = folder / "load.lua"
    script.write_text(SCRIPT.format(body=body.decode(), token=token, prefix=prefix))
    # wrk counts whole seconds only, so a shorter cell is ended by SIGINT, which it answers with its summary
    command = [
        require("wrk", "wrk"),
        "-t1",
        f"-c{connections}",
        f"-d{max(1, round(seconds))}s",
        "--timeout",
        "20s",
    ]
    command += ["-s", str(script), f"http://127.0.0.1:{port}/"]
    if seconds < 1:
        command = ["timeout", "--signal=INT", str(seconds), *command]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 60, env=os.environ)
    said = [line for line in ended.stdout.splitlines() if line.startswith("BENCH ")]
    if not said:
        raise RuntimeError(f"wrk gave no summary: {ended.stdout[-400:]}{ended.stderr[-400:]}")
    return Load(**json.loads(said[0].removeprefix("BENCH ")))
