"""Reference data in Django's admin: adding a row calls the act, and putting one right another, where there is one;
nothing is edited in bulk, nothing is deleted."""

from django import forms
from django.contrib import admin

from audit.acts import Refused


class ActForm(forms.ModelForm):
    """Does its act as the last step of being checked, so that a refusal stands beside its field like any other error.

    The admin checks a form once, inside the request's transaction.
    """

    act = None
    by = None
    subject = ""  # what the act calls the row that it puts right

    def _post_clean(self):
        super()._post_clean()
        if self.errors:
            return
        about = {self.subject: self.instance} if self.subject else {}
        try:
            self.instance = type(self).act(by=self.by, **about, **self.cleaned_data)
        except Refused as refusal:
            self.add_error(refusal.field if refusal.field in self.fields else None, refusal.sentence)

    def save(self, commit=True):
        self.save_m2m = lambda: None
        return self.instance


class CorrectingForm(ActForm):
    reason = forms.CharField(
        label="Why this is put right",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why this is put right."},
        help_text="It stands in the history, with what the record said before.",
    )


class ActAdmin(admin.ModelAdmin):
    """``act`` takes the form's fields by name and ``by``, and gives back the row it wrote. ``correct``, where there is
    one, takes besides a reason and the row, as ``corrects``; it does not take what is ``kept``. ``correcting`` is its
    form, which asks for what is ``asked`` besides the row's own fields."""

    act = None
    correct = None
    corrects = ""
    correcting = CorrectingForm
    asked: tuple[str, ...] = ("reason",)
    kept: tuple[str, ...] = ()
    actions = None

    def get_fields(self, request, obj=None):
        asked = self.asked if obj and self.corrects else []
        return [*super().get_fields(request, obj), *asked]

    def get_readonly_fields(self, request, obj=None):
        return self.kept if obj else ()

    def get_form(self, request, obj=None, change=False, **kwargs):
        form, act = (self.correcting, type(self).correct) if change else (ActForm, type(self).act)
        made = super().get_form(request, obj, change=change, form=form, **kwargs)
        own = {"act": staticmethod(act), "by": request.user, "subject": self.corrects if change else ""}
        return type(made.__name__, (made,), own)

    def save_model(self, request, obj, form, change):
        """The act has written it."""

    def has_module_permission(self, request):
        return request.user.is_active and request.user.is_administrator

    def has_view_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def has_add_permission(self, request):
        return self.has_module_permission(request)

    def has_change_permission(self, request, obj=None):
        return bool(self.corrects) and self.has_module_permission(request)

    def has_delete_permission(self, request, obj=None):
        return False
