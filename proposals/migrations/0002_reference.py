"""The limits of the process, the SEC Objectives and the other industry codes that a new register starts with.

Limits that no public text confirms are marked as not verified; an administrator changes them by adding dated rows.
"""

from datetime import date

from django.db import migrations

from proposals import refinement_reference, timetable_reference

BEGINNING = date(2013, 9, 23)
SECTION_D = "SEC Section D"
RULES = [
    ("ft_objection_days", 15, "MP087 Modification Report", True),
    ("ft_implementation_days", 1, "MP087 Modification Report", True),
    ("critical_friend_days", 5, "About SEC Change", True),
    ("papers_days", 5, "About SEC Change", True),
    ("appeal_days", 10, SECTION_D, False),
    ("mrc_days", 15, SECTION_D, False),
    ("mrc_days_urgent", 10, SECTION_D, False),
    ("urgency_panel_days", 5, SECTION_D, False),
    ("authority_days", 25, SECTION_D, False),
    ("adoption_days_draft", 0, SECTION_D, False),
    ("adoption_days_mod", 10, SECTION_D, False),
    ("secas_day_rate", 60_000, "MP087 Modification Report: two days, about £1,200", False),
]
OBJECTIVES = [
    ("general", 'a', "Smart Metering Systems at homes and businesses in Great Britain are supplied, fitted, run and made to work with one another efficiently."),
    ("general", 'b', "The DCC is able to meet the general objectives of its licence and to carry out its licence duties efficiently."),
    ("general", 'c', "Energy consumers are helped to manage the electricity and gas they use by the information that smart metering gives them."),
    ("general", 'd', "Those who supply energy, and those whose business is connected with its supply, compete effectively."),
    ("general", 'e', "Energy Networks are designed and operated in new ways that help to keep supply secure and sustainable."),
    ("general", 'f', "Data are protected, and Data and Systems are kept secure, in the operation of the code."),
    ("general", 'g', "The code is administered and put into effect efficiently and in the open."),
]
CODES = [
    ("BSC", "Balancing and Settlement Code"),
    ("CUSC", "Connection and Use of System Code"),
    ("DCUSA", "Distribution Connection and Use of System Agreement"),
    ("Grid Code", "Grid Code"),
    ("IGT UNC", "Independent Gas Transporters’ Uniform Network Code"),
    ("REC", "Retail Energy Code"),
    ("STC", "System Operator – Transmission Owner Code"),
    ("UNC", "Uniform Network Code"),
]


def load(apps, schema_editor):
    rule = apps.get_model("proposals", "ProcessRule")
    rule.objects.bulk_create(
        rule(key=key, value=value, starts=BEGINNING, source=source, is_verified=sure) for key, value, source, sure in RULES
    )
    objective = apps.get_model("proposals", "Objective")
    objective.objects.bulk_create(objective(set=s, letter=letter, text=text) for s, letter, text in OBJECTIVES)
    code = apps.get_model("proposals", "IndustryCode")
    code.objects.bulk_create(code(code=short, name=name) for short, name in CODES)


class Migration(migrations.Migration):
    dependencies = [("proposals", "0001_initial")]
    operations = [
        migrations.RunPython(load, migrations.RunPython.noop, elidable=False),
        migrations.RunPython(timetable_reference.load, migrations.RunPython.noop, elidable=False),
        migrations.RunPython(refinement_reference.load, migrations.RunPython.noop, elidable=False),
    ]
