"""A program that waits, loaded, before a gate."""

import os
import subprocess
import sys

from secmods.env import ROOT
from secmods.gate import VARIABLE, Gate

PROGRAM = f"""
import os
from secmods import gate
print("loaded", flush=True)
gate.pass_through()
print("through", {VARIABLE!r} in os.environ, flush=True)
"""


def start(gate: Gate) -> subprocess.Popen:
    command = [sys.executable, "-c", PROGRAM]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **gate.options(dict(os.environ))
    )


def test_a_program_loads_and_waits_until_the_gate_is_opened():
    gate = Gate()
    with start(gate) as program:
        assert program.stdout.readline() == "loaded\n"
        assert program.poll() is None
        gate.open()
        assert program.stdout.readline() == "through False\n"
    assert program.returncode == 0


def test_a_program_started_once_the_gate_is_open_does_not_wait():
    gate = Gate()
    gate.open()
    assert gate.options({"A": "1"}) == {"env": {"A": "1"}}
    with start(gate) as program:
        assert program.communicate(timeout=60)[0] == "loaded\nthrough False\n"


def test_one_that_died_before_may_be_started_again():
    gate = Gate()
    with start(gate) as first:
        first.kill()
    with start(gate) as second:
        gate.open()
        assert second.communicate(timeout=60)[0] == "loaded\nthrough False\n"


def test_a_program_ends_where_nobody_is_left_to_open_the_gate():
    gate = Gate()
    with start(gate) as program:
        os.close(gate._writing)
        told, why = program.communicate(timeout=60)
    assert (program.returncode, told, why) == (1, "loaded\n", "Whoever started this is gone.\n")
    os.close(gate._reading)
