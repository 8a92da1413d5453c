from django.contrib import admin

from accounts import actions
from accounts.models import Affiliation, Cover, Organisation, RoleGrant, User
from audit.admin import ActAdmin


@admin.register(Organisation)
class OrganisationAdmin(ActAdmin):
    act = actions.enter_organisation
    fields = ["name", "short_name", "category", "is_party", "voting_group"]
    list_display = ["name", "category", "is_party"]
    search_fields = ["name", "short_name"]


@admin.register(User)
class UserAdmin(ActAdmin):
    act = actions.enter_person
    fields = ["email", "name", "job_title", "telephone", "publish_contact"]
    list_display = ["name", "email", "is_active"]
    search_fields = ["name", "email"]


@admin.register(RoleGrant)
class RoleGrantAdmin(ActAdmin):
    act = actions.grant_role
    fields = ["user", "role", "starts", "ends"]
    autocomplete_fields = ["user"]
    list_display = ["user", "role", "starts", "ends"]


@admin.register(Affiliation)
class AffiliationAdmin(ActAdmin):
    act = actions.affiliate
    fields = ["user", "organisation", "kind", "starts"]
    autocomplete_fields = ["user", "organisation"]
    list_display = ["user", "organisation", "kind", "starts"]


@admin.register(Cover)
class CoverAdmin(ActAdmin):
    act = actions.arrange_cover
    fields = ["user", "covered_by", "starts", "ends"]
    autocomplete_fields = ["user", "covered_by"]
    list_display = ["user", "covered_by", "starts", "ends"]
