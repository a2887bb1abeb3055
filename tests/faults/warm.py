"""A parent that has imported everything and forks one real server after another: python -m tests.faults.warm [FAULT].

Owns: forking what `xuncha serve` runs, as the leader of a process group of its own, with a planted fault if one is
named. Does not own killing it (kill.py). Told "start" it answers the process id, told "wait" the exit status.
"""

import os
import sys

from api import start
from api.commands import settings
from tests.faults.plants import PLANTS


def serve(fault: str) -> None:
    """In the child: the very server of `xuncha serve`."""
    os.setsid()
    if fault:
        PLANTS[fault]()
    start.serve(settings())
    os._exit(0)


def main(fault: str) -> None:
    child = 0
    for command in sys.stdin:
        if command.strip() == "wait":
            print(os.waitpid(child, 0)[1], flush=True)
            continue
        child = os.fork()
        if child == 0:
            serve(fault)
        print(child, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:], *[""] * (2 - len(sys.argv)))
