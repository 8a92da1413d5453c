"""Queries that are kept and asked with each request."""

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL


def compiled(queryset: QuerySet) -> QuerySet:
    """The same, with each annotation as the SQL that Django makes of it: to make it again takes longer than to ask it.

    For annotations about the row itself, of a queryset that is not used within another, where the row has another name.
    """
    made = queryset.all()
    compiler = made.query.get_compiler(using=made.db)
    for name, annotation in made.query.annotations.items():
        sql, params = compiler.compile(annotation)
        made.query.annotations[name] = RawSQL(sql, params, annotation.output_field)  # noqa: S611 – Django's own
    return made
