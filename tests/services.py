"""PostgreSQL and Redis of a test run: started for the first test that asks, ended with the run.

The process that pytest was called as holds the home's lock, and starts both for its workers if it has any; each worker
has a database and a number in Redis of its own.
"""

import contextlib
import os
import shutil

import pytest

from secmods import embedded, holding, processes
from tests.settings import TEST_HOME

HOLDS = pytest.StashKey[bool]()
_held = contextlib.ExitStack()
_started = []


def is_controller(config) -> bool:
    return not hasattr(config, "workerinput")


def pytest_configure(config):
    if config.option.collectonly or config.option.help or not is_controller(config):
        return
    try:
        _held.enter_context(holding.lock(TEST_HOME)).write(f"process {os.getpid()}")
    except holding.Held as holder:
        pytest.exit(f"Another test run ({holder}) uses {TEST_HOME}; wait for it, or set SECMODS_HOME.", 2)
    config.stash[HOLDS] = True
    processes.clear(TEST_HOME)
    shutil.rmtree(TEST_HOME / "postgres", ignore_errors=True)
    if getattr(config.option, "numprocesses", None):
        ensure_services()


def pytest_unconfigure(config):
    if not config.stash.get(HOLDS, False):
        return
    processes.clear(TEST_HOME)
    for process in _started:
        process.wait()
    embedded.tidy_sockets(TEST_HOME)
    _held.close()


def ensure_services() -> None:
    if embedded.answers(TEST_HOME):
        return
    wanted = embedded.services(TEST_HOME, with_postgres=True, with_redis=True, durable=False, say=lambda sentence: None)
    _started.extend(embedded.launch(service, TEST_HOME) for service in wanted)
    embedded.ensure_database(TEST_HOME)


@pytest.fixture(scope="session")
def services():
    """Both services run; for tests of them that need no Django database."""
    ensure_services()
    return TEST_HOME


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    ensure_services()
