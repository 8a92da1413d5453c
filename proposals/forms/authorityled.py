"""The form in which a Path 1 variation is raised by the Authority, or by SECAS for it (domain §2.2 row 42)."""

from accounts.queries import analysts, organisations, people
from proposals import actions
from proposals.forms import base
from proposals.forms.texts import title_field


class AuthorityLedForm(base.Form):
    who = ("proposer", "proposer_organisation", "lead_analyst")
    field_order = ["title", "words", *who, "effective", "issue", "summary"]
    title = title_field()
    words = base.words(
        "Words of the direction", "Write the words of the direction.", rows=4, help_text="As they stand in the letter."
    )
    issue = base.words("What is the issue or problem?", "Say what the issue or problem is.", rows=8)
    summary = base.words("What it is about, in plain words", rows=2)

    def __init__(self, *args, user, **options):
        super().__init__(*args, **options)
        self.user = user
        self.fields |= {
            "proposer": base.choose("Raised by", people(), missing="Choose who raises it."),
            "proposer_organisation": base.choose(
                "For",
                organisations(),
                missing="Choose the organisation.",
                help_text="The Authority, or the body that it directed to raise it.",
            ),
            "lead_analyst": base.choose("Lead Analyst", analysts(), missing="Choose the Lead Analyst."),
        }
        if user.is_analyst:
            words = "Leave empty for today. What is entered afterwards mails nobody."
            self.fields["effective"] = base.day("Raised on", help_text=words)
        if user.is_authority:
            self.initial["proposer"] = user.pk
        self.order_fields(self.field_order)

    def submit(self):
        return actions.raise_authority_led(by=self.user, **self.cleaned_data)
