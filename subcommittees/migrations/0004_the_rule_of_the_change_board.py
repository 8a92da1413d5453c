"""How the Change Board’s votes are counted to begin with. No public text at hand confirms it, so it is marked as not
verified; an administrator enters another that follows it from a date on.
"""

from datetime import date

from django.db import migrations

BEGINNING = date(2013, 9, 23)
GROUPS = [
    {"name": "Large Suppliers", "categories": ["large_supplier"]},
    {"name": "Small Suppliers", "categories": ["small_supplier"]},
    {"name": "Network Parties", "categories": ["electricity_network", "gas_network"]},
    {"name": "Other SEC Parties", "categories": ["other_sec_party"]},
    {"name": "Consumers", "categories": ["consumer_body"]},
]


def load(apps, schema_editor):
    rule = apps.get_model("subcommittees", "CountingRule")
    rule.objects.create(
        strategy="by_groups", groups=GROUPS, starts=BEGINNING, source="SEC Section D", is_verified=False
    )


class Migration(migrations.Migration):
    dependencies = [("subcommittees", "0003_how_votes_are_counted")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop, elidable=False)]
