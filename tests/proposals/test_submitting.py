"""A problem statement as somebody submits it: word for word, in their own name (domain §2.2 rows 1–3)."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Affiliation
from audit import clock
from audit.acts import NotAllowed, Refused
from proposals import actions
from proposals.models import ProblemStatement, Proposal
from proposals.models.proposal import TITLE_LENGTH
from proposals.states import State
from tests import factories as make
from tests.proposals.states import everything, fresh

pytestmark = pytest.mark.django_db

WORD_FOR_WORD = [
    "  two spaces before, a tab\tand a trailing line\r\n\r\n",
    "<script>alert('x')</script> & <b>bold</b> < 5 > 3",
    "0xFE00 – “quoted” ‘words’ … £1,200 é ü 日本 🏠",
    "- a list\n- of two\n\nand a [[note: marker]] that is none",
    "a\u00a0b\u200bc\u2028d",
]


@pytest.mark.parametrize("words", WORD_FOR_WORD)
def test_the_submission_is_kept_word_for_word(words):
    proposal = make.submission(issue=words, do_nothing=words, sec_context=words)
    statement = ProblemStatement.objects.get(proposal=proposal)
    assert (statement.issue, statement.do_nothing, statement.sec_context) == (words, words, words)
    assert (statement.label, statement.is_submission, statement.by) == ("0.1", True, proposal.proposer)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1).filter(str.strip))
def test_whatever_the_words_are(words):
    proposal = make.submission(issue=words)
    assert ProblemStatement.objects.get(proposal=proposal).issue == words


def test_later_versions_stand_beside_the_submission_and_never_in_its_place():
    by = make.analyst()
    proposal = make.draft_proposal(by=by, issue="<b>As it came.</b>")
    actions.revise_problem_statement(proposal=proposal, by=by, texts=make.STATEMENT)
    labels = [(s.label, s.is_submission, s.issue) for s in proposal.statements.order_by("sequence")]
    assert labels == [("0.1", True, "<b>As it came.</b>"), ("0.2", False, make.STATEMENT["issue"])]
    for change in (lambda: ProblemStatement.objects.update(issue="Other."), lambda: proposal.statements.all().delete()):
        with pytest.raises(DatabaseError, match="pgtrigger: Cannot"), transaction.atomic():
            change()


def submit(by, proposer, organisation, **fields):
    fields = {"title": "A correction", "issue": "It is wrong."} | fields
    return actions.submit_problem_statement(by=by, proposer=proposer, proposer_organisation=organisation, **fields)


def everybody():
    company, other = make.OrganisationFactory(), make.OrganisationFactory()
    speaker, writer = make.UserFactory(), make.UserFactory()
    Affiliation.objects.create(user=speaker, organisation=company, kind="submitter", starts=make.LONG_AGO)
    Affiliation.objects.create(user=writer, organisation=company, kind="contributor", starts=make.LONG_AGO)
    return company, other, speaker, writer


def test_who_may_submit_for_whom():
    company, other, speaker, writer = everybody()
    consumers = make.party(category="consumer_body", is_party=False)
    analyst, stranger = make.analyst(), make.UserFactory()
    allowed = [
        (speaker, speaker, company),  # in one's own name, for one's own organisation
        (writer, writer, company),  # a contributor writes; speaking for the Party is another matter
        (consumers, consumers, consumers.organisations[0]),  # DP126 was raised by a consumer body
        (analyst, speaker, company),  # SECAS enters what came by e-mail
        (analyst, stranger, other),
    ]
    refused = [
        (speaker, writer, company, "proposer"),  # in a colleague's name
        (speaker, speaker, other, "proposer_organisation"),  # for somebody else's organisation
        (stranger, stranger, company, "proposer_organisation"),
        (make.administrator(), speaker, company, "proposer"),
        (make.authority(), speaker, company, "proposer"),
    ]
    for by, proposer, organisation, field in refused:
        before = everything()
        with pytest.raises(Refused) as refusal:
            submit(by, proposer, organisation)
        assert refusal.value.field == field
        assert everything() == before
    for by, proposer, organisation in allowed:
        proposal = submit(by, proposer, organisation)
        assert (proposal.state, proposal.proposer, proposal.proposer_organisation) == (
            State.SUBMITTED,
            proposer,
            organisation,
        )
    assert Proposal.objects.count() == len(allowed)


def test_nobody_submits_without_signing_in():
    company, _, speaker, _ = everybody()
    with pytest.raises(NotAllowed):
        submit(AnonymousUser(), speaker, company)
    assert Proposal.objects.count() == 0


def test_an_affiliation_that_has_ended_is_none():
    company, _, _, writer = everybody()
    Affiliation.objects.filter(user=writer).update(ends=clock.today() - timedelta(days=1))
    with pytest.raises(Refused):
        submit(writer, writer, company)


@pytest.mark.parametrize(
    "fields, field",
    [
        ({"title": "  "}, "title"),
        ({"title": "x" * (TITLE_LENGTH + 1)}, "title"),
        ({"issue": ""}, "issue"),
        ({"issue": " \r\n\t "}, "issue"),
        ({"effective": date(2099, 1, 1)}, "effective"),
    ],
)
def test_what_is_missing_or_too_long_is_said_at_its_field(fields, field):
    user = make.party()
    before = everything()
    with pytest.raises(Refused) as refused:
        submit(user, user, user.organisations[0], **fields)
    assert refused.value.field == field
    assert everything() == before


def test_a_title_may_be_as_long_as_it_may_be():
    user = make.party()
    proposal = submit(user, user, user.organisations[0], title=f"  {'x' * TITLE_LENGTH}  ")
    assert fresh(proposal).title == "x" * TITLE_LENGTH


def test_a_submission_may_name_a_body_and_a_representative():
    """As DP075: a person of one company, represented by another's; as DP127: on behalf of a Sub-Committee."""
    ssc = make.CommitteeFactory(code="ssc", short_name="SSC")
    other = make.party()
    named = {"representative": other, "representative_organisation": other.organisations[0], "on_behalf_of": ssc}
    proposer = make.party()
    make.sits_on(ssc, proposer)
    proposal = fresh(make.submission(proposer, **named))
    assert (proposal.on_behalf_of, proposal.representative) == (ssc, other)


def test_nobody_submits_for_a_body_they_do_not_sit_on():
    ssc = make.CommitteeFactory(code="ssc", short_name="SSC")
    with pytest.raises(Refused, match="You do not sit on the SSC"):
        make.submission(make.party(), on_behalf_of=ssc)


def test_a_historic_submission_is_received_on_its_day():
    proposal = fresh(make.submission(effective=date(2019, 5, 20)))
    assert clock.london_date(proposal.received_at) == date(2019, 5, 20)
    assert proposal.state_since == date(2019, 5, 20)
    move = proposal.moves.get()
    assert (clock.london_date(move.effective_at), clock.london_date(move.recorded_at)) == (
        date(2019, 5, 20),
        clock.today(),
    )
