"""An Alternative has its legal text as a redline, which hangs on its solution; and an implementation approach.

Words written as its legal text until now are kept at the end of its solution, under a heading. A file uploaded as its
legal text stays among the documents of the proposal, under the title it has.
"""

from django.db import migrations, models

KEEP_THE_WORDS = """
    UPDATE proposals_solution AS solution
    SET text = solution.text || '<h3>Legal text in words</h3>' || alternative.legal_text, version = solution.version + 1
    FROM proposals_alternative AS alternative
    WHERE solution.alternative_id = alternative.id AND alternative.legal_text <> ''
"""


class Migration(migrations.Migration):
    dependencies = [("proposals", "0003_source_in_plain_words")]

    operations = [
        migrations.RunSQL(KEEP_THE_WORDS, migrations.RunSQL.noop),
        migrations.RemoveField("alternative", "legal_text"),
        migrations.RemoveField("alternative", "legal_file"),
        migrations.AddField(
            "alternative",
            "implementation",
            models.TextField(blank=True, default="", verbose_name="implementation approach"),
            preserve_default=False,
        ),
    ]
