import pytest

from tests.pages.people import Cast, cast, in_their_states
from tests.pages.sending import SENDINGS
from tests.proposals.states import fresh


@pytest.fixture(scope="module")
def people(module_db) -> Cast:
    """Everybody, signed in."""
    return cast().sign_in()


@pytest.fixture(scope="module")
def proposals(people):
    """The proposal that a sending is about: one for all that are sent from the same state."""
    made = in_their_states(people, {sending.states for sending in SENDINGS.values()})
    return lambda sending: fresh(made[sending.states])
