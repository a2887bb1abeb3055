"""`python -m tests`: the whole suite as two halves side by side, the browser's and the rest. What `make test` runs.

Owns: that split. The halves share nothing: each has its own ports, folders and PostgreSQL cluster. A browser mostly waits and
the rest mostly computes, so two cores are busy for little more than half the time. Output of the second half comes when
both have ended. Arguments go to both.
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
#: the commands first: once a browser has been driven, its process has an event loop for good
BROWSER: Final = ("cli", "site", "web")


def main() -> int:
    folders = sorted(folder.name for folder in HERE.iterdir() if list(folder.glob("test_*.py")))
    rest = [name for name in folders if name not in BROWSER]
    with tempfile.TemporaryFile() as said:
        second = subprocess.Popen(command(rest), stdout=said, stderr=subprocess.STDOUT)
        first = subprocess.run(command(list(BROWSER)), check=False)
        ended = second.wait()
        said.seek(0)
        sys.stdout.buffer.write(said.read())
    return first.returncode or ended


def command(folders: list[str]) -> list[str]:
    paths = [str(Path("tests") / name) for name in folders]
    return [sys.executable, "-m", "pytest", "-p", "tests.timing", *sys.argv[1:], *paths]


if __name__ == "__main__":
    sys.exit(main())
