"""The filters of the list of consultations."""

import django_filters
from django.db.models import Case, IntegerField, Q, Value, When

from accounts.models import Category
from audit import clock
from consultations.course.kinds import ROWS
from consultations.models import Consultation, Kind
from consultations.queries.readers import is_analyst
from proposals.filters import ListFilter

COURSES = [("open", "Open"), ("closed", "Closed")]
FOR_SECAS = [("prepared", "Being prepared"), ("taken_back", "Taken back")]


class ConsultationFilter(ListFilter):
    nouns = {"course": "state", "kind": "kind", "category": "category"}

    course = django_filters.ChoiceFilter(label="State", method="by_course", empty_label="Any state")
    kind = django_filters.ChoiceFilter(label="Kind", choices=Kind.choices, empty_label="Any kind")
    category = django_filters.ChoiceFilter(
        label="Who is asked", choices=Category.choices, method="by_category", empty_label="Anybody"
    )

    class Meta:
        model = Consultation
        fields: list[str] = []

    def __init__(self, data, *, user):
        super().__init__(data, queryset=Consultation.objects.visible_to(user))
        self.data = data.copy()
        self.filters["course"].extra["choices"] = [*COURSES, *(FOR_SECAS if is_analyst(user) else ())]
        self.complaints = self.tidy()

    def found(self):
        """Open ones first, the nearest close first; then what is prepared; then closed ones, the latest first."""
        rows = self.qs if self.is_valid() else self.queryset
        return in_order(rows)

    def by_course(self, queryset, name, course):
        now = clock.now()
        return {
            "open": lambda: queryset.open_at(now),
            "closed": lambda: queryset.over_at(now),
            "prepared": lambda: queryset.standing().filter(opened_at=None),
            "taken_back": lambda: queryset.exclude(taken_back_at=None),
        }[course]()

    def by_category(self, queryset, name, category):
        """Those that name it, and those that name nobody of a kind that asks it."""
        kinds = [kind for kind, row in ROWS.items() if category in row.categories]
        return queryset.filter(Q(invited__contains=[category]) | Q(invited=[], kind__in=kinds))


def in_order(rows):
    now = clock.now()
    is_open = Q(taken_back_at=None, opened_at__lte=now, closes_at__gt=now)
    place = Case(
        When(is_open, then=Value(0)),
        When(taken_back_at=None, opened_at=None, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    soonest = Case(When(is_open, then="closes_at"))
    return rows.annotate(place=place, soonest=soonest).order_by("place", "soonest", "-closes_at", "-pk")
