"""What the tests of one module read together is made once, and on one worker only.

A module's fixtures may stand on ``module_db``: what they write is there for each of its tests, and taken back after the
last. A test may change it all the same; that is undone with the test. Not for modules in which a test commits.
"""

import pytest
from django.db import transaction

from tests.transactional import remember, restore

DEMO = "demo"  # played once in a run, however many modules ask for it
DEMO_COPY = "demo_copy"


@pytest.fixture(scope="module")
def module_db(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="session")
def demo_copy(django_db_setup, django_db_blocker) -> str:
    """Where the rows of the whole demo record are kept."""
    from secmods.demo.loading import load

    with django_db_blocker.unblock():
        load()
        remember(DEMO_COPY)
        restore()
    return DEMO_COPY


@pytest.fixture(scope="module")
def demo(demo_copy, django_db_blocker):
    """The whole demo record, committed for the tests of one module; they leave it as they find it."""
    with django_db_blocker.unblock():
        restore(demo_copy)
    yield
    with django_db_blocker.unblock():
        restore()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Tests that share what is made stay on one worker; under ``--dist loadgroup`` the largest groups go first, and after
    them what stands first here: a long test that began last would leave the other worker with nothing to do."""
    for item in items:
        if group := _group(item):
            item.add_marker(pytest.mark.xdist_group(group))
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.hookimpl(wrapper=True)
def pytest_xdist_auto_num_workers():
    """One more than there are cores: who has a test in a browser waits for it a good part of the time."""
    return (yield) + 1


def pytest_configure(config):
    """xdist 3.8 writes groups into the private names of tests, and says nothing where they are not read from there: what
    is made once would then be made everywhere, and a run takes twice as long."""
    if config.getoption("dist", "no") == "loadgroup" and not hasattr(pytest.Item, "_nodeid"):
        raise pytest.UsageError(f"pytest {pytest.__version__} and this pytest-xdist do not group tests.")


def _group(item) -> str:
    names = getattr(item, "fixturenames", ())
    if "demo" in names:
        return DEMO
    return item.module.__name__ if "module_db" in names else ""
