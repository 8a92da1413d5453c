"""The form in which a problem statement is submitted."""

from accounts.models import Organisation, User
from accounts.queries import organisations, people
from audit import clock
from bodies.models import Committee
from proposals import actions
from proposals.forms.base import PLAIN_HELP, Form, choose, day, words
from proposals.forms.texts import NOBODY, NONE, title_field

NO_ORGANISATION = "You are not entered as acting for an organisation."


class SubmissionForm(Form):
    """In one’s own name, for an organisation one acts for."""

    title = title_field()
    issue = words(
        "What is the issue or problem?",
        "Say what the issue or problem is.",
        rows=10,
        help_text=f"Only the problem: a solution is worked out later. {PLAIN_HELP}",
    )
    do_nothing = words("What are the impacts of doing nothing?", rows=6)
    sec_context = words(
        "How does it relate to the SEC?", rows=6, help_text=f"Sections and clauses you know of. {PLAIN_HELP}"
    )

    def __init__(self, *args, user: User, **options):
        super().__init__(*args, **options)
        self.user = user
        self.add_people()

    def add_people(self) -> None:
        own = Organisation.objects.filter(pk__in=[o.pk for o in self.user.organisations])
        bodies = Committee.objects.filter(pk__in=self.user.committee_ids)
        self.fields["proposer_organisation"] = choose("Your organisation", own, missing="Choose your organisation.")
        if len(self.user.organisations) == 1:
            self.initial["proposer_organisation"] = self.user.organisations[0].pk
        if bodies:
            self.fields["on_behalf_of"] = choose("On behalf of", bodies, empty="My organisation alone")
        others = User.objects.filter(affiliations__in=self._affiliations(own)).exclude(pk=self.user.pk).distinct()
        self.fields["representative"] = choose(
            "Representative", others, empty=NOBODY, help_text="A colleague who may act for you on this proposal."
        )

    def _affiliations(self, own):
        from accounts.models import Affiliation

        return Affiliation.objects.on().filter(organisation__in=own)

    def submit(self):
        given = dict(self.cleaned_data)
        representative = given.get("representative")
        return actions.submit_problem_statement(
            by=self.user,
            proposer=self.user,
            representative_organisation=given["proposer_organisation"] if representative else None,
            **given,
        )


class ReceivedForm(SubmissionForm):
    """SECAS enters a problem statement that came by e-mail or letter."""

    def add_people(self) -> None:
        self.fields |= {
            "proposer": choose("Proposer", people(), missing="Choose the Proposer."),
            "proposer_organisation": choose(
                "Proposer’s organisation", organisations(), missing="Choose the Proposer’s organisation."
            ),
            "on_behalf_of": choose("On behalf of", Committee.objects.all(), empty=NONE),
            "representative": choose("Proposer’s representative", people(), empty=NOBODY),
            "representative_organisation": choose("Representative’s organisation", organisations(), empty=NONE),
            "effective": day("Received on", initial=clock.today, help_text="The day on which it reached SECAS."),
        }

    def submit(self):
        return actions.submit_problem_statement(by=self.user, **self.cleaned_data)


def submission_form(user) -> type[SubmissionForm]:
    return ReceivedForm if user.is_analyst else SubmissionForm
