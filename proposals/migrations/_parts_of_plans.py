"""Every plan gets the one part that it had until now, and every release an address."""

from django.utils.text import slugify

SHARED = ("release_id", "planned_on", "days_after_window", "implemented_on", "sec_version_id")


def give_parts(apps, schema_editor):
    plans = apps.get_model("proposals", "Implementation").objects.filter(parts=None)
    parts = apps.get_model("proposals", "ImplementationPart").objects
    parts.bulk_create(
        [parts.model(plan=plan, number=1, **{name: getattr(plan, name) for name in SHARED}) for plan in plans]
    )


def give_addresses(apps, schema_editor):
    taken = {"enter"}
    for release in apps.get_model("proposals", "Release").objects.filter(slug=None).order_by("pk"):
        words = slugify(release.name)[:80].strip("-") or "release"
        release.slug = next(s for s in (words, *(f"{words}-{n}" for n in range(2, 1000))) if s not in taken)
        taken.add(release.slug)
        release.save(update_fields=["slug"])
