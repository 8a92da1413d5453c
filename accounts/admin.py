from django import forms
from django.contrib import admin

from accounts import actions
from accounts.models import Affiliation, Cover, FormerName, Organisation, RoleGrant, User
from audit.admin import ActAdmin, CorrectingForm


class OrganisationForm(CorrectingForm):
    renamed_on = forms.DateField(
        label="First day of the new name",
        required=False,
        help_text="The old name stays on record as its name until then. Leave it empty where the name was mistyped.",
    )


class FormerNames(admin.TabularInline):
    model = FormerName
    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_view_permission(self, request, obj=None):
        return True


@admin.register(Organisation)
class OrganisationAdmin(ActAdmin):
    act, correct, corrects = actions.enter_organisation, actions.correct_organisation, "organisation"
    correcting, asked = OrganisationForm, ("merged_into", "merged_on", "renamed_on", "reason")
    fields = ["name", "short_name", "category", "is_party", "voting_group"]
    list_display = ["name", "category", "is_party", "merged_into", "merged_on"]
    list_select_related = ["merged_into"]
    search_fields = ["name", "short_name", "former_names__name"]
    autocomplete_fields = ["merged_into"]
    inlines = [FormerNames]

    def get_inlines(self, request, obj):
        return self.inlines if obj else []


@admin.register(User)
class UserAdmin(ActAdmin):
    act, correct, corrects = actions.enter_person, actions.correct_person, "person"
    fields = ["email", "name", "job_title", "telephone", "publish_contact"]
    list_display = ["name", "email", "is_active"]
    search_fields = ["name", "email"]


class PeriodForm(CorrectingForm):
    never = forms.BooleanField(
        label="It was entered by mistake and never held",
        required=False,
        help_text="It is taken out of the record; the history keeps that it was entered, and why it was taken out.",
    )


class PeriodAdmin(ActAdmin):
    """What holds from a day to a day."""

    correcting, asked = PeriodForm, ("never", "reason")


@admin.register(RoleGrant)
class RoleGrantAdmin(PeriodAdmin):
    act, correct, corrects = actions.grant_role, actions.correct_role, "grant"
    kept = ("user",)
    fields = ["user", "role", "starts", "ends"]
    autocomplete_fields = ["user"]
    list_display = ["user", "role", "starts", "ends"]


@admin.register(Affiliation)
class AffiliationAdmin(PeriodAdmin):
    act, correct, corrects = actions.affiliate, actions.correct_affiliation, "affiliation"
    kept = ("user",)
    fields = ["user", "organisation", "kind", "starts"]
    autocomplete_fields = ["user", "organisation"]
    list_display = ["user", "organisation", "kind", "starts", "ends"]

    def get_fields(self, request, obj=None):
        fields = super().get_fields(request, obj)
        return [*fields[:4], "ends", *fields[4:]] if obj else fields


@admin.register(Cover)
class CoverAdmin(PeriodAdmin):
    act, correct, corrects = actions.arrange_cover, actions.correct_cover, "cover"
    kept = ("user", "covered_by")
    fields = ["user", "covered_by", "starts", "ends"]
    autocomplete_fields = ["user", "covered_by"]
    list_display = ["user", "covered_by", "starts", "ends"]
