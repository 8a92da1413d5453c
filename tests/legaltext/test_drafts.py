"""The legal text of a proposal: edits against a named version of the code (domain §2.2 row 13; MP087's Annex A)."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from audit.acts import NotAllowed, Refused
from audit.models import Event, EventDetail
from legaltext import actions
from legaltext.models import Clause, Edit, LegalDraft
from legaltext.queries import draft_of, redlines_of
from legaltext.requirements import legal_text_drafted
from proposals.actions import StaleSave
from proposals.models import Proposal
from tests import factories as make
from tests.proposals.states import everything

pytestmark = pytest.mark.django_db

BEFORE, AFTER = "Each User shall agree with:", "Each User shall arrange with:"


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def proposal(by):
    """Drafted against 6.17, in which G3.17 and G3.20 are held."""
    proposal = make.agreed_proposal(by=by)
    for number, text in (("G3.17", "An assurance service."), ("G3.20", BEFORE)):
        actions.enter_clause(by=by, document=section_g(), version=make.SecVersionFactory(), number=number, text=text)
    actions.draft_against(proposal=proposal, by=by, version=make.SecVersionFactory())
    return proposal


def section_g():
    return make.SecDocumentFactory()


def edit(proposal, by, clause="G3.20", operation="amend", after=AFTER, **fields):
    return actions.save_edit(
        proposal=proposal, by=by, document=section_g(), clause=clause, operation=operation, after=after, **fields
    )


def test_a_draft_says_what_is_amended_and_shows_what_is_chosen_unchanged(by, proposal):
    edit(proposal, by, clause="G3.17", operation="context", after="ignored")
    edit(proposal, by)
    [redline] = redlines_of(draft_of(proposal))
    assert redline.instructions == ["Amend Section G3.20 as follows:"]
    assert [(e.clause, e.operation, e.after) for e in redline.edits] == [
        ("G3.17", "context", ""),
        ("G3.20", "amend", AFTER),
    ]
    assert len(redline.changes) == 2


def test_every_edit_is_the_next_version_and_finishing_gives_a_whole_one(by, proposal):
    labels = [draft_of(proposal).label]
    for words in ("One.", "Two."):
        edit(proposal, by, after=words)
        labels.append(draft_of(proposal).label)
    labels.append(actions.finish_draft(proposal=proposal, by=by).label)
    edit(proposal, by, after="Three.")
    labels.append(draft_of(proposal).label)
    assert labels == ["0.1", "0.2", "0.3", "1.0", "1.1"]


def test_a_second_edit_of_a_clause_replaces_the_first_but_insertions_stand_beside_it(by, proposal):
    edit(proposal, by)
    edit(proposal, by, operation="insert_after", after="A new duty.", new_number="G3.21")
    edit(proposal, by, after="Something else.")
    assert sorted(Edit.objects.values_list("operation", "after")) == [
        ("amend", "Something else."),
        ("insert_after", "A new duty."),
    ]


@pytest.mark.parametrize(
    "fields, field",
    [
        ({"clause": "G9.99"}, "clause"),
        ({"after": ""}, "after"),
        ({"after": "  \n\n "}, "after"),
        ({"after": f"  {BEFORE}\r\n\r\n"}, "after"),
        ({"operation": "insert_after", "after": "New."}, "new_number"),
        ({"operation": "insert_after", "after": "New.", "new_number": "G3.20"}, "new_number"),
        ({"operation": "insert_after", "after": "", "new_number": "G3.21"}, "after"),
    ],
    ids=["not held", "no text", "blank", "nothing amended", "no number", "its own number", "nothing inserted"],
)
def test_an_edit_that_says_nothing_is_refused_at_its_field(by, proposal, fields, field):
    before, version = everything(), draft_of(proposal).version
    with pytest.raises(Refused) as refused:
        edit(proposal, by, **fields)
    assert refused.value.field == field
    assert (everything(), draft_of(proposal).version, Edit.objects.count()) == (before, version, 0)


def test_a_stale_edit_changes_nothing_and_carries_the_draft_as_it_stands(by, proposal):
    opened = draft_of(proposal).version
    edit(proposal, make.analyst(), version=opened)
    before = list(Edit.objects.values())
    with pytest.raises(StaleSave) as stale:
        edit(proposal, by, after="Something else.", version=opened)
    assert stale.value.latest == draft_of(proposal)
    assert list(Edit.objects.values()) == before
    edit(proposal, by, after="Something else.", version=stale.value.latest.version)


def test_an_edit_taken_out_is_gone_from_the_draft_and_stays_in_the_history(by, proposal):
    made = edit(proposal, by)
    actions.remove_edit(proposal=proposal, by=by, edit=made)
    assert Edit.objects.count() == 0
    last = Event.objects.last()
    assert EventDetail.objects.get(sequence=last.sequence).body["before"] == {"text": AFTER}
    made.pk = made.pk or 1
    with pytest.raises(Refused):
        actions.remove_edit(proposal=proposal, by=by, edit=made)
    assert Event.objects.last() == last


def test_an_edit_of_another_proposal_is_not_taken_out(by, proposal):
    other = make.ready_for_fast_track(by=by)
    theirs = Edit.objects.get(draft__solution__proposal=other)
    with pytest.raises(Refused):
        actions.remove_edit(proposal=proposal, by=by, edit=theirs)
    assert Edit.objects.filter(pk=theirs.pk).exists()


def test_nothing_is_edited_before_a_version_is_chosen(by):
    proposal = make.agreed_proposal(by=by)
    with pytest.raises(Refused) as refused:
        edit(proposal, by)
    assert refused.value.field == "drafted_against"


def test_secas_drafts_and_nobody_else(by, proposal):
    made = edit(proposal, by)
    acts = {
        "enter_clause": lambda who: actions.enter_clause(
            by=who, document=section_g(), version=make.SecVersionFactory(), number="G1.1", text="Words."
        ),
        "draft_against": lambda who: actions.draft_against(proposal=proposal, by=who, version=make.SecVersionFactory()),
        "save_edit": lambda who: edit(proposal, who, after="Other."),
        "finish_draft": lambda who: actions.finish_draft(proposal=proposal, by=who),
        "remove_edit": lambda who: actions.remove_edit(proposal=proposal, by=who, edit=made),
    }
    count = Event.objects.count()
    for act in acts.values():
        for user in (proposal.proposer, make.administrator(), make.authority(), make.UserFactory(), AnonymousUser()):
            with pytest.raises(NotAllowed):
                act(user)
    assert Event.objects.count() == count
    acts.pop("remove_edit")
    for act in acts.values():
        act(by)
    assert Event.objects.count() == count + 4


def test_a_clause_entered_again_is_corrected(by):
    for text in ("Wrong words.", "  Right words.\r\n\r\n  (a) a list;  "):
        actions.enter_clause(by=by, document=section_g(), version=make.SecVersionFactory(), number="G1.1", text=text)
    assert Clause.objects.get().text == "Right words.\n(a) a list;"


def test_showing_a_clause_unchanged_is_no_legal_text(by, proposal, django_assert_num_queries):
    bare = make.agreed_proposal(by=by)
    edit(proposal, by, clause="G3.17", operation="context", after="")
    on = proposal.raised_on
    assert [bool(r) for r in legal_text_drafted(Proposal.objects.all(), on).values()] == [True, True]
    edit(proposal, by)
    with django_assert_num_queries(2):
        answers = legal_text_drafted(Proposal.objects.all(), on)
    assert (answers[proposal.pk], [r.blocks for r in answers[bare.pk]]) == ([], [True])


@pytest.mark.parametrize(
    "name, fields",
    [
        ("clause_edited_once", {}),
        ("edit_is_whole", {"clause": "G3.17", "after": ""}),
        ("edit_is_whole", {"clause": "G3.17", "operation": "delete", "after": "words"}),
        ("edit_is_whole", {"clause": "G3.17", "operation": "insert_after", "new_number": ""}),
        ("inserted_has_its_own_number", {"operation": "insert_after", "new_number": "G3.20"}),
    ],
)
def test_the_database_refuses_what_no_act_writes(by, proposal, name, fields):
    made = edit(proposal, by)
    values = {
        "draft": made.draft,
        "document": made.document,
        "clause": made.clause,
        "operation": "amend",
        "after": AFTER,
    }
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Edit.objects.create(**values | fields)


def test_a_clause_is_held_once_per_version_and_a_draft_is_numbered(by, proposal):
    clause = Clause.objects.first()
    clause.pk = None
    with pytest.raises(IntegrityError, match="clause_once_per_version"), transaction.atomic():
        clause.save(force_insert=True)
    with pytest.raises(IntegrityError, match="draft_is_numbered"), transaction.atomic():
        LegalDraft.objects.update(major=0, minor=0)
