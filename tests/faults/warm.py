"""A parent that has imported everything and forks one real server after another: python -m tests.faults.warm [FAULT].

Owns: forking what `xuncha serve` runs, as the leader of a process group of its own, with a planted fault if one is
named. Does not own killing it (kill.py). Told "start" it answers the process id, told "wait" the exit status.
"""

import os
import sys
import traceback

from api import start
from api.commands import settings
from tests.faults.plants import PLANTS


def serve(fault: str) -> None:
    """In the child: the very server of `xuncha serve`."""
    try:
        os.setsid()
        os.dup2(2, 1)  # its log goes to the file; the pipe is for the parent's answers
        if fault:
            PLANTS[fault]()
        start.serve(settings())
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(1)  # never back into the parent's loop; nobody stops it but by a signal


def main(fault: str) -> None:
    child = 0
    for command in sys.stdin:
        if command.strip() == "wait":
            answer(os.waitpid(child, 0)[1])
            continue
        child = os.fork()
        if child == 0:
            serve(fault)
        answer(child)


def answer(number: int) -> None:
    os.write(1, b"%d\n" % number)


if __name__ == "__main__":
    main(*sys.argv[1:], *[""] * (2 - len(sys.argv)))
