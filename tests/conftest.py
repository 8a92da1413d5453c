import gc

from hypothesis import settings

pytest_plugins = [
    "tests.services",
    "tests.transactional",
    "tests.rendering",
    "tests.network",
    "tests.browser",
    "tests.sharing",
]

# A shared machine is sometimes slow; how long an example takes says nothing about whether it is right.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


def pytest_collection_finish():
    """What is loaded stays: it need not be looked through for garbage again and again, which takes a sixth of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
