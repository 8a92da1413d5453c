"""The limits from which timetables are laid out, as a new register starts with them. The migration loads these."""

from datetime import date

BEGINNING = date(2013, 9, 23)
SECTION_D = "SEC Section D"
PRACTICE = "Practice: the first work package of MP075"
# With the five of MP075's practice, a package that begins on 14 June 2019 has the dates of its Panel paper.
RULES = [
    ("timetable_step_days", 1, PRACTICE, False),
    ("timetable_develop_days", 15, PRACTICE, False),
    ("timetable_publish_days", 5, PRACTICE, False),
    ("timetable_comment_days", 10, PRACTICE, False),
    ("timetable_urgent_days", 4, "Practice: the urgent timetable of MP130", False),
]


def load(apps, schema_editor):
    rule = apps.get_model("proposals", "ProcessRule")
    rule.objects.bulk_create(
        rule(key=key, value=value, starts=BEGINNING, source=source, is_verified=sure)
        for key, value, source, sure in RULES
    )
