"""A gate before which a program waits, loaded, until what it stands on is there: loading takes as long as preparing."""

import os
import sys

VARIABLE = "SECMODS_GATE"


class Gate:
    """The supervisor's side: handed to a program when it is started, and opened once."""

    def __init__(self):
        self._reading, self._writing = os.pipe()
        self.is_open = False

    def options(self, environment: dict[str, str]) -> dict:
        """What a process is started with that shall wait; nothing special once the gate is open."""
        if self.is_open:
            return {"env": environment}
        return {"env": {**environment, VARIABLE: str(self._reading)}, "pass_fds": (self._reading,)}

    def open(self) -> None:
        os.write(self._writing, b".")
        self.is_open = True
        os.close(self._reading)
        os.close(self._writing)


def pass_through() -> None:
    """The program's side: wait where it was started before a gate, and end if nobody is left to open that."""
    number = os.environ.pop(VARIABLE, "")
    if not number:
        return
    with open(int(number), "rb") as gate:
        if not gate.read(1):
            sys.exit("Whoever started this is gone.")
