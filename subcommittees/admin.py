from django.contrib import admin

from audit.admin import ActAdmin
from subcommittees import actions
from subcommittees.models import CountingRule


@admin.register(CountingRule)
class CountingRuleAdmin(ActAdmin):
    act, correct, corrects = actions.change_counting_rule, actions.correct_counting_rule, "rule"
    fields = ["strategy", "groups", "quorum", "starts", "source", "is_verified"]
    list_display = ["strategy", "quorum", "starts", "ends", "source", "is_verified"]
