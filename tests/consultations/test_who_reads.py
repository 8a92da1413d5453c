"""Who reads a comment: each class, published or not, for each reader; argued from design §1.4 and the brief of the Panel
Information Policy. What is made in confidence is read by SECAS and whoever made it, and by nobody else."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from accounts.models import Affiliation
from consultations import actions
from consultations.models import Answer, Comment, FeedbackSummary
from tests import factories as make
from tests.consultations.making import posted

pytestmark = pytest.mark.django_db

EVERYBODY = {
    "anonymous", "stranger", "its own", "its contributor", "another Party", "ssc member", "analyst", "administrator",
    "authority",
}  # fmt: skip
OWN = {"its own", "its contributor"}
# (class, published) → who reads it
READ_BY = {
    ("white", True): EVERYBODY,
    ("green", True): EVERYBODY - {"anonymous", "stranger", "administrator"},
    ("white", False): OWN | {"analyst"},
    ("green", False): OWN | {"analyst"},
    ("amber", False): OWN | {"analyst"},
}


@pytest.fixture
def readers():
    own = make.party()
    colleague = make.UserFactory()
    Affiliation.objects.create(
        user=colleague, organisation=own.organisations[0], kind=Affiliation.Kind.CONTRIBUTOR, starts=make.LONG_AGO
    )
    return {
        "anonymous": AnonymousUser(),
        "stranger": make.UserFactory(),
        "its own": own,
        "its contributor": colleague,
        "another Party": make.party(),
        "ssc member": make.member(make.CommitteeFactory(code="ssc", name="Security Sub-Committee", short_name="SSC")),
        "analyst": make.analyst(),
        "administrator": make.administrator(),
        "authority": make.authority(),
    }


def said(proposal, readers, classification, published):
    comment = posted(proposal, readers["its own"], text="Zircon.", classification=classification)
    actions.write_answer(comment=comment, by=readers["analyst"], text="Topaz.")
    actions.publish_answers(proposal=proposal, by=readers["analyst"])
    if published:
        actions.publish_comments(proposal=proposal, by=readers["analyst"])
    actions.write_summary(
        proposal=proposal, by=readers["analyst"], category=comment.category, stance="supports", text="Beryl."
    )
    return comment


@pytest.mark.parametrize(("classification", "published"), READ_BY)
def test_a_comment_its_answer_and_its_summary_are_read_by_the_same_people(client, readers, classification, published):
    proposal = make.draft_proposal(by=readers["analyst"])
    said(proposal, readers, classification, published)
    for name, user in readers.items():
        reads = name in READ_BY[classification, published]
        for model in (Comment, Answer, FeedbackSummary):
            assert model.objects.visible_to(user).exists() == reads, (name, model)
        client.logout()
        if name != "anonymous":
            client.force_login(user)
        for address in ("comments", "csv"):
            body = client.get(reverse(f"consultations:{address}", args=[proposal.slug])).getvalue().decode()
            assert ("Zircon" in body, "Topaz" in body) == (reads, reads), (name, address)
        assert ("Beryl" in client.get(f"/modifications/{proposal.slug}/comments/").content.decode()) == reads, name


def test_a_draft_answer_is_secass_alone(readers):
    proposal = make.draft_proposal(by=readers["analyst"])
    comment = posted(proposal, readers["its own"])
    actions.publish_comments(proposal=proposal, by=readers["analyst"])
    actions.write_answer(comment=comment, by=readers["analyst"], text="Perhaps.")
    assert {name for name, user in readers.items() if Answer.objects.visible_to(user).exists()} == {"analyst"}


def test_what_was_withdrawn_is_read_by_secas_and_whoever_made_it(readers):
    proposal = make.draft_proposal(by=readers["analyst"])
    comment = posted(proposal, readers["its own"])
    actions.publish_comments(proposal=proposal, by=readers["analyst"])
    assert {name for name, user in readers.items() if Comment.objects.visible_to(user).exists()} == EVERYBODY
    actions.withdraw_comment(comment=comment, by=readers["its own"], reason="So.")
    assert {n for n, user in readers.items() if Comment.objects.visible_to(user).exists()} == OWN | {"analyst"}


def test_who_leaves_the_organisation_reads_no_more_of_it(readers):
    proposal = make.draft_proposal(by=readers["analyst"])
    posted(proposal, readers["its own"])
    Affiliation.objects.filter(user=readers["its own"]).update(starts="2018-01-01", ends="2019-01-01")
    left = type(readers["its own"]).objects.get(pk=readers["its own"].pk)
    assert not Comment.objects.visible_to(left).exists()


def test_nobody_reads_comments_on_what_is_not_open_to_them(readers):
    proposal = make.draft_proposal(by=readers["analyst"])
    posted(proposal, readers["its own"])
    actions.publish_comments(proposal=proposal, by=readers["analyst"])
    make.classed(proposal, readers["analyst"], "amber")
    assert {name for name, user in readers.items() if Comment.objects.visible_to(user).exists()} == {
        "analyst",
        "authority",
    }


def test_the_history_of_one_in_confidence_is_shown_to_nobody(client, readers):
    proposal = make.draft_proposal(by=readers["analyst"])
    address = f"/modifications/{proposal.slug}/history/"
    posted(proposal, readers["its own"])
    client.force_login(readers["authority"])
    assert "Comment 1 came in" in client.get(address).content.decode()
    posted(proposal, readers["its own"], text="Two.", classification="amber")
    for name in ("authority", "analyst", "its own"):
        client.force_login(readers[name])
        assert "Comment 2" not in client.get(address).content.decode(), name
