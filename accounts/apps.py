from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self):
        from audit import events

        events.declare(
            organisation_entered="Organisation entered",
            person_entered="Person entered",
            role_granted="Role granted",
            affiliated="Affiliation entered",
            cover_arranged="Cover arranged",
        )
