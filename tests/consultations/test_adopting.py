"""An accepted comment on a clause becomes an edit of the legal text in one act: the six shapes in which a respondent
asks (domain §3.5), the page on which it is checked first, and everything that keeps it from being done."""

import pytest
from django.test import Client
from django.urls import reverse

from audit.acts import Refused
from audit.models import Event
from consultations import actions
from consultations.actions import Source
from consultations.models import ClauseComment, Kind, PointMade
from consultations.points.places import passages
from legaltext import actions as legal
from legaltext.models import Edit
from legaltext.queries import draft_of
from proposals.actions.alternatives import raise_alternative
from proposals.models import SecDocument
from proposals.ports import Instruction, drafters
from tests import factories as make
from tests.consultations import asked
from tests.proposals.states import refined
from tests.threads import at_once

M91 = "The log shall state:\n(a) when it came;\n(b) its kind; and\n(e) whom the DCC tells."
H91 = "The DCC shall:\n(d) keep a log; and\n(e) following its identification, act."
HELD = {
    "Section M": {"M9.1": M91},
    "Section H": {"H9.1": H91},
    "Section L": {
        "L8.1": "A response is sent within 30 seconds.",
        "L8.7": "Each Party shall forecast its requests.",
        "L2.5": "An event of this kind is a breach.",
    },
}
# (clause as written, operation, anchor, text) and what the clause then says; None: for a person to write.
SHAPES = [
    (
        ("M9.1", "add_after", "(b)", "where its cause lies;"),
        M91.replace("kind; and", "kind; and\n(ba) where its cause lies;"),
    ),
    (
        ("H9.1(e)", "insert", "identification", "and notice"),
        H91.replace("identification,", "identification and notice,"),
    ),
    (("M9.1(e)", "insert", "", "within a day"), M91.replace("DCC tells.", "DCC tells within a day.")),
    (("L8.1(?)", "replace", "30 seconds", "one second"), "A response is sent within one second."),
    (("L8.7", "query", "", "Why is it needed?"), None),
    (("L2.5", "query", "", "It should set off an investigation."), None),
]


@pytest.fixture
def by(db):
    return make.analyst()


@pytest.fixture
def version(by):
    version = make.SecVersionFactory()
    for sort, (code, clauses) in enumerate(HELD.items()):
        document = make.SecDocumentFactory(code=code, sort=sort)
        for number, text in clauses.items():
            legal.enter_clause(by=by, document=document, version=version, number=number, text=text)
    return version


@pytest.fixture
def proposal(by, version):
    proposal = make.draft_proposal(by=by)
    legal.draft_against(proposal=proposal, by=by, version=version)
    return proposal


@pytest.fixture
def over(proposal):
    row = asked.consultation(kind=Kind.INFORMATION, proposal=proposal, days=-2)
    asked.submission(row, clauses=[shape for shape, _ in SHAPES])
    return row


def point(row, by, clause: str) -> PointMade:
    place = next(p for p in passages(row) if p.kind == "clause_comment" and p.row.as_written == clause)
    return actions.extract_point(consultation=row, by=by, text=f"On {clause}.", sources=[Source(place.key)])


def made_out(proposal, shape, alternative=None):
    clause, operation, anchor, text = shape
    return drafters[-1].redraft(proposal, alternative, Instruction(clause, operation, anchor, text))


def adopted(made, by, redraft, **more) -> PointMade:
    given = {"clause": redraft.clause, "after": redraft.after, "opened": redraft.opened, "reply": "We agree."}
    return actions.adopt_point(point=made, by=by, **given | more)


def refusal(act, *arguments, **more) -> str:
    with pytest.raises(Refused) as refused:
        act(*arguments, **more)
    return refused.value.sentence


@pytest.mark.parametrize(("shape", "becomes"), SHAPES, ids=[shape[0] for shape, _ in SHAPES])
def test_each_shape_becomes_an_edit_with_its_point(over, by, proposal, shape, becomes):
    made, redraft = point(over, by, shape[0]), made_out(proposal, shape)
    if becomes is None:
        assert (redraft.after, redraft.why_not) == (redraft.before, "")
        assert refusal(adopted, made, by, redraft).endswith("as it stands: nothing is changed.")
        becomes = f"{redraft.before} So it is."
    else:
        assert redraft.after == becomes
    done = adopted(made, by, redraft, after=becomes)
    edit = Edit.objects.get()
    assert (edit.clause, edit.operation, edit.after) == (redraft.clause, "amend", becomes)
    assert (done.disposition, done.reply, done.adopted_in) == ("accepted", "We agree.", "0.2")
    assert draft_of(proposal).label == "0.2"
    events = Event.objects.filter(action__in=["legal_text_saved", "point_settled"])
    assert len({event.act for event in events}) == 1
    assert events.count() == 2


def test_opened_again_its_edit_stands_in_the_text_and_the_analyst_is_told_so_and_led_there(over, by, proposal):
    shape = SHAPES[0][0]
    made = adopted(point(over, by, shape[0]), by, made_out(proposal, shape))
    client = Client()
    client.force_login(by)
    texts = reverse("legaltext:draft", args=[proposal.slug])
    still = "Version 0.2 of the legal text has it, and keeps it until it is taken out there."
    reopen = reverse("consultations:reopen_point", args=[over.pk, made.number])
    assert still in client.post(reopen, {"reason": "New facts.", "step": "review"}).content.decode()
    where = client.post(reopen, {"reason": "New facts.", "step": "do"}).url
    assert Edit.objects.get().clause == "M9.1"
    page = client.get(where).content.decode()
    notice = page.split('<p class="notice notice-attention">')[1].split("</p>")[0]
    assert still in notice
    assert f'href="{texts}"' in notice
    assert [step.said for step in made.steps.filter(what="reopened")] == [still]
    actions.settle_point(point=made, by=by, disposition="rejected", reply="After all not.")
    assert f'href="{texts}"' not in client.get(where).content.decode().split("<main")[1].split('id="history"')[0]
    assert still in client.get(where).content.decode()  # in its history


def test_opened_again_a_point_that_no_text_took_in_says_nothing_of_one(over, by):
    made = actions.settle_point(point=point(over, by, "L8.7"), by=by, disposition="rejected", reply="Because.")
    client = Client()
    client.force_login(by)
    reopen = reverse("consultations:reopen_point", args=[over.pk, made.number])
    assert "of the legal text has it" not in client.post(reopen, {"reason": "So.", "step": "review"}).content.decode()
    where = client.post(reopen, {"reason": "So.", "step": "do"}).url
    assert "of the legal text has it" not in client.get(where).content.decode()


def test_all_six_one_after_another_build_on_what_the_draft_says(over, by, proposal):
    for shape, becomes in SHAPES:
        redraft = made_out(proposal, shape)
        adopted(point(over, by, shape[0]), by, redraft, after=redraft.after if becomes else f"{redraft.before} Yes.")
    text = {edit.clause: edit.after for edit in Edit.objects.all()}
    assert len(text) == 5
    assert text["M9.1"] == M91.replace("kind; and", "kind; and\n(ba) where its cause lies;").replace(
        "DCC tells.", "DCC tells within a day."
    )


def test_a_clause_that_is_not_held_or_cannot_be_read_is_said(over, by, proposal, version):
    for clause, sentence in (
        ("G3.20", f"G3.20 is not held as it stands in SEC version {version}. Enter it first."),
        ("", "Which clause is meant could not be read. Give its number."),
    ):
        assert refusal(made_out, proposal, (clause, "delete", "", "")) == sentence


def test_words_that_are_not_found_leave_the_text_to_be_changed_by_hand(over, proposal):
    redraft = made_out(proposal, ("L8.1", "replace", "40 seconds", "one second"))
    assert redraft.why_not == "The words ‘40 seconds’ do not stand in it."
    assert redraft.after == redraft.before == HELD["Section L"]["L8.1"]


def test_without_a_draft_there_is_nothing_to_change(by, version):
    bare = make.draft_proposal(by=by)
    assert "has no legal text yet" in refusal(made_out, bare, ("L8.1", "delete", "", ""))


def test_what_somebody_else_changed_meanwhile_is_not_written_over(over, by, proposal):
    made, redraft = point(over, by, "L8.1(?)"), made_out(proposal, SHAPES[3][0])
    document = SecDocument.objects.get(code="Section L")
    edit = {"proposal": proposal, "by": by, "document": document, "operation": "amend"}
    legal.save_edit(clause="L8.7", after="Something else.", **edit)
    legal.save_edit(clause="L8.1", after="A response is sent within 30 seconds, or not.", **edit)
    assert refusal(adopted, made, by, redraft) == (
        "Somebody else changed L8.1 in the legal text meanwhile. Look at it again."
    )
    assert PointMade.objects.get().is_open
    adopted(made, by, made_out(proposal, SHAPES[3][0]))
    assert Edit.objects.get(clause="L8.1").after == "A response is sent within one second, or not."


def test_a_point_that_is_settled_changes_no_text(over, by, proposal):
    made, redraft = point(over, by, "L8.1(?)"), made_out(proposal, SHAPES[3][0])
    actions.settle_point(point=made, by=by, disposition="rejected", reply="No.")
    assert refusal(adopted, made, by, redraft).startswith("Somebody else was faster")
    assert not Edit.objects.exists()


def test_only_a_point_on_a_clause_of_a_proposal_is_taken_in(by, proposal):
    code_wide = asked.consultation(days=-2)
    asked.submission(code_wide, clauses=[SHAPES[3][0]])
    made, redraft = point(code_wide, by, "L8.1(?)"), made_out(proposal, SHAPES[3][0])
    assert "about no proposal" in refusal(adopted, made, by, redraft)
    row = asked.consultation(kind=Kind.INFORMATION, proposal=proposal, days=-2)
    asked.submission(row, answers=[(1, "agree", "Yes.")])
    said = actions.extract_point(consultation=row, by=by, text="Yes.", sources=[Source(passages(row)[0].key)])
    assert refusal(adopted, said, by, redraft) == "No comment on a clause makes this point."


def test_it_is_secass_to_do(over, by, proposal):
    made, redraft = point(over, by, "L8.1(?)"), made_out(proposal, SHAPES[3][0])
    for person in (make.party(), make.authority(), make.UserFactory()):
        assert refusal(adopted, made, person, redraft) == "This is for SECAS to do."
    adopted(made, make.analyst(), redraft)


def test_the_whole_clause_may_go_and_then_it_is_not_amended(over, by, proposal):
    redraft = made_out(proposal, ("L8.7", "delete", "", ""))
    assert redraft.after == ""
    adopted(point(over, by, "L8.7"), by, redraft)
    assert Edit.objects.get().operation == "delete"
    assert refusal(made_out, proposal, SHAPES[4][0]) == "The draft deletes L8.7. Take that out of it first."


# The page


@pytest.fixture
def analyst(by):
    client = Client()
    client.force_login(by)
    return client


def address(row, number=1) -> str:
    return reverse("consultations:adopt_point", args=[row.pk, number])


def opened(client, url) -> dict:
    form = client.get(url).context["form"]
    return {bound.html_name: bound.value() or "" for bound in form}


def body(answer) -> str:
    return answer.content.decode()


def test_made_out_shown_changed_by_hand_shown_again_and_done(over, by, proposal, analyst):
    point(over, by, "L8.1(?)")
    listed = body(analyst.get(reverse("consultations:point", args=[over.pk, 1])))
    assert address(over) in listed
    # The clause could be read here, its paragraph not; where neither could, the number is given.
    page = analyst.get(f"{address(over)}?clause=L8.1")
    assert page.context["redraft"].after == "A response is sent within one second."
    assert "<del>" in body(page) or "redline" in body(page)
    data = opened(analyst, address(over)) | {"after": "A response is sent within two seconds."}
    shown = analyst.post(address(over), data | {"step": "review"})
    assert "Nothing has happened yet." in body(shown)
    assert not Edit.objects.exists()
    changed = analyst.post(address(over), data | {"step": "change"})
    assert changed.context["form"]["after"].value() == "A response is sent within two seconds."
    assert analyst.post(address(over), data | {"step": "do"}).status_code == 302
    assert Edit.objects.get().after == "A response is sent within two seconds."
    assert PointMade.objects.get().adopted_in == "0.2"
    late = analyst.post(address(over), data | {"step": "do"})
    assert late.status_code == 409
    assert "Open it again first." in body(late)


def test_made_out_anew_nothing_of_the_form_stands_in_an_address(over, by, proposal, analyst):
    """What was typed comes back; only the change is another."""
    point(over, by, "L8.1(?)")
    form = analyst.get(address(over))
    assert 'formmethod="get"' not in body(form)
    data = opened(analyst, address(over)) | {"clause": "L8.7", "step": "again"}
    ours = analyst.post(address(over), data)
    assert ours.status_code == 200
    assert ours.context["redraft"].clause == "L8.7"
    assert ours.context["form"]["reply"].value() == "We agree. The legal text of L8.7 is changed accordingly."
    typed = data | {"reply": "Yes, by half.", "disposition": "in_part"}
    form = analyst.post(address(over), typed).context["form"]
    assert [form[name].value() for name in ("clause", "reply", "disposition")] == ["L8.7", "Yes, by half.", "in_part"]
    assert form.errors == {}
    assert not Edit.objects.exists()


def test_an_alternatives_text_is_chosen(by, version, analyst):
    proposal = refined(by)
    own = {"proposal": proposal, "by": proposal.proposer, "organisation": proposal.proposer_organisation}
    alternative = raise_alternative(**own, title="By agreement", text="<p>So.</p>")
    legal.draft_against(proposal=proposal, by=by, version=version)
    legal.draft_against(proposal=proposal, by=by, version=version, alternative=alternative)
    row = asked.consultation(kind=Kind.INFORMATION, proposal=proposal, days=-2)
    asked.submission(row, clauses=[SHAPES[3][0]])
    point(row, by, "L8.1(?)")
    assert opened(analyst, address(row))["solution"] == "proposed"
    data = opened(analyst, f"{address(row)}?solution=1")
    assert data["solution"] == "1"
    seen = "legal text of Alternative 1 ‘By agreement’, version 0.2"
    assert "The " + seen in body(analyst.post(address(row), data | {"step": "review"}))
    done = analyst.post(address(row), data | {"step": "do"}, follow=True)
    assert "version 0.2 of the legal text of Alternative 1 ‘By agreement’ has it." in body(done)
    assert Edit.objects.get(clause="L8.1").draft == draft_of(proposal, alternative)


@pytest.mark.django_db(transaction=True)
def test_two_who_take_in_two_points_on_one_clause_do_not_lose_one(by, proposal):
    row = asked.consultation(kind=Kind.INFORMATION, proposal=proposal, days=-2)
    wanted = [("L8.1", "replace", "30 seconds", "one second"), ("L8.1", "insert", "sent", "at once")]
    for shape in wanted:
        asked.submission(row, clauses=[shape])
    keys = [f"c{pk}" for pk in ClauseComment.objects.order_by("pk").values_list("pk", flat=True)]
    points = [actions.extract_point(consultation=row, by=by, text=key, sources=[Source(key)]) for key in keys]
    redrafts = [made_out(proposal, shape) for shape in wanted]
    answers = at_once(*[lambda p=p, r=r: adopted(p, by, r) for p, r in zip(points, redrafts, strict=True)])
    told = [answer.sentence for answer in answers if isinstance(answer, Refused)]
    assert told == ["Somebody else changed L8.1 in the legal text meanwhile. Look at it again."]
    assert PointMade.objects.filter(disposition="").count() == 1
    assert Edit.objects.count() == 1
