"""When a question is asked, in words, for every template that shows one."""

from django import template

from consultations.questions import conditions

register = template.Library()
register.filter("condition_words", conditions.condition_words)
