from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "proposals"

    def ready(self):
        from bodies import papersday
        from bodies.listeners import when_a_day_changes, when_a_meeting_changes
        from jobs import registry
        from proposals import (  # noqa: F401  (they register themselves)
            checks,
            consequences,
            desk,
            reportready,
            requirements,
            tabs,
            tasks,
            timetable_ports,
        )
        from proposals.actions import heirlooms
        from proposals.actions.calendar import reckoned_again
        from proposals.actions.sittings import dates_go_with_it
        from proposals.processrules import papers_days_before

        declare_events()
        heirlooms.declare()
        papersday.provide(papers_days_before)
        when_a_day_changes(reckoned_again)
        when_a_meeting_changes(dates_go_with_it)
        registry.register("settle_windows", tasks.settle, "Settling windows that have ended")
        registry.register_sweep("due_windows", tasks.queue_due_windows, seconds=10)


def declare_events():
    from audit import events
    from proposals.lifecycle import ENTRIES, MOVES

    events.declare(**{f"proposal_{row.key}": row.done for row in MOVES.values()})
    events.declare(**{f"proposal_{key}": words for key, (words, _) in ENTRIES.items()})
    events.declare(
        window_opened="Window opened",
        window_moved="Close of a window moved",
        window_kept="Close of a window kept as it was told",
        implementation_moved="Implementation moved with the working days it is reckoned by",
        deciding_body_changed="Deciding body changed",
        objection_added="Further objection recorded",
        gap_accepted="Something missing accepted",
        acceptance_taken_back="No longer accepted as missing",
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
        update_corrected="Update corrected",
        update_taken_back="Update taken back",
        related="Relation entered",
        relation_taken_back="Relation taken back",
        release_entered="Release entered",
        release_saved="Release changed",
        release_moved="Release put on another day",
        release_implemented="Release implemented",
        release_corrected="Implementation of a release put right",
        release_taken_back="Implementation of a release taken back",
        release_taken_out="Release taken out",
        release_date_corrected="Day of a release put right",
        split_taken_back="Split taken back",
        part_rejoined="Part ended with the split that was taken back",
        part_corrected="Implementation put right",
        part_taken_back="Implementation of a part taken back",
        plan_corrected="Plan of the implementation put right",
        implementation_planned="Implementation planned",
        implementation_divided="Implementation divided into parts",
        part_implemented="Part implemented",
        document_attached="Document added",
        document_taken_down="Document taken down",
        document_put_back="Document put back",
        document_corrected="Document put right",
        figure_added="Figure added",
        rule_changed="Rule of the process changed",
        rule_corrected="Rule to come put right",
        rule_taken_back="Rule to come taken back",
        deciding_body_corrected="Deciding body to come put right",
        deciding_body_taken_back="Deciding body to come taken back",
        sec_document_entered="Document of the SEC entered",
        sec_version_entered="Version of the SEC entered",
        sec_document_corrected="Document of the SEC renamed",
        sec_version_corrected="Version of the SEC put right",
    )
    events.declare(
        requirements_drafted="Requirements drafted",
        requirements_edited="Requirements changed",
        requirements_published="Requirements published for comment",
        requirements_agreed="Requirements agreed",
        publication_corrected="Days of the publication put right",
        agreement_corrected="Agreement of the requirements put right",
        assessment_requested="Assessment requested from the DCC",
        assessment_acknowledged="Request acknowledged by the DCC",
        assessment_due_agreed="New due date of an assessment agreed",
        assessment_due_wanted="New due date asked for by the DCC",
        assessment_due_declined="New due date declined",
        assessment_due_moved="Due date of an assessment moved with the working days",
        assessment_due_kept="Due date of an assessment kept as it was told",
        assessment_answered="Assessment given by the DCC",
        assessment_corrected="Assessment of the DCC put right",
        assessment_cancelled="Request to the DCC cancelled",
        clarification_asked="Clarification asked by the DCC",
        clarification_answered="Clarification given to the DCC",
        acknowledgement_corrected="Day of the DCC’s acknowledgement put right",
        clarification_corrected="Clarification given to the DCC put right",
        clarification_withdrawn="Question of the DCC withdrawn",
        discussion_recorded="Discussion recorded",
        discussion_corrected="Summary of a discussion put right",
        refinement_consultation_opened="Refinement Consultation opened",
        refinement_consultation_extended="Refinement Consultation extended",
        refinement_consultation_closed="Refinement Consultation closed",
        refinement_consultation_corrected="Refinement Consultation put right",
        refinement_consultation_taken_back="Refinement Consultation taken back",
        standard_area_entered="Standard area of assessment entered",
        standard_area_ended="Standard area of assessment ended",
        area_added="Area of assessment added",
        area_edited="Area of assessment changed",
        area_answered="Area of assessment answered",
        area_left_open="Area of assessment left open",
        area_reopened="Area of assessment opened again",
        alternative_raised="Alternative raised",
        alternative_saved="Alternative changed",
        alternative_implementation_saved="Implementation approach of an Alternative saved",
        alternative_withdrawn="Alternative withdrawn",
        work_package_laid_out="Work package laid out",
        work_package_approved="Work package approved",
        approval_corrected="Approval of a work package put right",
        timetable_entry_added="Date added to the timetable",
        timetable_entry_moved="Date of the timetable moved",
        timetable_entry_done="Done as the timetable says",
        timetable_entry_reopened="Date of the timetable open again",
        timetable_entry_missed="Date of the timetable missed",
        timetable_entry_removed="Date taken out of the timetable",
    )
