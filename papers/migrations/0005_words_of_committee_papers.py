"""The words that committee papers repeat, as a new register starts with them. Administrators put others in their place."""

from datetime import date

from django.db import migrations

TEXTS = [
    ("team", "SECAS Team"),
    (
        "new_focus",
        "The proposals below are in the Development Stage, or came through it, since the last paper of this kind. "
        "In that stage we ask what exactly the issue is, what it costs to leave it as it is, and which parts of the Smart "
        "Energy Code (SEC) it concerns. What might be done about it is not discussed until the Change Sub-Committee "
        "(CSC) has agreed that the problem is fully described.",
    ),
    (
        "new_invitation",
        "We would be glad to hear from {body} about each issue and whom it affects, and about anything that the "
        "Proposer should look at more closely. The document of each proposal, with all that is known of it, is behind "
        "the link in the proposal’s own paragraph.",
    ),
    (
        "no_updates",
        "Nothing has to be reported on existing proposals this time. Should anything arise before {body} meets, it will "
        "be told of it verbally.",
    ),
    (
        "comments_welcome",
        "Any comments that {body} would like to make before the Panel sees the proposal are welcome.",
    ),
    (
        "other_bodies",
        "Other Sub-Committees will be asked about a first outline of the solution where it touches their work. Which ones "
        "these are will be settled as the Refinement Process begins.",
    ),
    (
        "areas_lead",
        "Besides the standard areas of assessment, these questions should be answered while the solution is assessed.",
    ),
    (
        "statement_about",
        "This document describes the issue that the proposal raises, what the issue leads to, and where it stands in the "
        "Smart Energy Code (SEC).",
    ),
]


def load(apps, schema_editor):
    boilerplate = apps.get_model("papers", "Boilerplate")
    boilerplate.objects.bulk_create(boilerplate(key=key, text=text, starts=date(2013, 9, 23)) for key, text in TEXTS)


class Migration(migrations.Migration):
    dependencies = [("papers", "0004_papers_of_every_kind")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop, elidable=False)]
