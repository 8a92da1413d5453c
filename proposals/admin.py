from django import forms
from django.contrib import admin

from audit.admin import ActAdmin
from proposals.actions import areas, reference, releases
from proposals.lifecycle import MOVES
from proposals.models import DecidingBody, ProcessRule, Release, SecDocument, SecVersion, StandardArea


@admin.register(ProcessRule)
class ProcessRuleAdmin(ActAdmin):
    act = reference.change_rule
    fields = ["key", "value", "starts", "source", "is_verified"]
    list_display = ["key", "value", "starts", "ends", "source", "is_verified"]
    list_filter = ["key"]


@admin.register(StandardArea)
class StandardAreaAdmin(ActAdmin):
    act = areas.enter_standard_area
    fields = ["title", "question", "sort", "starts", "ends", "source"]
    list_display = ["title", "question", "starts", "ends", "source"]


@admin.register(SecDocument)
class SecDocumentAdmin(ActAdmin):
    act, correct, corrects = reference.enter_sec_document, reference.correct_sec_document, "document"
    fields = ["code", "title", "sort"]
    list_display = ["code", "title"]


@admin.register(SecVersion)
class SecVersionAdmin(ActAdmin):
    act, correct, corrects = reference.enter_sec_version, reference.correct_sec_version, "sec_version"
    kept = ("number",)
    fields = ["number", "effective_on", "notes"]
    list_display = ["number", "effective_on"]


@admin.register(Release)
class ReleaseAdmin(ActAdmin):
    act = releases.enter_release
    fields = ["name", "kind", "date", "scope", "limit", "sec_version"]
    list_display = ["name", "kind", "date"]


@admin.register(DecidingBody)
class DecidingBodyAdmin(ActAdmin):
    act = reference.change_deciding_body
    fields = ["move_key", "committee", "delegation", "starts", "source"]
    list_display = ["decision", "committee", "delegation", "starts", "ends", "source"]
    list_filter = ["committee"]

    @admin.display(description="Decision", ordering="move_key")
    def decision(self, rule):
        return MOVES[rule.move_key].done if rule.move_key in MOVES else rule.move_key

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "move_key":
            decisions = [(row.key, row.done) for row in MOVES.values() if row.body]
            return forms.ChoiceField(label="Decision", choices=[("", "Choose one"), *decisions])
        return super().formfield_for_dbfield(db_field, request, **kwargs)
