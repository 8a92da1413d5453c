from django.apps import AppConfig


class BodiesConfig(AppConfig):
    name = "bodies"

    def ready(self):
        from accounts import seats
        from audit import events
        from bodies import queries

        seats.provide(queries.committees_of, queries.offices_of)
        events.declare(
            committee_entered="Committee entered",
            seat_entered="Seat entered",
            member_appointed="Member appointed",
            meeting_entered="Meeting entered",
            day_overridden="Working day overridden",
            day_taken_back="Working day as the calendar has it again",
        )
