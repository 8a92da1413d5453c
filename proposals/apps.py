from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "proposals"

    def ready(self):
        from jobs import registry
        from proposals import (  # noqa: F401  (they register themselves)
            checks,
            consequences,
            requirements,
            tabs,
            tasks,
            timetable_ports,
        )

        declare_events()
        registry.register("settle_windows", tasks.settle, "Settling windows that have ended")
        registry.register_sweep("due_windows", tasks.queue_due_windows, seconds=10)


def declare_events():
    from audit import events
    from proposals.lifecycle import ENTRIES, MOVES

    events.declare(**{f"proposal_{row.key}": row.done for row in MOVES.values()})
    events.declare(**{f"proposal_{key}": words for key, (words, _) in ENTRIES.items()})
    events.declare(
        window_opened="Window opened",
        objection_added="Further objection recorded",
        urgency_granted="Urgency granted by the Authority",
        details_saved="Details changed",
        problem_statement_revised="Problem statement revised",
        solution_saved="Solution saved",
        sec_references_saved="Parts of the SEC named",
        path_determined="Path determined",
        update_posted="Update posted",
        related="Relation entered",
        release_entered="Release entered",
        implementation_planned="Implementation planned",
        document_attached="Document added",
        figure_added="Figure added",
        rule_changed="Rule of the process changed",
        sec_document_entered="Document of the SEC entered",
        sec_version_entered="Version of the SEC entered",
    )
    events.declare(
        work_package_laid_out="Work package laid out",
        work_package_approved="Work package approved",
        timetable_entry_added="Date added to the timetable",
        timetable_entry_moved="Date of the timetable moved",
        timetable_entry_done="Done as the timetable says",
        timetable_entry_reopened="Date of the timetable open again",
        timetable_entry_missed="Date of the timetable missed",
        timetable_entry_removed="Date taken out of the timetable",
    )
