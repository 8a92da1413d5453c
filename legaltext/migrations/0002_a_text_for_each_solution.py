"""A legal text belongs to a solution, so that an Alternative has one of its own. Each goes to the proposed solution."""

import django.db.models.deletion
from django.db import migrations, models

TO_THE_PROPOSED_SOLUTION = """
    UPDATE legaltext_legaldraft AS draft
    SET solution_id = solution.id
    FROM proposals_solution AS solution
    WHERE solution.proposal_id = draft.proposal_id
"""
# The checks of foreign keys put off to the end of the transaction would keep the table from being altered.
CHECK_NOW = "SET CONSTRAINTS ALL IMMEDIATE"


class Migration(migrations.Migration):
    dependencies = [("legaltext", "0001_initial"), ("proposals", "0004_alternatives_developed_alike")]

    operations = [
        migrations.AddField(
            "legaldraft",
            "solution",
            models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="legal_draft",
                to="proposals.solution",
            ),
        ),
        migrations.RunSQL([TO_THE_PROPOSED_SOLUTION, CHECK_NOW], migrations.RunSQL.noop),
        migrations.AlterField(
            "legaldraft",
            "solution",
            models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="legal_draft", to="proposals.solution"
            ),
        ),
        migrations.RemoveField("legaldraft", "proposal"),
    ]
