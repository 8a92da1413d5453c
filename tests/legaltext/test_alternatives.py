"""An Alternative has a legal text of its own, developed to the same degree as the proposed one (CACoP 7)."""

import pytest

from audit.acts import NotAllowed, Refused
from audit.models import Event, EventDetail
from legaltext import actions
from legaltext.models import Edit, LegalDraft
from legaltext.queries import draft_of, redlines_of, redlines_of_all
from proposals.actions import alternatives, withdraw
from proposals.models import Proposal
from proposals.ports import reasons_for
from tests import factories as make
from tests.proposals.states import refined

pytestmark = pytest.mark.django_db

THEIRS = "Each User shall agree with the makers alone:"


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def proposal(by):
    """In Refinement; its own legal text amends G3.20 of version 6.17."""
    return refined(by)


@pytest.fixture
def alternative(proposal):
    return raised(proposal)


def raised(proposal, title="By agreement"):
    proposer = proposal.proposer
    own = {"proposal": proposal, "by": proposer, "organisation": proposal.proposer_organisation}
    return alternatives.raise_alternative(**own, title=title, text="<p>So.</p>")


def drafted(proposal, by, alternative, after=THEIRS):
    own = {"proposal": proposal, "by": by, "alternative": alternative}
    actions.draft_against(**own, version=make.SecVersionFactory())
    document = make.SecDocumentFactory()
    return actions.save_edit(**own, document=document, clause="G3.20", operation="amend", after=after)


def texts(proposal, alternative=None) -> list[str]:
    return [edit.after for edit in draft_of(proposal, alternative).edits.all()]


def test_the_texts_stand_beside_each_other_with_numbers_of_their_own(by, proposal, alternative):
    own, label = texts(proposal), draft_of(proposal).label
    other = raised(proposal, "Otherwise")
    drafted(proposal, by, alternative)
    drafted(proposal, by, other, "Nobody need agree.")
    actions.finish_draft(proposal=proposal, by=by, alternative=alternative)
    assert (texts(proposal), texts(proposal, alternative), texts(proposal, other)) == (
        own,
        [THEIRS],
        ["Nobody need agree."],
    )
    assert [draft_of(proposal, each).label for each in (None, alternative, other)] == [label, "1.0", "0.2"]


def test_the_history_says_of_which_solution(by, proposal, alternative):
    edit = drafted(proposal, by, alternative)
    actions.remove_edit(proposal=proposal, by=by, alternative=alternative, edit=edit)
    last = EventDetail.objects.get(sequence=Event.objects.last().sequence).body["sentence"]
    assert last == "Alternative 1 ‘By agreement’: Amend G3.20 (Section G) taken out."


def test_an_edit_is_taken_out_of_its_own_text_only(by, proposal, alternative):
    edit = drafted(proposal, by, alternative)
    with pytest.raises(Refused, match="already taken"):
        actions.remove_edit(proposal=proposal, by=by, edit=edit)
    actions.remove_edit(proposal=proposal, by=by, alternative=alternative, edit=edit)
    assert texts(proposal, alternative) == []


def test_nobody_but_secas_drafts_it(by, proposal, alternative):
    version = make.SecVersionFactory()
    for user in (proposal.proposer, make.party(), make.authority()):
        with pytest.raises(NotAllowed):
            actions.draft_against(proposal=proposal, by=user, alternative=alternative, version=version)
    actions.draft_against(proposal=proposal, by=by, alternative=alternative, version=version)


def test_the_text_of_a_withdrawn_one_is_left_as_it_is(by, proposal, alternative):
    drafted(proposal, by, alternative)
    alternatives.withdraw_alternative(proposal=proposal, by=by, alternative=alternative, why="No.")
    with pytest.raises(Refused, match="withdrawn"):
        drafted(proposal, by, alternative, "Other words.")
    assert texts(proposal, alternative) == [THEIRS]


def test_of_another_proposal_it_cannot_be_drafted(by, proposal, alternative):
    other = refined(by)
    with pytest.raises(Exception, match="Solution matching query does not exist"):
        actions.draft_against(proposal=other, by=by, alternative=alternative, version=make.SecVersionFactory())
    assert not LegalDraft.objects.filter(solution__alternative=alternative).exists()


def test_the_legal_text_of_a_finished_proposal_is_no_longer_changed(by, proposal, alternative):
    edit = drafted(proposal, by, alternative)
    withdraw(proposal=proposal, by=by, words="No longer wanted.")
    Proposal.objects.filter(pk=proposal.pk).update(state="withdrawn")
    own = {"proposal": proposal, "by": by}
    version = make.SecVersionFactory()
    for act in (
        lambda: actions.draft_against(**own, version=version),
        lambda: actions.save_edit(
            **own, document=make.SecDocumentFactory(), clause="G3.20", operation="delete", alternative=None
        ),
        lambda: actions.remove_edit(**own, edit=edit, alternative=alternative),
        lambda: actions.finish_draft(**own),
    ):
        with pytest.raises(Refused, match="no longer changed"):
            act()


def test_it_blocks_the_report_like_the_proposed_one(by, proposal, alternative, django_assert_num_queries):
    second = raised(proposal, "Otherwise")
    on = proposal.raised_on

    def missing():
        found = reasons_for(["legal_text_drafted"], Proposal.objects.all(), on)[proposal.pk]["legal_text_drafted"]
        return [(reason.text, reason.blocks, reason.mend_url(proposal)) for reason in found]

    words = "the legal text is not yet drafted."
    tab = f"/modifications/{proposal.slug}/legal-text/"
    assert missing() == [
        (f"Alternative 1: {words}", True, f"{tab}alternative-1/"),
        (f"Alternative 2: {words}", True, f"{tab}alternative-2/"),
    ]
    drafted(proposal, by, alternative)
    alternatives.withdraw_alternative(proposal=proposal, by=by, alternative=second, why="No.")
    assert missing() == []
    refined(by)
    with django_assert_num_queries(1):
        assert missing() == []


def test_many_texts_are_redlined_in_two_queries(by, proposal, alternative, django_assert_num_queries):
    drafted(proposal, by, alternative)
    drafts = [draft_of(proposal), draft_of(proposal, alternative)]
    with django_assert_num_queries(2):
        found = redlines_of_all(drafts)
    assert [found[d.pk] for d in drafts] == [redlines_of(d) for d in drafts]
    with django_assert_num_queries(0):
        assert redlines_of_all([]) == {}


# The tab


def tab(proposal, more=""):
    return f"/modifications/{proposal.slug}/legal-text/{more}"


def test_a_proposal_without_alternatives_offers_no_choice(client, proposal):
    assert client.get(tab(proposal)).context["texts"] == []


def test_the_tab_shows_the_text_that_is_chosen_in_every_view(client, by, proposal, alternative):
    drafted(proposal, by, alternative)
    answers = {show: client.get(tab(proposal, f"alternative-1/?show={show}")) for show in ("before", "after", "list")}
    assert "makers alone" in answers["after"].content.decode()
    assert "makers alone" not in answers["before"].content.decode()
    assert "In G3.20" in answers["list"].content.decode()
    page = client.get(tab(proposal, "alternative-1/"))
    assert [(t["label"], t["url"], t["current"]) for t in page.context["texts"]] == [
        ("Proposed Solution", tab(proposal), False),
        ("Alternative 1", tab(proposal, "alternative-1/"), True),
    ]
    assert "makers alone" not in client.get(tab(proposal)).content.decode()
    # The way of seeing goes along with the choice.
    assert answers["list"].context["texts"][0]["url"] == tab(proposal, "?show=list")
    assert client.get(tab(proposal, "alternative-2/")).status_code == 404


def test_a_withdrawn_alternative_is_read_and_no_longer_drafted(client, by, proposal, alternative):
    drafted(proposal, by, alternative)
    client.force_login(by)
    assert client.get(tab(proposal, "alternative-1/")).context["drafts"]
    alternatives.withdraw_alternative(proposal=proposal, by=by, alternative=alternative, why="No.")
    page = client.get(tab(proposal, "alternative-1/"))
    assert not page.context["drafts"]
    assert "Alternative 1 (withdrawn)" in page.content.decode()
    assert "makers alone" in page.content.decode()


def test_an_alternatives_text_is_drafted_from_its_own_pages(client, by, proposal, alternative):
    client.force_login(by)
    assert client.get(tab(proposal, "alternative-1/edit/"))["Location"] == tab(proposal, "alternative-1/base/")
    version, document = make.SecVersionFactory(), make.SecDocumentFactory()
    answer = client.post(tab(proposal, "alternative-1/base/"), {"drafted_against": version.pk})
    assert answer["Location"] == tab(proposal, "alternative-1/")
    address = tab(proposal, f"alternative-1/edit/?document={document.pk}&clause=G3.20")
    page = client.get(address)
    assert page.context["page_title"] == "Alternative 1: edit a clause"
    form = page.context["form"]
    sent = {field.html_name: field.value() for field in form if field.value() is not None} | {"after": THEIRS}
    answer = client.post(address, sent)
    assert answer["Location"] == tab(proposal, "alternative-1/")
    assert texts(proposal, alternative) == [THEIRS]
    assert client.post(address, sent | {"after": "Other words."}).status_code == 409
    client.post(tab(proposal, "alternative-1/finish/"))
    assert draft_of(proposal, alternative).label == "1.0"
    edit = Edit.objects.get(draft__solution__alternative=alternative)
    answer = client.post(tab(proposal, f"edits/{edit.pk}/remove/"))
    assert answer["Location"] == tab(proposal, "alternative-1/")
    assert texts(proposal, alternative) == []
