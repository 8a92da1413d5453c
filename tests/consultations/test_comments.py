"""Comments come in, are changed, sorted, published, withdrawn (domain §2.2 row 5): what each act writes, for whom it is,
and what it refuses, with nothing changed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from accounts.models import Affiliation, Category
from audit import clock
from audit.acts import NotAllowed, Refused
from audit.models import Event, EventDetail
from consultations import actions
from consultations.models import Comment
from proposals.models import Attachment
from tests import factories as make
from tests.consultations.making import fresh, posted, published, refined, said
from tests.pages.people import PDF

pytestmark = pytest.mark.django_db

LONG = "We see three things:\n\n- the value 0xFE0001FFFF;\n- SR 12.2;\n\nand L8.1.  Two spaces stay.\n"


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def proposal(by):
    return make.draft_proposal(by=by, raised_on=date(2026, 9, 1))


@pytest.fixture
def party():
    return make.party(Category.SMALL_SUPPLIER)


def events():
    return list(Event.objects.order_by("sequence").values_list("action", flat=True))


def classes_of(action: str) -> list[str]:
    return list(Event.objects.filter(action=action).order_by("sequence").values_list("classification", flat=True))


def refusal(act, **given) -> tuple[str, str | None]:
    """What the act says, having changed nothing."""
    before = (Comment.objects.count(), Event.objects.count())
    with pytest.raises(Refused) as caught:
        act(**given)
    assert (Comment.objects.count(), Event.objects.count()) == before
    return caught.value.sentence, caught.value.field


# Coming in


def test_a_comment_is_kept_as_it_was_written_for_the_category_of_the_day(proposal, party):
    comment = posted(proposal, party, stance="question", text=LONG)
    organisation = party.organisations[0]
    assert (comment.text, comment.stance, comment.how) == (LONG, "question", "online")
    assert (comment.number, comment.version, comment.category) == (1, 1, "small_supplier")
    assert (comment.organisation, comment.by, comment.published_at) == (organisation, party, None)
    organisation.category = Category.LARGE_SUPPLIER
    organisation.save()
    assert fresh(comment).category == "small_supplier"


def test_numbers_count_for_each_proposal(by, proposal, party):
    other = make.draft_proposal(by=by)
    assert [posted(proposal, party, text=text).number for text in ("One.", "Two.")] == [1, 2]
    assert posted(other, party).number == 1


def test_pressed_twice_it_is_written_once(proposal, by, party):
    assert posted(proposal, party) == posted(proposal, party)
    assert posted(proposal, party, text="Something else.").number == 2
    organisation = make.OrganisationFactory()
    given = {"organisation": organisation, "text": "By telephone."}
    assert said(proposal, by, **given) == said(proposal, by, **given)
    assert Comment.objects.count() == 3
    assert events().count("comment_received") == 3


def test_whoever_speaks_for_an_organisation_comments_and_nobody_else(proposal, party):
    assert posted(proposal, party)
    contributor = make.party(kind=Affiliation.Kind.CONTRIBUTOR)
    for person in (contributor, make.UserFactory()):
        with pytest.raises(NotAllowed):
            actions.post_comment(
                proposal=proposal, by=person, organisation=party.organisations[0], stance="supports", text="Yes."
            )
    other = make.party()
    given = {"by": other, "organisation": party.organisations[0], "stance": "supports", "text": "Yes."}
    words = f"You may not speak for {party.organisations[0].named}."
    assert refusal(actions.post_comment, proposal=proposal, **given) == (words, "organisation")


def test_on_a_proposal_that_is_not_open_to_them_nobody_comments(by, proposal, party):
    assert posted(proposal, party)
    closed = make.classed(proposal, by, "amber")
    with pytest.raises(NotAllowed):
        posted(closed, party, text="Another.")


def test_secas_records_for_whom_when_and_with_the_file(by, proposal):
    organisation = make.OrganisationFactory(category=Category.GAS_NETWORK)
    at = datetime(2026, 9, 14, 8, 30, tzinfo=UTC)
    upload = SimpleUploadedFile("mail.pdf", PDF)
    comment = said(proposal, by, organisation=organisation, received_at=at, upload=upload, person_name="Sunita Ghosh")
    assert (comment.received_at, comment.category, comment.how) == (at, "gas_network", "email")
    kept = Attachment.objects.get()
    assert (comment.file, kept.kind, kept.classification, kept.dated) == (kept, "response", "amber", date(2026, 9, 14))
    assert events()[-2:] == ["document_attached", "comment_received"]


def test_a_file_that_is_not_what_it_says_leaves_nothing(by, proposal):
    words, at = refusal(
        actions.record_comment,
        proposal=proposal,
        by=by,
        organisation=make.OrganisationFactory(),
        how="email",
        stance="supports",
        text="Yes.",
        upload=SimpleUploadedFile("mail.pdf", b"no pdf"),
    )
    assert (words, at) == ("“mail.pdf” is not what its name says: its content is not that of a .pdf file.", "upload")
    assert not Attachment.objects.exists()


def test_somebody_who_is_in_no_list_is_named_for_secas_and_called_by_what_they_are(by, proposal):
    comment = actions.record_comment(
        proposal=proposal,
        by=by,
        person_name="Ann Lee",
        category="non_party",
        how="letter",
        stance="neutral",
        text="So.",
    )
    assert (comment.who(), comment.who(names=True)) == ("Non-Party", "Ann Lee")


GIVEN = {"how": "email", "stance": "supports", "text": "Yes."}
NEXT_YEAR = datetime(2031, 1, 1, tzinfo=UTC)
BAD = {
    "nothing said": ({"text": " \n"}, "Write the comment.", "text"),
    "no stance": ({"stance": "perhaps"}, "Choose what the comment says.", "stance"),
    "nobody": ({"organisation": None}, "Say whose comment it is: choose the organisation, or name the person.", "organisation"),
    "nothing known of the person": (
        {"organisation": None, "person_name": "Ann Lee"},
        "Choose what Ann Lee is: somebody who is in no list is a Non-Party.",
        "category",
    ),
    "a name too long": (
        {"person_name": "x" * 121}, "The name may have 120 characters; this one has 121.", "person_name",
    ),
    "another class": ({"classification": "red"}, "Choose who may read it.", "classification"),
    "no way": ({"how": "online"}, "Choose how it came in.", "how"),
    "to come": (
        {"received_at": NEXT_YEAR}, "This time is still to come; give the one at which it reached SECAS.", "received_at",
    ),
    "before it was raised": (
        {"received_at": datetime(2026, 8, 31, 12, tzinfo=UTC)}, "DP001 was not in Development on 31 August 2026.", "received_at",
    ),
    "a file in confidence": (
        {"classification": "amber", "upload": SimpleUploadedFile("mail.pdf", PDF)},
        "A comment made in confidence is kept as text alone: the Authority reads files, and this is for SECAS.",
        "upload",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_refused_at_its_field(case, by, proposal):
    changes, words, at = BAD[case]
    given = {"organisation": make.OrganisationFactory(), **GIVEN, **changes}
    assert refusal(actions.record_comment, proposal=proposal, by=by, **given) == (words, at)


def test_only_secas_records(proposal, party):
    with pytest.raises(NotAllowed):
        said(proposal, party)


def test_after_development_a_comment_is_refused_and_it_is_said_where_to_go(by, party):
    agreed = make.agreed_proposal(by=by)
    assert posted(agreed, party)  # the Panel has not converted it: comments are welcome still (S0 §4)
    converted = refined(agreed, by)
    given = {"by": party, "organisation": party.organisations[0], "stance": "supports", "text": "Late."}
    assert refusal(actions.post_comment, proposal=converted, **given) == (
        "Draft Proposals are commented on in Development; MP001 is at “In Refinement”. Its solution is discussed at "
        "meetings of the Working Group and in the Refinement Consultation: see Refinement.",
        None,
    )
    words, at = refusal(
        actions.record_comment,
        proposal=converted,
        by=by,
        organisation=party.organisations[0],
        **GIVEN | {"text": "Late."},
    )
    assert words.endswith("One that came in while it was there is recorded with that date.")
    assert at == "received_at"


def test_one_that_came_in_in_time_is_recorded_afterwards(by):
    agreed = make.agreed_proposal(by=by, raised_on=date(2026, 9, 1))
    converted = refined(agreed, by)
    assert said(converted, by, received_at=datetime(2026, 9, 3, 9, tzinfo=UTC)).number == 1


# Changed, sorted


def test_a_change_is_a_new_version_and_others_read_the_old_one_until_it_is_published(by, proposal, party):
    first = posted(proposal, party)
    actions.publish_comments(proposal=proposal, by=by)
    second = actions.change_comment(
        comment=first, by=party, text="We do not.", stance="opposes", why="We looked again."
    )
    assert (second.number, second.version, second.replaces, second.published_at) == (1, 2, first, None)
    assert (fresh(first).text, fresh(first).published_at is None) == ("We support it.", False)
    everybody = Comment.objects.newest_of(Comment.objects.public_to(["white"]))
    assert list(everybody) == [first]
    actions.publish_comments(proposal=proposal, by=by)
    assert list(everybody.all()) == [second]


def test_what_was_changed_meanwhile_is_not_changed_again(by, proposal, party):
    comment = posted(proposal, party)
    given = {"comment": comment, "by": party, "text": "We do not.", "why": "We looked again."}
    actions.change_comment(**given)
    words = "Somebody else was faster: it has been changed since. Look at the newer version."
    assert refusal(actions.change_comment, **given) == (words, None)


def test_a_change_says_why_and_what_is_different(proposal, party):
    comment = posted(proposal, party)
    assert refusal(actions.change_comment, comment=comment, by=party, text="No.", why=" ")[1] == "why"
    assert refusal(actions.change_comment, comment=comment, by=party, text=comment.text, why="So.")[0] == (
        "This is what the record says already. Give what should be different."
    )


def test_whoever_made_it_changes_their_words_and_nothing_of_how_they_came(proposal, party):
    comment = posted(proposal, party)
    other = make.party()
    with pytest.raises(NotAllowed):
        actions.change_comment(comment=comment, by=other, text="No.", why="So.")
    words = "For whom, how and when a comment came in is put right by SECAS."
    given = {"comment": comment, "by": party, "received_at": clock.now(), "why": "So."}
    assert refusal(actions.change_comment, **given)[0] == words


def test_secas_puts_right_for_whom_it_was_and_what_is_published_stays_published(by, proposal):
    wrong = published(proposal, by)
    right = make.OrganisationFactory(category=Category.OTHER_SEC_PARTY)
    new = actions.change_comment(comment=wrong, by=by, organisation=right, why="It was theirs.")
    assert (new.organisation, new.category, new.received_at) == (right, "other_sec_party", wrong.received_at)
    assert new.published_at is not None


def test_secas_sorts_it_with_a_reason_old_and_new_in_the_history(by, proposal, party):
    comment = published(proposal, by)
    actions.sort_comment(comment=comment, by=by, reason="It only asks.", stance="question", classification="green")
    assert (fresh(comment).stance, fresh(comment).classification) == ("question", "green")
    event = Event.objects.get(action="comment_sorted")
    body = (
        EventDetail.objects.get(event=event.pk).body
        if hasattr(EventDetail, "event")
        else EventDetail.objects.last().body
    )
    assert body["before"] == {"stance": "Supports", "classification": "White"}
    assert body["after"] == {"stance": "Asks a question", "classification": "Green"}
    given = {"comment": comment, "reason": "So.", "stance": "supports", "classification": "white"}
    assert refusal(actions.sort_comment, by=by, **given | {"reason": ""})[1] == "reason"
    with pytest.raises(NotAllowed):
        actions.sort_comment(by=party, **given)


def test_made_confidential_it_is_closed_at_once_with_every_version_and_its_file(by, proposal, party):
    upload = SimpleUploadedFile("mail.pdf", PDF)
    comment = published(proposal, by, organisation=party.organisations[0], upload=upload)
    second = actions.change_comment(comment=comment, by=by, text="Other words.", why="Misread.")
    actions.sort_comment(comment=second, by=by, reason="They ask for it.", stance="supports", classification="amber")
    versions = Comment.objects.filter(number=1)
    assert {(v.classification, v.published_at) for v in versions} == {("amber", None)}
    assert Attachment.objects.get().is_taken_down


# Published, withdrawn


def test_one_is_published_or_all_that_wait_and_what_is_in_confidence_never(by, proposal, party):
    first, second = posted(proposal, party), posted(proposal, party, text="Two.")
    secret = posted(proposal, party, text="Three.", classification="amber")
    assert actions.publish_comments(proposal=proposal, by=by, number=1) == [first]
    assert actions.publish_comments(proposal=proposal, by=by) == [second]
    words = "Comment 3 was made in confidence, so it is not published."
    assert refusal(actions.publish_comments, proposal=proposal, by=by, number=3)[0] == words
    assert refusal(actions.publish_comments, proposal=proposal, by=by)[0] == (
        "Nothing waits to be published any more; somebody else may have been faster."
    )
    assert fresh(secret).published_at is None
    with pytest.raises(NotAllowed):
        actions.publish_comments(proposal=proposal, by=party)


def test_what_came_in_while_somebody_looked_is_not_published_unseen(by, proposal, party):
    from consultations.actions.ground import digest

    first = posted(proposal, party)
    shown = digest([first])
    posted(proposal, party, text="Two.")
    words, _ = refusal(actions.publish_comments, proposal=proposal, by=by, shown=shown)
    assert words.startswith("Something came in or was changed while you were looking.")


def test_a_publication_is_taken_back_and_the_comment_waits_again(by, proposal):
    comment = published(proposal, by)
    actions.take_publication_back(comment=comment, by=by, reason="A telephone number stands in it.")
    assert list(Comment.objects.waiting()) == [fresh(comment)]
    assert refusal(actions.take_publication_back, comment=comment, by=by, reason="So.")[0] == (
        "Somebody else was faster: it is not published."
    )


def test_withdrawn_by_whoever_made_it_all_versions_go(by, proposal, party):
    first = posted(proposal, party)
    actions.publish_comments(proposal=proposal, by=by)
    second = actions.change_comment(comment=first, by=party, text="No.", why="So.")
    with pytest.raises(NotAllowed):
        actions.withdraw_comment(comment=second, by=make.party(), reason="So.")
    assert refusal(actions.withdraw_comment, comment=second, by=party, reason="")[1] == "reason"
    actions.withdraw_comment(comment=second, by=party, reason="We no longer think so.")
    assert not Comment.objects.public_to(["white"]).exists()
    assert not Comment.objects.standing().exists()
    today = f"{clock.today():%-d %B %Y}"
    assert refusal(actions.withdraw_comment, comment=second, by=party, reason="So.")[0] == (
        f"Somebody else was faster: it was withdrawn on {today}."
    )


def test_after_development_it_is_still_withdrawn_and_no_longer_changed(by, party):
    agreed = make.agreed_proposal(by=by)
    comment = posted(agreed, party)
    refined(agreed, by)
    words, _ = refusal(actions.change_comment, comment=comment, by=party, text="No.", why="So.")
    assert words.endswith("You may still withdraw the comment.")
    assert actions.withdraw_comment(comment=comment, by=party, reason="So.").withdrawn_at


# What the history tells, and what the database holds


def test_the_history_names_nobody_before_publication_and_never_what_is_in_confidence(by, proposal, party):
    posted(proposal, party)
    posted(proposal, party, text="Two.", classification="green")
    posted(proposal, party, text="Three.", classification="amber")
    actions.publish_comments(proposal=proposal, by=by)
    assert classes_of("comment_received") == ["amber", "amber", "red"]
    assert classes_of("comments_published") == ["white", "green"]


def test_the_database_keeps_what_came_in(by, proposal, party):
    comment = posted(proposal, party)
    secret = posted(proposal, party, text="Two.", classification="amber")
    attempts = [
        lambda: Comment.objects.filter(pk=comment.pk).update(text="Other."),
        lambda: Comment.objects.filter(pk=comment.pk).update(received_at=clock.now() - timedelta(days=9)),
        lambda: Comment.objects.filter(pk=comment.pk).delete(),
        lambda: Comment.objects.filter(pk=secret.pk).update(published_at=clock.now()),
        lambda: Comment.objects.filter(pk=comment.pk).update(withdrawn_at=clock.now()),
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
