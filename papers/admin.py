from django.contrib import admin

from audit.admin import ActAdmin
from papers import actions
from papers.models import Boilerplate, GlossaryTerm


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(ActAdmin):
    act = actions.enter_term
    fields = ["acronym", "term", "note"]
    list_display = ["acronym", "term", "note"]
    search_fields = ["acronym", "term"]


@admin.register(Boilerplate)
class BoilerplateAdmin(ActAdmin):
    act = actions.change_boilerplate
    fields = ["key", "text", "starts"]
    list_display = ["key", "text", "starts", "ends"]
