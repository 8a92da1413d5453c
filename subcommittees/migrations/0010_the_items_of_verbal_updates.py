"""What was matched by its title until now is written down as it was matched: under which item a verbal update stands."""

from django.db import migrations

STANDING = ("stands", "taken")
LONGEST = 200  # a title of an item


def name_items(apps, schema_editor):
    item_model = apps.get_model("subcommittees", "AgendaItem")
    updates = apps.get_model("subcommittees", "VerbalUpdate").objects.filter(dropped_because="")
    items = {}
    for item in item_model.objects.filter(state__in=STANDING).order_by("place"):
        items.setdefault(item.meeting_id, []).append(item)
    for update in updates.order_by("pk").iterator():
        item = _item_of(update, items.get(update.meeting_id, []))
        if item is not None:
            update.item_id = item.pk
            update.save(update_fields=["item"])


def _item_of(update, items):
    """The item of the same title that is about the same or about nothing; or another word on its proposal; or the item
    of the proposal itself."""
    words = [item for item in items if item.kind == "verbal_update"]
    own = [i for i in words if i.title == update.about[:LONGEST] and i.proposal_id in (None, update.proposal_id)]
    if own or update.proposal_id is None:
        return next(iter(own), None)
    of_it = [item for item in items if item.proposal_id == update.proposal_id]
    others = [item for item in of_it if item.kind == "verbal_update"] or [i for i in of_it if i.kind == "proposal"]
    return next(iter(others), None)


class Migration(migrations.Migration):
    dependencies = [("subcommittees", "0009_verbal_updates_name_their_item")]

    operations = [migrations.RunPython(name_items, migrations.RunPython.noop)]
