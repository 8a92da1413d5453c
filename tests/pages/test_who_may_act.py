"""Everything that takes something, sent by everybody who may not: nothing changes. Then by somebody who may: it does."""

import pytest
from django.urls import reverse

from audit.models import Event
from proposals.lifecycle import MOVES
from proposals.models import Proposal
from tests import factories as make
from tests.pages.sending import SENDINGS, STEPS, rewound
from tests.pages.test_who_sees_what import ABOUT, ACTING, ASKED, EVERYBODY, OTHERWISE, SENT_ONLY
from tests.proposals.states import everything

pytestmark = pytest.mark.django_db


MAKES_NONE = "consultations:add"  # SECAS may not: tests/consultations/test_comments_tab.py


def test_every_acting_route_and_every_step_is_tried():
    names = {sending.name for sending in SENDINGS.values()}
    acting = ACTING | ABOUT | SENT_ONLY | OTHERWISE | ASKED | {"proposals:move", "proposals:implement_part"}
    assert names == acting - {"papers:workshop", "proposals:alternative", "proposals:readiness", MAKES_NONE}
    assert STEPS.keys() == {key for key, row in MOVES.items() if not row.by_time}
    assert len(STEPS) == 46
    assert len(SENDINGS) == 64 + 3 + 37 + 46


# A Panel member has the page, to mark what the Panel wants, and not what the Security Sub-Committee does. The Proposer
# may adopt what others withdraw, and has no page to adopt what they withdrew themselves.
AT_THE_FIELD = {"subcommittees:interest": {"panel member": 422}}


@pytest.mark.parametrize("name", SENDINGS)
def test_nothing_changes_but_by_somebody_who_may(name, people, proposals):
    sending = SENDINGS[name]
    proposal = proposals(sending)
    address = sending.address(proposal, people.secas)
    clients = people.clients()
    data = sending.data(clients["analyst"], address, proposal)
    before = everything()
    answers = {role: clients[role].post(address, rewound(data)).status_code for role in EVERYBODY - sending.allowed}
    readers = EVERYBODY if proposal.number else {"proposer", "administrator", "analyst"}
    assert answers == {role: _refusal(role, readers) for role in answers} | AT_THE_FIELD.get(name, {})
    assert everything() == before
    assert clients["analyst"].post(address, rewound(data)).status_code == 302
    assert Event.objects.count() > len(before["Event"])


def _refusal(role: str, readers: set) -> int:
    if role not in readers:
        return 404
    return 302 if role == "anonymous" else 403


OTHERS = [(name, role) for name, sending in SENDINGS.items() for role in sorted(sending.allowed - {"analyst"})]


@pytest.mark.parametrize("name, role", OTHERS)
def test_whoever_else_may_can(name, role, people, proposals):
    """An authorised submitter for a Party objects, appeals or adopts, the Panel appeals through its member, a member
    records the view of the body, the Proposer withdraws, the Authority decides."""
    sending = SENDINGS[name]
    proposal = proposals(sending)
    address = sending.address(proposal, people.secas)
    data = sending.data(people.client(role), address, proposal)
    if "organisation" in data:
        companies = people.by_role[role].organisations
        data |= {"organisation": companies[0].pk} if companies else {"organisation": "", "for_panel": "on"}
    count = Event.objects.count()
    assert people.client(role).post(address, data).status_code == 302
    assert Event.objects.count() > count


def test_a_party_is_not_objected_for_by_another(people, proposals):
    sending = SENDINGS["proposals:move object"]
    proposal = proposals(sending)
    address = sending.address(proposal, people.secas)
    theirs = people.by_role["proposer"].organisations[0].pk
    before = everything()
    answer = people.client("submitter").post(address, {"organisation": theirs, "reason": "No.", "step": "do"})
    assert answer.status_code == 422
    assert everything() == before


SUBMITTING = {"contributor", "submitter", "proposer", "analyst"}


def test_a_problem_is_submitted_by_those_who_act_for_an_organisation(people):
    address, known = reverse("proposals:raise"), set(Proposal.objects.values_list("pk", flat=True))
    elsewhere = make.OrganisationFactory()
    for role, client in people.clients().items():
        author = people.by_role["proposer" if role == "analyst" else role]  # SECAS enters what the Proposer wrote
        company = [*getattr(author, "organisations", []), elsewhere][0]
        sent = {"title": role, "issue": "Something.", "proposer_organisation": company.pk, "proposer": author.pk or ""}
        client.post(address, sent)
    assert set(Proposal.objects.exclude(pk__in=known).values_list("title", flat=True)) == SUBMITTING


def test_a_path_1_variation_is_raised_by_the_authority_and_by_secas_for_it(people):
    address, known = reverse("proposals:raise_authority_led"), set(Proposal.objects.values_list("pk", flat=True))
    lead, company = people.by_role["analyst"], make.OrganisationFactory(category="government", is_party=False)
    for role, client in people.clients().items():
        sent = {"title": role, "issue": "Something.", "words": "We direct.", "proposer": lead.pk}
        client.post(address, sent | {"proposer_organisation": company.pk, "lead_analyst": lead.pk})
    assert set(Proposal.objects.exclude(pk__in=known).values_list("title", "path", "state")) == {
        ("authority", "1", "report_panel"),
        ("analyst", "1", "report_panel"),
    }
