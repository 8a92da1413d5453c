"""Addresses of the pages on which a response is written, for whoever writes it, and what stands on them."""

from django import template

from consultations.drafts.words import rows

register = template.Library()


@register.simple_tag
def writing_url(writer, page="", *args):
    return writer.url(page, *args)


@register.filter
def said_rows(said: dict, part) -> list[dict]:
    return rows(said, part)
