"""The sets of questions that a new register starts with, one for each kind that always asks the same. SECAS changes
them as it likes; a consultation keeps the questions that it was made with."""

from datetime import UTC, datetime

BEGINNING = datetime(2013, 9, 23, tzinfo=UTC)
AGREE, TEXT, COST, DATE = "agree", "text", "cost", "date"

FURTHER = {"asks": TEXT, "text": "Is there anything else that you would like to say?"}
LEGAL_TEXT = {
    "asks": AGREE,
    "text": "Would the legal text do what the solution sets out?",
    "help": "Comments on single clauses have a place of their own, below the questions.",
}

SETS = [
    (
        "mrc",
        "Modification Report Consultation: standard questions",
        [
            {
                "group": "The decision",
                "asks": AGREE,
                "required": True,
                "text": "Should the Modification Proposal be approved?",
                "help": (
                    "Give your reasons against the SEC Objectives: say which of them the change would serve better "
                    "than the Code does today, and which less well."
                ),
            },
            {"group": "The change", **LEGAL_TEXT},
            {
                "group": "Putting it into effect",
                "asks": AGREE,
                "text": "Do you agree with the way and the release in which it would be implemented?",
            },
            {
                "group": "Putting it into effect",
                "asks": COST,
                "text": "What would it cost your organisation to put this change into effect?",
                "help": "One amount or a range. Say in words what it is made of, and what would recur each year.",
            },
            {
                "group": "Putting it into effect",
                "asks": TEXT,
                "text": "How much time would you need between the decision and the day on which it takes effect?",
            },
            {"group": "Anything else", **FURTHER},
        ],
    ),
    (
        "refinement",
        "Refinement Consultation: standard questions",
        [
            {
                "group": "Problem and solution",
                "asks": AGREE,
                "text": "Would the proposed solution resolve the problem?",
                "help": "If it would do so in part only, say what would be left.",
            },
            {
                "group": "Problem and solution",
                "asks": AGREE,
                "text": "Is there a better way to resolve the problem that should be looked at?",
            },
            {
                "group": "Problem and solution",
                "asks": TEXT,
                "text": "Which way do you have in mind, and why would it be better?",
                "only_if": (2, ["agree", "agree_with_reservation"]),
            },
            {"group": "Problem and solution", **LEGAL_TEXT},
            {
                "group": "What it would mean for you",
                "asks": TEXT,
                "text": "How would the change affect your organisation, your systems and your customers?",
            },
            {
                "group": "What it would mean for you",
                "asks": COST,
                "text": "What would the change cost your organisation, and what would it save?",
                "help": "Give the cost as an amount or a range, and any saving in words.",
            },
            {
                "group": "What it would mean for you",
                "asks": TEXT,
                "text": "How long would you need to prepare once the change has been approved?",
            },
            {
                "group": "The case for it",
                "asks": AGREE,
                "text": "Would the change better facilitate the SEC Objectives?",
                "help": "Name the Objectives that you have in mind.",
            },
            {
                "group": "The case for it",
                "asks": AGREE,
                "text": "Do you agree with the way and the release in which it would be implemented?",
            },
            {"group": "Anything else", **FURTHER},
        ],
    ),
    (
        "requirements",
        "Business requirements: standard questions",
        [
            {"asks": AGREE, "text": "Do the business requirements describe what is needed, no more and no less?"},
            {"asks": TEXT, "text": "Which requirement is missing, unclear or not needed?"},
            {**FURTHER},
        ],
    ),
    (
        "rfi",
        "Request for Information: standard questions",
        [
            {
                "asks": AGREE,
                "text": "Does the problem affect your organisation?",
                "help": "Say how, how often, and what it costs you today.",
            },
            {
                "asks": DATE,
                "text": "By when would it have to be resolved, from your point of view?",
                "only_if": (1, ["agree", "agree_with_reservation"]),
            },
            {**FURTHER},
        ],
    ),
]


def load(apps, schema_editor):
    sets, questions = apps.get_model("consultations", "QuestionSet"), apps.get_model("consultations", "Question")
    for kind, title, rows in SETS:
        made = sets.objects.create(kind=kind, title=title, reusable=True, at=BEGINNING)
        _fill(questions, made, rows)


def _fill(questions, made, rows: list[dict]) -> None:
    """An earlier question stands already when a later one leads back to it."""
    by_number = {}
    for number, row in enumerate(rows, 1):
        values = {name: value for name, value in row.items() if name != "only_if"}
        lead, answers = row.get("only_if", (None, []))
        by_number[number] = questions.objects.create(
            of=made, number=number, only_if=by_number.get(lead), only_if_answers=answers, **values
        )
