"""What of a response each reader reads, by what there is: argued from what a respondent was promised when answering –
redacted words and withheld names stay with SECAS and with the respondent’s own people, and what is confidential too."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Affiliation
from audit import clock
from consultations import shown
from consultations.models import ClauseComment, Consultation, QuestionAnswer, Redaction, Response, Submission
from tests import factories as make
from tests.consultations import asked
from tests.consultations.crowd import crowd

pytestmark = pytest.mark.django_db

WORDS = "Our depot in Hexley closes. We agree."
MARKED = "[Redacted: Names a place of work] closes. We agree."
WHOLE = "[Redacted: Names somebody]"
NAMED, UNNAMED = "Northmoor Energy", "a Large Supplier"
IN_FULL, AS_OTHERS, NOT_AT_ALL = "in full", "as others", None

READS_ALL = {"analyst", "its submitter", "its contributor"}
OTHERS = {"another Party", "the Authority", "who left", "anonymous"}
# What there is → (what it says to those who read all, what it says to others or None).
CLASSES = {
    "open": ((NAMED, WORDS), (NAMED, WORDS)),
    "without consent": ((NAMED, WORDS), (UNNAMED, WORDS)),
    "words redacted": ((NAMED, WORDS), (NAMED, MARKED)),
    "redacted whole": ((NAMED, WORDS), (NAMED, WHOLE)),
    "redaction lifted": ((NAMED, WORDS), (NAMED, WORDS)),
    "confidential answer": ((NAMED, WORDS), None),
    "confidential response": ((NAMED, WORDS), None),
    "not published": ((NAMED, WORDS), None),
    "late and undecided": ((NAMED, WORDS), None),
    "withdrawn": ((NAMED, WORDS), None),
}


def readers(organisation) -> dict:
    found = {}
    for name, kind, ends in (
        ("its submitter", "submitter", None),
        ("its contributor", "contributor", None),
        ("who left", "submitter", clock.today().replace(year=2019)),
    ):
        found[name] = make.UserFactory()
        Affiliation.objects.create(
            user=found[name], organisation=organisation, kind=kind, starts=make.LONG_AGO, ends=ends
        )
    return found | {
        "analyst": make.analyst(),
        "another Party": make.party(),
        "the Authority": make.authority(),
        "anonymous": AnonymousUser(),
    }


def northmoor():
    return make.OrganisationFactory(name="Northmoor Energy Limited", short_name="Northmoor Energy")


def submitted(organisation, kind: str) -> Consultation:
    """One answer, one comment on a clause and general comments that all say the same, of that kind."""
    of = asked.consultation(days=-1, responses_published_at=None if kind == "not published" else clock.now())
    sent = asked.submission(
        of,
        organisation,
        clauses=[("M9.1", "query", "", WORDS)],
        general_comments=WORDS,
        consents=kind != "without consent",
        confidential=kind == "confidential response",
        late=kind == "late and undecided",
    )
    answer = QuestionAnswer.objects.create(
        submission=sent,
        question=of.questions.questions.get(),
        agreement="agree",
        text=WORDS,
        confidential=kind == "confidential answer",
    )
    if kind == "withdrawn":
        Response.objects.update(withdrawn_at=clock.now(), withdrawn_because="We changed our mind.")
    places = {"answer": answer, "clause_comment": sent.clause_comments.get(), "general_of": sent}
    for field, row in places.items():
        redact(kind, **{field: row})
    return of


def redact(kind: str, **place) -> None:
    at = clock.now()
    if kind == "words redacted":
        Redaction.objects.create(**place, quote="Our depot in Hexley", reason="Names a place of work", at=at)
    if kind == "redacted whole":
        Redaction.objects.create(**place, reason="Names somebody", at=at)
    if kind == "redaction lifted":
        lifted = {"lifted_at": at, "lifted_because": "It is known to all."}
        Redaction.objects.create(**place, reason="Names somebody", at=at, **lifted)


@pytest.mark.parametrize("kind", CLASSES)
def test_what_each_reader_reads_of_an_answer(kind):
    organisation = northmoor()
    by = readers(organisation)
    of = submitted(organisation, kind)
    in_full, as_others = CLASSES[kind]
    for name, user in by.items():
        expected = in_full if name in READS_ALL else as_others
        said = [(each.who, each.text) for each in shown.texts(QuestionAnswer.objects.all(), user)]
        assert said == ([expected] if expected else []), name
    assert set(by) == READS_ALL | OTHERS
    assert shown.who(of.responses.get().submissions.get(), by["anonymous"]) == (
        UNNAMED if kind == "without consent" else NAMED
    )


@pytest.mark.parametrize("kind", sorted(set(CLASSES) - {"confidential answer"}))
@pytest.mark.parametrize("model", [ClauseComment, Submission])
def test_comments_on_clauses_and_general_comments_are_read_by_the_same_rule(kind, model):
    organisation = northmoor()
    by = readers(organisation)
    submitted(organisation, kind)
    in_full, as_others = CLASSES[kind]
    for name, user in by.items():
        expected = in_full if name in READS_ALL else as_others
        said = [(each.who, each.text) for each in shown.texts(model.objects.all(), user)]
        assert said == ([expected] if expected else []), name


def test_whoever_it_was_merged_into_reads_all_of_it():
    organisation, whole = northmoor(), make.party()
    submitted(organisation, "words redacted")
    [text] = shown.texts(QuestionAnswer.objects.all(), whole)
    assert text.text == MARKED
    organisation.merged_into, organisation.merged_on = whole.organisations[0], clock.today()
    organisation.save()
    [text] = shown.texts(QuestionAnswer.objects.all(), whole)
    assert (text.text, text.in_full) == (WORDS, True)


def test_who_reads_all_is_told_what_others_do_not_read():
    organisation = northmoor()
    by = readers(organisation)
    submitted(organisation, "words redacted")
    [as_secas] = shown.texts(QuestionAnswer.objects.all(), by["analyst"])
    [as_others] = shown.texts(QuestionAnswer.objects.all(), by["anonymous"])
    assert (as_secas.in_full, [r.quote for r in as_secas.redactions]) == (True, ["Our depot in Hexley"])
    assert (as_others.in_full, as_others.redactions) == (False, ())


def test_the_words_at_which_a_comment_applies_are_redacted_too():
    of = asked.consultation(days=-1, responses_published_at=clock.now())
    sent = asked.submission(of, clauses=[("H9.1", "insert", "after Robin Ashworth", "and Kim Dell")])
    for quote in ("Robin Ashworth", "Kim Dell"):
        Redaction.objects.create(
            clause_comment=sent.clause_comments.get(), quote=quote, reason="Names somebody", at=clock.now()
        )
    [said] = shown.texts(ClauseComment.objects.all(), AnonymousUser())
    assert (said.anchor, said.text) == ("after [Redacted: Names somebody]", "and [Redacted: Names somebody]")


def test_for_whom_else_it_speaks_is_named_where_the_respondent_is():
    of = asked.consultation(days=-1, responses_published_at=clock.now())
    named = {"parties": ["Hexley Power"], "others": "two small suppliers"}
    consents, not_so = asked.submission(of, **named), asked.submission(of, consents=False, **named)
    assert shown.speaks_for(consents, AnonymousUser()) == ["Hexley Power", "two small suppliers"]
    assert shown.speaks_for(not_so, AnonymousUser()) == []
    assert shown.speaks_for(not_so, make.analyst()) == ["Hexley Power", "two small suppliers"]


def test_what_was_redacted_stays_so_in_the_next_version():
    of = asked.consultation(days=-1, responses_published_at=clock.now())
    sent = asked.submission(of, answers=[(1, "agree", "Kim Dell agrees.")], general_comments="Ask Kim Dell.")
    for place in ({"answer": sent.answers.get()}, {"general_of": sent}):
        Redaction.objects.create(**place, quote="Kim Dell", reason="Names somebody", at=clock.now())
    newer = asked.version_after(sent, general_comments="Kim Dell knows more.")
    QuestionAnswer.objects.create(submission=newer, question=of.questions.questions.get(), text="So says Kim Dell.")
    reads = AnonymousUser()
    assert [s.text for s in shown.texts(QuestionAnswer.objects.all(), reads)] == ["So says [Redacted: Names somebody]."]
    assert [s.text for s in shown.texts(Submission.objects.all(), reads)] == ["[Redacted: Names somebody] knows more."]


@pytest.mark.parametrize(
    ("quote", "newer", "reads"),
    [
        (
            "Kim Dell",
            {"clause": "L8.7", "as_written": "Section L8.7", "text": "So says Kim Dell."},
            f"So says {WHOLE}.",
        ),
        ("Kim Dell", {"clause": "L8.8", "as_written": "L8.8", "text": "So says Kim\nDell."}, f"So says {WHOLE}."),
        ("", {"clause": "L8.7", "as_written": "Section L8.7", "text": "In other words."}, WHOLE),
        ("", {"clause": "", "as_written": "18.7", "text": "In other words."}, WHOLE),
        ("", {"clause": "L8.8", "as_written": "L8.8", "text": "Ask Kim Dell."}, WHOLE),
        ("", {"clause": "L8.8", "as_written": "L8.8", "text": "Another thing."}, "Another thing."),
    ],
)
def test_a_comment_on_a_clause_is_the_same_however_its_clause_is_written_next_time(quote, newer, reads):
    of = asked.consultation(days=-1, responses_published_at=clock.now())
    sent = asked.submission(of)
    first = {"clause": "L8.7", "as_written": "18.7", "text": "Ask Kim Dell."}
    placed = ClauseComment.objects.create(submission=sent, place=1, operation="query", **first)
    Redaction.objects.create(clause_comment=placed, quote=quote, reason="Names somebody", at=clock.now())
    ClauseComment.objects.create(submission=asked.version_after(sent), place=1, operation="query", **newer)
    [said] = shown.texts(ClauseComment.objects.all(), AnonymousUser())
    assert said.text == reads


@pytest.mark.parametrize(
    ("clause", "quote", "reads"),
    [
        ("", "Kim Dell", f"the clause that {WHOLE} wrote"),
        ("", "", WHOLE),
        ("", "Robin Ashworth", "the clause that Kim Dell wrote"),
        ("L8.7", "Kim Dell", "L8.7"),
    ],
)
def test_the_words_that_name_a_clause_are_redacted_as_the_others(clause, quote, reads):
    """Where the house cannot read which clause is meant, the respondent’s own words stand in its place."""
    of = asked.consultation(days=-1, responses_published_at=clock.now())
    written = "the clause that Kim Dell wrote"
    placed = ClauseComment.objects.create(
        submission=asked.submission(of), place=1, clause=clause, as_written=written, operation="query", text="Why?"
    )
    Redaction.objects.create(clause_comment=placed, quote=quote, reason="Names somebody", at=clock.now())
    [as_others], [as_secas] = (shown.texts(ClauseComment.objects.all(), r) for r in (AnonymousUser(), make.analyst()))
    assert (as_others.clause, as_secas.clause) == (reads, clause or written)


def test_of_two_comments_on_one_clause_the_other_stays():
    of = asked.consultation(days=-1, responses_published_at=clock.now())
    sent = asked.submission(of, clauses=[("M9.1", "query", "", "One."), ("M9.1", "query", "", "Two.")])
    Redaction.objects.create(clause_comment=sent.clause_comments.first(), reason="Names somebody", at=clock.now())
    said = [each.text for each in shown.texts(ClauseComment.objects.all(), AnonymousUser())]
    assert said == [WHOLE, "Two."]


@pytest.mark.parametrize(
    ("quotes", "reads"),
    [
        (["b c"], "a [Redacted: R1] d b"),
        (["b"], "a [Redacted: R1] c d [Redacted: R1]"),
        (["b c", "c d"], "a [Redacted: R1; R2] b"),
        (["a", " b"], "[Redacted: R1; R2] c d[Redacted: R2]"),
        (["b", ""], "[Redacted: R2]"),
        (["x"], "a b c d b"),
    ],
)
def test_every_place_of_the_words_is_marked_once(quotes, reads):
    redactions = [Redaction(quote=quote, reason=f"R{n}") for n, quote in enumerate(quotes, 1)]
    assert shown.redacted("a b c d b", redactions) == reads


@pytest.mark.parametrize(
    ("written", "reads"),
    [
        ("It is [Redacted: Secret].", "It is [Redacted: Secret] [so written by the respondent]."),
        ("[ redacted ] b", "[ redacted ] [so written by the respondent] a mark"),
        ("[REDACTED: R1] b", "[REDACTED: R1] [so written by the respondent] a mark"),
        ("Redacted: b [see note]", "Redacted: a mark [see note]"),
    ],
)
def test_who_writes_what_looks_like_a_redaction_is_said_to_have_written_it(written, reads):
    redactions = [Redaction(quote="b", reason="R1")]
    assert shown.redacted(written, redactions) == reads.replace("a mark", "[Redacted: R1]")


@pytest.mark.parametrize(
    ("start", "end", "reads"),
    [
        (0, 9, "a [Redacted: R1; R2] b"),
        (0, 4, "a [Redacted: R1; R2]"),
        (4, 9, " b"),
        (6, 9, " b"),
        (0, 2, "a "),
    ],
)
def test_a_piece_of_a_text_is_redacted_as_the_whole_is(start, end, reads):
    redactions = [Redaction(quote="b c", reason="R1"), Redaction(quote="c d", reason="R2")]
    assert shown.redacted("a b c d b", redactions, start, end) == reads


@pytest.mark.parametrize(
    ("quotes", "start", "end", "whole"),
    [
        ([], 0, 9, True),
        (["b c"], 0, 2, True),
        (["b c"], 0, 3, False),
        (["b c"], 4, 9, False),
        (["b c"], 5, 9, True),
        (["a", "d"], 2, 5, True),
        (["a", ""], 2, 5, False),
    ],
)
def test_whether_a_reader_reads_all_of_a_piece(quotes, start, end, whole):
    row = QuestionAnswer(text="a b c d b", submission=Submission())
    held = tuple(Redaction(quote=quote, reason="R") for quote in quotes)
    assert shown.Shown(row, "a Large Supplier", False, held).reads_all_of(start, end) is whole
    assert shown.Shown(row, "a Large Supplier", True, held).reads_all_of(start, end)


@pytest.mark.parametrize("cut", range(10))
def test_pieces_together_hold_what_the_whole_holds(cut):
    redactions = [Redaction(quote="b c", reason="R1"), Redaction(quote="d", reason="R2")]
    text = "a b c d b"
    pieces = shown.redacted(text, redactions, 0, cut) + shown.redacted(text, redactions, cut)
    assert pieces == shown.redacted(text, redactions) == "a [Redacted: R1] [Redacted: R2] b"


def test_nothing_is_redacted_of_nothing():
    assert shown.redacted("", [Redaction(reason="R1")]) == ""


@pytest.mark.parametrize(
    ("category", "words"),
    [
        ("large_supplier", "a Large Supplier"),
        ("electricity_network", "an Electricity Network Operator"),
        ("other_sec_party", "an Other SEC Party"),
        ("dcc", "the DCC"),
        ("non_party", "a Non-Party"),
    ],
)
def test_whoever_is_not_named_is_one_of_its_category(category, words):
    assert shown.one_of(category) == words


@pytest.mark.parametrize("rows", [3, 300])
def test_any_number_of_texts_takes_two_queries(rows):
    of = asked.consultation(days=-1, responses_published_at=clock.now())
    for sent in crowd(of, rows, answer=lambda n, question: {"text": "Kim Dell agrees."}):
        Redaction.objects.create(answer=sent.answers.get(), quote="Kim Dell", reason="Names somebody", at=clock.now())
    with CaptureQueriesContext(connection) as queries:
        said = shown.texts(QuestionAnswer.objects.all(), AnonymousUser())
    assert {each.text for each in said} == {"[Redacted: Names somebody] agrees."}
    assert (len(said), len(queries)) == (rows, 2)


# What there is → whether others read every character of the words from 4 to 9 (“depot”), and of those after it.
ALL_OF = {
    "open": (True, True),
    "without consent": (True, True),
    "words redacted": (False, True),
    "redacted whole": (False, False),
    "redaction lifted": (True, True),
    "confidential answer": (False, False),
    "confidential response": (False, False),
}


@pytest.mark.parametrize("kind", ALL_OF)
def test_whether_all_of_some_words_is_read_is_told_of_each_reader(kind):
    organisation = northmoor()
    by = readers(organisation)
    submitted(organisation, kind)
    rows = list(QuestionAnswer.objects.select_related("submission__response__organisation"))
    after = WORDS.index(" closes")
    for name, user in by.items():
        (each,) = shown.of_rows(rows, user)
        expected = (True, True) if name in READS_ALL else ALL_OF[kind]
        assert (each.reads_all_of(4, 9), each.reads_all_of(after, len(WORDS))) == expected, name
        assert each.reads_all_of(after - 1, after) == expected[0], name
