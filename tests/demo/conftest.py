import pytest

from tests.transactional import restore


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The whole demo record, committed for the tests of one module; they leave it as they find it."""
    from secmods.demo.loading import load

    with django_db_blocker.unblock():
        load()
    yield
    with django_db_blocker.unblock():
        restore()
