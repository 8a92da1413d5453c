import pytest

from jobs import registry
from tests.jobs.doing import KIND, Work


@pytest.fixture
def work(monkeypatch):
    work = Work()
    monkeypatch.setitem(registry._kinds, KIND, registry.Kind(KIND, work, "Working"))
    return work


@pytest.fixture
def no_sweeps(monkeypatch):
    monkeypatch.setattr(registry, "_sweeps", {})
