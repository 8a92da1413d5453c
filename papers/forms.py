from django import forms

from audit import clock
from bodies.models import Committee, Meeting
from papers.kinds import KINDS, of_bodies
from papers.models import OF_A_BODY, OF_A_PERIOD, GlossaryTerm, Paper
from proposals.forms.base import Form, RichField, choose, day, line, pick, words
from proposals.forms.files import one_file
from proposals.models import Proposal
from proposals.references import parse_query
from subcommittees.models import AgendaItem

SOON = 60  # meetings offered, the next first


class GlossaryForm(forms.Form):
    term = forms.ModelChoiceField(
        label="Term",
        queryset=GlossaryTerm.objects.filter(retired_on=None),
        empty_label="Choose a term",
        error_messages={"required": "Choose a term."},
    )
    always = forms.BooleanField(
        label="List it although the paper does not use it",
        required=False,
        help_text="Leave this empty to say which of several meanings an acronym has in this paper.",
    )


class IssueForm(Form):
    erratum = words(
        "What this version puts right",
        rows=3,
        help_text="It stands in the paper, under “Erratum”: what was wrong in the version before, and what is right.",
    )

    def __init__(self, *args, because: str, **options):
        """``because``: why it has to be said; empty where it need not."""
        super().__init__(*args, **options)
        self.fields["erratum"].required = bool(because)
        self.fields["erratum"].error_messages["required"] = because


class TakeDownForm(Form):
    reason = words(
        "Why it is taken down",
        "Say why it is taken down.",
        rows=3,
        help_text="It stands where the paper stood, for everybody who could read the paper.",
    )


class WordsForm(Form):
    text = RichField(
        label="Words",
        rows=8,
        required=True,
        error_messages={"required": "Write what is to be added."},
        help_text="They stand in the paper as they are, marked as added by SECAS.",
    )


class BeginForm(Form):
    """Which paper it is to be. For an item of an agenda only the kind and the edition are asked for."""

    kind = pick("Kind of paper", (), missing="Choose the kind of paper.", radio=True)
    proposal = line("Proposal", help_text="Its reference, such as DP075. A paper on new proposals is about none.")
    committee = choose("For which body", Committee.objects.all(), empty="No body: a document of the proposal")
    meeting = choose("For its meeting", Meeting.objects.none(), empty="No meeting yet")
    starts = day("New proposals from", help_text="Empty: from the day after the last such paper for the body.")
    ends = day("New proposals until", help_text="Empty: until today.")
    edition = pick(
        "Edition",
        [("", "As close as what it is about"), *Paper.Edition.choices],
        help_text="A public edition holds only what is White; a restricted one is for the body alone.",
    )

    def __init__(self, *args, user, item: AgendaItem | None = None, about_one: bool = False, **options):
        """``about_one``: one proposal is meant, so that no period is asked for."""
        super().__init__(*args, **options)
        self.user, self.item, self.about_one = user, item, about_one or bool(item and item.proposal_id)
        self.fields["kind"].choices = [(kind.key, kind.label) for kind in self._kinds()]
        self.fields["committee"].queryset = self._committees()
        self.fields["meeting"].queryset = self._meetings()
        if item:
            for name in ("proposal", "committee", "meeting"):
                del self.fields[name]
        if self.about_one:
            for name in ("starts", "ends"):
                del self.fields[name]

    def _kinds(self):
        if self.item is None:
            begun = [kind for kind in KINDS.values() if kind.is_begun]
            return [kind for kind in begun if kind.needs_proposal or not self.about_one]
        fitting = [kind for kind in of_bodies() if kind.body in ("", self.item.meeting.committee.code)]
        return [kind for kind in fitting if kind.needs_proposal == bool(self.item.proposal_id)]

    def _committees(self):
        bodies = Committee.objects.all()
        return bodies if self.user.is_analyst else bodies.filter(pk__in=[body for body, _ in self.user.offices])

    def _meetings(self):
        coming = Meeting.objects.filter(committee__in=self._committees(), date__gte=clock.today())
        nearest = coming.exclude(state="cancelled").order_by("date").values_list("pk", flat=True)[:SOON]
        return Meeting.objects.filter(pk__in=list(nearest)).select_related("committee").order_by("date")

    @staticmethod
    def suggested(item: AgendaItem) -> str:
        """The body's own kind of paper, or else the one for any."""
        if item.proposal_id is None:
            return Paper.Kind.NEW_PROPOSALS
        own = [kind.key for kind in of_bodies() if kind.body == item.meeting.committee.code]
        draft = item.proposal.converted_on is None
        return own[0] if own and draft else Paper.Kind.SINGLE_PROPOSAL

    def clean_proposal(self):
        text = self.cleaned_data["proposal"].strip()
        if not text:
            return None
        numbers = parse_query(text).numbers
        visible = Proposal.objects.visible_to(self.user)
        found = visible.numbered(*numbers[0]).first() if len(numbers) == 1 else None
        if found is None:
            raise forms.ValidationError(f"No proposal goes by “{text}”, or it is not open to you.")
        return found

    def clean(self):
        given = super().clean()
        kind, meeting = given.get("kind"), given.get("meeting")
        if kind in OF_A_PERIOD and given.get("proposal"):
            self.add_error("proposal", "A paper on new proposals is about none in particular: leave this empty.")
        if meeting and given.get("committee") and meeting.committee_id != given["committee"].pk:
            self.add_error("meeting", "This is a meeting of another body.")
        return given

    def about(self) -> dict:
        """The arguments of the act."""
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}


class PackForm(Form):
    because = line("Why there is another version", limit=300, help_text="It stands on the first page of the pack.")

    def __init__(self, *args, why: str, **options):
        """``why``: the sentence where it has to be said; empty for a first version, which is not asked."""
        super().__init__(*args, **options)
        if not why:
            del self.fields["because"]
        else:
            self.fields["because"].required = True
            self.fields["because"].error_messages["required"] = why


class SupplyForm(Form):
    upload = one_file(
        "File",
        "Choose the file.",
        help_text="A PDF, whose pages stand in the pack as they are; or a Word file (.docx), whose pages are printed "
        "first for you to look at. Each page bears the reference of the item.",
    )
    author = line("Who wrote it", "Say who wrote the paper.", limit=120, help_text="Such as the DCC.")
    title = line("Title", limit=200, help_text="Empty: that of the item.")
    edition = pick(
        "Edition",
        [("", "As close as what it is about"), *Paper.Edition.choices],
        help_text="A public edition is for everybody; a restricted one is for the body alone.",
    )


class TermForm(Form):
    acronym = line("Acronym", "Write the acronym.", limit=20)
    term = line("What it stands for", "Write what it stands for.", limit=200)
    note = line("Note", limit=200, help_text="For SECAS alone: where the meaning comes from, or when it is meant.")


class NoteForm(Form):
    note = line("Note", limit=200)


class RetireForm(Form):
    reason = line("Why it is retired", "Say why it is retired.", limit=200)


class WhyForm(Form):
    reason = line("Why it is taken back", "Say why it is taken back.", limit=300)


PLACEHOLDER = "“{body}” stands for the name of the body: “the TABASC”."


class BoilerplateForm(Form):
    committee = choose("In the papers of", Committee.objects.all(), empty="Every body without words of its own")
    text = words("Words", "Write what papers are to say.", rows=6)
    starts = day("From", missing="Give the day from which the words hold.", required=True)

    def __init__(self, *args, key: str, **options):
        super().__init__(*args, **options)
        self.fields["text"].help_text = PLACEHOLDER if key in OF_A_BODY else ""
        if key not in OF_A_BODY:
            del self.fields["committee"]


class CorrectTextForm(Form):
    text = words("Words", "Write what papers are to say.", rows=6)
