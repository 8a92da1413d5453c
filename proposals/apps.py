from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "proposals"

    def ready(self):
        from jobs import registry
        from proposals import checks, consequences, requirements, tabs, tasks  # noqa: F401  (they register themselves)

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
        appeal_added="Further appeal recorded",
        move_reversed="Step taken back",
        move_corrected="Step corrected",
        objection_struck="Objection struck out",
        appeal_struck="Appeal struck out",
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
