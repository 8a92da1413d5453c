from hypothesis import settings

pytest_plugins = ["tests.services", "tests.transactional", "tests.network", "tests.browser", "tests.sharing"]

# A shared machine is sometimes slow; how long an example takes says nothing about whether it is right.
settings.register_profile("house", deadline=None)
settings.load_profile("house")
