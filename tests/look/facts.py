"""What the gallery's pages show: one function a page, all people and companies invented."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

WORK = "Modification Report of MP087, PDF"
CLOSES = datetime(2019, 11, 1, 17, tzinfo=UTC)
ANALYST = SimpleNamespace(is_authenticated=True, name="Priya Raman")
STRANGER = SimpleNamespace(is_authenticated=False)


def frame(**changes):
    labels = ("Register", "Consultations", "Committees", "Calendar", "SEC text", "Desk")
    nav = [{"label": label, "url": "/", "current": label == "Register"} for label in labels]
    checkpoint = {"size": 1204, "head": "9f2c41d07ab3e855", "url": "/"}
    return {
        "nav": nav,
        "user": ANALYST,
        "role_words": "Lead Analyst",
        "csrf_token": "0" * 64,
        "checkpoint": checkpoint,
        "report_problem_url": "/",
        "accessibility_url": "/",
        "request": request("/"),
        **changes,
    }


def request(path):
    from django.test import RequestFactory

    return RequestFactory(SERVER_NAME="localhost").get(path)


# What the pages show


PROPOSALS = """
MP087|Correction to the security assessment references|Pending Implementation|Fast-Track|Northmoor Energy|2019-08-21|\
Implemented on Monday 4 November 2019
MP130|Emergency relief from the prepayment read obligation|Decision|Path 2|Calder & Vale Supply|2020-05-14|\
Authority decides by Tuesday 26 May 2020
MP075|Third party access to device diagnostics|Refinement|Path 3|Tarn Gas Networks|2019-04-02|\
Working Group on Wednesday 3 June 2020
DP131|Replacing the interim communications schedule for devices installed before the first release of the year|\
Development||Halyard Metering|2020-05-20|Change Sub-Committee on Tuesday 26 May 2020
DP132|Clearer alert codes|Submitted||Landmark Devices|2020-05-27|Critical-friend comments due Wednesday 3 June 2020
MP064|Reporting of planned maintenance|Report|Path 3|The DCC|2018-11-06|\
Consultation closes Friday 12 June 2020 at 17:00
MP051|Consolidated user guidance|Implemented|Path 3|Tarn Gas Networks|2018-02-07|
DP119|Shared appointments|Withdrawn||Fenwick Power|2019-12-03|
"""


def proposals():
    names = ("reference", "title", "stage", "path_words", "proposer_words", "raised_on", "waiting_words")
    rows = [dict(zip(names, line.split("|"), strict=True)) for line in PROPOSALS.strip().splitlines()]
    for row in rows:
        row["raised_on"] = row["stage_since"] = date.fromisoformat(row["raised_on"])
        row |= {"url": "/", "urgent": row["reference"] == "MP130", "lead_analyst_words": "Priya Raman"}
    return rows


def filters():
    from django import forms

    class Filters(forms.Form):
        q = forms.CharField(label="Reference, title or clause", required=False)
        stage = forms.MultipleChoiceField(
            choices=[(s.lower(), s) for s in STAGES[:6]], required=False, widget=forms.CheckboxSelectMultiple
        )
        path = forms.ChoiceField(choices=[("", "Any path"), ("FT", "Fast-Track")], required=False)
        analyst = forms.ChoiceField(choices=[("", "Anybody")], label="Lead Analyst", required=False)

    return Filters


def register():
    from django.core.paginator import Paginator

    address = "/modifications/?stage=refinement&path=FT&sort=-raised&page=2"
    chips = [
        {"label": "Stage: Refinement", "key": "stage", "value": "refinement"},
        {"label": "Path: Fast-Track", "key": "path", "value": "FT"},
    ]
    asked = request(address)
    return frame(
        request=asked,
        filter_form=filters()(asked.GET),
        filter_action="/modifications/",
        chips=chips,
        proposals=proposals(),
        page_obj=Paginator(range(47), 8).page(2),
        sizes=(25, 50, 100),
        complaints=["There is no stage “refinment”. That filter was left out."],
    )


STAGES = (
    "Submitted",
    "Development",
    "Refinement",
    "Report",
    "Decision",
    "Pending Implementation",
    "Implemented",
    "Withdrawn",
    "Rejected",
)


def steps():
    return [
        {"label": "Submitted", "state": "done", "date": date(2019, 8, 14)},
        {"label": "Development", "state": "done", "date": date(2019, 8, 21)},
        {"label": "Decision", "state": "done", "date": date(2019, 10, 11)},
        {
            "label": "Objection window",
            "stage": "Decision",
            "state": "current",
            "date": date(2019, 10, 11),
            "date_words": "since",
        },
        {"label": "Pending Implementation", "state": "todo", "date": date(2019, 11, 1), "date_words": "planned"},
        {"label": "Implemented", "state": "todo", "date": date(2019, 11, 4), "date_words": "planned"},
    ]


def moves():
    redraft = {
        "words": "The legal text is drafted against Version 6.17; the code stands at 6.18.",
        "url": "/",
        "mend": "Check the legal text",
    }
    release = {"words": "No implementation date is entered.", "url": "/", "mend": "Enter the date"}
    silent = {"words": "The Security Sub-Committee has given no view.", "url": "/", "mend": "Record its view"}
    return [
        {
            "label": "Record an objection",
            "words": "A Party has written with a reason. Implementation halts, and the Panel must choose another path.",
            "url": "/",
        },
        {
            "label": "Issue the Modification Report",
            "words": "Freezes version 1.0, publishes it and tells everyone who follows MP087.",
            "url": "/",
            "should": [silent],
        },
        {
            "label": "Record implementation",
            "words": "Puts the legal text into the code and closes the proposal.",
            "url": "/",
            "must": [redraft, release],
        },
    ]


def glance():
    return [
        {"term": "Proposer", "value": "Alan Whitcombe", "note": "Northmoor Energy"},
        {"term": "Lead Analyst", "value": "Priya Raman", "change_url": "/"},
        {"term": "Raised", "value": "21 August 2019"},
        {"term": "Implementation", "value": "4 November 2019", "note": "Ad-hoc release"},
        {"term": "SEC documents", "value": "Section G ‘Security’", "url": "/"},
        {"term": "Impacted", "value": "Large Suppliers, Small Suppliers, DCC"},
    ]


def history():
    return [
        {
            "at": date(2019, 10, 11),
            "title": "Panel approved MP087 as Fast-Track",
            "by": "Recorded by Priya Raman",
            "words": "The 15 Working Day objection window opened.",
            "recorded_at": datetime(2019, 10, 14, 9, 30, tzinfo=UTC),
            "stage": "Decision",
        },
        {
            "at": date(2019, 9, 24),
            "title": "Change Sub-Committee agreed the problem is clearly defined",
            "by": "Recorded by Priya Raman",
            "url": "/",
            "url_words": "Minutes",
            "stage": "Development",
        },
        {
            "at": date(2019, 8, 21),
            "title": "Raised as DP087",
            "by": "Alan Whitcombe, Northmoor Energy",
            "stage": "Submitted",
        },
    ]


CELLS = (
    "Large Suppliers",
    "Small Suppliers",
    "Electricity Network Operators",
    "Gas Network Operators",
    "Other SEC Parties",
    "DCC",
)
IMPACTED = {"Large Suppliers", "Small Suppliers", "DCC"}
TABS = ["Overview", "Problem statement", "Timetable", "Views", "Consultations", "Legal text", "Documents", "History"]


def tabs():
    return [{"label": t, "url": "/", "current": t == TABS[0], "count": 4 if t == "Documents" else None} for t in TABS]


def proposal():
    return frame(
        crumbs=[{"label": "Register", "url": "/"}, {"label": "MP087"}],
        reference="MP087",
        former_references=["DP087"],
        title="Correction to the security assessment references",
        stage="Decision",
        path_words="Fast-Track",
        classification="white",
        whereabouts="The Panel approved this as Fast-Track on 11 October 2019. Any Party may object in writing until "
        "Friday 1 November 2019 at 17:00; if none does, it is implemented on Monday 4 November 2019.",
        steps=steps(),
        tabs=tabs(),
        moves=moves(),
        rows=glance(),
        documents=[
            {"term": "Modification Report", "value": "Version 1.0 (PDF)", "url": "/", "note": "11 October 2019"},
            {"term": "Annex A", "value": "Legal text (PDF)", "url": "/", "note": "11 October 2019"},
        ],
        cells=[{"label": label, "impacted": label in IMPACTED} for label in CELLS],
        events=history(),
        closes_at=CLOSES,
        job_title=WORK,
        job_note="Setting page 14 of 22.",
        status_url="progress.html",
    )


def raise_form():
    from django import forms

    class Raise(forms.Form):
        title = forms.CharField(max_length=60, help_text="What is wrong, in a few words. At most 60 characters.")
        issue = forms.CharField(
            label="What is the issue?",
            widget=forms.Textarea(attrs={"rows": 6}),
            help_text="A blank line begins a new paragraph.",
        )
        on_behalf = forms.ChoiceField(
            label="Who do you raise this for?",
            widget=forms.RadioSelect,
            choices=[("me", "My organisation"), ("ssc", "The Security Sub-Committee")],
        )
        document = forms.ChoiceField(
            label="SEC document", choices=[("", "Choose one"), ("g", "Section G ‘Security’")], required=False
        )
        urgent = forms.BooleanField(
            label="I ask for this to be treated as urgent", required=False, help_text="The Authority decides."
        )

        def clean(self):
            raise forms.ValidationError("A Draft Proposal on the same clause was raised on 3 June 2026: DP201.")

    return Raise


def form():
    return frame(form=raise_form()({"title": "A" * 61, "issue": "", "document": ""}))


EFFECTS = [
    {"term": "What changes", "items_list": ["MP087 moves from Decision to the objection window."]},
    {
        "term": "Dates",
        "items_list": [
            "Objections open now and close on Friday 1 November 2019 at 17:00, after 15 Working Days.",
            "Without an objection it is implemented on Monday 4 November 2019.",
        ],
    },
    {
        "term": "Who is told",
        "items_list": [
            "All 214 Parties, by e-mail",
            "The Proposer, Alan Whitcombe",
            "Nine people who follow MP087",
        ],
    },
    {"term": "What becomes public", "items_list": ["The decision and its words, on the page of MP087."]},
]


def confirm():
    from django import forms

    class Words(forms.Form):
        words = forms.CharField(label="Words of the decision", widget=forms.Textarea(attrs={"rows": 3}))

    return frame(
        crumbs=[{"label": "Register", "url": "/"}, {"label": "MP087", "url": "/"}, {"label": "Approve as Fast-Track"}],
        confirm_title="Approve MP087 as Fast-Track",
        effects=EFFECTS,
        confirm_form=Words(),
        confirm_button="Approve as Fast-Track",
        cancel_url="/",
    )


PARTS = [
    {"op": "same", "text": "Section G refers to a table that "},
    {"op": "delete", "text": "was moved"},
    {"op": "insert", "text": "Release 2 renumbered"},
    {"op": "same", "text": ". Users are sent to the wrong controls."},
    {"op": "insert", "text": " The assessor must record a finding."},
]


def conflict():
    return frame(
        conflict_by="Tomas Ekberg",
        conflict_at=datetime(2019, 9, 3, 10, 12, tzinfo=UTC),
        field_label="What is the issue?",
        field_name="issue",
        mine="Section G refers to a table that was moved. Users are sent to the wrong controls, and small suppliers notice first.",
        theirs_parts=PARTS,
        version=4,
        cancel_url="/",
    )


def difference():
    labels = ("Changes marked", "Changes as a list", "Before", "After")
    return frame(
        difference_title="What changed",
        from_words="version 0.1 of 21 August 2019",
        to_words="version 0.2 of 3 September 2019",
        changed_count=3,
        views=[{"label": label, "url": "/", "current": label == "Changes marked"} for label in labels],
        paragraphs=[PARTS, [{"op": "same", "text": "Doing nothing leaves the finding in each yearly assessment."}]],
    )


def pieces():
    from django.contrib.messages import constants
    from django.contrib.messages.storage.base import Message

    words = ["MP087 is approved as Fast-Track. The objection window is open.", "Two of four files were left out."]
    levels = [constants.SUCCESS, constants.WARNING]
    columns = [{"label": "Activity"}, {"label": "Days", "numeric": True}, {"label": "Cost", "numeric": True}]
    cells = [("Redrafting the code", 2, "£1,200"), ("Publishing the release", 1, "£600")]
    rows = [
        {"cells": [{"value": a}, {"value": b, "numeric": True}, {"value": c, "numeric": True}]} for a, b, c in cells
    ]
    return frame(
        page_classification="amber",
        messages=[Message(level, text) for level, text in zip(levels, words, strict=True)],
        stages=STAGES,
        classes=("white", "green", "amber", "red"),
        closes_at=CLOSES,
        columns=columns,
        rows=rows,
        job_title=WORK,
    )


def login():
    from allauth.account.forms import LoginForm

    people = [
        ("Priya Raman", "Lead Analyst", "SECAS"),
        ("Alan Whitcombe", "Proposer", "Northmoor Energy"),
        ("Ruth Adeyemi", "Panel member", "Large Supplier seat"),
        ("Joan Pritchard", "The Authority", ""),
    ]
    identities = [
        {"name": n, "role": r, "organisation": o, "email": f"{n.split()[0].lower()}@example.org"} for n, r, o in people
    ]
    return frame(user=STRANGER, role_words="", form=LoginForm(), demo_identities=identities, demo_action="/")


def second_step():
    return frame(MFA_SUPPORTED_TYPES=["totp", "recovery_codes"], authenticators={}, is_mfa_enabled=False)


def emails():
    from allauth.account.forms import AddEmailForm

    main = SimpleNamespace(email="priya@example.org", primary=True, verified=True)
    other = SimpleNamespace(email="p.raman@example.org", primary=False, verified=False)
    radios = [SimpleNamespace(id=f"id_{i}", checked=i == 0, emailaddress=each) for i, each in enumerate((main, other))]
    return frame(emailaddresses=[main, other], emailaddress_radios=radios, can_add_email=True, form=AddEmailForm())


FACTS = {
    "register": register,
    "proposal": proposal,
    "form": form,
    "confirm": confirm,
    "conflict": conflict,
    "difference": difference,
    "pieces": pieces,
    "login": login,
    "second_step": second_step,
    "emails": emails,
    "not_found": lambda: frame(user=STRANGER, role_words=""),
    "broken": dict,
}
