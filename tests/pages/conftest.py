from tests.demo.conftest import demo  # noqa: F401  the whole demo record, for the tests of one module
