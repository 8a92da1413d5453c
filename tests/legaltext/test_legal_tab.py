"""The tab of the legal text: what readers see, and the drafting of it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from legaltext import actions
from legaltext.models import Clause, Edit, LegalDraft
from proposals.actions import StaleSave, withdraw
from tests.factories import SecDocumentFactory, SecVersionFactory, agreed_proposal, analyst, party

pytestmark = pytest.mark.django_db
BEFORE = "Each User shall agree with the auditor:\n(a) the scope; and\n(b) the date."
AFTER = "Each User shall agree with the assessor:\n(a) the scope; and\n(b) the date."


@pytest.fixture
def secas(client):
    user = analyst()
    client.force_login(user)
    return user


@pytest.fixture
def held(secas):
    """Two clauses of Section G as they stand in version 6.17."""
    document, version = SecDocumentFactory(), SecVersionFactory()
    for number, text in (("G3.19", "Nothing in this Section is retrospective."), ("G3.20", BEFORE)):
        actions.enter_clause(by=secas, document=document, version=version, number=number, text=text)
    return document, version


@pytest.fixture
def proposal(secas):
    return agreed_proposal(by=secas)


@pytest.fixture
def draft(secas, held, proposal):
    return actions.draft_against(proposal=proposal, by=secas, version=held[1])


def tab(proposal, more=""):
    return f"/modifications/{proposal.slug}/legal-text/{more}"


def opened(client, proposal, query=""):
    form = client.get(tab(proposal, f"edit/{query}")).context["form"]
    return {field.html_name: field.value() for field in form if field.value() is not None}


def amend(proposal, by, document, after=AFTER):
    return actions.save_edit(
        proposal=proposal, by=by, document=document, clause="G3.20", operation="amend", after=after
    )


def test_without_a_text_the_tab_says_what_would_be_here(client, proposal):
    assert "Choose the version of the SEC" in client.get(tab(proposal)).content.decode()
    client.logout()
    page = client.get(tab(proposal)).content.decode()
    assert "No legal text yet" in page
    assert "Choose the version" not in page


def test_the_version_is_chosen_first(client, proposal, held):
    assert client.get(tab(proposal, "edit/"))["Location"] == tab(proposal, "base/")
    answer = client.post(tab(proposal, "base/"), {"drafted_against": ""})
    assert answer.context["form"].errors == {
        "drafted_against": ["Choose which version of the SEC the text is drafted against."]
    }
    client.post(tab(proposal, "base/"), {"drafted_against": held[1].pk})
    assert LegalDraft.objects.get(solution__proposal=proposal).drafted_against == held[1]


def test_choosing_a_clause_loads_its_text(client, proposal, draft, held):
    form = client.get(tab(proposal, f"edit/?document={held[0].pk}&clause=G3.20")).context["form"]
    assert form["after"].value() == BEFORE
    assert list(form.fields["document"].queryset) == [held[0]]
    assert form.suggestions() == ("held-clauses", [("G3.19", "Section G"), ("G3.20", "Section G")])


def test_choosing_an_amended_clause_loads_the_text_as_amended(client, secas, proposal, draft, held):
    amend(proposal, secas, held[0])
    form = client.get(tab(proposal, f"edit/?document={held[0].pk}&clause=G3.20")).context["form"]
    assert form["after"].value() == AFTER


def test_a_clause_is_amended_and_readers_see_the_redline_alone(client, secas, proposal, draft, held):
    sent = {**opened(client, proposal, f"?document={held[0].pk}&clause=G3.20"), "after": AFTER}
    assert client.post(tab(proposal, "edit/"), sent).status_code == 302
    assert Edit.objects.get().after == AFTER
    client.logout()
    page = client.get(tab(proposal)).content.decode()
    assert "Amend Section G3.20 as follows:" in page
    assert "auditor" in page
    assert "assessor" in page
    assert "<ins>" in page
    assert "[Deleted: " in page
    assert "Take out" not in page
    assert "Add or change a clause" not in page
    assert client.get(tab(proposal, "edit/")).status_code == 302


def test_before_after_and_the_list(client, secas, proposal, draft, held):
    amend(proposal, secas, held[0])
    shows = {show: client.get(tab(proposal, f"?show={show}")).content.decode() for show in ("before", "after", "list")}
    assert "the auditor" in shows["before"]
    assert "assessor" not in shows["before"]
    assert "the assessor" in shows["after"]
    assert "auditor" not in shows["after"]
    assert "In G3.20: replaced ‘auditor’ with ‘assessor’ after ‘shall agree with the’." in shows["list"]
    assert client.get(tab(proposal, "?show=nonsense")).context["view"] == "marked"


@pytest.mark.parametrize(
    "changes, place, sentence",
    [
        ({"document": ""}, "document", "Choose the SEC document."),
        ({"clause": ""}, "clause", "Give the number of the clause."),
        ({"clause": "Z9.9"}, "clause", "Section G Z9.9 is not held as it stands in SEC version 6.17."),
        ({"after": ""}, "after", "Write the text as it shall be."),
        ({"after": BEFORE}, "after", "This is the text of G3.20 as it stands: nothing is amended."),
        ({"operation": "insert_after"}, "new_number", "Give the number of the clause that is inserted."),
    ],
)
def test_what_is_wrong_is_told_at_its_field(client, proposal, draft, held, changes, place, sentence):
    sent = {**opened(client, proposal, f"?document={held[0].pk}&clause=G3.20"), "after": AFTER, **changes}
    answer = client.post(tab(proposal, "edit/"), sent)
    assert answer.context["form"].errors == {place: [sentence]}
    assert not Edit.objects.exists()


def test_a_clause_is_inserted_and_one_is_deleted(client, proposal, draft, held):
    sent = opened(client, proposal, f"?document={held[0].pk}&clause=G3.20")
    inserted = {"operation": "insert_after", "new_number": "G3.20A", "after": "Records shall be kept."}
    client.post(tab(proposal, "edit/"), {**sent, **inserted})
    sent = opened(client, proposal, f"?document={held[0].pk}&clause=G3.19")
    client.post(tab(proposal, "edit/"), {**sent, "operation": "delete"})
    kinds = {
        clause.number: clause.kind for d in client.get(tab(proposal)).context["documents"] for clause in d["clauses"]
    }
    assert kinds == {"G3.19": "deleted", "G3.20A": "inserted"}


def test_two_people_on_one_clause_see_both_texts(client, secas, proposal, draft, held):
    sent = {**opened(client, proposal, f"?document={held[0].pk}&clause=G3.20"), "after": AFTER}
    theirs = BEFORE.replace("auditor", "inspector")
    amend(proposal, analyst(), held[0], theirs)
    answer = client.post(tab(proposal, "edit/"), sent)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "inspector" in page
    assert "assessor" in page
    assert Edit.objects.get().after == theirs


def test_two_people_on_two_clauses_do_not_collide(client, secas, proposal, draft, held):
    sent = {**opened(client, proposal, f"?document={held[0].pk}&clause=G3.20"), "after": AFTER}
    actions.save_edit(proposal=proposal, by=analyst(), document=held[0], clause="G3.19", operation="delete")
    with pytest.raises(StaleSave):
        actions.save_edit(
            proposal=proposal,
            by=secas,
            document=held[0],
            clause="G3.20",
            operation="amend",
            after=AFTER,
            version=int(sent["version"]),
        )
    assert client.post(tab(proposal, "edit/"), sent).status_code == 302
    assert Edit.objects.count() == 2


def test_an_edit_is_taken_out_and_a_draft_is_finished_by_secas_alone(client, secas, proposal, draft, held):
    edit = amend(proposal, secas, held[0])
    remove, finish = tab(proposal, f"edits/{edit.pk}/remove/"), tab(proposal, "finish/")
    client.force_login(party())
    assert [client.post(where).status_code for where in (remove, finish)] == [403, 403]
    client.force_login(secas)
    assert [client.get(where).status_code for where in (remove, finish)] == [405, 405]
    client.post(finish)
    assert LegalDraft.objects.get().label == "1.0"
    client.post(remove)
    assert not Edit.objects.exists()
    assert client.post(remove).status_code == 404


def test_three_and_three_hundred_clauses_cost_the_same_queries(client, secas, proposal, draft, held):
    document, version = held
    counts = []
    for first, last in ((100, 103), (103, 400)):
        for number in range(first, last):
            Clause.objects.create(document=document, version=version, number=f"G{number}.1", text="One word.")
            Edit.objects.create(
                draft=draft, document=document, clause=f"G{number}.1", operation="amend", after="Two words."
            )
        client.get(tab(proposal))
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(tab(proposal))
        counts.append(len(queries))
    assert answer.context["edit_count"] == 300
    assert counts[0] == counts[1]
    assert counts[0] <= 12


def test_a_finished_proposal_offers_no_drafting(client, secas, proposal, draft, held):
    amend(proposal, secas, held[0])
    assert "Take out" in client.get(tab(proposal)).content.decode()
    withdraw(proposal=proposal, by=secas, words="Another proposal covers it.")
    page = client.get(tab(proposal)).content.decode()
    assert "Amend Section G3.20" in page
    assert "Take out" not in page
    assert "Add or change a clause" not in page
