from django.apps import AppConfig


class BodiesConfig(AppConfig):
    name = "bodies"

    def ready(self):
        from accounts import seats
        from audit import events
        from bodies import queries

        seats.provide(queries.seated, queries.offices_of)
        events.declare(
            committee_entered="Committee entered",
            seat_entered="Seat entered",
            member_appointed="Member appointed",
            committee_changed="What is said of a body changed",
            seat_changed="Seat changed",
            seat_ended="How long a seat is there changed",
            alternate_changed="Alternate changed",
            term_changed="Term put right",
            term_taken_back="Term taken back",
            meeting_entered="Meeting entered",
            meeting_changed="Time or place of a meeting changed",
            meeting_moved="Meeting moved to another day",
            meeting_renumbered="Number of a meeting put right",
            meeting_cancelled="Meeting cancelled",
            meeting_reinstated="Meeting held after all",
            day_overridden="Working day overridden",
            day_taken_back="Working day as the calendar has it again",
        )
