from django.contrib import admin

from audit.admin import ActAdmin
from bodies import actions
from bodies.models import BankHolidayOverride, Committee, Meeting, Membership, Seat


@admin.register(Committee)
class CommitteeAdmin(ActAdmin):
    act = actions.enter_committee
    fields = ["code", "name", "short_name", "prefix", "remit", "cadence", "quorum", "sort"]
    list_display = ["name", "code", "prefix"]


@admin.register(Seat)
class SeatAdmin(ActAdmin):
    act = actions.enter_seat
    fields = ["committee", "name", "category", "is_chair", "is_secretary"]
    list_display = ["committee", "name", "category"]


@admin.register(Membership)
class MembershipAdmin(ActAdmin):
    act = actions.appoint
    fields = ["seat", "user", "alternate", "starts", "ends"]
    autocomplete_fields = ["user", "alternate"]
    list_display = ["seat", "user", "starts", "ends"]


@admin.register(Meeting)
class MeetingAdmin(ActAdmin):
    act = actions.enter_meeting
    fields = ["committee", "number", "date"]
    list_display = ["committee", "number", "date"]


@admin.register(BankHolidayOverride)
class BankHolidayOverrideAdmin(ActAdmin):
    act = actions.override_day
    fields = ["date", "name", "is_working_day", "reason"]
    list_display = ["date", "name", "is_working_day"]
