pytest_plugins = ["tests.services", "tests.transactional", "tests.network", "tests.browser"]
