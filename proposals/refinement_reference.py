"""The limits and the standard areas of assessment that a new register starts with in Refinement.

No public text confirms them: each is marked as not verified, and an administrator changes them by adding dated rows.
"""

from datetime import date

# The DCC's assessments became part of SEC Section D on this day; the other rows hold from the code's beginning.
ASSESSMENTS_BEGAN = date(2018, 11, 1)
BEGINNING = date(2013, 9, 23)
UNSURE = "Working figure; no published source"
RULES = [
    ("dcc_pa_days", 15, ASSESSMENTS_BEGAN),
    ("dcc_pa_urgent_days", 5, ASSESSMENTS_BEGAN),
    ("dcc_ia_days", 40, ASSESSMENTS_BEGAN),
    ("dcc_ia_urgent_days", 10, ASSESSMENTS_BEGAN),
    ("refinement_consult_days", 15, BEGINNING),
]
AREAS = [
    ("Parties", "Which Parties and other people would the solution affect, and how?"),
    ("Costs and benefits", "What would the solution cost, what would it bring, and is the one worth the other?"),
    ("DCC Systems", "What would change in DCC Systems, and by when could the DCC do it?"),
    ("Security", "What would the solution mean for the security of Data and Systems?"),
    ("Other codes", "Would other energy codes or documents outside the SEC have to change?"),
    ("SEC Objectives", "Would the solution better facilitate the SEC Objectives than the code does now?"),
    ("Implementation", "When and in which release should the change take effect?"),
]


def load(apps, schema_editor):
    rule, area = apps.get_model("proposals", "ProcessRule"), apps.get_model("proposals", "StandardArea")
    rule.objects.bulk_create(
        rule(key=key, value=value, starts=starts, source=UNSURE, is_verified=False) for key, value, starts in RULES
    )
    area.objects.bulk_create(
        area(title=title, question=question, sort=sort, starts=BEGINNING, source=UNSURE)
        for sort, (title, question) in enumerate(AREAS)
    )
