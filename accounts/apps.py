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
            organisation_corrected="Organisation put right",
            person_corrected="Person put right",
            role_corrected="Role put right",
            affiliation_corrected="Affiliation put right",
            cover_corrected="Cover put right",
        )
