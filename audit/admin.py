"""Reference data in Django's admin: adding a row calls the act; nothing is edited in bulk, nothing is deleted."""

from django import forms
from django.contrib import admin

from audit.acts import Refused


class ActForm(forms.ModelForm):
    """Does its act as the last step of being checked, so that a refusal stands beside its field like any other error.

    The admin checks a form once, inside the request's transaction.
    """

    act = None
    by = None

    def _post_clean(self):
        super()._post_clean()
        if self.errors:
            return
        try:
            self.instance = type(self).act(by=self.by, **self.cleaned_data)
        except Refused as refusal:
            self.add_error(refusal.field if refusal.field in self.fields else None, refusal.sentence)

    def save(self, commit=True):
        self.save_m2m = lambda: None
        return self.instance


class ActAdmin(admin.ModelAdmin):
    """``act`` takes the form's fields by name and ``by``, and gives back the row it wrote."""

    act = None
    actions = None

    def get_form(self, request, obj=None, change=False, **kwargs):
        made = super().get_form(request, obj, change=change, form=ActForm, **kwargs)
        return type(made.__name__, (made,), {"act": staticmethod(type(self).act), "by": request.user})

    def save_model(self, request, obj, form, change):
        """The act has written it."""

    def has_module_permission(self, request):
        return request.user.is_active and request.user.is_administrator

    def has_view_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def has_add_permission(self, request):
        return self.has_module_permission(request)

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
